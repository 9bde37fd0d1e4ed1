package contest

import (
	"fmt"
	"math/big"
	"slices"

	"assay/assessment/english"
)

// Points are a difference of two scores in tenths of a point. Below zero the side
// is behind.
type Points int

// String is the difference with its sign and one decimal, such as +2.1 or −0.4.
func (p Points) String() string {
	switch {
	case p > 0:
		return "+" + p.plain()
	case p < 0:
		return "−" + (-p).plain()
	}
	return p.plain()
}

// plain is a difference from zero on, without its sign.
func (p Points) plain() string { return fmt.Sprintf("%d.%d", p/10, p%10) }

// MarshalJSON writes the difference as a number of points.
func (p Points) MarshalJSON() ([]byte, error) {
	if p < 0 {
		return []byte("-" + (-p).plain()), nil
	}
	return []byte(p.plain()), nil
}

// shareOut rounds exact parts, in tenths, to whole tenths that add up to the total.
// It rounds each part down. Then it raises the parts that lost most by one tenth. If
// the total is the difference of two rounded sums, each part stays within a tenth
// of its exact value.
func shareOut(exact []*big.Rat, total Points) []Points {
	parts, lost := make([]Points, len(exact)), make([]*big.Rat, len(exact))
	var order []int
	rest := int(total)
	for n, value := range exact {
		down := new(big.Int).Div(value.Num(), value.Denom()) // rounds down, also below zero
		parts[n] = Points(down.Int64())
		lost[n] = new(big.Rat).Sub(value, new(big.Rat).SetInt(down))
		rest -= int(parts[n])
		if value.Sign() != 0 {
			order = append(order, n)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return lost[b].Cmp(lost[a]) })
	step := Points(1)
	if rest < 0 {
		step, rest = -1, -rest
		slices.Reverse(order)
	}
	for n := range rest {
		if len(order) > 0 {
			parts[order[n%len(order)]] += step
		}
	}
	return parts
}

// others is how many more there are, in words.
func others(n int) string { return english.Count(n, "other", "others") }
