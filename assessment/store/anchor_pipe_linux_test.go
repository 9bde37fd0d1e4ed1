package store_test

import (
	"context"
	"os"
	"syscall"
	"testing"
	"time"

	"assay/assessment"
	"assay/assessment/store"
)

// A pipe in the place of the anchor stops nobody.
func TestAPipeForAnAnchor(t *testing.T) {
	b, _ := answered(t)
	path := anchorFile(b)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	s, err := store.Open(ctx, b.Path(), store.Options{Now: time.Now, Zone: time.UTC, NewID: newID, AnchorDir: b.anchors})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.AddVendor(ctx, assessment.Vendor{Name: "Northstar"}, evaluator); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
