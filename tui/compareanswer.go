package tui

import (
	"fmt"
	"strings"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/assessment/wording"
	"assay/questionnaire"
	"assay/tui/draw"
)

// newAnswersPage compares everything that is recorded for one item: the answer and
// its credit, notes, quotes, marks, flags and evidence.
func newAnswersPage(of *comparison, id string) *comparePage {
	return &comparePage{
		below: below{of}, name: id, item: id,
		head: func(out *draw.Block) {
			t, item := out.Theme, of.all.item(id)
			if item == nil {
				return // the rules have changed meanwhile
			}
			out.Add(out.Line().Put(t.Title, item.ID).Gap(1).Say(t.Strong, item.Title))
			for _, line := range draw.Wrap(item.AskAt(of.all.Sides[of.side].Result.Milestone), min(out.Width-2, 100)) {
				out.Add(out.Line().Put(t.Accent, "┃ ").Put(t.Plain, line))
			}
		},
		column: func(m *Model, out *draw.Block, s *contest.Side) { answerColumn(m, out, s, id) },
	}
}

func answerColumn(m *Model, out *draw.Block, s *contest.Side, id string) {
	t, q := out.Theme, s.Snapshot.Questionnaire
	item, result, a := q.Item(id), s.Result.Item(id), s.Snapshot.Answers[id]
	if item == nil {
		out.Add(out.Line().Put(t.Dim, "its rules have no such item"))
		return
	}
	if result.Gate != "" {
		sign, k := t.Gate(result.Gate)
		out.Add(out.Line().Put(t.Dim, "gate ").Put(k, sign+" "+result.Gate.Words()))
	}
	out.Paragraph(t.Dim, "answer ", t.Strong, answerText(s, item, result, a))
	worth(out, result)
	if waiver, is := s.Snapshot.Waivers[id]; is {
		out.Paragraph(t.Warn, "≈ ", t.Plain, fmt.Sprintf("waived by %s until %s: %s", waiver.Approver, waiver.Expires, waiver.Reason))
	}
	for _, g := range a.Grades {
		if g.Grade != nil || s.Snapshot.PanelClosed(id) {
			out.Paragraph(t.Dim, "scored ", t.Plain, wording.GradeWords(s.Snapshot, id, g))
		}
	}
	for _, part := range []struct{ lead, text string }{
		{"named ", strings.Join(a.Elements, ", ")}, {"heard ", heard(item, a)}, {"marks ", strings.Join(wording.Marks(a), ", ")},
	} {
		if part.text != "" {
			out.Paragraph(t.Dim, part.lead, t.Plain, part.text)
		}
	}
	out.Blank()
	recordedLines(m, out, s.Snapshot, &s.Result, id, true, true)
	if item.Kind.Judged() && len(a.Evidence) == 0 {
		out.Add(out.Line().Put(t.Title, "Evidence").Put(t.Dim, "  none"))
		out.Blank()
	}
	if a.By != "" {
		out.Paragraph(t.Dim, "", t.Dim, "recorded by "+a.By+", "+moment(m, s.Snapshot.Zone(), a.At))
	}
}

// answerText returns the answer in words, or the reason why there is none.
func answerText(s *contest.Side, item *questionnaire.Item, result assessment.ItemResult, a assessment.Answer) string {
	switch result.State {
	case assessment.StateHidden:
		return "not asked of it"
	case assessment.StateLater:
		return "counts from a later milestone on"
	case assessment.StateNA:
		if a.NotApplicable != nil {
			return "not applicable: " + a.NotApplicable.Reason + " (" + a.NotApplicable.By + ")"
		}
		return "not applicable, by rule"
	case assessment.StateUnanswered:
		if item.Computed() {
			return "follows from others"
		}
		return "open: nothing is answered"
	}
	if !item.Kind.Judged() {
		return factWords(item, a)
	}
	return strings.TrimSpace(result.Answer + " " + s.Snapshot.Questionnaire.Anchor(item, result.Answer))
}

// worth draws the assurance of the answer, and the arithmetic of its credit.
func worth(out *draw.Block, r assessment.ItemResult) {
	t := out.Theme
	if r.State != assessment.StateAnswered || r.Assurance == "" {
		return
	}
	out.Add(out.Line().Put(t.Dim, "assurance ").Put(t.Plain, string(r.Assurance)))
	if r.Weight > 0 {
		line := out.Line().Put(t.Dim, "credit ").Put(t.Strong, fmt.Sprintf("%.2f", r.Credit)).Put(t.Dim, fmt.Sprintf(" = %.2f × %.2f × %.2f", r.P, r.K, r.F))
		out.Add(line.Put(t.Dim, shorter(line, fmt.Sprintf(", weight %d", r.Weight))))
	}
}

// heard lists the signs of a strong answer that were heard.
func heard(item *questionnaire.Item, a assessment.Answer) string {
	var list []string
	for _, n := range a.Heard {
		if n >= 1 && n <= len(item.ListenFor) {
			list = append(list, item.ListenFor[n-1])
		}
	}
	return strings.Join(list, "; ")
}
