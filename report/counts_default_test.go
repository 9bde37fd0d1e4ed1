//go:build !soak

package report_test

// A sample in each run; many more with -tags soak.
const (
	goodReports = 5
	mostSteps   = 40
	mutants     = 40
)
