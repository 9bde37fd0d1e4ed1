//go:build !soak

package main

// killedApplies is how many files are applied; every other time the program is
// killed. With -tags soak there are more, from a new seed.
const killedApplies = 6

func killSeed() uint64 { return 5 }
