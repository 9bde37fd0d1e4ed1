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

type (
	rememberMsg   struct{}
	rememberedMsg struct{}
)

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
	return tea.Tick(restAfter, func(time.Time) tea.Msg { return rememberMsg{} })
}

func (k *memory) update(m *Model, msg tea.Msg) tea.Cmd {
	if _, due := msg.(rememberMsg); due {
		return k.flush(m.bench)
	}
	if len(k.wanted) > 0 {
		return k.wait()
	}
	k.busy = false
	return nil
}

// flush writes the wanted values. It ignores errors: a failure costs a
// convenience, never an answer.
func (k *memory) flush(b Bench) tea.Cmd {
	now := maps.Clone(k.wanted)
	clear(k.wanted)
	return within(readLimit, func(ctx context.Context) tea.Msg {
		for key, value := range now {
			_ = b.Store.Remember(ctx, key, value)
		}
		return rememberedMsg{}
	})
}

// recallPlace reads where the evaluator was.
func (m *Model) recallPlace() tea.Cmd {
	b := m.bench
	return within(readLimit, func(ctx context.Context) tea.Msg {
		place, err := b.Store.Recall(ctx, "place")
		if err != nil {
			return placeMsg{}
		}
		msg := placeMsg{place: place}
		if id, is := strings.CutPrefix(place, "interview/"); is {
			msg.item, _ = b.Store.Recall(ctx, "interview/"+id)
		}
		return msg
	})
}

// restore opens the screens of a place. A place that is no more is found out
// when its screen reads, and gives way to the portfolio.
func (m *Model) restore(msg placeMsg) tea.Cmd {
	if len(m.screens) > 1 {
		return nil // somebody was faster
	}
	kind, id, _ := strings.Cut(msg.place, "/")
	switch kind {
	case "vendor":
		return m.push(&vendorPage{vendorID: id})
	case "board":
		return m.push(&board{rfp: id})
	case "interview":
		return m.push(&interview{id: id, item: msg.item})
	}
	return nil
}
