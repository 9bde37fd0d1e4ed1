package wording

import (
	"fmt"
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
	add("answer", english.Join(", ", value, answer.AssuranceWords()))
	if na := answer.NotApplicable; na != nil {
		add("n/a", na.Reason+" ("+na.By+")")
	}
	for _, g := range answer.Grades {
		if g.Grade != nil || s.PanelClosed(item.ID) {
			add("score", GradeWords(s, item.ID, g))
		}
	}
	add("named", strings.Join(answer.Elements, ", "))
	add("reconciled", answer.ReconciledWords())
	for _, n := range answer.Heard {
		if n >= 1 && n <= len(item.ListenFor) {
			add("heard", item.ListenFor[n-1])
		}
	}
	for _, quote := range answer.Quotes {
		text := english.Quoted(quote.Text)
		if about := english.Join(", ", quote.Speaker(), Moment(quote.At, s.Zone())); about != "" {
			text += " (" + about + ")"
		}
		add("quote", text)
	}
	for _, note := range Notes(answer) {
		add("note", note)
	}
	for _, record := range answer.Evidence {
		add("evidence", Evidence(record))
	}
	if answer.Reverify != nil {
		add("waiting", "to be re-verified: "+Reverify(answer.Reverify.Because))
	}
	add("marks", strings.Join(Marks(answer), ", "))
	add("added", s.AddedTo(item.ID))
	add("by", answer.By+", "+s.Day(answer.At).String())
	return lines
}

// Notes lists the note of an answer and those of its scorers, each with its
// author.
func Notes(answer assessment.Answer) []string {
	var notes []string
	if answer.Note != "" {
		notes = append(notes, answer.Note)
	}
	for _, g := range answer.Grades {
		if g.Note != "" {
			notes = append(notes, g.Note+" ("+g.Scorer+")")
		}
	}
	return notes
}

// Reverify says why an answer must be confirmed again.
func Reverify(because []string) string {
	given := ""
	if slices.Contains(because, assessment.Reassessment) {
		given = "given in the earlier assessment"
	}
	return english.Join("; ", given, QuestionChanges(because))
}

// QuestionChanges says how a question has changed since an answer was given. It
// says nothing where the answer was merely carried over.
func QuestionChanges(because []string) string {
	var changes []string
	for _, key := range because {
		if change := questionChange(key); change != "" && !slices.Contains(changes, change) {
			changes = append(changes, change)
		}
	}
	return strings.Join(changes, "; ")
}

// questionChange says what a change of one key of an item means.
func questionChange(key string) string {
	switch key {
	case assessment.Reassessment:
		return ""
	case "ask", "ask_at":
		return "asked in other words"
	case "asked_of":
		return "somebody else is asked"
	case "evidence", "shown_by", "must_show":
		return "other evidence is accepted"
	case "min_assurance":
		return "another assurance is needed"
	case "kind", "answer", "options":
		return "other answers are possible"
	case "scale":
		return "the grades mean something else"
	case "listen_for", "elements":
		return "there are other points to listen for"
	}
	return "changed since: " + key
}

// Evidence is an evidence record on one line, without its age.
func Evidence(record assessment.Evidence) string {
	parts := []string{record.Kind, Source(record)}
	add := func(format string, args ...any) { parts = append(parts, fmt.Sprintf(format, args...)) }
	if record.SHA256 != "" {
		add("%s, SHA-256 %s", english.Count(int(record.Size), "byte"), Short(record.SHA256))
	}
	if record.Assurance != "" {
		add("%s", (&assessment.Answer{}).WordsFor(&record))
	}
	if !record.AsOf.IsZero() {
		add("as of %s", record.AsOf)
	}
	if !record.ValidUntil.IsZero() {
		add("valid until %s", record.ValidUntil)
	}
	if scope := record.Scope; scope != nil {
		add("tested: %s", english.Join(", ", scope.Entity, scope.Site, scope.System, scope.Period))
	}
	return english.Join(" · ", parts...)
}

// Unread tells how many records came with a reply and were not read, or nothing.
func Unread(n int) string {
	if n == 0 {
		return ""
	}
	return english.Count(n, "evidence record") + " received, not read yet"
}

// Source tells where to look at a record: its file, the observation, the place
// where it is kept, and what was seen there for each of its kinds.
func Source(record assessment.Evidence) string {
	prefixed := func(prefix, text string) string {
		if text == "" {
			return ""
		}
		return prefix + text
	}
	parts := []string{record.File, prefixed("seen: ", record.Observed), prefixed("kept at ", record.Reference), prefixed("shows ", record.Seen)}
	for _, also := range record.Also {
		parts = append(parts, english.Join(": ", "also "+also.Kind, also.Seen))
	}
	return english.Join(" · ", parts...)
}

// Checks says how many of the checks of its kind a record passed, and lists the
// others. It says nothing where the kind has none.
func Checks(kind *questionnaire.EvidenceKind, record assessment.Evidence) (words string, left []string) {
	if kind == nil || len(kind.Check) == 0 {
		return "", nil
	}
	for n, check := range kind.Check {
		if !slices.Contains(record.Checked, n+1) {
			left = append(left, check)
		}
	}
	return fmt.Sprintf("%d of %d checked", len(kind.Check)-len(left), len(kind.Check)), left
}

// Gates lists how many gates are open or waived, by state.
func Gates(g assessment.GateCount) []string {
	var parts []string
	for _, part := range []struct {
		n     int
		state assessment.GateState
	}{
		{g.Failed, assessment.GateFailed},
		{g.NotShown, assessment.GateNotShown},
		{g.NotAsked, assessment.GateNotAsked},
		{g.WaiverExpired, assessment.GateWaiverExpired},
		{g.Waived, assessment.GateWaived},
	} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.state.Words()))
		}
	}
	return parts
}

// AllGates says how many gates are closed, and how many are open or waived.
func AllGates(g assessment.GateCount) string {
	return strings.Join(append([]string{fmt.Sprintf("%d closed", g.Closed)}, Gates(g)...), ", ")
}

// Span is an interval of scores.
func Span(low, high assessment.Score) string {
	if low == assessment.NoScore {
		return low.String()
	}
	return low.String() + "–" + high.String()
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

// Short is the beginning of a hash, enough to tell it from others by eye.
func Short(hash string) string {
	const digits = 12
	return hash[:min(len(hash), digits)]
}
