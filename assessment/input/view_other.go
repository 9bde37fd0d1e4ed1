//go:build !linux

package input

import "os"

// onlyAView is false: this system shows its state elsewhere.
func onlyAView(*os.File) bool { return false }
