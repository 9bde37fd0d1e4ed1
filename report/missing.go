package report

import (
	"strings"

	"assay/assessment/english"
	"assay/questionnaire"
)

// A missing fact counts as its worst value, which is made for comparing:
// 9999-12-31, ZZ, 99. The functions below put it in words, so that no reader
// takes it for an answer.

// The days by which questionnaires say "long past" and "never".
const (
	longPast  = "1900-12-31"
	farFuture = "9000-01-01"
)

// unknownCountry is a code that ISO 3166-1 assigns to no country.
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

// countsAs is the value that a missing fact counts as.
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
	return "counts as " + fact.FactLabel(worst)
}

// dated reports whether a person gave the date.
func (r *report) dated(item *questionnaire.Item, date string) bool {
	for _, id := range item.Earliest {
		if r.snapshot.Answers[id].Value == date {
			return true
		}
	}
	return false
}

// undated says why a computed date is missing, and how that counts.
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
	return english.List(missing) + verb + "; it " + r.countsAs(earliest)
}
