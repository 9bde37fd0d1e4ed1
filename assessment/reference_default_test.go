//go:build !soak

package assessment_test

// referenceRuns is how many random assessments the default run compares with
// the slow reference. `go test -tags soak ./assessment` compares 100,000.
const referenceRuns = 2000

// betterRuns is how many are made better step by step; there, 1,500.
const betterRuns = 60
