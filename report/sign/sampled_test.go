//go:build !soak

package sign

// The default run tries a sample of the variants of a report and of pairs of them, and the readers read so many proven ones
// of each kind. MostFlips are the flipped bits that TestNoFlippedBitIsAccepted draws.
const (
	mostVariants = 300
	mostPairs    = 100
	readOfAKind  = 1
	MostFlips    = 400
)
