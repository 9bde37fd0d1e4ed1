package ranking_test

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"

	diff "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"assay/assessment"
	"assay/assessment/ranking"
)

func TestOtherWeightsGiveAnotherOrder(t *testing.T) {
	field := ranking.NewField(table([]int{1, 1}, intervals{at(800), at(400)}, intervals{at(500), at(600)}))
	for _, c := range []struct {
		weights []int
		want    string
	}{
		{[]int{1, 1}, "1 A 60.0, 2 B 55.0"},
		{[]int{2, 3}, "1 A 56.0, 1 B 56.0"},
		{[]int{0, 9}, "1 B 60.0, 2 A 40.0"},
		{[]int{0, 0}, "1 A –, 1 B –"},
	} {
		lines := must(field.Order(c.weights))
		var got []string
		for _, l := range lines {
			got = append(got, fmt.Sprint(l.Rank, " ", string(rune('A'+l.Contender)), " ", l.Shown))
		}
		if got := strings.Join(got, ", "); got != c.want {
			t.Errorf("weights %v: %s, want %s", c.weights, got, c.want)
		}
	}
	for _, bad := range [][]int{{1}, {1, -1}, {1, 1_000_000_001}} {
		if _, err := field.Order(bad); assessment.CodeOf(err) != assessment.Invalid {
			t.Errorf("weights %v: %v", bad, err)
		}
	}
}

// The test computes the order again in a simple way: with exact fractions, rounded
// once, then sorted.
func TestPropertyTheOrderAgreesWithExactFractions(t *testing.T) {
	everyTable(t, func(t *rapid.T, g generator, table ranking.Table) {
		weights := make([]int, len(table.Domains))
		exact := make([]*big.Rat, len(weights))
		for k := range weights {
			weights[k] = g.IntN(30)
			exact[k] = big.NewRat(int64(weights[k]), 1)
		}
		type row struct {
			group, contender int
			shown            assessment.Score
		}
		var rows []row
		for n, c := range table.Contenders {
			r := row{contender: n, shown: none}
			if value := plain(c, exact); value != nil {
				r.shown = assessment.Score(must(strconv.Atoi(value.FloatString(0))))
			} else {
				r.group = 1
			}
			if c.Blocked {
				r.group += 2
			}
			rows = append(rows, r)
		}
		slices.SortStableFunc(rows, func(a, b row) int {
			x, y := table.Contenders[a.contender], table.Contenders[b.contender]
			return cmp.Or(cmp.Compare(a.group, b.group), cmp.Compare(b.shown, a.shown), strings.Compare(x.Vendor, y.Vendor), strings.Compare(x.Assessment, y.Assessment))
		})
		var want []ranking.Line
		for n, r := range rows {
			line := ranking.Line{Contender: int32(r.contender), Rank: int32(n + 1), Shown: r.shown}
			if n > 0 && r.group == rows[n-1].group && r.shown == rows[n-1].shown {
				line.Rank = want[n-1].Rank
			}
			want = append(want, line)
		}
		field := ranking.NewField(table)
		if d := diff.Diff(want, must(field.Order(weights))); d != "" {
			t.Error(weights, d)
		}
		for k := range weights {
			weights[k] *= 1000
		}
		if d := diff.Diff(want, must(field.Order(weights))); d != "" {
			t.Error("rescaled", weights, d)
		}
	})
}

func TestTheSetWeightsGiveTheOrderOfTheEngine(t *testing.T) {
	results := demo(t)
	table := ranking.TableOf(results)
	lines := must(ranking.NewField(table).Order(weightsOf(table)))
	positions := ranking.Rank(results).Positions
	for n, line := range lines {
		who := table.Contenders[line.Contender]
		if who.Assessment != positions[n].Assessment || int(line.Rank) != positions[n].Rank || line.Shown != positions[n].Shown {
			t.Errorf("%s is %d at %s, the engine has %+v", who.Vendor, line.Rank, line.Shown, positions[n])
		}
	}
}
