package tui

import (
	tea "charm.land/bubbletea/v2"

	"assay/tui/dialog"
)

// list is a picker whose choices can change while it is open. It makes the picker
// again for every key and every drawing. It stays open below the dialogs that it
// opens.
type list struct {
	make func(m *Model) *picker
	at   int
}

func (l *list) picker(m *Model) *picker {
	p := l.make(m)
	p.stays, p.At = true, max(min(l.at, len(p.Choices)-1), 0)
	return p
}

func (l *list) update(m *Model, msg tea.Msg) tea.Cmd {
	p := l.picker(m)
	cmd := p.update(m, msg)
	l.at = p.At
	return cmd
}

func (l *list) box(m *Model) dialog.Box { return l.picker(m).box(m) }
