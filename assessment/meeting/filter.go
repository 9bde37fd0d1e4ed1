package meeting

import (
	"slices"

	"assay/assessment"
	"assay/questionnaire"
)

// Filter keeps a part of the items.
type Filter string

// The filters besides those by whom to ask. The empty one keeps all items.
const (
	Unfiltered Filter = ""
	ToAnswer   Filter = "open"
	ToComeBack Filter = "come back"
	Flagged    Filter = "flagged"
	NotShown   Filter = "not shown"
)

// Filters lists the filters that make sense for the items: the four states, then one
// for each party that is asked.
func (i Items) Filters() []Filter {
	all := []Filter{ToAnswer, ToComeBack, NotShown, Flagged}
	for _, id := range i.Visible() {
		if of := i.askedOf(id); of != "" && !slices.Contains(all, of) {
			all = append(all, of)
		}
	}
	return all
}

// Keeps reports whether a filter keeps an item.
func (i Items) Keeps(f Filter, id string) bool {
	switch f {
	case Unfiltered:
		return true
	case ToAnswer:
		return i.Due(id) && i.Open(id)
	case ToComeBack:
		return i.Now.Answers[id].Later
	case Flagged:
		return slices.ContainsFunc(i.Result.OpenFlags, func(flag assessment.OpenFlag) bool { return flag.Item == id })
	case NotShown:
		return i.onWord(id)
	}
	return f == i.askedOf(id)
}

// onWord reports an answer that rests on the word of the vendor, though a record could
// show it.
func (i Items) onWord(id string) bool {
	item, result := i.Now.Questionnaire.Item(id), i.Of(id)
	return result.Gate == assessment.GateNotShown || result.State == assessment.StateAnswered && result.P > 0 &&
		result.Assurance == assessment.Claimed && len(item.Accepts(i.Result.Milestone)) > 0
}

// askedOf is the filter by whom to ask an item, or empty for one that nobody is asked.
func (i Items) askedOf(id string) Filter {
	item := i.Now.Questionnaire.Item(id)
	switch {
	case item.Computed():
		return ""
	case item.AskedOf == "":
		return "ask anybody"
	case item.AskedOf == questionnaire.AskedOfUs:
		return "ask ourselves"
	case item.AskedOf == "document":
		return "read the document"
	case item.AskedOf == "research":
		return "look it up"
	case item.AskedOf == "reference":
		return "ask a reference"
	}
	return Filter("ask the " + item.AskedOf)
}

// Words names a filter in a list of filters.
func (f Filter) Words() string {
	switch f {
	case Unfiltered:
		return "all"
	case ToAnswer:
		return "open"
	case ToComeBack:
		return "to come back to"
	case Flagged:
		return "with a red flag"
	case NotShown:
		return "not shown yet"
	}
	return string(f)
}

// Count counts the items that a filter keeps, of those that are wanted.
func (i Items) Count(f Filter, wanted func(id string) bool) int {
	n := 0
	for _, id := range i.Visible() {
		if wanted(id) && i.Keeps(f, id) {
			n++
		}
	}
	return n
}
