package ranking

import (
	"crypto/sha256"
	"fmt"
	"math/bits"
	"slices"

	"assay/assessment"
)

// Table holds everything that decides an order: the domains with their weights,
// and the scores of each contender.
type Table struct {
	Domains    []Domain
	Contenders []Contender

	// Seed is the seed for the random numbers of [Accept]. [TableOf] computes it.
	Seed [sha256.Size]byte
}

// Domain is a column of the table.
type Domain struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Weight int    `json:"weight"` // more than 0; only the proportions between weights matter
}

// Contender is a row of the table.
type Contender struct {
	Assessment string
	Vendor     string
	Subject    string
	Blocked    bool

	// Scores are the low and the high end of the interval of each domain. Both are
	// NoScore if the contender has no score there; the domain does not count for it.
	Scores [][2]assessment.Score

	// Millionths are the shown scores of the domains, in millionths of a point. If it
	// is nil, the low ends of Scores count instead.
	Millionths []int64

	Penalty int // for open warnings, in points
}

// TableOf returns the table of several results, in the order of their ranks. It
// has the domains that have a weight and in which at least one result has a
// score. If results have different weights for a domain, the weight of the best
// ranked one counts; [GroundOf] reports the difference.
//
// The seed is a SHA-256 hash. Its input is one line for each competing result,
// sorted (journal head, day, milestone, rule view, engine), then one line for
// each domain in which they have scores (id, and share of the total weight in
// units of 2^-31). So blocked vendors, names and the scale of the weights do not
// change the seed.
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
	t.Seed = seed(lines, t.competing().Domains)
	return t
}

// perTenth is a tenth of a point in millionths, and perPoint is one point.
const perTenth, perPoint = 100_000, 1_000_000

// shown returns the shown score of a domain in millionths of a point, and false if
// the contender has no score there.
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

// competes reports whether the contender has a score and is not blocked.
func (c Contender) competes() bool {
	return !c.Blocked && slices.ContainsFunc(c.Scores, func(s [2]assessment.Score) bool { return s != none })
}

// competing returns the table with only the contenders that compete, and only the
// domains in which at least one of them has a score.
func (t Table) competing() Table {
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

// unit is the sum of the weights of one draw, in units of 2^-31.
const unit = 1 << 31

// shares returns the weights as shares of their sum, in units of 2^-31, rounded
// down. The shares stay the same if all weights are multiplied by one number.
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
