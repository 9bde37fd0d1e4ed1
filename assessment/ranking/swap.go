package ranking

import (
	"encoding/json"
	"math/big"
	"slices"
)

// Swap is a change of one domain's weight, the others staying as they are, at
// which the first and the second are equal. Any further in that direction, and
// they have changed places.
type Swap struct {
	Domain string
	Name   string
	With   string // the second that becomes first
	Weight int    // as set

	// At is the weight at which they are equal, above 0. It is exact where both
	// score in the same domains; else it may be the root of a square, and is
	// within a billionth of it.
	At *big.Rat
}

// Change is how far the weight has to move, below 0 for less.
func (s Swap) Change() *big.Rat {
	return new(big.Rat).Sub(s.At, new(big.Rat).SetInt64(int64(s.Weight)))
}

// Percent is the change in percent of the set weight. It does not depend on the
// scale of the weights.
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

// Swaps are, for two contenders of a table, the smallest change of each
// domain's weight that puts the second above the first, the smallest in
// percent before the others. A domain whose weight alone cannot do it has none.
// There are none at all where the first is not strictly ahead.
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
			swap := Swap{Domain: domain.ID, Name: domain.Name, With: title(b.Vendor, b.Subject), Weight: domain.Weight, At: root}
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

// beyond is a little past a root, coming from the set weight.
func beyond(set, root *big.Rat) *big.Rat {
	step := new(big.Rat).Sub(root, set)
	step.Mul(step, big.NewRat(1, 1<<20))
	return step.Add(step, root)
}

// line is the whole of one contender as the weight x of one domain changes:
// (a + b·x) / (c + d·x), in millionths of a point, with the penalty taken off.
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

// at is the whole under a weight of 0 or more, held at 0, and nil where there
// is nothing to weigh.
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

// ahead is above 0 where the first is ahead, below it where the second is. A
// contender without a score is behind nobody and ahead of nobody.
func (p pair) ahead(x *big.Rat) int {
	first, second := p.first.at(x), p.second.at(x)
	if first == nil || second == nil {
		return 0
	}
	return first.Cmp(second)
}

// roots are the weights at which both are equal, before anything is held at 0:
// where (a + b·x)(c' + d'·x) = (a' + b'·x)(c + d·x).
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
