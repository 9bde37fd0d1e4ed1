package store_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/store/pgtest"
)

// watch watches a store until the test ends. Calls that nobody has taken count as one.
func watch(t *testing.T, s *store.Store) (told <-chan struct{}) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	calls := make(chan struct{}, 1)
	var watching sync.WaitGroup
	watching.Go(func() {
		s.Watch(ctx, func() {
			select {
			case calls <- struct{}{}:
			default:
			}
		})
	})
	t.Cleanup(func() {
		stop()
		watching.Wait()
	})
	return calls
}

// expect waits for a call. It is patient, because many tests run at once; a call takes a
// second at most.
func expect(t *testing.T, told <-chan struct{}, about string) {
	t.Helper()
	begun := time.Now()
	select {
	case <-told:
		t.Logf("%s: told after %v", about, time.Since(begun).Round(time.Millisecond))
	case <-time.After(20 * time.Second):
		t.Fatalf("%s: not told", about)
	}
}

func TestWatchTellsWhatOthersRecord(t *testing.T) {
	b := newBench(t)
	id := b.assess("Meridian Talent")
	told := watch(t, openBench(t, b.Path(), t.TempDir(), b.clock).Store)
	expect(t, told, "the beginning")
	for _, value := range []string{"3", "2", "4"} {
		b.record(id, b.answer("TEC-01", value))
		expect(t, told, "an answer")
	}
	b.vendor("Contoso")
	expect(t, told, "a vendor")
}

// expectUntil expects calls until whoever reads after one sees what another store sees.
func expectUntil(t *testing.T, told <-chan struct{}, reader, writer *bench, about string) {
	t.Helper()
	want, err := writer.Moves(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for got := int64(-1); got != want; {
		expect(t, told, about)
		if got, err = reader.Moves(t.Context()); err != nil {
			t.Log(err) // told once more when it can read
		}
	}
}

func TestWatchOnAServerOfItsOwn(t *testing.T) {
	cluster := pgtest.Start(t)
	database := cluster.Database(t)
	b := openBench(t, cluster.URL(pgtest.Owner, database), t.TempDir(), newClock())
	id := b.assess("Meridian Talent")

	// A login with one connection has none left to listen on.
	if _, err := cluster.Run(t.Context(), database, "CREATE ROLE narrow LOGIN CONNECTION LIMIT 1; SET ROLE assay_owner; SELECT grant_application('narrow')"); err != nil {
		t.Fatal(err)
	}
	narrow := openBench(t, cluster.URL("narrow", database), t.TempDir(), newClock())
	wide := openBench(t, cluster.URL(pgtest.Owner, database), t.TempDir(), newClock())
	narrowTold, wideTold := watch(t, narrow.Store), watch(t, wide.Store)
	expect(t, narrowTold, "the beginning, with one connection")
	expect(t, wideTold, "the beginning")

	for _, value := range []string{"3", "2", "4"} { // a call from the beginning may still wait
		b.record(id, b.answer("TEC-01", value))
		expectUntil(t, wideTold, wide, b, "an answer")
		expectUntil(t, narrowTold, narrow, b, "an answer, with one connection")
	}

	if err := cluster.Kill(); err != nil {
		t.Fatal(err)
	}
	expect(t, wideTold, "the end of the server")
	if _, err := wide.Moves(t.Context()); assessment.CaseOf(err) != assessment.ConnectionLost {
		t.Fatalf("without the server: %v", err)
	}
	if err := cluster.Start(); err != nil {
		t.Fatal(err)
	}
	expect(t, wideTold, "the return of the server")
	b.record(id, b.answer("TEC-01", "2"))
	expectUntil(t, wideTold, wide, b, "an answer after the return")
	expectUntil(t, narrowTold, narrow, b, "an answer after the return, with one connection")
}
