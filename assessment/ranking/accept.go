package ranking

import (
	"math/bits"
	"math/rand/v2"

	"assay/assessment"
)

// Draws is how many weightings are usually drawn. A share of them is then
// within 1 percentage point of the true one in 95 of 100 cases or more
// (1.96·√(¼/10000)); Tervonen and Lahdelma reckon so in "Implementing stochastic
// multicriteria acceptability analysis", European Journal of Operational
// Research 178 (2007) 500–513.
const Draws = 10_000

// Acceptability is the answer of SMAA-2, stochastic multicriteria acceptability
// analysis (Lahdelma and Salminen, "SMAA-2: Stochastic multicriteria
// acceptability analysis for group decision making", Operations Research 49
// (2001) 444–454), to the question how much of an order is owed to the weights: out of many
// weightings, how many give each vendor each rank? In each, the score of every
// domain is drawn from its interval too, evenly, so that what is not answered
// yet counts as unsure.
type Acceptability struct {
	Draws int          `json:"draws"`
	Any   []Acceptance `json:"any"`  // all weightings that there are: even over the simplex
	Near  []Acceptance `json:"near"` // each weight anywhere within ±20 % of the set one, evenly, apart from the others
}

// Acceptance is how often one vendor took each rank. Its rank in a draw is one
// more than the number of vendors that were strictly better, so that vendors
// without any difference share the better rank, and the counts of one rank
// over all vendors may then add up to more than the draws.
type Acceptance struct {
	Assessment string           `json:"assessment"`
	Vendor     string           `json:"vendor"`
	Subject    string           `json:"subject,omitempty"`
	Ranks      []int            `json:"ranks"`    // draws in which it took rank 1, 2, …
	First      assessment.Score `json:"first"`    // percent of the draws in which it took rank 1
	Expected   assessment.Score `json:"expected"` // mean rank, with one decimal
}

// Accept draws weightings and counts ranks among the contenders that are not
// blocked and have a score. Nothing but the table decides the outcome.
//
// All arithmetic is done in integers: a weight is drawn in units of 2^-31, a
// score in units of 2^-20 tenths, and a whole is rounded down to the latter, a
// ten millionth of a point. The random bits are those of ChaCha8 as
// c2sp.org/chacha8rand specifies it, in the order in which they come, without
// any of the methods by which later versions of Go may make numbers of them
// differently.
func Accept(t Table, draws int) Acceptability {
	t = t.contest()
	n, m := len(t.Contenders), len(t.Domains)
	a := Acceptability{Draws: draws, Any: make([]Acceptance, n), Near: make([]Acceptance, n)}
	for v, c := range t.Contenders {
		who := Acceptance{Assessment: c.Assessment, Vendor: c.Vendor, Subject: c.Subject}
		a.Any[v], a.Near[v] = who, who
		a.Any[v].Ranks, a.Near[v].Ranks = make([]int, n), make([]int, n)
	}
	source, random := rand.NewChaCha8(t.Seed), make([]uint64, m+m+n*m)
	set, weights := shares(t.Domains), make([]weight, m)
	s := newSheet(t)
	anyhow, nearby := make([]uint64, n), make([]uint64, n)
	for range draws {
		fill(random, source)
		drawWeights(weights, set, random[:m], random[m:2*m])
		s.draw(weights, random[2*m:], anyhow, nearby)
		count(a.Any, anyhow)
		count(a.Near, nearby)
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

// randomBits is how many random bits there are in each drawn number. Three fit
// into one word of the source.
const randomBits = 21

// fill makes random numbers from 0 up to 2^21.
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

// drawWeights makes the weights of one draw. Those over the simplex are the
// gaps between points thrown evenly on a line of length [unit], which is as
// even as gaps can be; those near the set ones lie between 4/5 and 6/5 of them.
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

// sortFew sorts by insertion. There are as many points as domains, a dozen or
// so: just too many for slices.Sort to do the same, and it would take a tenth
// of all the time.
func sortFew(points []uint64) {
	for n, point := range points {
		at := n
		for ; at > 0 && points[at-1] > point; at-- {
			points[at] = points[at-1]
		}
		points[at] = point
	}
}

// sheet holds the intervals of all contenders in units of 2^-20 tenths of a
// point, one contender after the other, ready to be drawn from.
type sheet struct {
	domains int
	cells   []cell
	lacking [][]int // of each contender: the domains in which it has no score
	penalty []uint64
}

type cell struct {
	low   uint64 // units
	width uint64 // tenths
}

const (
	scoreBits = 20
	tenth     = 1 << scoreBits
)

func newSheet(t Table) sheet {
	s := sheet{domains: len(t.Domains)}
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

// draw draws the scores of all contenders once and weighs them in both ways.
// A domain without a score is left out of both sums.
func (s sheet) draw(weights []weight, random, anyhow, nearby []uint64) {
	var all weight
	for _, w := range weights {
		all.any += w.any
		all.near += w.near
	}
	for v := range anyhow {
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
		anyhow[v] = whole(sum.any, of.any, s.penalty[v])
		nearby[v] = whole(sum.near, of.near, s.penalty[v])
	}
}

// whole is a weighted mean less a penalty, held at 0.
func whole(sum, weight, penalty uint64) uint64 {
	if weight == 0 {
		return 0
	}
	mean := sum / weight
	return mean - min(mean, penalty)
}

// count ranks the contenders by their values in one draw. It compares each with
// each, without a branch that a processor could guess wrong: among the few that
// meet in one contest this is quicker than sorting them.
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
