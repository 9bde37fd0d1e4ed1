package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"assay/assessment"
	"assay/assessment/store"
)

// worked is what a program of a crowd did.
type worked struct {
	IDs     []string // of the events that it was told are kept, or of the assessments that it imported
	Longest time.Duration
}

// told adds one piece of work.
func (w *worked) told(id string, since time.Time) {
	w.IDs = append(w.IDs, id)
	w.Longest = max(w.Longest, time.Since(since))
}

func (w *worked) String() string {
	text, err := json.Marshal(w)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// imported begins the name of each vendor whose assessment is imported.
const imported = "Imported Vendor "

// crowdAnswers answers in all assessments of a database that nobody imports, and says
// what was kept.
func crowdAnswers(path string) error {
	ctx, c := context.Background(), newClock()
	s, err := store.Open(ctx, path, options(c, filepath.Join(givenFolder(), "anchors")))
	if err != nil {
		return err
	}
	rows, err := s.List(ctx, store.Filter{})
	if err != nil {
		return err
	}
	// Some may have been imported already.
	rows = slices.DeleteFunc(rows, func(row store.Summary) bool { return strings.HasPrefix(row.Title(), imported) })
	var did worked
	for n := range crowdEach {
		entry := assessment.Entry{ID: newID(), At: c.Now().UnixMicro(), By: evaluator, Change: assessment.Answered{
			Answer: assessment.Answer{Item: []string{"TEC-01", "TEC-02"}[n%2], Value: fmt.Sprint(n % 5)},
		}}
		start := time.Now()
		if _, err := s.Record(ctx, rows[n%len(rows)].ID, entry); err != nil {
			return err
		}
		did.told(entry.ID, start)
	}
	fmt.Println(&did)
	return s.Close()
}

// crowdImports imports every parcel beside the database, each by a start of its own.
func crowdImports(path string) error {
	ctx := context.Background()
	files, err := filepath.Glob(filepath.Join(givenFolder(), "parcels", "*"))
	if err != nil {
		return err
	}
	var did worked
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		var p store.Parcel
		if err := json.Unmarshal(text, &p); err != nil {
			return err
		}
		start := time.Now()
		s, err := store.Open(ctx, path, options(newClock(), filepath.Join(givenFolder(), "anchors")))
		if err != nil {
			return err
		}
		if _, err := s.Unpack(ctx, p, true, ""); err != nil {
			return err
		}
		if err := s.Close(); err != nil {
			return err
		}
		did.told(p.Assessment, start)
	}
	fmt.Println(&did)
	return nil
}

// Eight people answer in the same four assessments without a pause, and somebody
// imports others. Nobody gets an error, and nothing is lost or written twice.
func TestEightAnswerWhileOneImports(t *testing.T) {
	const people = 8
	b := newBench(t)
	ids := []string{b.assess("Meridian Talent"), b.assess("Harbor"), b.assess("Kestrel"), b.assess("Northstar")}
	far := newBench(t)
	sizes := map[string]int{}
	for n := range crowdParcels {
		id := far.assess(fmt.Sprint(imported, n))
		var answers []assessment.Entry
		for n := range 50 {
			answers = append(answers, far.answer("TEC-01", fmt.Sprint(n%5)))
		}
		sizes[id] = int(far.record(id, answers...).Seq)
		text, err := json.Marshal(sent(t, far, id))
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(b.folder(), "parcels", fmt.Sprintf("%03d", n)), string(text))
	}

	type started struct {
		*exec.Cmd
		out *strings.Builder
	}
	var programs []started
	for n := range people + 1 {
		p := started{b.child("crowd answers"), &strings.Builder{}}
		if n == people {
			p.Cmd = b.child("crowd imports")
		}
		p.Stdout = p.out
		if err := p.Start(); err != nil {
			t.Fatal(err)
		}
		programs = append(programs, p)
	}
	var did [2]worked
	for n, p := range programs {
		if err := p.Wait(); err != nil {
			t.Errorf("program %d: %v", n, err)
			continue
		}
		var w worked
		if err := json.Unmarshal([]byte(p.out.String()), &w); err != nil {
			t.Fatal(err)
		}
		at := n / people
		did[at].IDs, did[at].Longest = append(did[at].IDs, w.IDs...), max(did[at].Longest, w.Longest)
	}
	answered := did[0].IDs
	there := map[string]int{}
	for _, id := range ids {
		b.each(id, func(e assessment.Event) { there[e.ID]++ })
	}
	for _, id := range answered {
		if there[id] != 1 {
			t.Errorf("an answer is there %d times", there[id])
		}
	}
	if len(answered) != people*crowdEach || len(there) != len(answered)+len(ids) {
		t.Errorf("%d answers were acknowledged, %d events are there", len(answered), len(there))
	}
	for id, want := range sizes {
		got := 0
		if b.each(id, func(assessment.Event) { got++ }); got != want {
			t.Errorf("an imported journal has %d events, want %d", got, want)
		}
	}
	b.sound()
	if longest := max(did[0].Longest, did[1].Longest); longest > time.Minute {
		t.Errorf("somebody waited for %v", longest)
	}
	t.Logf("%d answers by %d people, the longest wait %v; %d imports, the longest %v", len(answered), people, did[0].Longest, len(did[1].IDs), did[1].Longest)
}

// each visits the events of a journal, whose numbers have no gap.
func (b *bench) each(id string, visit func(assessment.Event)) {
	b.tb.Helper()
	events, err := b.Events(context.Background(), id)
	if err != nil {
		b.tb.Fatal(err)
	}
	for n, e := range events {
		if e.Seq != int64(n+1) {
			b.tb.Fatalf("event %d has the number %d", n+1, e.Seq)
		}
		visit(e)
	}
}
