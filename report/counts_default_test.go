//go:build !soak

package report_test

// A sample in each run; many more with -tags soak.
const (
	goodReports = 8
	mostSteps   = 40
	mutants     = 60
)
