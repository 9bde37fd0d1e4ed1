package assessment

import (
	"slices"
	"strings"

	"assay/assessment/english"
	"assay/questionnaire"
)

// Showing tells how far the records of an answer show its item as a gate.
type Showing struct {
	Record int     // the first record that shows it, or its first group, from 1; 0 for none
	Kind   string  // the kind by which that record shows it
	Groups []Shown // one for each group that must be shown
}

// Shown is a group that must be shown, and the record that shows it.
type Shown struct {
	Show   string   `json:"show"`
	By     []string `json:"by"`               // ids of the kinds that show it
	Record int      `json:"record,omitempty"` // from 1; 0 while it is missing
	Kind   string   `json:"kind,omitempty"`   // the kind by which the record shows it
}

// Whole reports whether nothing is missing.
func (s Showing) Whole() bool {
	return s.Record > 0 && !slices.ContainsFunc(s.Groups, func(g Shown) bool { return g.Record == 0 })
}

// Missing says which groups are missing, and which are shown; it is empty
// if nothing is missing.
func Missing(groups []Shown) string {
	var shown, missing []string
	for _, group := range groups {
		if group.Record > 0 {
			shown = append(shown, group.Show)
		} else {
			missing = append(missing, group.Show)
		}
	}
	switch {
	case len(missing) == 0:
		return ""
	case len(shown) == 0:
		return english.List(missing) + " missing"
	}
	return english.List(shown) + " shown; " + english.List(missing) + " missing"
}

// Unsupported says which records of an answer have a kind that its item does
// not take at the present milestone. They are kept, but count nothing.
func (s Snapshot) Unsupported(a Answer) []string {
	item := s.Questionnaire.Item(a.Item)
	if item == nil {
		return nil
	}
	demand := item.Demand(s.Milestone)
	var texts []string
	for n := range a.Evidence {
		for kind := range a.Evidence[n].Kinds() {
			text := kind + " does not support " + item.ID + "; it takes " + strings.Join(demand.Kinds(), " or ")
			if !demand.Takes(kind) && !slices.Contains(texts, text) {
				texts = append(texts, text)
			}
		}
	}
	return texts
}

// ShowingOf tells how far an answer of this assessment shows its item on a day
// and at a milestone.
func (s Snapshot) ShowingOf(item *questionnaire.Item, a *Answer, asOf Date, at questionnaire.Milestone) Showing {
	return showing(item, a, at, supports(s.Questionnaire, a, asOf, at, nil), nil)
}

func (j *judge) showing(item *questionnaire.Item, a *Answer, supports []support) Showing {
	from := len(j.shown)
	out := showing(item, a, j.milestone, supports, j.shown)
	if len(out.Groups) > 0 {
		j.shown = out.Groups
		out.Groups = out.Groups[from:len(out.Groups):len(out.Groups)]
	}
	return out
}

// showing appends the groups to a buffer, so that all groups of a result share
// one array.
func showing(item *questionnaire.Item, a *Answer, at questionnaire.Milestone, supports []support, buffer []Shown) Showing {
	if a.Reverify != nil {
		supports = nil
	}
	demand := item.Demand(at)
	if len(demand.Groups) == 0 {
		record, kind := shownBy(item, supports, demand.Further)
		return Showing{Record: record, Kind: kind}
	}
	var out Showing
	for _, group := range demand.Groups {
		record, kind := shownBy(item, supports, group.By)
		buffer = append(buffer, Shown{Show: group.Show, By: group.By, Record: record, Kind: kind})
		if out.Record == 0 {
			out.Record, out.Kind = record, kind
		}
	}
	out.Groups = buffer
	return out
}

// shownBy finds the first record, from 1, that counts in full with enough
// assurance as one of these kinds. An empty list accepts every kind.
func shownBy(item *questionnaire.Item, supports []support, kinds []string) (record int, by string) {
	for n := range supports {
		s := &supports[n]
		if (len(kinds) == 0 || slices.Contains(kinds, s.kind.ID)) && s.age.Full() && enough(item, s.assurance) {
			return s.record, s.kind.ID
		}
	}
	return 0, ""
}

// support is one kind that a record of an answer shows.
type support struct {
	record    int // from 1
	kind      *questionnaire.EvidenceKind
	assurance Assurance // as which the record counts
	age       Age
}

// supports appends every kind that the records of an answer show to a buffer. A
// kind that the questionnaire does not have shows nothing.
func supports(q *questionnaire.Questionnaire, a *Answer, asOf Date, at questionnaire.Milestone, buffer []support) []support {
	for n := range a.Evidence {
		record := &a.Evidence[n]
		assurance := a.CountedFor(record)
		show := func(id string) {
			if kind := q.EvidenceKind(id); kind != nil {
				buffer = append(buffer, support{n + 1, kind, assurance, AgeOf(kind, record, asOf, at)})
			}
		}
		show(record.Kind)
		for _, also := range record.Also {
			show(also.Kind)
		}
	}
	return buffer
}

// supports lists the kinds that the records of an answer show. Do not keep the
// slice: the next call reuses it.
func (j *judge) supports(a *Answer) []support {
	j.buffer = supports(j.q, a, j.asOf, j.milestone, j.buffer[:0])
	return j.buffer
}
