//go:build soak

package report_test

const (
	goodReports = 1_000
	mostSteps   = 80
	mutants     = 40_000
)
