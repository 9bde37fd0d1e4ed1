//go:build soak

package main

import "math/rand/v2"

const (
	killedApplies  = 200
	killedReceives = 100
)

func killSeed() uint64 { return rand.Uint64() }
