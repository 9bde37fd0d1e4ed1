package tui

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/english"
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
		news := newsOf(k, got.journal, m.bench.Evaluator)
		return tea.Batch(m.overtaken(k, got), m.refresh(k), m.sayNews(news))
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

// newsOf says who else has recorded something since the book was read, and about which
// items. It names no grade and no scorer: grades are each scorer's own until all have
// given theirs.
func newsOf(k *book, journal []assessment.Event, reader string) string {
	var people, items []string
	for _, e := range journal {
		if _, grade := e.Change.(assessment.Graded); grade || e.Seq <= k.kept.Seq || strings.EqualFold(e.By, reader) {
			continue
		}
		if !slices.Contains(people, e.By) {
			people = append(people, e.By)
		}
		if item := k.about(e.Change); item != "" && !slices.Contains(items, item) {
			items = append(items, item)
		}
	}
	if len(people) == 0 || len(items) == 0 {
		return ""
	}
	const most = 3
	if n := len(items) - most; n > 0 {
		items = append(items[:most], english.Count(n, "more item"))
	}
	return english.List(people) + " recorded " + english.List(items)
}

// sayNews tells news of colleagues, unless the line for messages is taken: a person reads
// the answer to their own key first.
func (m *Model) sayNews(text string) tea.Cmd {
	if m.toast.text != "" {
		return nil
	}
	return m.say(text)
}
