//go:build soak

package store_test

const killRounds = 50
