package main

import (
	"context"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"assay/assessment/store"
)

// A file that changes between its hash and its copy is not recorded, and leaves no
// half-written file.
func TestEvidenceThatChangesWhileItIsCopied(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	kept, err := store.Open(ctx, filepath.Join(folder, "assay.db"), store.Options{Now: time.Now, Zone: time.UTC, NewID: newID})
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	file := func(text string) io.ReadCloser { return io.NopCloser(strings.NewReader(text)) }
	hash, _, err := hashOf(file("as it was"))
	if err != nil {
		t.Fatal(err)
	}
	if err := keepEvidence(ctx, kept, file("as it is now"), "memo.txt", hash); err == nil || !strings.Contains(err.Error(), "the evidence memo.txt changed while it was read") {
		t.Errorf("%v", err)
	}
	for range 2 { // the same file twice is kept once
		if err := keepEvidence(ctx, kept, file("as it was"), "memo.txt", hash); err != nil {
			t.Error(err)
		}
	}
	files, err := kept.Files()
	if err != nil || len(files) != 2 {
		t.Errorf("%v, %v", files, err)
	}
	if left, _ := filepath.Glob(filepath.Join(folder, "assay.evidence", "new-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
