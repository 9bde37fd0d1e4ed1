package tui_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"assay/assessment"
	"assay/assessment/store"
)

// The database was put back to an earlier day: the portfolio says what is missing
// since when, reading goes on, and an answer is refused.
func TestADatabaseThatWasPutBack(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.close()
		anchors := filepath.Join(t.TempDir(), "anchors")
		open := func() {
			s, err := store.Open(context.Background(), b.path, store.Options{Now: b.Now, Zone: b.Zone, NewID: b.NewID, AnchorDir: anchors})
			if err != nil {
				t.Fatal(err)
			}
			b.Store = s
		}
		open()
		acme := b.filled()
		b.close()
		early, err := os.ReadFile(b.path)
		if err != nil {
			t.Fatal(err)
		}
		open()
		b.record(acme, assessment.FlagRaised{Severity: "stop", Text: "Hung up"})
		b.close()
		if err := os.WriteFile(b.path, early, 0o600); err != nil {
			t.Fatal(err)
		}
		open()
		ui := b.start(t, 160, 40)
		ui.See("■ this database was put back to an earlier state: 1 event is missing from 1 journal, recorded after 2026-11-22 09:00 UTC.", "doctor tells how to go on", "3 vendors", "▸ Acme Health Staffing")
		ui.Press("enter", "enter").See("Will anybody keep access around the clock?")
		ui.Press("n").See("not saved: 1 event is missing from 1 journal", "so nothing can be recorded")
		if got := b.snapshot(acme); len(got.Flags) != 0 {
			t.Errorf("the flags are %v", got.Flags)
		}
	})
}

func (b *workbench) close() {
	b.t.Helper()
	if err := b.Store.Close(); err != nil {
		b.t.Fatal(err)
	}
}
