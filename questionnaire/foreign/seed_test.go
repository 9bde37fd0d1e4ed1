//go:build !soak

package foreign_test

import (
	"flag"
	"os"
	"testing"
)

// TestMain gives rapid a fixed seed, so that a normal run always tests the same
// cases. With -tags soak it uses a new seed.
func TestMain(m *testing.M) {
	flag.Parse()
	if seed := flag.Lookup("rapid.seed"); seed.Value.String() == "0" {
		_ = seed.Value.Set("2026")
	}
	os.Exit(m.Run())
}
