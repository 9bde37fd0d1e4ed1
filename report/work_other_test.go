//go:build !linux

package report_test

import "time"

var begun = time.Now()

// worked is how long this process has run so far.
func worked() time.Duration { return time.Since(begun) }
