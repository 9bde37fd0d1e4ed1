//go:build soak

package main

import (
	"math/rand/v2"
	"os"
	"strconv"
	"time"
)

const (
	monkeyTime  = time.Minute
	monkeyLeast = 400
)

// monkeySeed is a new one, or that of ASSAY_MONKEY, to see again what was seen.
func monkeySeed() uint64 {
	if seed, err := strconv.ParseUint(os.Getenv("ASSAY_MONKEY"), 10, 64); err == nil {
		return seed
	}
	return rand.Uint64()
}
