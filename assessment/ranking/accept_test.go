package ranking_test

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"assay/assessment"
	"assay/assessment/ranking"
)

type intervals = [][2]assessment.Score

// For few vendors and domains the shares have closed forms. Let g be the lead of
// A over B in each domain. A is ahead if Σ w·g > 0.
//
//   - Two domains: the simplex is a line, and A's part of it ends where
//     w₁·g₁ + (1-w₁)·g₂ = 0. For g₁ > 0 > g₂ this part is g₁/(g₁-g₂).
//   - Three domains, g₁ > 0 > g₂, g₃: the simplex is a triangle. A's part is the
//     corner cut off at g₁/(g₁-g₂) of one side and g₁/(g₁-g₃) of the other: the
//     product of both.
//   - Near the set weights, two domains of equal weight: the weights form a square.
//     A's part is on one side of the line w₁·g₁ = -w₂·g₂ through it.
//   - If g₁ is uniform on [a, b], A's part is the mean of
//     g₁/(g₁-g₂) = 1 + g₂/(g₁-g₂), which is 1 + g₂·ln((b-g₂)/(a-g₂))/(b-a).
func TestSharesAgreeWithClosedForms(t *testing.T) {
	const draws = 200_000
	within := 4 * math.Sqrt(0.25/draws) // four standard errors, at their widest
	for _, c := range []struct {
		name  string
		table ranking.Table
		any   [][]float64 // by contender and rank; nil: not checked
		near  [][]float64
	}{
		{
			name:  "two vendors, two domains: g = (30, -20)",
			table: table([]int{1, 1}, intervals{at(800), at(400)}, intervals{at(500), at(600)}),
			any:   [][]float64{{0.6, 0.4}, {0.4, 0.6}},
			// 30·w₁ > 20·w₂ everywhere in [0.8, 1.2]², as 24 > 24 fails in one corner only.
			near: [][]float64{{1, 0}, {0, 1}},
		},
		{
			name:  "two vendors, two domains near the weights: g = (30, -28)",
			table: table([]int{1, 1}, intervals{at(800), at(400)}, intervals{at(500), at(680)}),
			any:   [][]float64{{30. / 58, 28. / 58}, {28. / 58, 30. / 58}},
			// B's part is a triangle below w₁ = 14/15·w₂: from w₂ = 6/7 to 6/5, as
			// high as 14/15·6/5 - 4/5 = 8/25. ½·12/35·8/25 ÷ 0.16 = 12/35.
			near: [][]float64{{23. / 35, 12. / 35}, {12. / 35, 23. / 35}},
		},
		{
			name:  "two vendors, three domains: g = (30, -20, -10)",
			table: table([]int{1, 1, 1}, intervals{at(800), at(400), at(500)}, intervals{at(500), at(600), at(600)}),
			any:   [][]float64{{0.6 * 0.75, 1 - 0.6*0.75}, {1 - 0.6*0.75, 0.6 * 0.75}},
		},
		{
			name: "three vendors, two domains: A for w₁ > 5/8, C for w₁ < 3/8, B between",
			table: table([]int{1, 1},
				intervals{at(900), at(100)}, intervals{at(600), at(600)}, intervals{at(100), at(900)}),
			any: [][]float64{{3. / 8, 1. / 8, 1. / 2}, {1. / 4, 3. / 4, 0}, {3. / 8, 1. / 8, 1. / 2}},
		},
		{
			name:  "three vendors, three domains: each best in one",
			table: table([]int{5, 1, 1}, intervals{at(900), at(0), at(0)}, intervals{at(0), at(900), at(0)}, intervals{at(0), at(0), at(900)}),
			any:   [][]float64{{1. / 3, 1. / 3, 1. / 3}, {1. / 3, 1. / 3, 1. / 3}, {1. / 3, 1. / 3, 1. / 3}},
		},
		{
			name:  "an interval in one domain: 50 is passed by three quarters of 40 to 80",
			table: table([]int{1}, intervals{{400, 800}}, intervals{at(500)}),
			any:   [][]float64{{0.75, 0.25}, {0.25, 0.75}},
			near:  [][]float64{{0.75, 0.25}, {0.25, 0.75}},
		},
		{
			name:  "two intervals in one domain: 0 to 100 against 0 to 50",
			table: table([]int{1}, intervals{{0, 1000}}, intervals{{0, 500}}),
			any:   [][]float64{{0.75, 0.25}, {0.25, 0.75}},
			near:  [][]float64{{0.75, 0.25}, {0.25, 0.75}},
		},
		{
			name:  "two domains and an interval: g₁ from 10 to 50, g₂ = -20",
			table: table([]int{1, 1}, intervals{{600, 1000}, at(400)}, intervals{at(500), at(600)}),
			any:   [][]float64{{1 - 20./40*math.Log(70./30), 20. / 40 * math.Log(70./30)}, nil},
		},
		{
			name:  "a domain without a score is left out: 70 against 90 and 50",
			table: table([]int{1, 1}, intervals{at(700), {none, none}}, intervals{at(900), at(500)}),
			any:   [][]float64{{0.5, 0.5}, {0.5, 0.5}},
		},
	} {
		got := ranking.Accept(c.table, draws)
		check := func(model string, want [][]float64, got []ranking.Acceptance) {
			for v, ranks := range want {
				for rank, share := range ranks {
					if is := float64(got[v].Ranks[rank]) / draws; math.Abs(is-share) > within {
						t.Errorf("%s, %s: %s takes rank %d in %.4f, want %.4f", c.name, model, got[v].Vendor, rank+1, is, share)
					}
				}
			}
		}
		check("any weights", c.any, got.Any)
		check("near weights", c.near, got.Near)
	}
}

func TestPenaltiesCountInEveryDraw(t *testing.T) {
	// A leads by 30 in one domain and trails by 20 in the other, less 6 for its
	// warnings: g = (24, -26).
	with := table([]int{1, 1}, intervals{at(800), at(400)}, intervals{at(500), at(600)})
	with.Contenders[0].Penalty = 6
	got := ranking.Accept(with, 200_000)
	if is := float64(got.Any[0].Ranks[0]) / 200_000; math.Abs(is-24./50) > 0.005 {
		t.Errorf("A is first in %.4f, want 0.48", is)
	}
}

func TestEqualVendorsShareTheBetterRank(t *testing.T) {
	got := ranking.Accept(table([]int{2, 1}, intervals{at(700), at(300)}, intervals{at(100), at(100)}, intervals{at(700), at(300)}), 100)
	var ranks [][]int
	for _, a := range got.Any {
		ranks = append(ranks, a.Ranks)
	}
	if diff := cmp.Diff([][]int{{100, 0, 0}, {0, 0, 100}, {100, 0, 0}}, ranks); diff != "" {
		t.Error(diff)
	}
	if a := got.Near[1]; a.First != 0 || a.Expected != 30 {
		t.Errorf("the last vendor is first in %s %%, with mean rank %s", a.First, a.Expected)
	}
}

// This is a published example: the benefits and risks of four antidepressants in
// six criteria, from Tervonen, van Valkenhoef, Buskens, Hillege and Postmus, "A
// stochastic multicriteria model for evidence-based decision making in drug
// benefit-risk analysis", Statistics in Medicine 30 (2011). The measurements, the
// scales and the expected rank acceptabilities come from JSMAA, the program of
// that group (github.com/tommite/jsmaa, SMAA2SimulationTest). The shares must
// agree within 0.02. JSMAA draws normal and log-normal measurements, but Accept
// draws uniform ones. So the test draws the scores itself, on a scale from the
// lowest 2.5 % quantile to the highest 97.5 % quantile of a criterion.
func TestAPublishedExampleGivesThePublishedShares(t *testing.T) {
	type normal struct{ mean, deviation float64 }
	names := []string{"fluoxetine", "paroxetine", "sertraline", "venlafaxine"}
	criteria := []struct {
		name  string
		log   bool // more is better and the measurement log-normal; else less is better
		value [4]normal
	}{
		{"efficacy", true, [4]normal{{0, 0}, {0.086, 0.056}, {0.095, 0.044}, {0.113, 0.048}}},
		{"diarrhea", false, [4]normal{{11.7, 2.5}, {9.2, 1.86}, {15.4, 2.65}, {5.5, 2.32}}},
		{"dizziness", false, [4]normal{{7.2, 1.45}, {10.6, 1.58}, {7.5, 1.48}, {15.7, 4.44}}},
		{"headache", false, [4]normal{{16.6, 3.27}, {21.2, 5.15}, {20.2, 3.78}, {12.8, 2.45}}},
		{"insomnia", false, [4]normal{{13.7, 1.89}, {14.3, 2.93}, {15.0, 3.21}, {11.2, 3.98}}},
		{"nausea", false, [4]normal{{18.6, 1.79}, {18.3, 3.7}, {19.5, 2.6}, {31.0, 1.68}}},
	}
	published := [4][4]float64{
		{0.20, 0.28, 0.30, 0.22}, {0.25, 0.29, 0.27, 0.19}, {0.17, 0.25, 0.29, 0.30}, {0.39, 0.18, 0.15, 0.29},
	}

	const draws = 20_000
	random := rand.New(rand.NewPCG(1, 2))
	drawn := table([]int{1, 1, 1, 1, 1, 1}, slices.Repeat([]intervals{make(intervals, 6)}, 4)...)
	for v := range drawn.Contenders {
		drawn.Contenders[v].Scores = make(intervals, 6)
	}
	var counts [4][4]int
	for n := range uint64(draws) {
		for k, c := range criteria {
			measure := func(x float64) float64 {
				if c.log {
					return math.Exp(x)
				}
				return -x
			}
			least, most := math.Inf(1), math.Inf(-1)
			for _, m := range c.value {
				for _, end := range []float64{m.mean - 1.96*m.deviation, m.mean + 1.96*m.deviation} {
					least, most = min(least, measure(end)), max(most, measure(end))
				}
			}
			for v, m := range c.value {
				value := (measure(m.mean+m.deviation*random.NormFloat64()) - least) / (most - least)
				// Values may leave 0 to 1: a third of the scale on either side is theirs.
				drawn.Contenders[v].Scores[k] = at(assessment.Score(math.Round(1000 * (value + 1) / 3)))
			}
		}
		binary.LittleEndian.PutUint64(drawn.Seed[:], n)
		for v, a := range ranking.Accept(drawn, 1).Any {
			for rank, count := range a.Ranks {
				counts[v][rank] += count
			}
		}
	}
	for v, ranks := range published {
		for rank, want := range ranks {
			if got := float64(counts[v][rank]) / draws; math.Abs(got-want) > 0.02 {
				t.Errorf("%s takes rank %d in %.3f, published %.2f", names[v], rank+1, got, want)
			}
		}
		t.Log(names[v], counts[v])
	}
}

func encode(f ranking.Firmness) ([]byte, error) { return json.Marshal(f) }

// This analysis must give the same bytes on every machine and with every version
// of Go. If you change it, change the first line of the seed too.
func TestSameInputsGiveTheSameBytes(t *testing.T) {
	weights := []int{13, 7, 5}
	results := []assessment.Result{
		judged("A", 740, weights, [2]assessment.Score{700, 800}, at(811), [2]assessment.Score{743, 999}),
		judged("B", 731, weights, at(800), [2]assessment.Score{603, 700}, at(731)),
		judged("C", 605, weights, [2]assessment.Score{500, 1000}, [2]assessment.Score{none, none}, [2]assessment.Score{877, 878}),
	}
	results[1].Flags.Penalty = 3
	text := must(encode(ranking.Firm(results, 1000)))
	sum := sha256.Sum256(text)
	if got, want := hex.EncodeToString(sum[:8]), "66fbba622d2b3e8d"; got != want {
		t.Errorf("the bytes have the hash %s, want %s:\n%s", got, want, text)
	}
}

func TestTheSeedDependsOnlyOnTheInputs(t *testing.T) {
	weights := []int{2, 1}
	a, b := judged("A", 740, weights, at(700), at(800)), judged("B", 731, weights, at(800), at(600))
	seed := ranking.TableOf([]assessment.Result{a, b}).Seed
	for name, same := range map[string][]assessment.Result{
		"the other order":  {b, a},
		"a blocked third":  {a, b, stopped(judged("C", 990, []int{2, 1, 9}, at(990), at(990), at(990)))},
		"weights rescaled": {judged("A", 740, []int{4, 2}, at(700), at(800)), judged("B", 731, []int{4, 2}, at(800), at(600))},
	} {
		if ranking.TableOf(same).Seed != seed {
			t.Errorf("%s changes the seed", name)
		}
	}
	later, headed := a, a
	later.AsOf++
	headed.Head = sha256.Sum256([]byte("one more answer"))
	for name, other := range map[string][]assessment.Result{
		"a later day": {later, b}, "another head": {headed, b}, "a third vendor": {a, b, judged("C", 100, weights, at(100), at(100))},
		"other weights": {judged("A", 740, []int{3, 1}, at(700), at(800)), judged("B", 731, []int{3, 1}, at(800), at(600))},
	} {
		if ranking.TableOf(other).Seed == seed {
			t.Errorf("%s does not change the seed", name)
		}
	}
}

func TestPropertyRescalingWeightsChangesNoShare(t *testing.T) {
	everyTable(t, func(t *rapid.T, g generator, table ranking.Table) {
		if diff := cmp.Diff(ranking.Accept(table, 50), ranking.Accept(rescaled(table, 2+g.IntN(1000)), 50)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestPropertyEveryVendorTakesOneRankInEachDraw(t *testing.T) {
	everyTable(t, func(t *rapid.T, _ generator, table ranking.Table) {
		const draws = 50
		a := ranking.Accept(table, draws)
		for _, who := range slices.Concat(a.Any, a.Near) {
			total := 0
			for _, count := range who.Ranks {
				total += count
			}
			if total != draws {
				t.Errorf("%s has %d ranks in %d draws", who.Assessment, total, draws)
			}
		}
		for _, model := range [][]ranking.Acceptance{a.Any, a.Near} {
			firsts := 0
			for _, who := range model {
				firsts += who.Ranks[0]
			}
			if len(model) > 0 && firsts < draws {
				t.Errorf("only %d of %d draws have a first vendor", firsts, draws)
			}
		}
	})
}

func TestPropertyAVendorThatIsBetterInEveryDomainIsAlwaysFirst(t *testing.T) {
	everyTable(t, func(t *rapid.T, _ generator, table ranking.Table) {
		var better ranking.Contender
		better.Assessment = "the better one"
		for k := range table.Domains {
			most := assessment.Score(0)
			for _, c := range table.Contenders {
				most = max(most, c.Scores[k][1])
			}
			better.Scores = append(better.Scores, at(most+1))
		}
		// Only who scores in all the domains can be compared in each.
		table.Contenders = append(slices.DeleteFunc(table.Contenders, func(c ranking.Contender) bool {
			return slices.Contains(c.Scores, [2]assessment.Score{none, none})
		}), better)
		a := ranking.Accept(table, 50)
		last := len(a.Any) - 1
		if a.Any[last].Ranks[0] != 50 || a.Near[last].Ranks[0] != 50 {
			t.Errorf("the better vendor is not always first: %v, %v", a.Any[last].Ranks, a.Near[last].Ranks)
		}
		for _, who := range slices.Concat(a.Any[:last], a.Near[:last]) {
			if who.Ranks[0] != 0 {
				t.Errorf("%s is first too", who.Assessment)
			}
		}
	})
}
