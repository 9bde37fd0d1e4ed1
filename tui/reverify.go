package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/wording"
	"assay/tui/draw"
)

// An answer to re-verify was given earlier: in another assessment, to other
// words, or for an earlier milestone. It counts as a bare claim until
// somebody confirms it or answers again.

// againSign marks an answer to re-verify in lists.
const againSign = "↻"

// againWords tells who gave an answer and when, and the changes of the
// question since then.
func againWords(m *Model, zone *time.Location, mark *assessment.Reverify) string {
	text := "given"
	if mark.At != 0 {
		text += " " + moment(m, zone, mark.At)
	}
	if mark.By != "" {
		text += " by " + mark.By
	}
	if because := wording.QuestionChanges(mark.Because); because != "" {
		text += " · " + because
	}
	return text
}

// againLines are drawn below an answer to re-verify.
func againLines(m *Model, out *draw.Block, at spot) {
	if mark := at.answer.Reverify; mark != nil {
		out.Paragraph(m.theme.WarnStrong, againSign+" ", m.theme.Warn, againWords(m, at.k.zone(), mark)+": press . to confirm, or answer anew")
	}
}

// confirm confirms an answer unchanged, and lists the changes of its
// question.
func (s *interview) confirm(m *Model, at spot) tea.Cmd {
	cmd := m.record(at.k, at.answer.Confirming(m.bench.Evaluator))
	if at.answer.Reverify == nil {
		return cmd // only the evaluator's own grade waited
	}
	if because := wording.QuestionChanges(at.answer.Reverify.Because); because != "" {
		return tea.Batch(cmd, m.alsoSay(at.item.ID+" is confirmed unchanged · "+because))
	}
	return cmd
}
