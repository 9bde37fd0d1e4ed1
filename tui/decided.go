package tui

import (
	"fmt"

	"assay/assessment"
	"assay/tui/draw"
	"assay/tui/keys"
)

// The interview says at once when an answer voids a decision.

// voidedBy says whose decision a change has voided. It returns "" if the change
// voided none.
func voidedBy(before, after *assessment.State) string {
	was, is := before.DecisionInForce(), after.Decision()
	if was == nil || is == nil || is.Event != was.Event || is.InForce() {
		return ""
	}
	return fmt.Sprintf("this voids the decision of %s (%s)", was.By, was.Outcome)
}

// addedTo says whose decision stands although something was added after it. It
// returns "" if nothing was.
func addedTo(before, after *assessment.State) string {
	was, is := before.DecisionInForce(), after.DecisionInForce()
	if was == nil || is == nil || is.Event != was.Event || len(is.Added) <= len(was.Added) {
		return ""
	}
	return fmt.Sprintf("added after the decision of %s (%s), which stands", is.By, is.Outcome)
}

// sayVoided says that an entry has just voided a decision. If undo can take the
// entry back, it says that too.
func (m *Model) sayVoided(k *book, before *assessment.State, entry string) {
	text, bad := voidedBy(before, &k.now.State), true
	if text == "" {
		text, bad = addedTo(before, &k.now.State), false
	}
	if text == "" {
		return
	}
	if step := k.lastStep(); step != nil && step.Event == entry && m.top().where() == keys.OnInterview {
		text += ": u takes it back"
	}
	m.toast = toast{text: text, bad: bad, n: m.toast.n + 1}
}

// decisionWords returns the decision for the present milestone in two words, and
// the person who made it. Both are empty if there is none.
func decisionWords(t *draw.Theme, k *book) (in draw.Ink, short, who string) {
	d := k.now.Decision()
	switch {
	case d == nil:
		return t.Plain, "", ""
	case !d.InForce():
		return t.BadStrong, "✗ decision void", fmt.Sprintf("%s by %s, since %s changed", d.Outcome, d.By, d.ChangedText())
	}
	sign, in := t.Verdict(assessment.Verdict(d.Outcome))
	return in, sign + " decided " + string(d.Outcome), "by " + d.By
}

// head draws the strip of domains, with the decision at its end.
func (s *interview) head(m *Model, k *book, w int) string {
	in, short, _ := decisionWords(m.theme, k)
	if short == "" {
		return s.strip(m, k, w)
	}
	room := w - draw.Width(short) - 2
	return m.theme.Line(w).Raw(s.strip(m, k, room), room).Gap(1).Put(in, short).String()
}
