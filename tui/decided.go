package tui

import (
	"fmt"

	"assay/assessment"
	"assay/tui/draw"
	"assay/tui/keys"
)

// What the interview says of the decision: whoever answers has to know at once
// that it no longer holds.

// voidedBy says whose decision a change has voided; nothing where it voided
// none.
func voidedBy(before, after *assessment.State) string {
	was, is := before.DecisionInForce(), after.Decision()
	if was == nil || is == nil || is.Event != was.Event || is.InForce() {
		return ""
	}
	return fmt.Sprintf("this voids the decision of %s (%s)", was.By, was.Outcome)
}

// sayVoided tells of a decision that was just voided, and of the way back where
// the entry that did it can be undone from here.
func (m *Model) sayVoided(k *book, before *assessment.State, entry string) {
	text := voidedBy(before, &k.now.State)
	if text == "" {
		return
	}
	if step := k.lastStep(); step != nil && step.Event == entry && m.top().where() == keys.OnInterview {
		text += ": u takes it back"
	}
	m.toast = toast{text: text, bad: true, n: m.toast.n + 1}
}

// decisionWords is the decision for the present milestone in two words, and who
// made it; nothing where there is none.
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

// head is the strip of the domains, with the decision at its end.
func (s *interview) head(m *Model, k *book, w int) string {
	in, short, _ := decisionWords(m.theme, k)
	if short == "" {
		return s.strip(m, k, w)
	}
	room := w - draw.Width(short) - 2
	return draw.NewLine(w).Raw(s.strip(m, k, room), room).Gap(1).Put(in, short).String()
}
