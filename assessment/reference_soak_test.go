//go:build soak

package assessment_test

const (
	referenceRuns = 100_000
	betterRuns    = 1_500
)
