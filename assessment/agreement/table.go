package agreement

import (
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
)

// table holds the units with two grades or more, counted. Many units have the same
// grades: each kind is counted once.
type table struct {
	values []int   // that occur, ascending
	sizes  []int   // numbers of grades of a unit that occur, ascending
	kinds  []tally // the different units
	units  []int   // by unit: its number in kinds
}

// tally counts the grades of one unit, or of several.
type tally struct {
	size   int       // of one unit, as its number in the table's sizes
	grades []int64   // how many grades have each value
	pairs  [][]int64 // by size of the unit: how many pairs have each two values
}

func tableOf(units []Unit) table {
	var t table
	for _, u := range units {
		if len(u) > 1 {
			t.values, t.sizes = append(t.values, u...), append(t.sizes, len(u))
		}
	}
	t.values, t.sizes = ascending(t.values), ascending(t.sizes)
	known := map[string]int{}
	for _, u := range units {
		if len(u) < 2 {
			continue
		}
		name := fmt.Sprint(slices.Sorted(slices.Values(u)))
		if _, counted := known[name]; !counted {
			known[name], t.kinds = len(t.kinds), append(t.kinds, t.count(u))
		}
		t.units = append(t.units, known[name])
	}
	return t
}

func ascending(numbers []int) []int {
	slices.Sort(numbers)
	return slices.Compact(numbers)
}

// count counts the grades of a unit, and its pairs of different values.
func (t table) count(u Unit) tally {
	c := tally{grades: make([]int64, len(t.values)), pairs: make([][]int64, len(t.sizes))}
	c.size, _ = slices.BinarySearch(t.sizes, len(u))
	for _, grade := range u {
		value, _ := slices.BinarySearch(t.values, grade)
		c.grades[value]++
	}
	pairs := make([]int64, 0, len(t.values)*(len(t.values)-1)/2)
	for k := range c.grades {
		for l := range k {
			pairs = append(pairs, c.grades[l]*c.grades[k])
		}
	}
	c.pairs[c.size] = pairs
	return c
}

// empty is a tally for sums over units.
func (t table) empty() tally {
	sum := tally{grades: make([]int64, len(t.values)), pairs: make([][]int64, len(t.sizes))}
	for n := range sum.pairs {
		sum.pairs[n] = make([]int64, len(t.values)*(len(t.values)-1)/2)
	}
	return sum
}

func (s tally) clear() {
	clear(s.grades)
	for _, pairs := range s.pairs {
		clear(pairs)
	}
}

func (s tally) add(unit *tally, times int64) {
	for n, count := range unit.grades {
		s.grades[n] += times * count
	}
	pairs := s.pairs[unit.size]
	for n, count := range unit.pairs[unit.size] {
		pairs[n] += times * count
	}
}

// alpha is 1 minus the observed by the expected disagreement. The pairs of a unit
// weigh 1/(m-1) where m people graded it, so that each grade counts once.
func (t table) alpha(sum tally, d Difference) (alpha float64, defined bool) {
	grades := int64(0)
	for _, count := range sum.grades {
		grades += count
	}
	expected, observed := int64(0), make([]int64, len(t.sizes))
	pair := 0
	for k := range sum.grades {
		for c := range k {
			if sum.grades[c] > 0 && sum.grades[k] > 0 {
				difference := d(t.values, sum.grades, c, k)
				expected += sum.grades[c] * sum.grades[k] * difference
				for n := range observed {
					observed[n] += sum.pairs[n][pair] * difference
				}
			}
			pair++
		}
	}
	if expected == 0 {
		return 0, false
	}
	weighted := 0.0
	for n, size := range t.sizes {
		weighted += float64(observed[n]) / float64(size-1)
	}
	return 1 - float64(grades-1)*weighted/float64(expected), true
}

// below draws a number below n. The high half of a product with 64 random bits is
// as good as uniform: no number is more likely than another by n in 2^64.
func below(n int, source rand.Source) int {
	high, _ := bits.Mul64(source.Uint64(), uint64(n))
	return int(high)
}
