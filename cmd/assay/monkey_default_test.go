//go:build !soak

package main

// The monkey of every run does the same few hundred things.
const (
	monkeyTime  = 0
	monkeyLeast = 400
)

func monkeySeed() uint64 { return 1 }
