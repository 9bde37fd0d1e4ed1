package wording

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/questionnaire"
)

// Recorded lists everything under an item as names and texts, in the order in
// which people read them. A name can occur more than once.
func Recorded(s assessment.Snapshot, item *questionnaire.Item, answer assessment.Answer) [][2]string {
	var lines [][2]string
	add := func(name, text string) {
		if text != "" {
			lines = append(lines, [2]string{name, text})
		}
	}
	value := answer.Text(s.Questionnaire)
	if !item.Kind.Judged() {
		value = item.FactLabel(value)
	}
	add("answer", join(", ", value, string(answer.Assurance)))
	if na := answer.NotApplicable; na != nil {
		add("n/a", na.Reason+" ("+na.By+")")
	}
	for _, scorer := range slices.Sorted(maps.Keys(answer.Scores)) {
		add("score", fmt.Sprintf("%d by %s", answer.Scores[scorer], scorer))
	}
	add("named", strings.Join(answer.Elements, ", "))
	add("reconciled", answer.Reconciled)
	for _, n := range answer.Heard {
		if n >= 1 && n <= len(item.ListenFor) {
			add("heard", item.ListenFor[n-1])
		}
	}
	for _, quote := range answer.Quotes {
		text := "“" + quote.Text + "”"
		if quote.Who != "" {
			text += " (" + quote.Who + ")"
		}
		add("quote", text)
	}
	add("note", answer.Note)
	for _, record := range answer.Evidence {
		add("evidence", Evidence(record))
	}
	if answer.Reverify != nil {
		add("waiting", "to be re-verified: "+Reverify(answer.Reverify.Because))
	}
	add("marks", strings.Join(Marks(answer), ", "))
	add("by", answer.By+", "+s.Day(answer.At).String())
	return lines
}

// Reverify says why an answer must be confirmed again.
func Reverify(because []string) string {
	var words, changed []string
	for _, key := range because {
		switch key {
		case assessment.Reassessment:
			words = append(words, "given in the earlier assessment")
		case "ask_at":
			words = append(words, "asked in other words at this milestone")
		case "shown_by":
			words = append(words, "shown by other evidence at this milestone")
		default:
			changed = append(changed, key)
		}
	}
	if len(changed) > 0 {
		words = append(words, "the question changed: "+strings.Join(changed, ", "))
	}
	return strings.Join(words, "; ")
}

// Evidence is an evidence record on one line.
func Evidence(record assessment.Evidence) string {
	parts := []string{record.Kind}
	add := func(format string, args ...any) { parts = append(parts, fmt.Sprintf(format, args...)) }
	if record.File != "" {
		add("%s", record.File)
	}
	if record.SHA256 != "" {
		add("%s, SHA-256 %s", english.Count(int(record.Size), "byte"), short(record.SHA256))
	}
	if record.Observed != "" {
		add("observed: %s", record.Observed)
	}
	if record.Reference != "" {
		add("kept at %s", record.Reference)
	}
	if record.Assurance != "" {
		add("%s", record.Assurance)
	}
	if !record.AsOf.IsZero() {
		add("as of %s", record.AsOf)
	}
	if !record.ValidUntil.IsZero() {
		add("valid until %s", record.ValidUntil)
	}
	if scope := record.Scope; scope != nil {
		add("tested: %s", join(", ", scope.Entity, scope.Site, scope.System, scope.Period))
	}
	return strings.Join(parts, " · ")
}

// Marks are the marks that the interviewer set on an answer.
func Marks(answer assessment.Answer) []string {
	var marks []string
	for _, mark := range []struct {
		set  bool
		word string
	}{{answer.Volunteered, "volunteered"}, {answer.Evasive, "evasive"}, {answer.Later, "to come back to"}} {
		if mark.set {
			marks = append(marks, mark.word)
		}
	}
	return marks
}

// join joins the texts that are not empty.
func join(separator string, texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(text string) bool { return text == "" }), separator)
}

// short is the beginning of a hash, enough to tell it from others by eye.
func short(hash string) string {
	const digits = 12
	return hash[:min(len(hash), digits)]
}
