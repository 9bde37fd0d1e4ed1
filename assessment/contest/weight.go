package contest

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"assay/assessment"
)

// Weight is how much a difference on an item weighs.
type Weight struct {
	Effect Effect `json:"effect,omitempty"`

	// Hundredths is how far the item sets the sides apart, in hundredths of a point
	// of the whole score: from the side that gets least for it to the one that gets
	// most, among those for which it counts.
	Hundredths int `json:"hundredths"`
}

// Effect is the effect of an open gate on the verdict of some sides only.
type Effect string

// The effects, the strongest first.
const (
	Blocks Effect = "blocks"
	Caps   Effect = "caps" // an open gate that is not hard: conditional at most
)

// Text names the weight of the difference in a few words. It is empty for a
// difference that no figure and no verdict depends on.
func (w Weight) Text() string {
	switch {
	case w.Effect == Blocks:
		return "blocks"
	case w.Effect == Caps:
		return "conditional at most"
	case w.Hundredths > 0:
		return fmt.Sprintf("%d.%02d points apart", w.Hundredths/100, w.Hundredths%100)
	}
	return ""
}

// compare sorts the heavier difference first.
func (w Weight) compare(o Weight) int {
	return cmp.Or(cmp.Compare(o.Effect.rank(), w.Effect.rank()), cmp.Compare(o.Hundredths, w.Hundredths))
}

func (e Effect) rank() int {
	switch e {
	case Blocks:
		return 2
	case Caps:
		return 1
	}
	return 0
}

// weigh fills in the weights of the differences.
func weigh(items []Item, sides []Side) {
	shares := make([]map[string]share, len(sides))
	for n := range sides {
		shares[n] = sharesOf(sides[n].Result)
	}
	for i := range items {
		item := &items[i]
		if item.Same {
			continue
		}
		item.Weighs = Weight{Effect: effectOf(item, sides), Hundredths: apart(item, shares)}
	}
}

// effectOf is the effect of the gate of an item on some sides, but not on all.
func effectOf(item *Item, sides []Side) Effect {
	var hard, open int
	for n, mark := range item.Marks {
		if !mark.Gate.Open() {
			continue
		}
		open++
		if asked := sides[n].Snapshot.Questionnaire.In(sides[n].Result.View).Item(item.ID); asked.HardAt(sides[n].Result.Milestone) {
			hard++
		}
	}
	switch {
	case hard > 0 && hard < len(sides):
		return Blocks
	case open > 0 && open < len(sides):
		return Caps
	}
	return ""
}

// apart is how far an item sets the sides apart, in hundredths of a point.
func apart(item *Item, shares []map[string]share) int {
	var least, most int64
	counted := 0
	for n, mark := range item.Marks {
		of, scored := shares[n][item.Domain]
		if !scored || mark.Weight == 0 || mark.State != assessment.StateAnswered && mark.State != assessment.StateUnanswered {
			continue
		}
		points := of.points(mark)
		if counted == 0 {
			least, most = points, points
		}
		least, most = min(least, points), max(most, points)
		counted++
	}
	const perHundredth = 10_000
	return int((most - least + perHundredth/2) / perHundredth)
}

// share is the part of the whole that a domain has.
type share struct{ weight, weights, items int64 }

// points returns the points that an item adds to the whole, in millionths. Whole numbers
// give the same on every machine.
func (s share) points(m Mark) int64 {
	credit := int64(math.Round(m.Credit * 1e6))
	return s.weight * int64(m.Weight) * credit * 100 / (s.items * s.weights)
}

// sharesOf are the shares of the domains that have a score.
func sharesOf(r assessment.Result) map[string]share {
	shares, weights := map[string]share{}, weightsOf(r)
	if weights == 0 {
		return shares
	}
	items := map[string]int64{}
	for _, item := range r.Items {
		if item.State == assessment.StateAnswered || item.State == assessment.StateUnanswered {
			items[item.Domain] += int64(item.Weight)
		}
	}
	for _, d := range r.Domains {
		if d.Shown != assessment.NoScore && items[d.ID] > 0 {
			shares[d.ID] = share{int64(d.Weight), weights, items[d.ID]}
		}
	}
	return shares
}

// Differing are the rows that are not the same on all sides, the heaviest first.
func Differing(rows []Row) []Row {
	rows = slices.DeleteFunc(slices.Clone(rows), func(r Row) bool { return r.Same })
	slices.SortStableFunc(rows, func(a, b Row) int { return a.Weighs.compare(b.Weighs) })
	return rows
}
