//go:build !soak

package store_test

// killRounds is how often the kill story is told: with -tags soak, more often.
const killRounds = 5
