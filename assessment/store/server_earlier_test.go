package store_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/store/pgtest"
)

// Somebody puts an earlier state into the database while a program has it open. The program
// records nothing from the first answer on, also if the server is lost just when it compares
// the database with its anchor.
func TestAnEarlierStateIsNoticedWhileTheRecordIsOpen(t *testing.T) {
	ownServer(t)
	ctx := context.Background()
	c := pgtest.Shared(t)
	isComparison := func(statement string) bool { return strings.HasPrefix(statement, "SELECT 1 FROM ledger WHERE n = ") }
	for name, put := range map[string]func(t *testing.T, b *bench, p *pgtest.Proxy, earlier, aside string){
		"a backup is restored": func(t *testing.T, b *bench, _ *pgtest.Proxy, earlier, _ string) {
			other := openBench(t, b.Path(), "", b.clock)
			now, err := other.Identity(ctx)
			if err == nil {
				err = other.Overwrite(ctx, earlier, now.Rows)
			}
			if err != nil {
				t.Fatal(err)
			}
		},
		"the database is made anew": func(t *testing.T, b *bench, _ *pgtest.Proxy, _, aside string) {
			copyDatabase(t, aside, databaseOf(t, b.Path()))
		},
		"the database is made anew, and the connection is lost": func(t *testing.T, b *bench, p *pgtest.Proxy, _, aside string) {
			copyDatabase(t, aside, databaseOf(t, b.Path()))
			p.CutBefore(isComparison)
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := pgtest.NewProxy(t, c)
			b := openBench(t, p.URL(pgtest.Owner, c.Database(t)), filepath.Join(t.TempDir(), "anchors"), newClock())
			id := b.assess("Meridian Talent")
			b.record(id, b.answer("TEC-01", "1"))
			earlier, aside := filepath.Join(t.TempDir(), "data", "copy.db"), c.Database(t)
			if err := b.CopyTo(ctx, earlier); err != nil {
				t.Fatal(err)
			}
			b.close()
			copyDatabase(t, databaseOf(t, b.Path()), aside)
			b = openBench(t, b.Path(), b.anchors, b.clock)
			b.record(id, b.answer("TEC-01", "2"))
			b.AnchorNow()
			put(t, b, p, earlier, aside)
			entry := b.answer("TEC-02", "3")
			if _, err := b.Record(ctx, id, entry); theCase(err) != assessment.EventsMissing {
				t.Errorf("the store says %v", err)
			}
			if n := b.kept(id, entry.ID); n != 0 {
				t.Error("the answer is kept")
			}
		})
	}
}

// The tables of a server are written anew by its administrator. That is no earlier state.
func TestAVacuumIsNoEarlierState(t *testing.T) {
	ownServer(t)
	c := pgtest.Shared(t)
	b := openBench(t, c.URL(pgtest.Owner, c.Database(t)), filepath.Join(t.TempDir(), "anchors"), newClock())
	id := b.assess("Meridian Talent")
	for n := range 3 {
		if _, err := c.Run(t.Context(), databaseOf(t, b.Path()), "VACUUM FULL ledger"); err != nil {
			t.Fatal(err)
		}
		b.record(id, b.answer("TEC-01", string(rune('1'+n))))
	}
	b.sound()
}
