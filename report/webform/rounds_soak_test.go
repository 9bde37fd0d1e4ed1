//go:build soak

package webform_test

import "time"

// rounds is how often the random conditions are drawn.
const rounds = 20

// seed draws new conditions every time.
func seed() uint64 { return uint64(time.Now().UnixNano()) }
