//go:build soak

package main

import "testing"

// These scripts sign and verify many reports, which takes too long for each run:
//
//	go test -tags soak ./cmd/assay -run LongScripts
func TestLongScripts(t *testing.T) { runScripts(t, "testdata/longscript", "") }
