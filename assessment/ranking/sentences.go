package ranking

import (
	"fmt"
	"math/big"
	"strings"
)

// mostSwaps is the number of swaps in the sentences. The smallest come first.
const mostSwaps = 3

// Realistic reports whether people might really choose this weight: at least half
// and at most twice the set weight.
func (s Swap) Realistic() bool {
	half, twice := big.NewRat(int64(s.Weight), 2), new(big.Rat).SetInt64(2*int64(s.Weight))
	return s.At.Cmp(half) >= 0 && s.At.Cmp(twice) <= 0
}

// Sentences name the changes of the weights that change the first vendor. It
// returns nil if fewer than two vendors compete.
func (f Firmness) Sentences() []string {
	if len(f.Acceptability.Any) < 2 {
		return nil
	}
	var all []string
	if f.Close {
		all = append(all, "Rounding alone decides between first and second.")
	}
	for _, swap := range f.Swaps {
		if swap.Realistic() && len(all) < mostSwaps {
			all = append(all, swap.Sentence())
		}
	}
	if len(all) == 0 && len(f.Tie) == 0 {
		all = append(all, "No realistic change of one weight changes the order: none between half and twice the set weight puts another first.")
	}
	var without []string
	for _, w := range f.Without {
		if w.Lead {
			without = append(without, w.Domain)
		}
	}
	if len(without) > 0 {
		all = append(all, "Leaving out one of these domains changes who is first: "+strings.Join(without, ", ")+".")
	}
	return all
}

// Sentence describes the change of the weight that changes the first vendor.
func (s Swap) Sentence() string {
	percent, _ := s.Percent().Float64()
	way := "more"
	if s.Change().Sign() < 0 {
		way = "less"
	}
	return fmt.Sprintf("%s leads if %s weighs %s than %s instead of %d (%+.0f%%).", s.With, s.Domain, way, s.At.FloatString(1), s.Weight, percent)
}
