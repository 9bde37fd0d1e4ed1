package store_test

import (
	"context"
	"sync/atomic"
	"testing"
)

// The check takes a while, and other people go on meanwhile. Their answers reach the anchor
// before the check comes to it: they are no loss.
func TestTheCheckRunsWhileOthersRecord(t *testing.T) {
	b := newBench(t)
	id := b.assess("Meridian Talent")
	other := openBench(t, b.Path(), b.anchors, b.clock)
	var stop atomic.Bool
	ended := make(chan error, 1)
	go func() {
		for !stop.Load() {
			if _, err := other.Record(context.Background(), id, other.answer("TEC-01", "3")); err != nil {
				ended <- err
				return
			}
			other.AnchorNow()
		}
		ended <- nil
	}()
	for range 20 {
		if found := b.findings(); found != "" {
			t.Errorf("the check found:\n%s", found)
			break
		}
	}
	stop.Store(true)
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	b.sound()
}
