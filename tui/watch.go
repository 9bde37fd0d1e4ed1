package tui

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
)

// watchedMsg is an assessment that others wrote to while it is open here.
type watchedMsg struct {
	id      string
	kept    assessment.Snapshot
	journal []assessment.Event
}

// watch looks for entries of others in the assessment on the screen. The
// store answers from memory if there are none.
func (m *Model) watch() tea.Cmd {
	k := m.onScreen()
	if k == nil {
		return nil
	}
	b, id, seq := m.bench, k.id, k.kept.Seq
	return within(readLimit, func(ctx context.Context) tea.Msg {
		kept, err := b.Store.Snapshot(ctx, id)
		if err != nil || kept.Seq == seq {
			return nil // a failure here happens again where it matters
		}
		journal, err := b.Store.Events(ctx, id)
		if err != nil {
			return nil
		}
		return watchedMsg{id, kept, journal}
	})
}

// onScreen is the assessment that the screen on top is about, or nil.
func (m *Model) onScreen() *book {
	switch s := m.top().(type) {
	case *interview:
		return m.books[s.id]
	case *vendorPage:
		return s.book(m)
	case *journal:
		return m.books[s.id]
	}
	return nil
}

// receiveWatched shows the entries of others. During a write of our own it
// does nothing, because that write returns the same.
func (m *Model) receiveWatched(msg watchedMsg) tea.Cmd {
	k := m.books[msg.id]
	if k == nil || k.sent > 0 || msg.kept.Seq <= k.kept.Seq {
		return nil
	}
	cmd := m.overtaken(k, msg.kept, msg.journal)
	switch m.top().(type) {
	case *vendorPage, *journal:
		cmd = tea.Batch(cmd, m.top().begin(m)) // it shows more than the book
	}
	return cmd
}

// overtaken takes the entries of others, and says which of ours were lost.
func (m *Model) overtaken(k *book, kept assessment.Snapshot, journal []assessment.Event) tea.Cmd {
	if lost := k.overtake(kept, journal); len(lost) > 0 {
		return m.complain(assessment.Errorf(assessment.Conflict, "%s; yours was not saved", strings.Join(lost, "; ")).Because(assessment.AnswerChanged))
	}
	return nil
}
