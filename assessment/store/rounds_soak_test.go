//go:build soak

package store_test

const killRounds = 50

var portfolios = []int{100, 1_000, 10_000, 20_000, 100_000}

const flips = 1 << 30
