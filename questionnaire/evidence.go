package questionnaire

import (
	"fmt"
	"iter"
	"slices"
)

// Group is one thing that must be shown to close a gate. A record of any of
// its kinds shows it.
type Group struct {
	Show string   `json:"show"` // in plain words, as "OIG list"
	By   []string `json:"by"`   // ids of evidence kinds
}

// Groups lists everything that must be shown to close the item at a
// milestone. If there is none, a record of any accepted kind closes it.
func (i *Item) Groups(at Milestone) []Group { return latest(i.MustShow, i.MustShowAt, at) }

// Accepts lists the ids of the evidence kinds that support the item at a
// milestone: first those of its groups, then those that corroborate. None
// means that any record does.
func (i *Item) Accepts(at Milestone) []string {
	further := latest(i.Evidence, i.ShownBy, at)
	groups := i.Groups(at)
	if len(groups) == 0 {
		return further
	}
	var kinds []string
	for _, group := range groups {
		kinds = append(kinds, group.By...)
	}
	kinds = append(kinds, further...)
	for n := len(kinds) - 1; n > 0; n-- {
		if slices.Contains(kinds[:n], kinds[n]) {
			kinds = slices.Delete(kinds, n, n+1)
		}
	}
	return kinds
}

// Takes reports whether a record of this kind supports the item at a
// milestone.
func (i *Item) Takes(kind string, at Milestone) bool {
	groups, further := i.Groups(at), latest(i.Evidence, i.ShownBy, at)
	return len(groups)+len(further) == 0 || slices.Contains(further, kind) ||
		slices.ContainsFunc(groups, func(g Group) bool { return slices.Contains(g.By, kind) })
}

// Fresh is the number of days for which a record of the kind counts in full
// at a milestone. 0 is no limit.
func (k *EvidenceKind) Fresh(at Milestone) int { return latest(k.FreshnessDays, k.FreshAt, at) }

// latest is the value set for the last milestone that is reached, or the
// first one.
func latest[T any](first T, later map[Milestone]T, at Milestone) T {
	if len(later) == 0 {
		return first
	}
	for _, from := range Milestones() {
		if value, set := later[from]; set && at.Reached(from) {
			first = value
		}
	}
	return first
}

// named lists every list of evidence kinds of the item by its place, such as
// shown_by.access.
func (i *Item) named() iter.Seq2[string, []string] {
	return func(yield func(string, []string) bool) {
		if !yield("evidence", i.Evidence) {
			return
		}
		for _, at := range sortedMilestones(i.ShownBy) {
			if !yield("shown_by."+string(at), i.ShownBy[at]) {
				return
			}
		}
		for place, group := range i.groups() {
			if !yield(place+".by", group.By) {
				return
			}
		}
	}
}

// groups lists every group of the item by its place, such as must_show[0].
func (i *Item) groups() iter.Seq2[string, Group] {
	return func(yield func(string, Group) bool) {
		for n, group := range i.MustShow {
			if !yield(fmt.Sprintf("must_show[%d]", n), group) {
				return
			}
		}
		for _, at := range sortedMilestones(i.MustShowAt) {
			for n, group := range i.MustShowAt[at] {
				if !yield(fmt.Sprintf("must_show_at.%s[%d]", at, n), group) {
					return
				}
			}
		}
	}
}
