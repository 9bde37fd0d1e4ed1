package report_test

import (
	"testing"
	"time"

	"assay/report"
	"assay/report/sign"
)

// each measures rounds of an operation in the same run, in nanoseconds for each.
func each(b *testing.B, rounds int, operation func() error) float64 {
	b.Helper()
	begun := time.Now()
	for range rounds {
		if err := operation(); err != nil {
			b.Fatal(err)
		}
	}
	return float64(time.Since(begun).Nanoseconds()) / float64(rounds)
}

// BenchmarkVerify verifies a report of a full interview that three people signed, whose pages are drawn again. Its
// unavoidable work is one drawing. "beside-ms" is everything else: the signatures, the journal and the figures.
func BenchmarkVerify(b *testing.B) {
	d := newDesk(b)
	in := input(demo(b, "kestrelhythe", "Kestrelhythe Delivery, Inc."))
	file := d.sign(b, rendered(b, in), 3, false)
	in.Journal = journalOf(in.Snapshot)
	policy := d.policy(3)
	var draw, signatures float64
	rounds := 0
	for b.Loop() {
		// They take turns, so that the ratios hold on a busy machine.
		draw += each(b, 1, func() error { _, err := report.Render(in); return err })
		signatures += each(b, 1, func() error {
			_, err := sign.Verify(file, sign.Policy{Anchors: policy.Anchors, Now: policy.Now, Expect: policy.Expect})
			return err
		})
		rounds++
		if v, err := report.Verify(file, policy); err != nil || !v.Proven() {
			b.Fatal(v.Problems, err)
		}
	}
	verify := float64(b.Elapsed().Nanoseconds()) - draw - signatures
	n := float64(rounds)
	b.ReportMetric(verify/n, "ns/op")
	b.ReportMetric(draw/n/1e6, "render-ms")
	b.ReportMetric(verify/draw, "x-render")
	b.ReportMetric((verify-draw)/n/1e6, "beside-ms")
	b.ReportMetric(signatures/n/1e6, "signatures-ms")
}
