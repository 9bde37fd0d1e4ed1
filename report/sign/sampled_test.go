//go:build !soak

package sign

// The default run tries a sample of the variants of a report, and the readers read so many proven ones of each kind.
const (
	mostVariants = 300
	readOfAKind  = 1
)
