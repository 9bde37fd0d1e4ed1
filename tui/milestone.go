package tui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/wording"
	"assay/questionnaire"
	"assay/tui/dialog"
	"assay/tui/draw"
)

// nextMilestone is the one after, or nothing after the last.
func nextMilestone(at questionnaire.Milestone) questionnaire.Milestone {
	all := questionnaire.Milestones()
	if n := slices.Index(all, at) + 1; n < len(all) {
		return all[n]
	}
	return ""
}

// newMoveOn shows the effect of the next milestone on an assessment, and
// moves it there if the user agrees. There is no way back.
func newMoveOn(k *book) *asked {
	to := nextMilestone(k.now.Milestone)
	return ask(&dialog.Text{
		Title: fmt.Sprintf("Move %s on from %s to %s", k.now.Opened.Title(), k.now.Milestone, to),
		Lines: func(t *draw.Theme, w int) []string { return moveLines(t, w, assessment.MoveOn(k.now, to, k.day)) },
		Yes:   "move on to " + string(to),
	}, func(m *Model, _ *dialog.Text) (tea.Cmd, error) {
		return m.submit(k, assessment.Moved{Milestone: to})
	})
}

func moveLines(t *draw.Theme, w int, move assessment.Move) []string {
	out := draw.NewBlock(t, w)
	before, after := move.Before, move.After
	beforeSign, beforeInk := t.Verdict(before.Verdict)
	afterSign, afterInk := t.Verdict(after.Verdict)
	out.Add(out.Line().Put(beforeInk, beforeSign+" "+string(before.Verdict)).Put(t.Dim, " for "+string(move.From)+"  →  ").
		Put(afterInk, afterSign+" "+string(after.Verdict)).Put(t.Dim, " for "+string(move.To)))
	out.Paragraph(t.Plain, "", t.Dim, "You cannot go back. Any decision for "+string(move.From)+" stays on record; "+string(move.To)+" needs a new one.")
	if len(move.Opens) > 0 {
		out.Blank()
		out.Heading(english.Count(len(move.Opens), "gate opens", "gates open"))
	}
	ids := max(6, draw.Widest(move.Opens, func(g assessment.OpenedGate) string { return g.Item }), draw.Widest(move.AskAgain, func(i assessment.ReaskedItem) string { return i.Item }))
	for _, gate := range move.Opens {
		sign, in := t.Gate(gate.State)
		text := gate.Title + ": " + gate.State.Words()
		if !gate.Hard {
			text += ", conditional at most"
		}
		out.Paragraph(t.Plain, draw.NewLine(ids+5).Gap(2).Put(in, sign+" ").Cell(t.Accent, gate.Item, ids).Gap(1).String(), t.Plain, text)
	}
	if len(move.AskAgain) > 0 {
		out.Blank()
		out.Heading(english.Count(len(move.AskAgain), "answer is", "answers are") + " to be re-verified")
	}
	for _, item := range move.AskAgain {
		out.Paragraph(t.Plain, draw.NewLine(ids+5).Gap(2).Put(t.Warn, againSign+" ").Cell(t.Accent, item.Item, ids).Gap(1).String(), t.Plain, item.Title+": "+wording.QuestionChanges(item.Because))
	}
	if len(move.ToAsk) > 0 {
		out.Blank()
		out.Heading(english.Count(len(move.ToAsk), "item is", "items are") + " asked for the first time")
		out.Paragraph(t.Plain, "  ", t.Plain, strings.Join(move.ToAsk, ", "))
	}
	return out.Lines
}
