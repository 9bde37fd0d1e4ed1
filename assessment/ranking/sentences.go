package ranking

import (
	"fmt"
	"strings"
)

// mostSwaps is how many swaps are put into words: the smallest say how firm the
// lead is, the others only that there are more.
const mostSwaps = 3

// Sentences say what would change who leads, for people. There are none where
// nobody competes for the lead.
func (f Firmness) Sentences() []string {
	if len(f.Acceptability.Any) < 2 {
		return nil
	}
	var all []string
	if f.Close {
		all = append(all, "Rounding alone decides between first and second.")
	}
	for _, swap := range f.Swaps[:min(mostSwaps, len(f.Swaps))] {
		percent, _ := swap.Percent().Float64()
		way := "goes beyond"
		if swap.Change().Sign() < 0 {
			way = "falls below"
		}
		all = append(all, fmt.Sprintf("%s leads when the weight of %s, now %d, %s %s (%+.0f %%).", swap.With, swap.Domain, swap.Weight, way, swap.At.FloatString(1), percent))
	}
	if len(f.Swaps) == 0 && len(f.Tie) == 0 && !f.Close {
		all = append(all, "No change of one weight alone puts another first.")
	}
	var without []string
	for _, w := range f.Without {
		if w.Lead {
			without = append(without, w.Domain)
		}
	}
	if len(without) > 0 {
		all = append(all, "Others lead when one of these is left out: "+strings.Join(without, ", ")+".")
	}
	return all
}
