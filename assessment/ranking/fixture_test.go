package ranking_test

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"assay/assessment"
	"assay/assessment/ranking"
	"assay/questionnaire"
)

const none = assessment.NoScore

// judged returns a result like one of Evaluate, with one domain for each interval.
// Pass the shown score too, because the engine computes it from unrounded sums.
func judged(vendor string, shown assessment.Score, weights []int, intervals ...[2]assessment.Score) assessment.Result {
	r := assessment.Result{
		Engine: assessment.Engine, Assessment: "a-" + vendor, Vendor: vendor,
		Questionnaire: assessment.Pin{ID: "small", Version: "1.0.0", Hash: "aaaabbbbccccdddd"},
		Milestone:     questionnaire.Award, View: questionnaire.Current, AsOf: 20_000,
		Shown: shown, Interval: [2]assessment.Score{shown, shown}, Verdict: assessment.Conditional, Head: sha256.Sum256([]byte(vendor)),
	}
	for n, ends := range intervals {
		id := fmt.Sprintf("D%d", n+1)
		r.Domains = append(r.Domains, assessment.DomainResult{ID: id, Name: "Domain " + id, Weight: weights[n], Shown: ends[0], Interval: ends})
	}
	return r
}

func stopped(r assessment.Result) assessment.Result {
	r.Verdict = assessment.Blocked
	return r
}

// at returns an interval without width.
func at(score assessment.Score) [2]assessment.Score { return [2]assessment.Score{score, score} }

// table returns a table with one contender for each row of intervals, named A, B,
// C, …
func table(weights []int, rows ...[][2]assessment.Score) ranking.Table {
	t := ranking.Table{Seed: sha256.Sum256([]byte("a test"))}
	for n, w := range weights {
		id := fmt.Sprintf("D%d", n+1)
		t.Domains = append(t.Domains, ranking.Domain{ID: id, Name: "Domain " + id, Weight: w})
	}
	for n, row := range rows {
		name := string(rune('A' + n))
		t.Contenders = append(t.Contenders, ranking.Contender{Assessment: "a-" + name, Vendor: name, Scores: row})
	}
	return t
}

// generator makes random tables with missing scores, intervals, penalties, blocked
// contenders and many ties.
type generator struct{ *rapid.T }

// IntN draws a number from 0 up to but not including n.
func (g generator) IntN(n int) int { return rapid.IntRange(0, n-1).Draw(g.T, "of "+strconv.Itoa(n)) }

func (g generator) table() ranking.Table {
	weights := make([]int, 1+g.IntN(6))
	for n := range weights {
		weights[n] = 1 + g.IntN(20)
	}
	t := table(weights)
	t.Seed = sha256.Sum256([]byte(strconv.Itoa(g.IntN(1000))))
	for n := range 1 + g.IntN(9) {
		c := ranking.Contender{
			Assessment: fmt.Sprint("a", n), Vendor: string(rune('A' + g.IntN(4))), Blocked: g.IntN(6) == 0, Penalty: 3 * g.IntN(6),
		}
		for range weights {
			low := assessment.Score(g.IntN(11) * 100)
			ends := [2]assessment.Score{low, min(1000, low+assessment.Score(g.IntN(300)))}
			if g.IntN(8) == 0 {
				ends = [2]assessment.Score{none, none}
			}
			c.Scores = append(c.Scores, ends)
		}
		t.Contenders = append(t.Contenders, c)
	}
	return t
}

// everyTable runs a property on many tables.
func everyTable(t *testing.T, holds func(t *rapid.T, g generator, table ranking.Table)) {
	t.Helper()
	rapid.Check(t, func(rt *rapid.T) {
		g := generator{rt}
		holds(rt, g, g.table())
	})
}

func weightsOf(t ranking.Table) []int {
	var weights []int
	for _, d := range t.Domains {
		weights = append(weights, d.Weight)
	}
	return weights
}

func rescaled(t ranking.Table, by int) ranking.Table {
	t.Domains = slices.Clone(t.Domains)
	for n := range t.Domains {
		t.Domains[n].Weight *= by
	}
	return t
}
