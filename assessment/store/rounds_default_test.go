//go:build !soak

package store_test

import "hash/crc32"

import "time"

// killRounds is how often the kill story is told: with -tags soak, more often.
const killRounds = 5

// portfolios are the sizes that are measured: with -tags soak, also larger ones.
var portfolios = []int{100, 1_000, 10_000}

// answersOnServer is how many items of each assessment in the portfolio of a server are
// answered: with -tags soak a few, so that 100,000 of them fit into memory.
const answersOnServer = everything

// flips is how many bytes of each column of a journal are flipped: with -tags
// soak, all.
const flips = 12

// powerImages is how many disks a power cut may leave are opened: with -tags
// soak, all that the run allows, so many times.
const (
	powerImages = 60
	powerRounds = 1
)

func powerSeed() uint64 { return 1 }

// crowdEach is how many answers each of eight people gives at the same time, and
// crowdParcels how many imports go on beside them.
const (
	crowdEach    = 40
	crowdParcels = 8
)

// largeEvidence is the size in bytes of a large evidence file: with -tags soak, the one that was promised.
const largeEvidence = 48 << 20

// chaosFor is how long the server has mishaps: with -tags soak, a minute of them.
const chaosFor = 4 * time.Second

func chaosSeed() uint64 { return 1 }

// leftOut reports whether a case of a long table is left out on a server, which puts its
// database back for each: three of four are, and with -tags soak none.
func leftOut(name string) bool { return onServer() && crc32.ChecksumIEEE([]byte(name))%4 != 0 }
