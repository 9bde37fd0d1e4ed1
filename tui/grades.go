package tui

import (
	"fmt"

	"assay/tui/draw"
)

// answerLead is the width of the word before an answer.
const answerLead = 10

// spelled reports whether the grades of an item are listed with their meanings where the
// answer is given. A very low window has no room for that; there the list is among what
// surrounds the question.
func spelled(m *Model, at spot) bool {
	return m.h > 20 && at.item.Kind.Graded() && at.answer.NotApplicable == nil && len(at.k.now.Questionnaire.Scale(at.item)) == 5
}

// gradeLines lists the grades, each with its meaning: whole, or cut to one line each. The
// list below the answer has the meanings that are cut here.
func gradeLines(out *draw.Block, at spot, whole bool) {
	t, q := out.Theme, at.k.now.Questionnaire
	given := gradeGiven(q, at.item, at.answer)
	for n, text := range q.Scale(at.item) {
		lead, ink := t.Line(answerLead+4), t.Plain
		if n == 0 {
			lead.Raw(answerWord(t, at), answerLead)
		} else {
			lead.Gap(answerLead)
		}
		if given == fmt.Sprint(n) {
			lead.Put(t.Chip, "["+given+"]")
			ink = t.Strong
		} else {
			lead.Gap(1).Put(t.Key, fmt.Sprint(n))
		}
		if drawn := lead.String(); whole {
			out.Paragraph(t.Plain, drawn, ink, text)
		} else {
			out.Add(out.Line().Raw(drawn, answerLead+4).Say(ink, text))
		}
	}
}
