package ranking

import (
	"encoding/hex"
	"slices"

	"assay/assessment"
)

// Firmness says how much of a ranking is owed to the weights. It looks at the
// vendors that compete: the blocked ones and those without a score take no part
// and change nothing.
type Firmness struct {
	Seed string `json:"seed"` // hexadecimal, see [TableOf]

	// Tie names those who share the first rank. Then there is no first that a
	// second could take the place of.
	Tie []string `json:"tie,omitempty"`

	// Close says that the first is ahead in print, but not in the sum of the
	// domain scores: rounding alone decides. Then no change of a
	// weight is needed, and none is listed.
	Close bool `json:"close"`

	// Swaps are the smallest changes of one domain's weight that let a second
	// take the first place, the smallest in percent before the others, at most
	// one for each domain. Where there are several seconds, it is the one that
	// needs the least. None: no weight alone can do it.
	Swaps []Swap `json:"swaps"`

	Without       []Without     `json:"without"`
	Acceptability Acceptability `json:"acceptability"`
}

// FirstShares are the percentages of all weightings, and of those near the set
// one, in which an assessment takes the first rank. An assessment that does not
// compete has none.
func (f Firmness) FirstShares(id string) (anyhow, near assessment.Score, competes bool) {
	for n, found := range f.Acceptability.Any {
		if found.Assessment == id {
			return found.First, f.Acceptability.Near[n].First, true
		}
	}
	return assessment.NoScore, assessment.NoScore, false
}

// Without is the order with one domain left out.
type Without struct {
	Domain string      `json:"domain"`
	Name   string      `json:"name"`
	Lead   bool        `json:"lead_changes"` // others are first than before
	Order  []Remaining `json:"order"`
}

// Remaining is a line of an order with one domain left out. Who has no score
// left shares the last rank.
type Remaining struct {
	Rank       int              `json:"rank"`
	Tied       bool             `json:"tied"`
	Assessment string           `json:"assessment"`
	Vendor     string           `json:"vendor"`
	Subject    string           `json:"subject,omitempty"`
	Shown      assessment.Score `json:"shown"`
}

// Firm examines the ranking of several results with a number of draws, usually
// [Draws].
func Firm(results []assessment.Result, draws int) Firmness {
	t := TableOf(results)
	positions := Rank(results).Positions
	t = t.contest()
	f := Firmness{
		Seed: hex.EncodeToString(t.Seed[:]), Swaps: []Swap{}, Without: leaveOut(t, positions), Acceptability: Accept(t, draws),
	}
	leaders := first(positions)
	switch {
	case leaders > 1:
		for _, c := range t.Contenders[:leaders] {
			f.Tie = append(f.Tie, title(c.Vendor, c.Subject))
		}
	case len(t.Contenders) > 1:
		f.Swaps, f.Close = swapsWithSeconds(t, positions)
	}
	return f
}

// first is how many vendors share the first rank.
func first(positions []Position) int {
	n := 0
	for n < len(positions) && positions[n].Rank == 1 && positions[n].Group == Ranked {
		n++
	}
	return n
}

// swapsWithSeconds are the smallest swaps of the first with any of the seconds.
// The contenders of the table are the first of the positions.
func swapsWithSeconds(t Table, positions []Position) (swaps []Swap, tooClose bool) {
	swaps = []Swap{}
	for second := 1; second < len(t.Contenders) && positions[second].Rank == 2; second++ {
		if !ahead(t, 0, second) {
			return []Swap{}, true
		}
		swaps = append(swaps, Swaps(t, 0, second)...)
	}
	slices.SortStableFunc(swaps, smaller)
	seen := map[string]bool{}
	return slices.DeleteFunc(swaps, func(s Swap) bool {
		again := seen[s.Domain]
		seen[s.Domain] = true
		return again
	}), false
}

// leaveOut leaves each domain out in turn.
func leaveOut(t Table, positions []Position) []Without {
	field := NewField(t)
	before := first(positions)
	out := make([]Without, 0, len(t.Domains))
	for k, domain := range t.Domains {
		weights := make([]int, len(t.Domains))
		for n, d := range t.Domains {
			if n != k {
				weights[n] = d.Weight
			}
		}
		w := Without{Domain: domain.ID, Name: domain.Name, Order: make([]Remaining, 0, len(t.Contenders))}
		leaders := 0
		for n, line := range field.order(weights) {
			c := t.Contenders[line.Contender]
			r := Remaining{Rank: int(line.Rank), Assessment: c.Assessment, Vendor: c.Vendor, Subject: c.Subject, Shown: line.Shown}
			if n > 0 && r.Rank == w.Order[n-1].Rank {
				r.Tied, w.Order[n-1].Tied = true, true
			}
			w.Order = append(w.Order, r)
			if r.Rank == 1 {
				leaders++
				w.Lead = w.Lead || int(line.Contender) >= before
			}
		}
		w.Lead = w.Lead || leaders != before
		out = append(out, w)
	}
	return out
}
