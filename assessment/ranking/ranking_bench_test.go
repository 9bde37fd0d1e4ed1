package ranking_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"assay/assessment"
	"assay/assessment/ranking"
)

// domains is the number of domains of the largest shipped questionnaire.
const domains = 14

// contest has an interval for every score. This takes the most time.
func contest(vendors int) ranking.Table {
	random := rand.New(rand.NewPCG(3, 4))
	weights := make([]int, domains)
	for k := range weights {
		weights[k] = 1 + random.IntN(20)
	}
	t := table(weights)
	for range vendors {
		c := ranking.Contender{Vendor: string(rune('A' + random.IntN(26))), Penalty: 3 * random.IntN(3), Blocked: vendors > 1000 && random.IntN(10) == 0}
		for range domains {
			low := assessment.Score(random.IntN(900))
			c.Scores = append(c.Scores, [2]assessment.Score{low, low + 1 + assessment.Score(random.IntN(100))})
		}
		t.Contenders = append(t.Contenders, c)
	}
	return t
}

// BenchmarkAccept analyzes eight vendors under both kinds of weights. Its floor is
// the time for the random bits alone.
func BenchmarkAccept(b *testing.B) {
	t := contest(8)
	words := ranking.Draws * ((domains - 1) + domains + 8*domains) / 2
	var work, floor time.Duration
	best := time.Hour
	for b.Loop() {
		start := time.Now()
		a := ranking.Accept(t, ranking.Draws)
		took := time.Since(start)
		work, best = work+took, min(best, took)
		if a.Any[0].Expected == 0 {
			b.Fatal("nothing was ranked")
		}
		start = time.Now()
		source, all := rand.NewChaCha8(t.Seed), uint64(0)
		for range words {
			all |= source.Uint64()
		}
		floor += time.Since(start)
		if all == 0 {
			b.Fatal("no bits came")
		}
	}
	b.ReportMetric(work.Seconds()*1000/float64(b.N), "analysis-ms")
	b.ReportMetric(best.Seconds()*1000, "best-ms")
	b.ReportMetric(floor.Seconds()*1000/float64(b.N), "bits-alone-ms")
	b.ReportMetric(work.Seconds()/floor.Seconds(), "times-the-bits")
}

// BenchmarkFieldOrder ranks 100,000 vendors under other weights. It compares that
// with the time in which the standard library sorts as many floating point
// numbers, without computing the scores.
func BenchmarkFieldOrder(b *testing.B) {
	const vendors = 100_000
	t := contest(vendors)
	field := ranking.NewField(t)
	weights := weightsOf(t)
	scores, sorted := make([]float64, vendors), make([]float64, vendors)
	for _, l := range must(field.Order(weights)) {
		scores[l.Contender] = float64(l.Shown)
	}
	var work, sort time.Duration
	best := time.Hour
	for b.Loop() {
		weights[0] = weights[0]%20 + 1
		start := time.Now()
		lines := must(field.Order(weights))
		took := time.Since(start)
		work, best = work+took, min(best, took)
		if len(lines) != vendors || lines[0].Rank != 1 {
			b.Fatal("not all were ranked")
		}
		copy(sorted, scores)
		start = time.Now()
		slices.Sort(sorted)
		sort += time.Since(start)
	}
	b.ReportMetric(work.Seconds()*1000/float64(b.N), "order-ms")
	b.ReportMetric(best.Seconds()*1000, "best-ms")
	b.ReportMetric(sort.Seconds()*1000/float64(b.N), "sort-alone-ms")
	b.ReportMetric(work.Seconds()/sort.Seconds(), "times-the-sort")
}

// BenchmarkFirm computes the firmness of the ranking of eight vendors.
func BenchmarkFirm(b *testing.B) {
	t := contest(8)
	var results []assessment.Result
	for n, c := range t.Contenders {
		results = append(results, judged(c.Vendor, assessment.Score(500+n), weightsOf(t), c.Scores...))
	}
	for b.Loop() {
		if f := ranking.Firm(results, ranking.Draws); len(f.Without) != domains {
			b.Fatal("not every domain was left out")
		}
	}
}
