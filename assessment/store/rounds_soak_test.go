//go:build soak

package store_test

import (
	"math/rand/v2"
	"time"
)

const killRounds = 50

var portfolios = []int{100, 1_000, 10_000, 20_000, 100_000}

const answersOnServer = 12

const flips = 1 << 30

const (
	powerImages = 1 << 30
	powerRounds = 2
)

func powerSeed() uint64 { return rand.Uint64() }

const (
	crowdEach    = 1000
	crowdParcels = 200
)

// largeEvidence is the size in bytes of a large evidence file.
const largeEvidence = 300 << 20

const chaosFor = time.Minute

func chaosSeed() uint64 { return rand.Uint64() }

// leftOut reports whether a case of a long table is left out on a server: none is.
func leftOut(string) bool { return false }
