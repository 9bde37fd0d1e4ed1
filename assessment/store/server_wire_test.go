package store_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/store/pgtest"
	"assay/questionnaire"
)

// wire stands between a store and its server and counts round trips: how often the store
// speaks after the server has answered.
type wire struct {
	trips atomic.Int64
	lines sync.WaitGroup
}

// through opens a wire to the server of an address, and returns the address of the wire.
func through(tb testing.TB, address string) (*wire, string) {
	tb.Helper()
	before, folder, _ := strings.Cut(address, "host=")
	folder = strings.ReplaceAll(folder, "%2F", "/")
	ours := tb.TempDir()
	listener, err := net.Listen("unix", filepath.Join(ours, ".s.PGSQL.5432"))
	if err != nil {
		tb.Fatal(err)
	}
	w := &wire{}
	tb.Cleanup(func() { listener.Close(); w.lines.Wait() })
	w.lines.Go(func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial("unix", filepath.Join(folder, ".s.PGSQL.5432"))
			if err != nil {
				client.Close()
				continue
			}
			w.carry(client, server)
		}
	})
	return w, before + "host=" + ours
}

// carry passes on the words of each side of one connection.
func (w *wire) carry(client, server net.Conn) {
	var answered atomic.Bool
	answered.Store(true)
	pass := func(from, to net.Conn, note func()) {
		defer to.Close()
		buffer := make([]byte, 1<<16)
		for {
			n, err := from.Read(buffer)
			if n > 0 {
				note()
				if _, err := to.Write(buffer[:n]); err != nil {
					return
				}
			}
			if err != nil {
				if err != io.EOF {
					from.Close()
				}
				return
			}
		}
	}
	w.lines.Go(func() {
		pass(client, server, func() {
			if answered.Swap(false) {
				w.trips.Add(1)
			}
		})
	})
	w.lines.Go(func() { pass(server, client, func() { answered.Store(true) }) })
}

// A store that is far from its server waits once for each round trip. An answer to the
// shipped questionnaire takes three at most.
func TestAnAnswerTakesThreeRoundTrips(t *testing.T) {
	w, address := through(t, pgtest.Database(t))
	b := openBench(t, address, "", newClock())
	q := shipped(t)
	opened, err := b.OpenAssessment(context.Background(), store.Opening{Vendor: b.vendor("Meridian Talent"), Questionnaire: q, Milestone: questionnaire.Award, By: evaluator})
	if err != nil {
		t.Fatal(err)
	}
	items := gradable(q)
	const most = 3
	count := func(what string, entries ...assessment.Entry) {
		t.Helper()
		before := w.trips.Load()
		b.record(opened.Assessment, entries...)
		trips := w.trips.Load() - before
		if trips > most {
			t.Errorf("%s takes %d round trips, at most %d are allowed", what, trips, most)
		}
		t.Logf("%s takes %d", what, trips)
	}
	b.record(opened.Assessment, b.answer(items[0], "1"), b.answer(items[1], "1")) // the statements are now prepared
	for n := range 3 {
		count("one answer", b.answer(items[n], fmt.Sprint(n)))
	}
	count("the same answer again", b.answer(items[0], "0"))
	var all []assessment.Entry
	for n := range 10 {
		all = append(all, b.answer(items[n], "2"))
	}
	count("ten answers at once", all...)
	b.sound()
}

// A name is looked for in all its spellings at once. Two more round trips compare the vendor
// with its journal, and end the transactions.
func TestAFindTakesFewRoundTrips(t *testing.T) {
	w, address := through(t, pgtest.Database(t))
	b := openBench(t, address, "", newClock())
	id := b.assess("Meridian Talent")
	const most = 5
	for n := range 3 {
		before := w.trips.Load()
		if found, err := b.FindAssessment(context.Background(), "meridian-talent"); err != nil || found != id {
			t.Fatalf("%s is found: %v", found, err)
		}
		if trips := w.trips.Load() - before; n > 0 && trips > most { // the statements are prepared at first
			t.Errorf("a find takes %d round trips, at most %d are allowed", trips, most)
		} else {
			t.Logf("a find takes %d", trips)
		}
	}
}
