//go:build soak

package main

// manyAssessments is how many the large database of the benchmarks holds.
const manyAssessments = 20_000
