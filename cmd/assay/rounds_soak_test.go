//go:build soak

package main

import "math/rand/v2"

const (
	killedApplies  = 200
	killedReceives = 100
)

func killSeed() uint64 { return rand.Uint64() }

// onServerToo reports whether a story is told on a database server, too: all are.
func onServerToo(string) bool { return true }
