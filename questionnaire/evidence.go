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

// Demand is the evidence that an item asks for at a milestone.
type Demand struct {
	Groups  []Group  // each must be shown to close a gate
	Further []string // kinds that support the answer too; without groups, any of them closes a gate
}

// Demand returns the evidence that the item asks for at a milestone.
func (i *Item) Demand(at Milestone) Demand {
	return Demand{latest(i.MustShow, i.MustShowAt, at), latest(i.Evidence, i.ShownBy, at)}
}

// Takes reports whether a record of this kind supports the answer. If no kind
// is named, every record does.
func (d Demand) Takes(kind string) bool {
	return len(d.Groups)+len(d.Further) == 0 || slices.Contains(d.Further, kind) ||
		slices.ContainsFunc(d.Groups, func(g Group) bool { return slices.Contains(g.By, kind) })
}

// Kinds lists the ids of the kinds that support the answer, those of the groups
// first. None means that any kind does.
func (d Demand) Kinds() []string {
	if len(d.Groups) == 0 {
		return d.Further
	}
	var kinds []string
	for _, group := range d.Groups {
		kinds = append(kinds, group.By...)
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(append(kinds, d.Further...), func(kind string) bool {
		again := seen[kind]
		seen[kind] = true
		return again
	})
}

// Equal reports whether two demands ask for the same evidence, whatever they
// call it.
func (d Demand) Equal(other Demand) bool {
	return sameKinds(d.Further, other.Further) && slices.EqualFunc(d.Groups, other.Groups, func(a, b Group) bool { return sameKinds(a.By, b.By) })
}

// means reports whether two demands say the same, whatever repeats itself in
// them.
func (d Demand) means(other Demand) bool {
	groups := slices.EqualFunc(d.Groups, other.Groups, func(a, b Group) bool { return a.Show == b.Show && sameKinds(a.By, b.By) })
	return groups && sameKinds(d.Kinds(), other.Kinds())
}

// sameKinds reports whether two lists hold the same kinds, in any order.
func sameKinds(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// Accepts lists the ids of the evidence kinds that support the item at a
// milestone. None means that any kind does.
func (i *Item) Accepts(at Milestone) []string { return i.Demand(at).Kinds() }

// Accepted lists the evidence kinds that support an item at a milestone. If the
// item names none, every kind does.
func (q *Questionnaire) Accepted(item *Item, at Milestone) []*EvidenceKind {
	var kinds []*EvidenceKind
	for _, id := range item.Accepts(at) {
		if kind := q.EvidenceKind(id); kind != nil {
			kinds = append(kinds, kind)
		}
	}
	if len(kinds) == 0 {
		for n := range q.Evidence {
			kinds = append(kinds, &q.Evidence[n])
		}
	}
	return kinds
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
