package tui

import (
	"fmt"

	"assay/assessment"
	"assay/questionnaire"
	"assay/tui/draw"
)

// answerLead is the width of the word before an answer.
const answerLead = 10

// spelled reports whether the grades of an item are listed with their meanings where the
// answer is given. In a low window the list of grades below is out of view.
func spelled(m *Model, q *questionnaire.Questionnaire, item *questionnaire.Item, a assessment.Answer) bool {
	return m.h > 20 && m.h <= 30 && item.Kind.Graded() && a.NotApplicable == nil && len(q.Scale(item)) == 5
}

// spelledWhole reports whether they are listed there in full, so that no second list is
// needed.
func spelledWhole(m *Model, at spot, w int) bool {
	q := at.k.now.Questionnaire
	if !spelled(m, q, at.item, at.answer) {
		return false
	}
	for _, text := range q.Scale(at.item) {
		if draw.Width(draw.Harmless(text)) > w-answerLead-4 {
			return false
		}
	}
	return true
}

// gradeLines lists the grades, each with its meaning. A meaning that needs more than its
// line is cut, and is in full in the list below.
func gradeLines(out *draw.Block, at spot) {
	t, q := out.Theme, at.k.now.Questionnaire
	given := gradeGiven(q, at.item, at.answer)
	for n, text := range q.Scale(at.item) {
		r := out.Line()
		if n == 0 {
			r.Put(t.Dim, "answer")
		}
		r.Gap(answerLead - (out.Width - r.Left()))
		if given == fmt.Sprint(n) {
			r.Put(t.Chip, "["+given+"]").Gap(1).Say(t.Strong, text)
		} else {
			r.Gap(1).Put(t.Key, fmt.Sprint(n)).Gap(2).Say(t.Plain, text)
		}
		out.Add(r)
	}
}
