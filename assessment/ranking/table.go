package ranking

import (
	"crypto/sha256"
	"fmt"
	"math/bits"
	"slices"

	"assay/assessment"
)

// Table is what an order depends on: domains, their weights, and what each
// contender scores in them.
type Table struct {
	Domains    []Domain
	Contenders []Contender

	// Seed starts the draws of [Accept]. [TableOf] makes it of the inputs.
	Seed [sha256.Size]byte
}

// Domain is a column of the table.
type Domain struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Weight int    `json:"weight"` // above 0; only the proportions between domains matter
}

// Contender is a row of the table.
type Contender struct {
	Assessment string
	Vendor     string
	Subject    string
	Blocked    bool

	// Scores are the ends of the interval of each domain, low first. A domain
	// in which the contender has no score holds NoScore, and is left out of
	// both of its sums.
	Scores [][2]assessment.Score

	// Millionths are what it shows in each domain, in millionths of a point. They
	// may be left out: then the low ends of Scores hold.
	Millionths []int64

	Penalty int // what its open warnings cost, in points
}

// TableOf is the table of several results, in the order of their ranks. It has
// the domains that carry weight and in which somebody scores. Where results
// disagree on a weight, which makes their ground unequal, that of the best
// placed holds.
//
// The seed is SHA-256 over one line for each result that is ranked, sorted
// (journal head, day, milestone, rule view, engine), then one for each domain in
// which they score (id, and weight as a share of all in units of 2^-31). So it depends on the
// inputs and on nothing else: blocked vendors, names and the scale of the
// weights do not change it.
func TableOf(results []assessment.Result) Table {
	results = inOrder(results)
	var t Table
	column := map[string]int{}
	for _, r := range results {
		for _, d := range r.Domains {
			if _, known := column[d.ID]; known || d.Weight <= 0 || d.Shown == assessment.NoScore {
				continue
			}
			column[d.ID] = len(t.Domains)
			t.Domains = append(t.Domains, Domain{ID: d.ID, Name: d.Name, Weight: d.Weight})
		}
	}
	var lines []string
	for _, r := range results {
		c := Contender{
			Assessment: r.Assessment, Vendor: r.Vendor, Subject: r.Subject, Blocked: blocked(r),
			Scores: slices.Repeat([][2]assessment.Score{none}, len(t.Domains)), Penalty: r.Flags.Penalty,
			Millionths: make([]int64, len(t.Domains)),
		}
		for _, d := range r.Domains {
			if at, known := column[d.ID]; known && d.Weight > 0 && d.Shown != assessment.NoScore {
				c.Scores[at], c.Millionths[at] = d.Interval, d.Millionths
				if d.Millionths == 0 {
					c.Millionths[at] = int64(d.Shown) * perTenth
				}
			}
		}
		t.Contenders = append(t.Contenders, c)
		if c.competes() {
			lines = append(lines, fmt.Sprintf("%s %s %s %s %s\n", r.Head, r.AsOf, r.Milestone, r.View, r.Engine))
		}
	}
	t.Seed = seed(lines, t.contest().Domains)
	return t
}

// perTenth is how many millionths of a point a tenth has, and perPoint a point.
const perTenth, perPoint = 100_000, 1_000_000

// shown is what the contender shows in a domain, in millionths of a point, if it
// has a score there.
func (c *Contender) shown(domain int) (int64, bool) {
	ends := c.Scores[domain]
	switch {
	case ends == none:
		return 0, false
	case c.Millionths != nil:
		return c.Millionths[domain], true
	}
	return int64(ends[0]) * perTenth, true
}

var none = [2]assessment.Score{assessment.NoScore, assessment.NoScore}

func seed(lines []string, domains []Domain) [sha256.Size]byte {
	slices.Sort(lines)
	digest := sha256.New()
	fmt.Fprint(digest, "assay ranking 1\n")
	for _, line := range lines {
		fmt.Fprint(digest, line)
	}
	for n, share := range shares(domains) {
		fmt.Fprintf(digest, "%s %d\n", domains[n].ID, share)
	}
	return [sha256.Size]byte(digest.Sum(nil))
}

// competes reports whether the contender takes part in the contest for ranks:
// it has a score, and no gate stops it.
func (c Contender) competes() bool {
	return !c.Blocked && slices.ContainsFunc(c.Scores, func(s [2]assessment.Score) bool { return s != none })
}

// contest is the table without those that do not compete, and without the
// domains in which then nobody scores.
func (t Table) contest() Table {
	out := Table{Seed: t.Seed}
	for _, c := range t.Contenders {
		if c.competes() {
			out.Contenders = append(out.Contenders, c)
		}
	}
	var kept []int
	for n, d := range t.Domains {
		if slices.ContainsFunc(out.Contenders, func(c Contender) bool { return c.Scores[n] != none }) {
			kept = append(kept, n)
			out.Domains = append(out.Domains, d)
		}
	}
	for n, c := range out.Contenders {
		scores, shown := make([][2]assessment.Score, 0, len(kept)), make([]int64, 0, len(kept))
		for _, k := range kept {
			millionths, _ := c.shown(k)
			scores, shown = append(scores, c.Scores[k]), append(shown, millionths)
		}
		out.Contenders[n].Scores, out.Contenders[n].Millionths = scores, shown
	}
	return out
}

// unit is the sum of the weights in one draw: 1 in units of 2^-31.
const unit = 1 << 31

// shares are the weights as shares of their sum, in units of 2^-31, rounded
// down. Weights that are all multiplied by one number have the same shares.
func shares(domains []Domain) []uint64 {
	var sum uint64
	for _, d := range domains {
		sum += uint64(d.Weight)
	}
	out := make([]uint64, len(domains))
	for n, d := range domains {
		high, low := bits.Mul64(uint64(d.Weight), unit)
		out[n], _ = bits.Div64(high, low, sum)
	}
	return out
}
