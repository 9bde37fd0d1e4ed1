package store_test

import (
	"context"
	"path/filepath"
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

// A move must not leave evidence behind on this machine.
func TestMoveKeepsEvidenceFromAServer(t *testing.T) {
	b := movable(t)
	server := openBench(t, pgtest.Database(t), b.anchors, b.clock)
	_, err := b.MoveTo(context.Background(), server.Store)
	refused(t, err, assessment.Refused)
	if now, err := b.Standing(context.Background()); err != nil || now.Kind != store.Sound {
		t.Errorf("the old database is %s: %v", now.Kind, err)
	}
}
