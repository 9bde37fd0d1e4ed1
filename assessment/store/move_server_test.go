package store_test

import (
	"context"
	"path/filepath"
	"slices"
	"testing"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/store/pgtest"
)

// A record goes to a server and comes back into a file, the same each time.
func TestRecordMovesToAServerAndBack(t *testing.T) {
	ctx := context.Background()
	b := assessed(t)
	before, err := b.Identity(ctx)
	if err != nil {
		t.Fatal(err)
	}
	server := openBench(t, pgtest.Database(t), b.anchors, b.clock)
	back := openBench(t, filepath.Join(t.TempDir(), "data", "back.db"), b.anchors, b.clock)
	from := b
	for _, target := range []*bench{server, back} {
		if _, err := from.MoveTo(ctx, target.Store); err != nil {
			t.Fatal(err)
		}
		target = target.again()
		if after, err := target.Identity(ctx); err != nil || after != before {
			t.Errorf("the identity is %+v and was %+v: %v", after, before, err)
		}
		target.sound()
		if now, err := from.again().Standing(ctx); err != nil || now.Kind != store.Copied {
			t.Errorf("the old database is %s: %v", now.Kind, err)
		}
		from = target
	}
}

// Evidence goes with the record, and comes back.
func TestEvidenceMovesToAServerAndBack(t *testing.T) {
	ctx := context.Background()
	b := movable(t)
	want, err := b.Files()
	if err != nil || len(want) == 0 {
		t.Fatalf("the files are %v: %v", want, err)
	}
	server := openBench(t, pgtest.Database(t), b.anchors, b.clock)
	back := openBench(t, filepath.Join(t.TempDir(), "data", "back.db"), b.anchors, b.clock)
	from := b
	for _, target := range []*bench{server, back} {
		if _, err := from.MoveTo(ctx, target.Store); err != nil {
			t.Fatal(err)
		}
		target = target.again()
		if got, err := target.Files(); err != nil || !slices.Equal(got, want) {
			t.Errorf("the files are %v, want %v: %v", got, want, err)
		}
		target.sound()
		from = target
	}
}

// A backup of a server is a file like any other, and goes back into the server.
func TestACopyOfAServerIsAFileAndGoesBack(t *testing.T) {
	ctx := context.Background()
	b := openBench(t, pgtest.Database(t), filepath.Join(t.TempDir(), "anchors"), newClock())
	id := b.assess("Meridian Talent")
	b.record(id, b.answer("TEC-01", "3"))
	before, err := b.Identity(ctx)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "data", "copy.db") // a folder that only we can reach
	if err := b.CopyTo(ctx, path); err != nil {
		t.Fatal(err)
	}
	copied := openBench(t, path, "", b.clock)
	if now, err := copied.Identity(ctx); err != nil || now != before {
		t.Errorf("the copy is %+v, want %+v: %v", now, before, err)
	}
	copied.sound()
	if err := copied.Close(); err != nil {
		t.Fatal(err)
	}
	b.record(id, b.answer("TEC-02", "1"))
	// Somebody has recorded something since the person agreed to give up what is not in the copy.
	refused(t, b.Overwrite(ctx, path, before.Rows), assessment.Conflict)
	if n := len(b.snapshot(id).Answers); n != 2 {
		t.Errorf("there are %d answers", n)
	}
	if err := b.Overwrite(ctx, path, before.Rows+1); err != nil {
		t.Fatal(err)
	}
	again := openBench(t, b.Path(), "", b.clock)
	if now, err := again.Identity(ctx); err != nil || now != before {
		t.Errorf("the server is %+v, want %+v: %v", now, before, err)
	}
	again.sound()
	again.record(id, again.answer("TEC-02", "2"))
}
