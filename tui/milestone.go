package tui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/questionnaire"
)

// nextMilestone is the one after, or nothing after the last.
func nextMilestone(at questionnaire.Milestone) questionnaire.Milestone {
	all := questionnaire.Milestones()
	if n := slices.Index(all, at) + 1; n < len(all) {
		return all[n]
	}
	return ""
}

// newMoveOn says what the next milestone makes of an assessment, and takes it
// there when told so. There is no way back.
func newMoveOn(k *book) *reading {
	to := nextMilestone(k.now.Milestone)
	return &reading{
		title: fmt.Sprintf("Move %s on from %s to %s", k.now.Opened.Title(), k.now.Milestone, to),
		lines: func(m *Model, w int) []string { return moveLines(m.theme, w, assessment.MoveOn(k.now, to, k.day)) },
		yes:   "moves it on to " + string(to),
		agree: func(m *Model) (tea.Cmd, error) {
			change := assessment.Moved{Milestone: to}
			if err := m.admits(k, change); err != nil {
				return nil, err
			}
			m.shut()
			return m.record(k, change), nil
		},
	}
}

func moveLines(t *theme, w int, move assessment.Move) []string {
	out := &pile{t: t, w: w}
	before, after := move.Before, move.After
	beforeSign, beforeInk := t.verdict(before.Verdict)
	afterSign, afterInk := t.verdict(after.Verdict)
	out.add(out.row().put(beforeInk, beforeSign+" "+string(before.Verdict)).put(t.dim, " for "+string(move.From)+"  →  ").
		put(afterInk, afterSign+" "+string(after.Verdict)).put(t.dim, " for "+string(move.To)))
	out.paragraph(t.plain, "", t.dim, "There is no way back. What was decided for "+string(move.From)+" stays on record; "+string(move.To)+" needs a decision of its own.")
	if len(move.Opens) > 0 {
		out.blank()
		out.head(count(len(move.Opens), "gate opens", "gates open"))
	}
	ids := 6
	for _, gate := range move.Opens {
		ids = max(ids, width(gate.Item))
	}
	for _, item := range move.AskAgain {
		ids = max(ids, width(item.Item))
	}
	for _, gate := range move.Opens {
		sign, in := t.gate(gate.State)
		text := gate.Title + ": " + gate.State.Words()
		if !gate.Hard {
			text += ", does not block"
		}
		out.paragraph(t.plain, newRow(ids+5).gap(2).put(in, sign+" ").cell(t.accent, gate.Item, ids).gap(1).String(), t.plain, text)
	}
	if len(move.AskAgain) > 0 {
		out.blank()
		out.head(count(len(move.AskAgain), "answer is", "answers are") + " to be re-verified")
	}
	for _, item := range move.AskAgain {
		out.paragraph(t.plain, newRow(ids+5).gap(2).put(t.warn, againSign+" ").cell(t.accent, item.Item, ids).gap(1).String(), t.plain, item.Title+": "+becauseWords(item.Because))
	}
	if len(move.ToAsk) > 0 {
		out.blank()
		out.head(count(len(move.ToAsk), "item is", "items are") + " asked for the first time")
		out.paragraph(t.plain, "  ", t.plain, strings.Join(move.ToAsk, ", "))
	}
	return out.lines
}
