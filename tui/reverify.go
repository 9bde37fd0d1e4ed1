package tui

import (
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
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
	if because := becauseWords(mark.Because); because != "" {
		text += " · " + because
	}
	return text
}

// becauseWords lists the changes of a question by the keys of its item. A
// re-assessment alone changes nothing and needs no words.
func becauseWords(keys []string) string {
	var words []string
	add := func(word string) {
		if !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	for _, key := range keys {
		switch key {
		case assessment.Reassessment:
		case "ask", "ask_at":
			add("asked in other words than then")
		case "asked_of":
			add("asked of somebody else")
		case "evidence", "shown_by":
			add("shown by other evidence")
		case "min_assurance":
			add("must be shown otherwise")
		case "options", "scale", "answer", "kind":
			add("answered in other grades")
		case "listen_for", "elements":
			add("other things to hear")
		default:
			add("changed since: " + key)
		}
	}
	return strings.Join(words, " · ")
}

// againLines are drawn below an answer to re-verify.
func againLines(m *Model, out *draw.Block, at spot) {
	if mark := at.answer.Reverify; mark != nil {
		out.Paragraph(m.theme.WarnStrong, againSign+" ", m.theme.Warn, againWords(m, at.k.now.Zone(), mark)+": press . to confirm, or answer anew")
	}
}

// confirm confirms an answer unchanged, and lists the changes of its
// question.
func (s *interview) confirm(m *Model, at spot) tea.Cmd {
	cmd := m.record(at.k, at.answer.Confirmed())
	if because := becauseWords(at.answer.Reverify.Because); because != "" {
		return tea.Batch(cmd, m.alsoSay(at.item.ID+" is confirmed as it stands · "+because))
	}
	return cmd
}
