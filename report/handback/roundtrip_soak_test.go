//go:build soak

package handback_test

import "math/rand/v2"

// seed is another one in each run. A test prints it when it fails.
var seed = rand.Uint64()

const (
	workbookTrips = 200
	pdfTrips      = 150
	pageTrips     = 150

	throughLibreOffice = true
)
