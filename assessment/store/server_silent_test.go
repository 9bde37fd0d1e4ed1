package store_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/store/pgtest"
)

// The time that these stories give a change, and the longest that one may then take with all
// that belongs to its end.
const (
	little = 300 * time.Millisecond
	enough = 10 * time.Second
)

// within fails the test if something takes too long.
func within(tb testing.TB, what string, do func()) {
	tb.Helper()
	done := make(chan struct{})
	go func() { defer close(done); do() }()
	select {
	case <-done:
	case <-time.After(enough):
		tb.Errorf("%s has not ended after %s", what, enough)
		<-done
	}
}

// A network swallows everything and tells nobody. An answer is then not saved, or nobody
// knows, and the person hears so in time. Recorded again, it is kept once.
func TestASaveIntoASilentNetworkEnds(t *testing.T) {
	ownServer(t)
	c := pgtest.Shared(t)
	isHead := func(statement string) bool { return strings.HasPrefix(statement, "SELECT seq, hash FROM heads") }
	stalls := map[string]func(p *pgtest.Proxy) <-chan struct{}{
		"before it begins": func(p *pgtest.Proxy) <-chan struct{} {
			p.Stall()
			stalled := make(chan struct{})
			close(stalled)
			return stalled
		},
		"when it reads":              func(p *pgtest.Proxy) <-chan struct{} { return p.StallBefore(isHead) },
		"before the server commits":  func(p *pgtest.Proxy) <-chan struct{} { return p.StallBefore(isCommit) },
		"after the server committed": func(p *pgtest.Proxy) <-chan struct{} { return p.StallAfter(isCommit) },
	}
	for name, stall := range stalls {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := pgtest.NewProxy(t, c)
			b := openBench(t, p.URL(pgtest.Owner, c.Database(t)), t.TempDir(), newClock())
			id := b.assess("Meridian Talent")
			b.Impatient(little)
			entry := b.answer("TEC-01", "3")
			stalled := stall(p)
			within(t, "the save", func() {
				_, err := b.Record(t.Context(), id, entry)
				if !away(err) {
					t.Errorf("the store says %v", err)
				}
				t.Log(err)
			})
			<-stalled
			p.Flow()
			b.Impatient(0)
			b.record(id, entry)
			if n := b.kept(id, entry.ID); n != 1 {
				t.Errorf("the answer is kept %d times", n)
			}
			b.sound()
		})
	}
}

// A read ends with the time of its caller, and says that the server does not answer. So do a
// program that begins, and one that ends.
func TestAReadFromASilentNetworkEnds(t *testing.T) {
	ownServer(t)
	t.Parallel() // it waits for connections that nobody ends
	c := pgtest.Shared(t)
	p := pgtest.NewProxy(t, c)
	address := p.URL(pgtest.Owner, c.Database(t))
	b := openBench(t, address, t.TempDir(), newClock())
	b.assess("Meridian Talent")
	b.Impatient(little)
	p.Stall()
	for what, read := range map[string]func(ctx context.Context) error{
		"the list": func(ctx context.Context) error { _, err := b.List(ctx, store.Filter{}); return err },
		"the lines": func(ctx context.Context) error {
			return b.Each(ctx, store.Filter{}, func(store.Summary) bool { return true })
		},
		"the beginning": func(ctx context.Context) error {
			_, err := store.Open(ctx, address+"&connect_timeout=1", options(b.clock, ""))
			return err
		},
	} {
		within(t, what, func() {
			ctx, end := context.WithTimeout(t.Context(), little)
			defer end()
			if err := read(ctx); theCase(err) != assessment.ConnectionLost {
				t.Errorf("%s: %v", what, err)
			}
		})
	}
	within(t, "the beginning without an end of its own", func() {
		if _, err := store.Open(t.Context(), address+"&connect_timeout=1", options(b.clock, "")); theCase(err) != assessment.ConnectionLost {
			t.Error(err)
		}
	})
	within(t, "the end", func() { b.close() })
}
