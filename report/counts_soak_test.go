//go:build soak

package report_test

const (
	goodReports = 400
	mostSteps   = 80
	mutants     = 20_000
)
