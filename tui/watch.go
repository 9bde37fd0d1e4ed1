package tui

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
)

// watch looks for what others have recorded meanwhile.
func (m *Model) watch() tea.Cmd {
	return tea.Batch(m.watchBook(), m.watchList())
}

// watchList reads the list on the screen again once anybody has recorded anything:
// vendors are renamed and archived, assessments withdrawn.
func (m *Model) watchList() tea.Cmd {
	s := m.top()
	switch s.(type) {
	case *portfolio, *vendorPage, *board:
	default:
		return nil
	}
	return await(readLimit, m.bench.Store.Moves, func(m *Model, moves int64, err error) tea.Cmd {
		if err != nil || moves == m.moves || m.top() != s {
			return nil // a failure here happens again where it matters
		}
		m.moves = moves
		return s.begin(m)
	})
}

// watchBook looks for entries of others in the assessment on the screen. The
// store answers from memory if there are none. During a write of our own their
// entries come back with that write.
func (m *Model) watchBook() tea.Cmd {
	k := m.onScreen()
	if k == nil {
		return nil
	}
	b, seq := m.bench, k.kept.Seq
	return await(readLimit, func(ctx context.Context) (stored, error) { return load(ctx, b, k.id, seq) }, func(m *Model, got stored, err error) tea.Cmd {
		if err != nil || k.sent > 0 || got.kept.Seq <= k.kept.Seq {
			return nil // a failure here happens again where it matters
		}
		return tea.Batch(m.overtaken(k, got), m.refresh(k))
	})
}

// onScreen is the assessment that the screen on top is about, or nil.
func (m *Model) onScreen() *book {
	switch s := m.top().(type) {
	case *interview:
		return m.books[s.id]
	case *vendorPage:
		return s.book(m)
	case interface{ of() string }:
		return m.books[s.of()]
	}
	return nil
}

// overtaken takes the entries of others. A change that contradicts them is shown
// beside them, so that the person can choose; any other is kept together with them.
func (m *Model) overtaken(k *book, by stored) tea.Cmd {
	clashes, joined, lost := k.overtake(by)
	for _, c := range clashes {
		about := func(t *drafting) bool { return t.draft.Item == c.item }
		for _, t := range k.drafts {
			if about(t) {
				c.drafts = append(c.drafts, t)
			}
		}
		k.drafts = slices.DeleteFunc(k.drafts, about)
	}
	m.clashes = append(m.clashes, clashes...)
	if len(lost) > 0 {
		k.drafts = nil // they stay on disk
		return m.complain(assessment.Errorf(assessment.Conflict, "%s; yours was not saved", strings.Join(lost, "; ")).Because(assessment.AnswerChanged))
	}
	if joined != "" {
		return m.say(joined)
	}
	return nil
}
