//go:build soak

package report_test

const (
	goodReports = 1500
	mostSteps   = 80
)
