package ranking

import (
	"encoding/hex"
	"slices"

	"assay/assessment"
)

// Firmness says how much a ranking depends on the weights. It covers only the
// vendors that compete. A vendor that is blocked or has no score has no effect.
type Firmness struct {
	Seed string `json:"seed"` // hexadecimal, see [TableOf]

	// Tie names the vendors that share the first rank; it is empty if one vendor is
	// first. There are no Swaps in a tie.
	Tie []string `json:"tie,omitempty"`

	// Close is true if the first is ahead only because of rounding: its printed
	// score is higher, but its exact score is not. There are no Swaps then.
	Close bool `json:"close"`

	// Swaps are the smallest changes of a single weight with which a second vendor
	// becomes first: at most one for each domain, the smallest in percent first. If
	// several vendors are second, the one that needs the smallest change counts.
	// Swaps is empty if no change of a single weight is enough.
	Swaps []Swap `json:"swaps"`

	Without       []Without     `json:"without"`
	Acceptability Acceptability `json:"acceptability"`
}

// FirstShares returns the percentages of weightings in which an assessment takes
// the first rank: among all weightings, and among those near the set weights. It
// returns NoScore and false for an assessment that does not compete.
func (f Firmness) FirstShares(id string) (all, near assessment.Score, competes bool) {
	for n, found := range f.Acceptability.Any {
		if found.Assessment == id {
			return found.First, f.Acceptability.Near[n].First, true
		}
	}
	return assessment.NoScore, assessment.NoScore, false
}

// Without is the order without one of the domains.
type Without struct {
	Domain string      `json:"domain"`
	Name   string      `json:"name"`
	Lead   bool        `json:"lead_changes"` // the first rank goes to other vendors
	Order  []Remaining `json:"order"`
}

// Remaining is one line of an order without one of the domains. Vendors that have
// no score in the other domains share the last rank.
type Remaining struct {
	Rank       int              `json:"rank"`
	Tied       bool             `json:"tied"`
	Assessment string           `json:"assessment"`
	Vendor     string           `json:"vendor"`
	Subject    string           `json:"subject,omitempty"`
	Shown      assessment.Score `json:"shown"`
}

// Firm computes the firmness of the ranking of several results. Pass [Draws], or
// another number of random weightings.
func Firm(results []assessment.Result, draws int) Firmness {
	t := TableOf(results)
	positions := Rank(results).Positions
	t = t.competing()
	f := Firmness{
		Seed: hex.EncodeToString(t.Seed[:]), Swaps: []Swap{}, Without: leaveOut(t, positions), Acceptability: Accept(t, draws),
	}
	leaders := first(positions)
	switch {
	case leaders > 1:
		for _, c := range t.Contenders[:leaders] {
			f.Tie = append(f.Tie, assessment.Title(c.Vendor, c.Subject))
		}
	case len(t.Contenders) > 1:
		f.Swaps, f.Close = swapsWithSeconds(t, positions)
	}
	return f
}

// first returns the number of vendors with the first rank.
func first(positions []Position) int {
	n := 0
	for n < len(positions) && positions[n].Rank == 1 && positions[n].Group == Ranked {
		n++
	}
	return n
}

// swapsWithSeconds returns the smallest swaps of the first vendor with any second
// one. Contender n of the table must be at position n.
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

// leaveOut returns the order without each domain in turn.
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
