package tui_test

import (
	"slices"
	"testing"
	"time"
)

// BenchmarkViews draws every screen in a window of 200 by 60. It tells the median, and
// how many times its limit that is.
//
//	go test ./tui -run '^$' -bench Views
func BenchmarkViews(b *testing.B) {
	bench := busy(b)
	for _, v := range views() {
		b.Run(v.name, func(b *testing.B) {
			s := bench.sit(b, 200, 60).goes(v.way)
			var took []time.Duration
			b.ReportAllocs()
			for b.Loop() {
				begun := time.Now()
				s.m.View()
				took = append(took, time.Since(begun))
			}
			slices.Sort(took)
			median := took[len(took)/2]
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(median.Microseconds()), "µs")
			b.ReportMetric(float64(mostTime.Microseconds()), "limit-µs")
			b.ReportMetric(float64(median)/float64(mostTime), "×limit")
		})
	}
}
