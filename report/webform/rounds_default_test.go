//go:build !soak

package webform_test

// rounds is how often the random conditions are drawn.
const rounds = 1

// seed draws the same conditions every time.
func seed() uint64 { return 15 }
