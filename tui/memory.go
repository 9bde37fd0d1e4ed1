package tui

import (
	"context"
	"maps"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
)

// memory keeps where the evaluator was, so that the workbench opens there
// again. Moving through a list writes once it comes to rest, not at every step.
type memory struct {
	wanted map[string]string // not yet on its way
	busy   bool
}

const restAfter = 300 * time.Millisecond

func (k *memory) set(key, value string) tea.Cmd {
	if k.wanted == nil {
		k.wanted = map[string]string{}
	}
	k.wanted[key] = value
	if k.busy {
		return nil
	}
	k.busy = true
	return k.wait()
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

// recallPlace reads where the evaluator was, and opens the screens there.
func (m *Model) recallPlace() tea.Cmd {
	b := m.bench
	return await(readLimit, func(ctx context.Context) (at [2]string, err error) {
		if at[0], err = b.Store.Recall(ctx, "place"); err != nil {
			return at, err
		}
		if id, is := strings.CutPrefix(at[0], "interview/"); is {
			at[1], _ = b.Store.Recall(ctx, "interview/"+id)
		}
		return at, nil
	}, func(m *Model, at [2]string, _ error) tea.Cmd { return m.restore(at[0], at[1]) })
}

// restore opens the screens of a place. A place that is no more is found out
// when its screen reads, and gives way to the portfolio.
func (m *Model) restore(place, item string) tea.Cmd {
	if len(m.screens) > 1 {
		return nil // somebody was faster
	}
	kind, id, _ := strings.Cut(place, "/")
	switch kind {
	case "vendor":
		return m.push(&vendorPage{vendorID: id})
	case "board":
		return m.push(&board{rfp: id})
	case "interview":
		return m.push(&interview{id: id, item: item})
	}
	return nil
}
