package questionnaire

import (
	"fmt"
	"slices"
)

// Overlay changes some items for one rule view. The answers stay the same;
// the view judges them differently.
type Overlay struct {
	View  View          `json:"view"`
	Items []OverlayItem `json:"items"`
}

// OverlayItem is the change of one item. A missing key changes nothing.
type OverlayItem struct {
	ID           string            `json:"id"`
	Weight       int               `json:"weight,omitempty"`
	Hard         bool              `json:"hard,omitempty"` // a view can make a gate hard, never soft
	MinAssurance string            `json:"min_assurance,omitempty"`
	GateAt       map[Milestone]int `json:"gate_at,omitempty"`
	Because      string            `json:"because"` // the proposed requirement, in our words
}

// In is the questionnaire as a rule view reads it. It has the same hash: the
// overlays are part of the file.
func (q *Questionnaire) In(view View) *Questionnaire {
	base := q
	if q.base != nil {
		base = q.base
	}
	if seen := base.views[view]; seen != nil {
		return seen
	}
	return base
}

// under copies the items and lays the overlay over the copy.
func (q *Questionnaire) under(overlay *Overlay) *Questionnaire {
	seen := *q
	seen.base = q
	seen.Domains = slices.Clone(q.Domains)
	for d := range seen.Domains {
		seen.Domains[d].Items = slices.Clone(q.Domains[d].Items)
	}
	seen.index()
	for _, change := range overlay.Items {
		item := seen.items[change.ID]
		item.Hard = item.Hard || change.Hard
		if change.Weight > 0 {
			item.Weight = change.Weight
		}
		if change.MinAssurance != "" {
			item.MinAssurance = change.MinAssurance
		}
		if len(change.GateAt) > 0 {
			item.GateAt = change.GateAt
		}
		item.Because = change.Because
	}
	return &seen
}

// Differs reports whether a rule view other than current changes anything.
func (q *Questionnaire) Differs(view View) bool {
	return q.In(view) != q || slices.ContainsFunc(q.Domains, func(d Domain) bool {
		return slices.ContainsFunc(d.Items, func(i Item) bool { return i.Basis == Proposed })
	})
}

// Overlaid is the change of an item in a rule view, or nil.
func (q *Questionnaire) Overlaid(item string, view View) *OverlayItem {
	for n := range q.Overlays {
		if q.Overlays[n].View != view {
			continue
		}
		for i := range q.Overlays[n].Items {
			if q.Overlays[n].Items[i].ID == item {
				return &q.Overlays[n].Items[i]
			}
		}
	}
	return nil
}

// Overlaying describes in words how a rule view changes an item: now is the
// item in the file, then the item in the view.
func Overlaying(now, then *Item) []string {
	var points []string
	if then.Hard && !now.Hard {
		points = append(points, "a hard gate")
	}
	for _, at := range Milestones() {
		if least, set := then.GateAt[at]; set && least != now.GateAt[at] {
			points = append(points, fmt.Sprintf("a gate at %s: %s", at, then.LeastWords(least)))
		}
	}
	if then.MinAssurance != now.MinAssurance {
		points = append(points, "shown at least "+then.MinAssurance)
	}
	if then.Weight != now.Weight {
		points = append(points, fmt.Sprintf("weight %d instead of %d", then.Weight, now.Weight))
	}
	return points
}
