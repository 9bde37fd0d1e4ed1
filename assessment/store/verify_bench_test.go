package store_test

import (
	"context"
	"testing"
)

// BenchmarkVerify measures how many events a second are verified: all journals
// of a portfolio, and the whole check of doctor.
func BenchmarkVerify(b *testing.B) {
	s := loaded(b, 300)
	b.Run("journals", func(b *testing.B) {
		events := 0
		for b.Loop() {
			all, err := s.VerifyJournals(context.Background())
			if err != nil {
				b.Fatal(err)
			}
			for _, c := range all {
				if c.Defect != "" {
					b.Fatal(c.Defect)
				}
				events += c.Events
			}
		}
		b.ReportMetric(float64(events)/b.Elapsed().Seconds(), "events/s")
	})
	b.Run("check", func(b *testing.B) {
		events := 0
		for b.Loop() {
			health, err := s.Check(context.Background())
			if err != nil || !health.Sound() {
				b.Fatal(health.Findings, err)
			}
			events += health.Events
		}
		b.ReportMetric(float64(events)/b.Elapsed().Seconds(), "events/s")
	})
}
