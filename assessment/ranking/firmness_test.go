package ranking_test

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"assay/assessment"
	"assay/assessment/ranking"
)

// Under weights 3 and 2, A scores 80 and 40, in total 64, and B scores 50 and 60,
// in total 54. They are equal if x·30 = 2·20, so with 4/3 instead of 3; or if
// 3·30 = x·20, so with 9/2 instead of 2.
func TestTheSmallestChangeThatSwapsFirstAndSecond(t *testing.T) {
	weights := []int{3, 2}
	f := ranking.Firm([]assessment.Result{
		judged("A", 640, weights, at(800), at(400)), judged("B", 540, weights, at(500), at(600)),
		stopped(judged("C", 900, weights, at(900), at(900))),
	}, 10)
	var got []string
	for _, s := range f.Swaps {
		got = append(got, fmt.Sprint(s.Domain, " with ", s.With, " at ", s.At, " change ", s.Change(), " percent ", s.Percent().FloatString(1)))
	}
	want := []string{"D1 with B at 4/3 change -5/3 percent -55.6", "D2 with B at 9/2 change 5/2 percent 125.0"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if f.Close || f.Tie != nil {
		t.Errorf("ten points apart, but close or a tie: %+v", f)
	}
}

func TestNoWeightHelpsAVendorThatIsBehindInEveryDomain(t *testing.T) {
	weights := []int{3, 2}
	f := ranking.Firm([]assessment.Result{judged("A", 740, weights, at(800), at(650)), judged("B", 540, weights, at(500), at(600))}, 10)
	if len(f.Swaps) != 0 || f.Close {
		t.Errorf("B is behind in both domains, but has swaps: %+v", f.Swaps)
	}
}

func TestASwapWithAMissingScoreSolvesAQuadraticEquation(t *testing.T) {
	// A: (x·90 + 10)/(x+1). B: (x·60 + 50 + 70)/(x+1+1). Equal where
	// (90x+10)(x+2) = (60x+120)(x+1): 30x² + 10x - 100 = 0, x = (-1+√121)/6 = 5/3.
	weights := []int{2, 1, 1}
	f := ranking.Firm([]assessment.Result{
		judged("A", 633, weights, at(900), at(100), [2]assessment.Score{none, none}),
		judged("B", 600, weights, at(600), at(500), at(700)),
	}, 10)
	if len(f.Swaps) == 0 || f.Swaps[0].Domain != "D1" || f.Swaps[0].At.Cmp(big.NewRat(5, 3)) != 0 {
		t.Errorf("swaps %+v, want D1 at 5/3", f.Swaps)
	}
}

func TestATieHasNoSwap(t *testing.T) {
	weights := []int{3, 2}
	f := ranking.Firm([]assessment.Result{judged("B", 640, weights, at(800), at(400)), judged("A", 640, weights, at(640), at(640))}, 10)
	if diff := cmp.Diff([]string{"A", "B"}, f.Tie); diff != "" || len(f.Swaps) != 0 {
		t.Errorf("tie %v, swaps %v", f.Tie, f.Swaps)
	}
}

// The engine rounds only once, at the end. So it may rank two nearly equal vendors
// differently than their printed domain scores would.
func TestALeadByRoundingIsCalledClose(t *testing.T) {
	weights := []int{1, 1}
	f := ranking.Firm([]assessment.Result{judged("A", 641, weights, at(640), at(641)), judged("B", 640, weights, at(641), at(640))}, 10)
	if !f.Close || len(f.Swaps) != 0 {
		t.Errorf("close %v, swaps %+v", f.Close, f.Swaps)
	}
}

func TestASwapNamesTheSecondVendorWithTheSmallestChange(t *testing.T) {
	weights := []int{1, 1}
	f := ranking.Firm([]assessment.Result{
		judged("A", 700, weights, at(900), at(500)),
		judged("B", 600, weights, at(500), at(700)), judged("C", 600, weights, at(300), at(900)),
	}, 10)
	// D1 from 1: with B down to 1/2 (x·40 = 20), with C down to 2/3 (x·60 = 40).
	if s := f.Swaps[0]; s.With != "C" || s.At.Cmp(big.NewRat(2, 3)) != 0 || len(f.Swaps) != 2 {
		t.Errorf("swaps %+v", f.Swaps)
	}
}

func TestEachDomainIsLeftOutInTurn(t *testing.T) {
	weights := []int{2, 1, 1}
	f := ranking.Firm([]assessment.Result{
		judged("A", 700, weights, at(900), at(500), at(500)),
		judged("B", 575, weights, at(500), at(500), at(800)), stopped(judged("C", 999, weights, at(999), at(999), at(999))),
	}, 10)
	var got []string
	for _, w := range f.Without {
		text := fmt.Sprint(w.Domain, " lead changes ", w.Lead, ":")
		for _, r := range w.Order {
			text += fmt.Sprint(" ", r.Rank, " ", r.Vendor, " ", r.Shown)
		}
		got = append(got, text)
	}
	want := []string{
		"D1 lead changes true: 1 B 65.0 2 A 50.0", "D2 lead changes false: 1 A 76.7 2 B 60.0", "D3 lead changes false: 1 A 76.7 2 B 50.0",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestLeavingOutTheDomainOfATieChangesTheLead(t *testing.T) {
	weights := []int{1, 1, 0}
	results := []assessment.Result{judged("A", 600, weights, at(800), at(400), at(0)), judged("B", 600, weights, at(400), at(800), at(0))}
	f := ranking.Firm(results, 10)
	if len(ranking.TableOf(results).Domains) != 2 || len(f.Without) != 2 || !f.Without[0].Lead || !f.Without[1].Lead {
		t.Errorf("want the two domains with a weight, and a new lead without each of them: %+v", f.Without)
	}
}

// With a slightly larger change than the swap, the second is ahead. With a
// slightly smaller change, the first is.
func TestPropertyTheOrderChangesAtASwap(t *testing.T) {
	turned := 0
	everyTable(t, func(t *rapid.T, _ generator, table ranking.Table) {
		for first := range table.Contenders {
			for second := range table.Contenders {
				for _, s := range ranking.Swaps(table, first, second) {
					turned++
					step := new(big.Rat).Mul(s.Change(), big.NewRat(1, 1_000_000))
					before, past := new(big.Rat).Sub(s.At, step), new(big.Rat).Add(s.At, step)
					if lead(table, first, second, s.Domain, before) <= 0 || lead(table, first, second, s.Domain, past) >= 0 {
						t.Errorf("the order of contenders %d and %d does not change at weight %s of %s", first, second, s.At.FloatString(6), s.Domain)
					}
				}
			}
		}
	})
	if turned < 20 {
		t.Errorf("found only %d swaps", turned)
	}
}

// The test tries very many weights in domains without a swap. None of them may
// change the order.
func TestPropertySwapsMissesNone(t *testing.T) {
	everyTable(t, func(t *rapid.T, g generator, table ranking.Table) {
		if len(table.Contenders) < 2 {
			return
		}
		first, second := 0, 1+g.IntN(len(table.Contenders)-1)
		swaps := map[string]*big.Rat{} // distance
		for _, s := range ranking.Swaps(table, first, second) {
			swaps[s.Domain] = new(big.Rat).Abs(s.Change())
		}
		for _, d := range table.Domains {
			set := big.NewRat(int64(d.Weight), 1)
			if lead(table, first, second, d.ID, set) <= 0 {
				continue
			}
			for n := range int64(60) {
				x := new(big.Rat).Mul(set, big.NewRat(1+n*n, 100)) // from 1 % to 35 times the set weight
				distance := new(big.Rat).Sub(x, set)
				nearer := swaps[d.ID] == nil || distance.Abs(distance).Cmp(swaps[d.ID]) < 0
				if nearer && lead(table, first, second, d.ID, x) < 0 {
					t.Errorf("%s at %s swaps %d and %d", d.ID, x, first, second)
				}
			}
		}
	})
}

func TestPropertyRescalingWeightsChangesNoSwapInPercent(t *testing.T) {
	everyTable(t, func(t *rapid.T, g generator, table ranking.Table) {
		if len(table.Contenders) < 2 {
			return
		}
		percents := func(swaps []ranking.Swap) []string {
			var out []string
			for _, s := range swaps {
				out = append(out, s.Domain+" "+s.Percent().FloatString(6))
			}
			return out
		}
		a, b := percents(ranking.Swaps(table, 0, 1)), percents(ranking.Swaps(rescaled(table, 2+g.IntN(50)), 0, 1))
		if diff := cmp.Diff(a, b); diff != "" {
			t.Error(diff)
		}
	})
}

// lead compares two contenders without rounding, after a change of one weight.
func lead(t ranking.Table, first, second int, domain string, x *big.Rat) int {
	weights := make([]*big.Rat, len(t.Domains))
	for k, d := range t.Domains {
		weights[k] = big.NewRat(int64(d.Weight), 1)
		if d.ID == domain {
			weights[k] = x
		}
	}
	a, b := plain(t.Contenders[first], weights), plain(t.Contenders[second], weights)
	if a == nil || b == nil {
		return 0
	}
	return a.Cmp(b)
}

// plain computes the score of a contender in tenths in a simple way: the weighted
// mean of its scores minus the penalty, but at least 0. It is nil for no score.
func plain(c ranking.Contender, weights []*big.Rat) *big.Rat {
	sum, total := new(big.Rat), new(big.Rat)
	for k, ends := range c.Scores {
		if ends[0] != none {
			sum.Add(sum, new(big.Rat).Mul(weights[k], big.NewRat(int64(ends[0]), 1)))
			total.Add(total, weights[k])
		}
	}
	if total.Sign() == 0 {
		return nil
	}
	sum.Quo(sum, total)
	sum.Sub(sum, big.NewRat(int64(c.Penalty)*10, 1))
	if sum.Sign() < 0 {
		return new(big.Rat)
	}
	return sum
}
