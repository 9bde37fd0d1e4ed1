package tui

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/tui/dialog"
)

// interrupt quits from anywhere. An open dialog may save its text, or ask
// once to stay.
func (m *Model) interrupt() tea.Cmd {
	var cmd tea.Cmd
	if n := len(m.overlays); n > 0 {
		if box, is := m.overlays[n-1].(*clashBox); is {
			// Both sides were shown; the texts stay drafts. Others are shown first.
			m.clashes = slices.DeleteFunc(m.clashes, func(c *clash) bool { return c == box.clash })
		}
		if p, is := m.overlays[n-1].(*picker); is && p.leaving != nil {
			m.shut()
			return p.leaving(m)
		}
		if open, is := m.overlays[n-1].(*asked); is {
			var alert string
			if cmd, alert = open.interrupt(m); alert != "" {
				if m.blind() {
					return m.complain(errors.New(alert)) // it cannot say so itself
				}
				return nil
			}
		}
	}
	m.overlays = nil
	return tea.Batch(cmd, m.quit())
}

// quit leaves when everything is saved. An entry that cannot be saved keeps
// the workbench open.
func (m *Model) quit() tea.Cmd {
	var unsaved *book
	var cmds []tea.Cmd
	for _, k := range m.books {
		if k.failure != nil {
			unsaved = k
		}
	}
	if unsaved != nil {
		return m.open(newUnsaved(unsaved))
	}
	if len(m.clashes) > 0 {
		m.clashes[0].later = time.Time{} // it is shown now
		return m.complain(errors.New("not saved yet: choose between the two answers first"))
	}
	for _, k := range m.books {
		if k.runs() && !m.blind() {
			return m.open(newRunning(m, k))
		}
	}
	m.quitting = true
	for _, k := range m.books {
		cmds = append(cmds, k.save(m))
	}
	return tea.Batch(append(cmds, m.quitWhenSaved())...)
}

func (m *Model) quitWhenSaved() tea.Cmd {
	for _, k := range m.books {
		if !k.idle() {
			m.toast = toast{text: "saving …", n: m.toast.n + 1}
			return nil
		}
	}
	return tea.Sequence(m.memory.flush(m), tea.Quit)
}

// lastLimit is the time to save the last entries after a signal to this process, which does
// not wait long.
const lastLimit = time.Second

// finish writes the entries that a sudden end left unsaved. ctx is the context of the
// program; its end does not end the write, but shortens it to last.
func (m *Model) finish(ctx context.Context, last time.Duration) error {
	limit := saveLimit
	if ctx.Err() != nil {
		limit = last
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), limit)
	defer cancel()
	folder := m.bench.Drafts
	kept := m.drafts.finish(folder)
	for id, k := range m.books {
		if k.idle() {
			continue
		}
		if _, err := m.bench.Store.Record(ctx, id, k.waiting...); err != nil {
			return assessment.Errorf(assessment.Unwritten, "the last %d entries are not saved: %w", len(k.waiting), err)
		}
		for _, t := range k.drafts {
			kept = cmp.Or(kept, folder.Drop(t.draft.Person, t.draft.ID))
		}
	}
	if kept != nil {
		return assessment.Errorf(assessment.Unwritten, "what you were typing is not kept: %w", kept)
	}
	m.memory.finish(ctx, m.bench.Store)
	return nil
}

// newUnsaved asks how to handle answers that could not be saved.
func newUnsaved(k *book) *picker {
	return &picker{Picker: dialog.Picker[effect]{
		Title: fmt.Sprintf("%d not saved: %s", len(k.waiting), k.failure),
		Low:   true,
		Choices: []choice{
			{Text: "Try again, then quit", Value: func(m *Model) tea.Cmd { k.failure = nil; return m.quit() }},
			{Text: "Stay here", Value: func(*Model) tea.Cmd { return nil }},
			{Text: "Discard them and quit", Value: func(m *Model) tea.Cmd { k.discard(); return tea.Batch(m.settled(k), m.quit()) }},
		},
	}}
}
