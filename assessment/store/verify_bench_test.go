package store_test

import (
	"context"
	"crypto/sha256"
	"testing"
	"time"
)

// BenchmarkVerify tells how fast the whole database is examined, and its journals
// alone, in events a second. raw hashes the same bytes and does nothing else: the
// share of it that the journals reach is printed.
//
//	go test ./assessment/store -run '^$' -bench Verify
func BenchmarkVerify(b *testing.B) {
	const n = 300
	s := loaded(b, n)
	ctx := context.Background()
	health, err := s.Check(ctx)
	if err != nil || !health.Sound() {
		b.Fatalf("%+v, %v", health, err)
	}
	size := s.JournalBytes()
	text := make([]byte, size/int64(health.Events))
	var journals, whole, raw []time.Duration
	for b.Loop() {
		begun := time.Now()
		if _, err := s.VerifyJournals(ctx); err != nil {
			b.Fatal(err)
		}
		journals = append(journals, time.Since(begun))
		begun = time.Now()
		if _, err := s.Check(ctx); err != nil {
			b.Fatal(err)
		}
		whole = append(whole, time.Since(begun))
		begun = time.Now()
		for range health.Events {
			sha256.Sum256(text)
		}
		raw = append(raw, time.Since(begun))
	}
	each := func(all []time.Duration) float64 { return float64(health.Events) / medianOf(all).Seconds() }
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(each(journals), "journal-events/s")
	b.ReportMetric(each(whole), "checked-events/s")
	b.ReportMetric(each(journals)/each(raw), "of-raw")
	b.ReportMetric(medianOf(whole).Seconds()*1000/n, "ms/assessment")
}
