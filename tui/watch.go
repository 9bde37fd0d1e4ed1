package tui

import (
	"context"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/english"
)

// lookLimit is how long one look for changes may take.
const lookLimit = 10 * time.Second

// watching keeps track of the looks for changes of others.
type watching struct {
	moves  int64     // of the journals, when a list was last read because of them
	looks  int       // that are on their way
	due    bool      // another one comes right after these
	unseen bool      // the last one did not see everything; another one comes in a moment
	lost   time.Time // when the database was found out of reach; zero while it can be read
}

// heed waits for the next notice that something has changed.
func heed(notices <-chan struct{}) tea.Cmd {
	if notices == nil {
		return nil
	}
	return func() tea.Msg {
		if _, open := <-notices; !open {
			return nil
		}
		return taken(func(m *Model) tea.Cmd { return tea.Batch(heed(notices), m.watch()) })
	}
}

// watch looks for what others have recorded meanwhile. While a look is on its way, it only
// makes another one due.
func (m *Model) watch() tea.Cmd {
	if m.watching.looks > 0 {
		m.watching.due = true
		return nil
	}
	m.watching.due, m.watching.unseen = false, false
	return tea.Batch(m.watchBook(), m.watchList())
}

// look reads something that may have changed, and takes it. It also finds out that the
// database is out of reach, or there again.
func look[T any](m *Model, read func(ctx context.Context) (T, error), take func(m *Model, got T) tea.Cmd) tea.Cmd {
	m.watching.looks++
	return await(lookLimit, read, func(m *Model, got T, err error) tea.Cmd {
		m.watching.looks--
		if err != nil {
			m.watching.unseen = true // another failure happens again where it matters
			m.lose(err)
			return nil
		}
		return tea.Batch(m.regain(), take(m, got), m.watchAgain())
	})
}

// watchAgain makes the look that fell due during the last one.
func (m *Model) watchAgain() tea.Cmd {
	if m.watching.looks > 0 || !m.watching.due {
		return nil
	}
	return m.watch()
}

// watchList reads the list on the screen again once anybody has recorded anything:
// vendors are renamed and archived, assessments withdrawn. A screen that has nothing to
// read again only finds out whether the database is there.
func (m *Model) watchList() tea.Cmd {
	s := m.top()
	switch s.(type) {
	case *portfolio, *vendorPage, *board, *comparison:
	default:
		if m.onScreen() == nil {
			return look(m, m.bench.Store.People, (*Model).learnPeople)
		}
		return nil
	}
	b := m.bench
	return look(m, func(ctx context.Context) (got movesAndPeople, err error) {
		if got.moves, err = b.Store.Moves(ctx); err == nil {
			got.people, err = b.Store.People(ctx)
		}
		return got, err
	}, func(m *Model, got movesAndPeople) tea.Cmd {
		news := m.learnPeople(got.people)
		if got.moves == m.watching.moves || m.top() != s {
			return news
		}
		m.watching.moves = got.moves
		return tea.Batch(news, s.begin(m))
	})
}

// movesAndPeople are read in a look for a list.
type movesAndPeople struct {
	moves  int64
	people assessment.People
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
	return look(m, func(ctx context.Context) (stored, error) { return load(ctx, b, k.id, seq) }, func(m *Model, got stored) tea.Cmd {
		people := m.learnPeople(got.kept.People)
		if k.sent > 0 {
			m.watching.unseen = true // perhaps they came after that write
			return people
		}
		if got.kept.Seq <= k.kept.Seq {
			return people
		}
		news := newsOf(k, got.journal, m.bench.Evaluator)
		return tea.Batch(people, m.overtaken(k, got), m.refresh(k), m.sayNews(news))
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
