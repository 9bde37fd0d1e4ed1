//go:build !soak

package main

// manyAssessments is how many the large database of the benchmarks holds.
const manyAssessments = 1000

// manyAtStart is how many assessments the large database of BenchmarkStart holds.
const manyAtStart = 1000
