package tui

import (
	"context"
	"maps"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"assay/assessment/store"
)

// memory keeps where each person was, so that the workbench opens there again, and each
// interview at its item. Moving through a list writes once it comes to rest, not at
// every step.
type memory struct {
	known  map[string]string // what was read or kept in this run
	wanted map[string]string // not yet on its way
	busy   bool
}

// ofPerson is the name under which a place of the evaluator is kept: people who share a
// database have each their own.
func (b Bench) ofPerson(place string) string { return place + " of " + b.Evaluator }

// keep keeps a place of the evaluator.
func (m *Model) keep(place, value string) tea.Cmd {
	return m.memory.set(m.bench.ofPerson(place), value)
}

// kept is a place of the evaluator as far as this run knows it.
func (m *Model) kept(place string) string { return m.memory.known[m.bench.ofPerson(place)] }

const restAfter = 300 * time.Millisecond

func (k *memory) set(key, value string) tea.Cmd {
	if k.wanted == nil {
		k.wanted = map[string]string{}
	}
	k.wanted[key] = value
	k.learn(key, value)
	if k.busy {
		return nil
	}
	k.busy = true
	return k.wait()
}

// learn takes over a value that was read or is to be kept.
func (k *memory) learn(key, value string) {
	if k.known == nil {
		k.known = map[string]string{}
	}
	k.known[key] = value
}

// learnOnce takes over a value that was read, unless a later one is known.
func (k *memory) learnOnce(key, value string) {
	if _, known := k.known[key]; !known && value != "" {
		k.learn(key, value)
	}
}

func (k *memory) wait() tea.Cmd {
	return tea.Tick(restAfter, func(time.Time) tea.Msg { return taken(k.flush) })
}

// flush writes the wanted values. It ignores errors: a failure costs a
// convenience, never an answer.
func (k *memory) flush(m *Model) tea.Cmd {
	b, now := m.bench, maps.Clone(k.wanted)
	clear(k.wanted)
	return await(readLimit, func(ctx context.Context) (bool, error) {
		for key, value := range now {
			_ = b.Store.Remember(ctx, key, value)
		}
		return true, nil
	}, func(*Model, bool, error) tea.Cmd {
		if k.busy = len(k.wanted) > 0; k.busy {
			return k.wait()
		}
		return nil
	})
}

// finish keeps the places that a sudden end left unsaved, as flush does.
func (k *memory) finish(ctx context.Context, in *store.Store) {
	for key, value := range k.wanted {
		_ = in.Remember(ctx, key, value)
	}
}

// recallPlace reads where the evaluator was, and opens the screens there. An interview
// that was asked for comes first.
func (m *Model) recallPlace() tea.Cmd {
	b := m.bench
	if b.Interview != "" {
		return m.restore("interview/"+b.Interview, "")
	}
	return await(readLimit, func(ctx context.Context) (string, error) {
		return b.Store.Recall(ctx, b.ofPerson("place"))
	}, func(m *Model, place string, _ error) tea.Cmd { return m.restore(place, "") })
}

// restore opens the screens of a place. An interview opens at an item, or else where the
// evaluator left it. A place that is no more is found out when its screen reads, and
// gives way to the portfolio.
func (m *Model) restore(place, item string) tea.Cmd {
	if len(m.screens) > 1 {
		return nil // somebody was faster
	}
	kind, id, _ := strings.Cut(place, "/")
	id, chosen, _ := strings.Cut(id, "/")
	switch kind {
	case "vendor":
		return m.push(&vendorPage{vendorID: id})
	case "board":
		return m.push(&board{rfp: id})
	case "evidence":
		return m.push(&evidencePage{recordPage: recordPage{id}, chosen: chosen})
	case "actions":
		return m.push(&actionPage{recordPage: recordPage{id}, chosen: chosen})
	case "agenda":
		return m.push(&agendaPage{recordPage: recordPage{id}})
	case "interview":
		return m.push(&interview{id: id, item: item})
	case "reply":
		return readBook(m.bench, id, func(m *Model) tea.Cmd {
			k := m.books[id]
			if k == nil || len(m.screens) > 1 {
				return nil
			}
			return m.push(&vendorPage{vendorID: k.now.Opened.Vendor.ID, want: id})
		})
	case "people":
		return m.push(&peoplePage{})
	case "review":
		return m.push(&reviewPage{recordPage: recordPage{id}})
	}
	return nil
}
