//go:build !soak

package handback_test

// seed gives the same answers in each run.
const seed uint64 = 15

// A sample in each run; many more with -tags soak, and there LibreOffice saves each
// workbook again.
const (
	workbookTrips = 4
	pdfTrips      = 3
	pageTrips     = 2

	throughLibreOffice = false
)
