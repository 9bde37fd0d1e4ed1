package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/tui/keys"
)

// A person who knows the keys presses the next one before a screen has read its data.
// The workbench holds such keys and pastes, and acts on them in their order once the
// data is there.

// early is what was pressed for a screen that has read nothing yet.
type early struct {
	of   screen
	msgs []tea.Msg
}

// mostEarly bounds it, in case something falls on the keyboard.
const mostEarly = 1000

// atOnce are the keys that need no data of a screen.
var atOnce = []keys.Action{keys.Help, keys.Palette, keys.Name, keys.Mouse, keys.Drafts}

// unready reports whether the screen on top has read nothing yet.
func (m *Model) unready() bool {
	s, is := m.top().(fetcher)
	return is && !s.read().arrived && len(m.overlays) == 0
}

// hold keeps a key or a paste for the screen on top if that has read nothing yet. Whoever
// leaves the screen meanwhile does not want the keys before.
func (m *Model) hold(msg tea.Msg) bool {
	if !m.unready() {
		return false
	}
	if m.early.of != m.top() {
		m.early = early{of: m.top()}
	}
	if key, is := msg.(tea.KeyPressMsg); is {
		for _, b := range keys.Pressed(key, m.top().where()) {
			if b.Action == keys.Back {
				m.early = early{}
				return false
			}
			if len(m.early.msgs) == 0 && slices.Contains(atOnce, b.Action) {
				return false
			}
		}
	}
	if len(m.early.msgs) < mostEarly {
		m.early.msgs = append(m.early.msgs, msg)
	}
	return true
}

// pressHeld acts on what was held, now that the screen may have its data. A held key may
// open another screen, which holds the rest.
func (m *Model) pressHeld() tea.Cmd {
	var cmds []tea.Cmd
	for len(m.early.msgs) > 0 && !m.unready() {
		held := m.early
		m.early = early{}
		if s, is := held.of.(fetcher); held.of != m.top() || is && s.read().failed != "" {
			break
		}
		_, cmd := m.take(held.msgs[0])
		cmds = append(cmds, cmd)
		if rest := held.msgs[1:]; len(rest) > 0 {
			m.early = early{m.top(), rest}
		}
	}
	return tea.Batch(cmds...)
}
