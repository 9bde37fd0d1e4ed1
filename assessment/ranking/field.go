package ranking

import (
	"cmp"
	"slices"
	"strings"

	"assay/assessment"
)

// Field answers the question "what if the weights were different?". Make it once
// and call [Field.Order] many times. It uses the shown scores of the domains.
// Gates, flags and penalties stay the same, so a blocked vendor stays blocked.
// It does not compute new verdicts.
type Field struct {
	domains int
	from    []int32    // indexes of the contenders in the table, sorted by name
	scores  [][]uint32 // by domain, then by contender; millionths of a point
	lacking [][]bool   // by domain, then by contender; nil if every contender has a score
	penalty []assessment.Score
	blocked []bool
}

// Line is one line of an order.
type Line struct {
	Contender int32            // index in the table
	Rank      int32            // from 1; ties share a rank
	Shown     assessment.Score // under the new weights
}

// NewField prepares a table for [Field.Order].
func NewField(t Table) *Field {
	n := len(t.Contenders)
	f := &Field{
		domains: len(t.Domains), from: make([]int32, n), scores: make([][]uint32, len(t.Domains)), lacking: make([][]bool, len(t.Domains)),
		penalty: make([]assessment.Score, n), blocked: make([]bool, n),
	}
	for i := range f.from {
		f.from[i] = int32(i)
	}
	slices.SortStableFunc(f.from, func(a, b int32) int {
		x, y := &t.Contenders[a], &t.Contenders[b]
		return cmp.Or(strings.Compare(x.Vendor, y.Vendor), strings.Compare(x.Subject, y.Subject), strings.Compare(x.Assessment, y.Assessment))
	})
	for k := range f.scores {
		f.scores[k] = make([]uint32, n)
	}
	for i, from := range f.from {
		c := &t.Contenders[from]
		f.penalty[i], f.blocked[i] = assessment.Score(c.Penalty)*10, c.Blocked
		for k := range c.Scores {
			if shown, scored := c.shown(k); scored {
				f.scores[k][i] = uint32(shown)
				continue
			}
			if f.lacking[k] == nil {
				f.lacking[k] = make([]bool, n)
			}
			f.lacking[k][i] = true
		}
	}
	return f
}

// MostWeight is the largest weight that Order accepts.
const MostWeight = 1_000_000_000

// Order ranks the contenders under other weights. Pass one weight for each domain
// of the table, from 0 to [MostWeight]; 0 leaves the domain out. As in [Rank],
// equal printed scores share a rank and are sorted by name. Contenders without a
// score follow the scored ones, and blocked contenders come last. It fails with
// code Invalid for a wrong number of weights, or a weight out of range.
func (f *Field) Order(weights []int) ([]Line, error) {
	if len(weights) != f.domains {
		return nil, assessment.Errorf(assessment.Invalid, "each domain needs one weight: %d weights are given for %d domains", len(weights), f.domains)
	}
	for _, w := range weights {
		if w < 0 || w > MostWeight {
			return nil, assessment.Errorf(assessment.Invalid, "a weight is a number from 0 to 1000000000, not %d", w)
		}
	}
	return f.order(weights), nil
}

func (f *Field) order(weights []int) []Line { return f.sorted(f.shown(weights)) }

// shown returns the printed score of each contender.
func (f *Field) shown(weights []int) []assessment.Score {
	n := len(f.from)
	var total uint64
	for _, w := range weights {
		total += uint64(w)
	}
	sums := make([]uint64, n)
	var less []uint64 // total weight of the domains in which a contender has no score
	for k, w := range weights {
		weight := uint64(w)
		for i, score := range f.scores[k][:len(sums)] {
			sums[i] += weight * uint64(score)
		}
		if f.lacking[k] == nil {
			continue
		}
		if less == nil {
			less = make([]uint64, n)
		}
		for i, lacking := range f.lacking[k] {
			if lacking {
				less[i] += weight
			}
		}
	}
	shown := make([]assessment.Score, n)
	for i, sum := range sums {
		weight := total
		if less != nil {
			weight -= less[i]
		}
		if weight == 0 {
			shown[i] = assessment.NoScore
			continue
		}
		shown[i] = max(0, assessment.Score((2*sum+weight*perTenth)/(2*weight*perTenth))-f.penalty[i])
	}
	return shown
}

// sorted ranks the scores with a counting sort, because there are only about 2000
// different keys.
func (f *Field) sorted(shown []assessment.Score) []Line {
	var starts [keys + 1]int32
	for i, score := range shown {
		starts[key(f.blocked[i], score)+1]++
	}
	for k := range keys {
		starts[k+1] += starts[k]
	}
	next := starts
	lines := make([]Line, len(shown))
	for i, score := range shown {
		k := key(f.blocked[i], score)
		lines[next[k]] = Line{Contender: f.from[i], Rank: starts[k] + 1, Shown: score}
		next[k]++
	}
	return lines
}
