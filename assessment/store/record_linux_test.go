package store_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"assay/assessment"
	"assay/assessment/store"
	"assay/questionnaire"
)

// BenchmarkRecord measures one answer to the shipped questionnaire, from the
// call to the disk, against the least that a disk can do: 4 KiB overwritten in
// place and fdatasync. Both take turns, so that the ratio holds on a busy
// machine. Times are medians.
func BenchmarkRecord(b *testing.B) {
	for name, q := range map[string]func(testing.TB) *questionnaire.Questionnaire{
		"small":   func(testing.TB) *questionnaire.Questionnaire { return small() },
		"shipped": shipped,
	} {
		b.Run(name, func(b *testing.B) { benchmarkRecord(b, q(b), 0) })
	}
	b.Run("shipped, 50 people", func(b *testing.B) { benchmarkRecord(b, shipped(b), 50) })
}

// crowd gives the record people: the evaluator, and others.
func (b *bench) crowd(people int) {
	b.tb.Helper()
	for n := range people {
		p := store.NewPerson{Name: fmt.Sprintf("Person %d", n), Roles: []assessment.Role{assessment.Evaluator}}
		if n == 0 {
			p.Name, p.Roles = evaluator, assessment.Roles()
		}
		if _, err := b.AddPerson(context.Background(), p, evaluator); err != nil {
			b.tb.Fatal(err)
		}
	}
}

// interview is how many answers one assessment gets.
const interview = 200

func benchmarkRecord(b *testing.B, q *questionnaire.Questionnaire, people int) {
	s := newBench(b)
	s.crowd(people)
	file, err := os.Create(filepath.Join(b.TempDir(), "raw"))
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	page := bytes.Repeat([]byte{1}, 4096)
	if _, err := file.Write(page); err != nil {
		b.Fatal(err)
	}
	vendor, items := s.vendor("Meridian Talent"), gradable(q)
	var id string
	var raw, record []time.Duration
	for n := 0; b.Loop(); n++ {
		if n%interview == 0 {
			snapshot, err := s.OpenAssessment(context.Background(), store.Opening{Vendor: vendor, Questionnaire: q, Milestone: questionnaire.Award, By: evaluator})
			if err != nil {
				b.Fatal(err)
			}
			id = snapshot.Assessment
		}
		start := time.Now()
		if _, err := file.WriteAt(page, 0); err != nil {
			b.Fatal(err)
		}
		if err := syscall.Fdatasync(int(file.Fd())); err != nil {
			b.Fatal(err)
		}
		raw = append(raw, time.Since(start))

		entry := s.answer(items[n%len(items)], fmt.Sprint(n%5))
		start = time.Now()
		if _, err := s.Record(context.Background(), id, entry); err != nil {
			b.Fatal(err)
		}
		record = append(record, time.Since(start))
	}
	slices.Sort(raw)
	slices.Sort(record)
	median := func(all []time.Duration) float64 { return float64(all[len(all)/2].Microseconds()) }
	b.ReportMetric(median(raw), "raw-µs")
	b.ReportMetric(median(record), "record-µs")
	b.ReportMetric(float64(record[len(record)*99/100].Microseconds()), "record-p99-µs")
	b.ReportMetric(median(record)/median(raw), "×raw")
}

// BenchmarkSnapshot measures folding a journal of 250 events of the shipped
// questionnaire, which happens once when an assessment is first looked at.
func BenchmarkSnapshot(b *testing.B) {
	s := newBench(b)
	q := shipped(b)
	snapshot, err := s.OpenAssessment(context.Background(), store.Opening{Vendor: s.vendor("Meridian Talent"), Questionnaire: q, Milestone: questionnaire.Award, By: evaluator})
	if err != nil {
		b.Fatal(err)
	}
	var entries []assessment.Entry
	items := gradable(q)
	for n := range 250 {
		entries = append(entries, s.answer(items[n%len(items)], fmt.Sprint(n%5)))
	}
	start := time.Now()
	s.record(snapshot.Assessment, entries...)
	b.ReportMetric(float64(time.Since(start).Milliseconds()), "batch-ms")
	for b.Loop() {
		b.StopTimer()
		s = s.again()
		if _, err := s.Questionnaire(context.Background(), q.Hash()); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		s.snapshot(snapshot.Assessment)
	}
}
