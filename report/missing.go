package report

import (
	"strings"

	"assay/questionnaire"
)

// A fact that nobody gave counts as its worst value, and that value is made for
// comparing: 9999-12-31, ZZ, 99. What follows puts it in words, so that no
// reader takes it for something that was said.

// The first and the last day that questionnaires write for long past and never.
const (
	longPast  = "1900-12-31"
	farFuture = "9000-01-01"
)

// unknownCountry is the code that stands for no country (ISO 3166-1 leaves it
// to its users).
const unknownCountry = "ZZ"

func noneGiven(fact *questionnaire.Item) string {
	switch fact.Answer {
	case "date":
		return "no date given"
	case "number":
		return "no number given"
	case "countries":
		return "no country given"
	}
	return "no answer given"
}

// countsAs is what a fact counts as while nobody has given it.
func (r *report) countsAs(fact *questionnaire.Item) string {
	worst := string(fact.Worst)
	switch {
	case fact.Answer == "date" && worst <= longPast:
		return "counts as long past"
	case fact.Answer == "date" && worst >= farFuture:
		return "counts as not yet come"
	case fact.Answer == "number":
		return "counts as the worst case, " + worst
	case fact.Answer == "countries":
		return "counts as " + strings.ReplaceAll(worst, unknownCountry, "an unknown country")
	}
	return "counts as " + r.factWords(fact, worst)
}

// dated reports whether a computed date is one that somebody gave.
func (r *report) dated(item *questionnaire.Item, date string) bool {
	for _, id := range item.Earliest {
		if r.snapshot.Answers[id].Value == date {
			return true
		}
	}
	return false
}

// undated says why a computed date is none, and how that counts.
func (r *report) undated(item *questionnaire.Item) string {
	var missing []string
	var earliest *questionnaire.Item
	for _, id := range item.Earliest {
		if fact := r.q.Item(id); r.snapshot.Answers[id].Value == "" {
			missing = append(missing, fact.Title)
			if earliest == nil || fact.Worst < earliest.Worst {
				earliest = fact
			}
		}
	}
	verb := " was not given"
	if len(missing) > 1 {
		verb = " were not given"
	}
	return listed(missing) + verb + "; it " + r.countsAs(earliest)
}

// listed joins names as a sentence does: A, B and C.
func listed(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
