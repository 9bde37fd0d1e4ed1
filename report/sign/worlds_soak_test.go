//go:build soak

package sign

// worlds is the number of random worlds of authorities.
const worlds = 50_000
