package sign_test

import (
	"runtime/debug"
	"testing"
)

// The tests draw hundreds of reports, and the collector would take a quarter of their
// time: it may run when the memory is five times what is in use, not twice.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	m.Run()
}
