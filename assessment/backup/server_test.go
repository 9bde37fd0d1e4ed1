package backup_test

import (
	"context"
	"testing"

	"assay/assessment/store"
	"assay/assessment/store/pgtest"
)

// newServerHome is a machine whose database is on a real server.
func newServerHome(t testing.TB) *home {
	h := newHome(t)
	h.path = pgtest.Database(t)
	return h
}

// A backup restores into the same server, into a file, and into an empty server, whichever
// of them it was made of.
func TestABackupOfEitherRestoresIntoEither(t *testing.T) {
	for name, from := range map[string]func(testing.TB) *home{"a file": newHome, "a server": newServerHome} {
		t.Run("of "+name, func(t *testing.T) {
			h := from(t)
			id := h.assess("Meridian Talent")
			h.show(id, "the paper")
			before := h.events(id)
			archive := h.backedUp()

			h.show(id, "another paper")
			p, done := h.restore(archive)
			if len(p.Lost) != 1 || p.Lost[0].From != before+1 || p.Lost[0].To != before+1 || !p.Replaces {
				t.Errorf("it gives up %+v", p.Lost)
			}
			if h.events(id) != before+1 { // and what says that one was lost
				t.Errorf("there are %d events, and were %d", h.events(id), before)
			}
			h.green(id)
			aside := must(store.Open(context.Background(), done.Aside, h.options))(t)
			if lost := must(aside.Snapshot(context.Background(), id))(t).Seq; lost != before+1 {
				t.Errorf("the one that was replaced has %d events", lost)
			}
			if err := aside.Close(); err != nil {
				t.Error(err)
			}
			for name, into := range map[string]func(testing.TB) *home{"a file": newHome, "a server": newServerHome} {
				t.Run("into "+name, func(t *testing.T) {
					other := into(t)
					if p, _ := other.restore(archive); p.Replaces || len(p.Lost) > 0 {
						t.Errorf("it replaces something: %+v", p.Lost)
					}
					other.with(func(s *store.Store) {
						if kept := must(s.Files())(t); len(kept) != 1 {
							t.Errorf("it keeps %v", kept)
						}
					})
					other.green(id)
				})
			}
		})
	}
}

// A backup of another database must not replace the one of the server.
func TestABackupOfAnotherDatabaseStaysOutOfAServer(t *testing.T) {
	h, other := newServerHome(t), newHome(t)
	id := h.assess("Meridian Talent")
	other.assess("Harbor")
	if _, err := h.plan(other.backedUp()); err == nil {
		t.Error("it is accepted")
	}
	h.green(id)
}
