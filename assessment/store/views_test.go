package store_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"assay/assessment/store"
)

// Many people use one open record at once, each with a view of it, as over SSH. Nobody waits
// for a connection that another one holds while waiting for one more.
func TestManyViewsOfOneRecordAtOnce(t *testing.T) {
	b := newBench(t)
	ids := []string{b.assess("Meridian Talent"), b.assess("Harbor"), b.assess("Cedar")}
	for _, id := range ids {
		b.record(id, b.shown("BAA-01", "met", "EV-01"), b.shown("TEC-01", "4", "EV-02"))
	}
	b.clock.days(40) // every row is due to be judged again
	ctx, end := context.WithTimeout(t.Context(), 60*time.Second)
	defer end()
	const people = 12
	all := func(what string, do func(s *store.Store) error) {
		t.Helper()
		var wait sync.WaitGroup
		for range people {
			wait.Go(func() {
				if err := do(b.As(evaluator)); err != nil {
					t.Errorf("%s: %v", what, err)
				}
			})
		}
		wait.Wait()
	}
	all("the list", func(s *store.Store) error { _, err := s.List(ctx, store.Filter{Order: store.ByRank}); return err })
	b.clock.days(40)
	all("what is due", func(s *store.Store) error {
		return s.EachDue(ctx, store.Filter{}, 0, s.Today()+1000, func(store.DueRow) bool { return true })
	})
	b.clock.days(40)
	all("each row", func(s *store.Store) error {
		return s.Each(ctx, store.Filter{}, func(store.Summary) bool { return true })
	})
	all("the journals", func(s *store.Store) error { _, err := s.VerifyJournals(ctx); return err })
	all("the check", func(s *store.Store) error { _, err := s.Check(ctx); return err })
}
