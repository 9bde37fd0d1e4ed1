//go:build soak

package sign

import "math"

// Every variant is tried, and many pairs. The readers read so many proven ones of each kind.
const (
	mostVariants = math.MaxInt
	mostPairs    = 30_000
	readOfAKind  = 40
	MostFlips    = 100_000
)
