package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"assay/assessment"
	"assay/questionnaire"
)

// showAssessment prints all that was recorded, in the questionnaire's order.
// Its days are civil dates in the assessment's own zone.
func (a *app) showAssessment(s assessment.Snapshot) {
	a.out.print("%s\n", a.out.paint(bold, s.Opened.Title()))
	a.showRuleChanges(s)
	about := [][2]string{{"id", s.Assessment}}
	if s.Opened.RFP != nil {
		about = append(about, [2]string{"rfp", s.Opened.RFP.Title})
	}
	about = append(about, [][2]string{
		{"asked", pinText(s.Pin())},
		{"milestone", string(s.Milestone)},
		{"opened", s.Day(s.OpenedAt).String() + " by " + s.OpenedBy},
		{"journal", fmt.Sprintf("%s, head %s", count(int(s.Seq), "event"), short(s.Head.String()))},
	}...)
	if was := s.Previous; was != nil {
		about = append(about, [2]string{"before", fmt.Sprintf("%s, shown %s, as of %s (%s)", was.Verdict, was.Shown, was.AsOf, was.Assessment)})
	}
	a.showFields(about, standingOf(s, s.Milestone, a.today(s)).fields(s)...)
	for _, session := range s.Sessions {
		a.out.print("\n  session of %s\n", s.Day(session.Start))
		for _, who := range session.Attendees {
			a.out.print("    %s, %s (%s)\n", who.Name, who.Role, who.Side)
		}
	}
	for d := range s.Questionnaire.Domains {
		a.showRecorded(s, &s.Questionnaire.Domains[d])
	}
	a.showRaised(s)
	a.showWaivers(s)
	a.showActions(s)
	a.showDecisions(s)
}

// showRecorded prints what was recorded under the items of a domain.
func (a *app) showRecorded(s assessment.Snapshot, domain *questionnaire.Domain) {
	begun := false
	for i := range domain.Items {
		item := &domain.Items[i]
		answer, recorded := s.Answers[item.ID]
		if !recorded {
			continue
		}
		if !begun {
			a.out.print("\n%s\n", a.out.paint(bold, domain.Name))
			begun = true
		}
		// Facts have long ids; the title then follows where the id ends.
		a.out.named("  ", item.ID, item.Title)
		name := ""
		for _, line := range recordedLines(s, item, answer) {
			shown := line[0]
			if shown == name {
				shown = "" // a further one of the same
			}
			name = line[0]
			a.out.beside(strings.Repeat(" ", 2+idColumn), a.out.paint(faint, shown), 12, line[1])
		}
	}
}

// recordedLines are the names and texts of all that was recorded under an item.
func recordedLines(s assessment.Snapshot, item *questionnaire.Item, answer assessment.Answer) [][2]string {
	var lines [][2]string
	add := func(name, text string) {
		if text != "" {
			lines = append(lines, [2]string{name, text})
		}
	}
	value := answer.Text(s.Questionnaire)
	if item.Kind == questionnaire.Fact {
		value = item.FactLabel(value)
	}
	add("answer", strings.Join(nonEmpty(value, string(answer.Assurance)), ", "))
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
		add("evidence", evidenceText(record))
	}
	if answer.Reverify != nil {
		add("waiting", "to be re-verified: "+becauseText(answer.Reverify.Because))
	}
	add("marks", strings.Join(marksOf(answer), ", "))
	add("by", answer.By+", "+s.Day(answer.At).String())
	return lines
}

// becauseText says why an answer is to be re-verified.
func becauseText(keys []string) string {
	var words, changed []string
	for _, key := range keys {
		switch key {
		case assessment.Reassessment:
			words = append(words, "given in the assessment before")
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

// evidenceText is an evidence record on one line.
func evidenceText(record assessment.Evidence) string {
	parts := []string{record.Kind}
	add := func(format string, args ...any) { parts = append(parts, fmt.Sprintf(format, args...)) }
	if record.File != "" {
		add("%s", record.File)
	}
	if record.SHA256 != "" {
		add("%s, SHA-256 %s", count(int(record.Size), "byte"), short(record.SHA256))
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
		add("tested: %s", strings.Join(nonEmpty(scope.Entity, scope.Site, scope.System, scope.Period), ", "))
	}
	return strings.Join(parts, " · ")
}

func marksOf(answer assessment.Answer) []string {
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

// showRaised prints the flags that people raised and what became of them, and
// the rules' flags that were resolved.
func (a *app) showRaised(s assessment.Snapshot) {
	if len(s.Flags)+len(s.Resolved) > 0 {
		a.out.print("\n%s\n", a.out.paint(bold, "Flags"))
	}
	for _, flag := range s.Flags {
		end := "open"
		if flag.Resolution != nil {
			end = resolvedText(*flag.Resolution)
		}
		a.out.named("  ", flag.Item, fmt.Sprintf("%s: %s (%s)", flag.Severity, flag.Text, end))
	}
	for _, id := range slices.Sorted(maps.Keys(s.Resolved)) {
		item, _, _ := strings.Cut(id, "/")
		a.out.named("  ", item, fmt.Sprintf("flag %s of the questionnaire (%s)", id, resolvedText(s.Resolved[id])))
	}
}

func (a *app) showWaivers(s assessment.Snapshot) {
	if len(s.Waivers) > 0 {
		a.out.print("\n%s\n", a.out.paint(bold, "Waivers"))
	}
	for _, id := range slices.Sorted(maps.Keys(s.Waivers)) {
		w := s.Waivers[id]
		a.out.named("  ", id, fmt.Sprintf("%s (approved by %s from %s to %s; instead: %s; owner: %s)", w.Reason, w.Approver, w.Granted, w.Expires, w.Control, w.Owner))
	}
}

func resolvedText(r assessment.Resolution) string { return "resolved by " + r.By + ": " + r.Reason }
