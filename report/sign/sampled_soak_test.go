//go:build soak

package sign

import "math"

// Every variant is tried, and the readers read so many proven ones of each kind.
const (
	mostVariants = math.MaxInt
	readOfAKind  = 40
)
