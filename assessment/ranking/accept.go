package ranking

import (
	"math/bits"
	"math/rand/v2"

	"assay/assessment"
)

// Draws is the usual number of random weightings. With 10,000 of them, a share
// is within 1 percentage point of the true share in at least 95 of 100 cases
// (1.96·√(¼/10000)). This follows Tervonen and Lahdelma, "Implementing
// stochastic multicriteria acceptability analysis", European Journal of
// Operational Research 178 (2007) 500–513.
const Draws = 10_000

// Acceptability says how much the order depends on the weights: it counts, over
// many random weightings, how often each vendor takes each rank. The method is
// SMAA-2, stochastic multicriteria acceptability analysis (Lahdelma and
// Salminen, "SMAA-2: Stochastic multicriteria acceptability analysis for group
// decision making", Operations Research 49 (2001) 444–454).
//
// Each draw also takes a random score from the interval of every domain,
// uniformly. So open questions count as uncertainty.
type Acceptability struct {
	Draws int          `json:"draws"`
	Any   []Acceptance `json:"any"`  // any weights at all, uniform over the simplex
	Near  []Acceptance `json:"near"` // each weight independent and uniform within ±20 % of the set weight
}

// Acceptance says how often one vendor took each rank. The rank in a draw is 1
// plus the number of strictly better vendors. So equal vendors share the better
// rank, and the counts of one rank over all vendors may exceed the number of
// draws.
type Acceptance struct {
	Assessment string           `json:"assessment"`
	Vendor     string           `json:"vendor"`
	Subject    string           `json:"subject,omitempty"`
	Ranks      []int            `json:"ranks"`    // number of draws with rank 1, 2, …
	First      assessment.Score `json:"first"`    // percent of the draws with rank 1
	Expected   assessment.Score `json:"expected"` // mean rank, with one decimal
}

// Accept draws random weightings and counts ranks among the contenders that are
// not blocked and have a score. The same table always gives the same counts.
//
// All arithmetic uses integers. A weight is in units of 2^-31, a score in units
// of 2^-20 tenths of a point, and a weighted mean is rounded down to such a unit,
// about a ten-millionth of a point. The random bits come straight from ChaCha8
// (c2sp.org/chacha8rand). Accept does not use the number functions of package
// rand, because another version of Go may compute other numbers from the same
// bits.
func Accept(t Table, draws int) Acceptability {
	t = t.competing()
	n, m := len(t.Contenders), len(t.Domains)
	a := Acceptability{Draws: draws, Any: make([]Acceptance, n), Near: make([]Acceptance, n)}
	for v, c := range t.Contenders {
		who := Acceptance{Assessment: c.Assessment, Vendor: c.Vendor, Subject: c.Subject}
		a.Any[v], a.Near[v] = who, who
		a.Any[v].Ranks, a.Near[v].Ranks = make([]int, n), make([]int, n)
	}
	source, random := rand.NewChaCha8(t.Seed), make([]uint64, m+m+n*m)
	set, weights := shares(t.Domains), make([]weight, m)
	s := newIntervals(t)
	anyScores, nearScores := make([]uint64, n), make([]uint64, n)
	for range draws {
		fill(random, source)
		drawWeights(weights, set, random[:m], random[m:2*m])
		s.draw(weights, random[2*m:], anyScores, nearScores)
		count(a.Any, anyScores)
		count(a.Near, nearScores)
	}
	for v := range n {
		a.Any[v].sum(draws)
		a.Near[v].sum(draws)
	}
	return a
}

func (a *Acceptance) sum(draws int) {
	if draws <= 0 {
		return
	}
	total := 0
	for rank, count := range a.Ranks {
		total += (rank + 1) * count
	}
	a.First = assessment.Score((2*1000*a.Ranks[0] + draws) / (2 * draws))
	a.Expected = assessment.Score((2*10*total + draws) / (2 * draws))
}

// randomBits is the number of bits in each random number. Three numbers fit into
// one word of the source.
const randomBits = 21

// fill fills random with numbers from 0 up to, not including, 2^21.
func fill(random []uint64, source *rand.ChaCha8) {
	const mask = 1<<randomBits - 1
	for ; len(random) > 2; random = random[3:] {
		word := source.Uint64()
		random[0], random[1], random[2] = word&mask, word>>randomBits&mask, word>>(2*randomBits)&mask
	}
	for n := range random {
		random[n] = source.Uint64() & mask
	}
}

// weight is the weight of a domain in one draw, in units of 2^-31.
type weight struct {
	any, near uint64
}

// drawWeights makes the weights of one draw. For weights that are uniform over
// the simplex, it puts random points on a line of length [unit] and takes the
// gaps between them. The near weights are between 4/5 and 6/5 of the set ones.
func drawWeights(weights []weight, set, points, moves []uint64) {
	if len(weights) == 0 {
		return
	}
	points[len(points)-1] = 1 << randomBits // the end of the line
	sortFew(points)
	start := uint64(0)
	for k, end := range points {
		weights[k].any = (end - start) * (unit >> randomBits)
		weights[k].near = (set[k]*4 + set[k]*2*moves[k]>>randomBits) / 5
		start = end
	}
}

// sortFew sorts by insertion. There are about a dozen points, one for each
// domain. slices.Sort uses a slower method from that number on, and would take a
// tenth of the total time.
func sortFew(points []uint64) {
	for n, point := range points {
		at := n
		for ; at > 0 && points[at-1] > point; at-- {
			points[at] = points[at-1]
		}
		points[at] = point
	}
}

// intervals holds the intervals of all contenders in a form that is quick to draw
// from. A unit is 2^-20 tenths of a point.
type intervals struct {
	domains int
	cells   []cell   // domains cells for each contender, one contender after the other
	lacking [][]int  // of each contender: the domains in which it has no score
	penalty []uint64 // of each contender, in units
}

type cell struct {
	low   uint64 // in units
	width uint64 // in tenths of a point
}

const (
	scoreBits = 20
	tenth     = 1 << scoreBits
)

func newIntervals(t Table) intervals {
	s := intervals{domains: len(t.Domains)}
	for _, c := range t.Contenders {
		var lacking []int
		for k, ends := range c.Scores {
			if ends == none {
				lacking = append(lacking, k)
				ends = [2]assessment.Score{}
			}
			s.cells = append(s.cells, cell{low: uint64(ends[0]) * tenth, width: uint64(ends[1] - ends[0])})
		}
		s.lacking = append(s.lacking, lacking)
		s.penalty = append(s.penalty, uint64(c.Penalty)*10*tenth)
	}
	return s
}

// draw takes one random score for each contender and domain, and writes the
// weighted means under both kinds of weights. It leaves out the domains in which
// a contender has no score.
func (s intervals) draw(weights []weight, random, anyScores, nearScores []uint64) {
	var all weight
	for _, w := range weights {
		all.any += w.any
		all.near += w.near
	}
	for v := range anyScores {
		row, chance := s.cells[v*s.domains:][:len(weights)], random[v*s.domains:][:len(weights)]
		var sum weight
		for k, w := range weights {
			score := row[k].low + row[k].width*chance[k]>>(randomBits-scoreBits)
			sum.any += w.any * score
			sum.near += w.near * score
		}
		of := all
		for _, k := range s.lacking[v] {
			of.any -= weights[k].any
			of.near -= weights[k].near
		}
		anyScores[v] = mean(sum.any, of.any, s.penalty[v])
		nearScores[v] = mean(sum.near, of.near, s.penalty[v])
	}
}

// mean returns a weighted mean minus a penalty, but at least 0.
func mean(sum, weight, penalty uint64) uint64 {
	if weight == 0 {
		return 0
	}
	m := sum / weight
	return m - min(m, penalty)
}

// count ranks the contenders by their values in one draw. It compares every pair
// without branches, because that is faster than sorting for the few contenders
// of one contest.
func count(into []Acceptance, values []uint64) {
	for v, own := range values {
		better := uint64(0)
		for _, other := range values {
			_, less := bits.Sub64(own, other, 0)
			better += less
		}
		into[v].Ranks[better]++
	}
}
