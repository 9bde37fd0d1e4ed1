package ranking

import (
	"encoding/json"
	"math/big"
	"slices"

	"assay/assessment"
)

// Swap is a change of one weight at which the first and the second vendor are
// equal. With a slightly larger change the second is first. All other weights
// stay the same.
type Swap struct {
	Domain string
	Name   string
	With   string // the second vendor, which becomes first
	Weight int    // the set weight

	// At is the weight at which both are equal, more than 0. It is exact if both
	// have scores in the same domains. Otherwise it may be a square root, and is
	// then exact to a billionth.
	At *big.Rat
}

// Change returns At minus the set weight.
func (s Swap) Change() *big.Rat {
	return new(big.Rat).Sub(s.At, new(big.Rat).SetInt64(int64(s.Weight)))
}

// Percent returns the change in percent of the set weight. It stays the same if
// all weights are multiplied by one number.
func (s Swap) Percent() *big.Rat {
	return new(big.Rat).Mul(s.Change(), big.NewRat(100, int64(s.Weight)))
}

// MarshalJSON writes the figures with two decimals.
func (s Swap) MarshalJSON() ([]byte, error) {
	number := func(r *big.Rat) json.Number { return json.Number(r.FloatString(2)) }
	return json.Marshal(struct {
		Domain  string      `json:"domain"`
		Name    string      `json:"name"`
		With    string      `json:"with"`
		Weight  int         `json:"weight"`
		At      json.Number `json:"at"`
		Change  json.Number `json:"change"`
		Percent json.Number `json:"percent"`
	}{s.Domain, s.Name, s.With, s.Weight, number(s.At), number(s.Change()), number(s.Percent())})
}

// Swaps returns, for each domain, the smallest change of its weight that puts the
// second contender above the first. first and second are indexes in the table.
// The smallest change in percent comes first. A domain has no swap if its weight
// alone cannot do it. Swaps returns nil if the first is not strictly ahead.
func Swaps(t Table, first, second int) []Swap {
	if !ahead(t, first, second) {
		return nil
	}
	a, b := &t.Contenders[first], &t.Contenders[second]
	var swaps []Swap
	for k, domain := range t.Domains {
		p := pair{first: lineOf(t.Domains, a, k), second: lineOf(t.Domains, b, k)}
		set := new(big.Rat).SetInt64(int64(domain.Weight))
		var nearest *Swap
		for _, root := range p.roots() {
			swap := Swap{Domain: domain.ID, Name: domain.Name, With: assessment.Title(b.Vendor, b.Subject), Weight: domain.Weight, At: root}
			if root.Sign() <= 0 || p.ahead(beyond(set, root)) >= 0 {
				continue
			}
			if nearest == nil || smaller(swap, *nearest) < 0 {
				nearest = &swap
			}
		}
		if nearest != nil {
			swaps = append(swaps, *nearest)
		}
	}
	slices.SortStableFunc(swaps, smaller)
	return swaps
}

// ahead reports whether the first is strictly ahead of the second under the
// set weights.
func ahead(t Table, first, second int) bool {
	p := pair{first: lineOf(t.Domains, &t.Contenders[first], -1), second: lineOf(t.Domains, &t.Contenders[second], -1)}
	return p.ahead(new(big.Rat)) > 0
}

func smaller(a, b Swap) int {
	return new(big.Rat).Abs(a.Percent()).Cmp(new(big.Rat).Abs(b.Percent()))
}

// beyond returns a weight slightly farther from the set weight than the root.
func beyond(set, root *big.Rat) *big.Rat {
	step := new(big.Rat).Sub(root, set)
	step.Mul(step, big.NewRat(1, 1<<20))
	return step.Add(step, root)
}

// line is the score of one contender, minus its penalty, as a function of the
// weight x of one domain: (a + b·x) / (c + d·x), in millionths of a point.
type line struct{ a, b, c, d *big.Int }

func lineOf(domains []Domain, who *Contender, changing int) line {
	l := line{new(big.Int), new(big.Int), new(big.Int), new(big.Int)}
	for k := range who.Scores {
		shown, scored := who.shown(k)
		if !scored {
			continue
		}
		score := big.NewInt(shown - int64(who.Penalty)*perPoint)
		if k == changing {
			l.b, l.d = score, big.NewInt(1)
			continue
		}
		weight := big.NewInt(int64(domains[k].Weight))
		l.c.Add(l.c, weight)
		l.a.Add(l.a, weight.Mul(weight, score))
	}
	return l
}

// at returns the score under the weight x, but at least 0. It returns nil if the
// total weight is 0. x must not be negative.
func (l line) at(x *big.Rat) *big.Rat {
	over := func(a, b *big.Int) *big.Rat {
		product := new(big.Rat).Mul(new(big.Rat).SetInt(b), x)
		return product.Add(product, new(big.Rat).SetInt(a))
	}
	weight := over(l.c, l.d)
	if weight.Sign() == 0 {
		return nil
	}
	value := over(l.a, l.b)
	if value.Sign() < 0 {
		return new(big.Rat)
	}
	return value.Quo(value, weight)
}

type pair struct{ first, second line }

// ahead returns a positive number if the first is ahead under the weight x, a
// negative number if the second is ahead, and 0 if they are equal or if one of
// them has no score.
func (p pair) ahead(x *big.Rat) int {
	first, second := p.first.at(x), p.second.at(x)
	if first == nil || second == nil {
		return 0
	}
	return first.Cmp(second)
}

// roots returns the weights at which both scores are equal, without the limit at
// 0: the solutions of (a + b·x)(c' + d'·x) = (a' + b'·x)(c + d·x).
func (p pair) roots() []*big.Rat {
	f, s := p.first, p.second
	coefficient := func(terms ...*big.Int) *big.Int {
		sum := new(big.Int)
		for n := 0; n < len(terms); n += 4 {
			sum.Add(sum, new(big.Int).Mul(terms[n], terms[n+1]))
			sum.Sub(sum, new(big.Int).Mul(terms[n+2], terms[n+3]))
		}
		return sum
	}
	zero := coefficient(f.a, s.c, s.a, f.c)
	one := coefficient(f.b, s.c, s.b, f.c, f.a, s.d, s.a, f.d)
	two := coefficient(f.b, s.d, s.b, f.d)
	minus := new(big.Int).Neg(one)
	if two.Sign() == 0 {
		if one.Sign() == 0 {
			return nil
		}
		return []*big.Rat{new(big.Rat).SetFrac(new(big.Int).Neg(zero), one)}
	}
	square := new(big.Int).Mul(one, one)
	square.Sub(square, new(big.Int).Mul(new(big.Int).Mul(two, zero), big.NewInt(4)))
	if square.Sign() < 0 {
		return nil
	}
	const precision = 64 // bits of the root after the point
	root := new(big.Int).Sqrt(square.Lsh(square, 2*precision))
	minus.Lsh(minus, precision)
	two.Lsh(two, precision+1)
	return []*big.Rat{
		new(big.Rat).SetFrac(new(big.Int).Add(minus, root), two),
		new(big.Rat).SetFrac(new(big.Int).Sub(minus, root), two),
	}
}
