package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// toast is one sentence about the last action. It disappears with the next
// key, or after a while.
type toast struct {
	text    string
	bad     bool
	refuses bool // it says why a key did nothing
	n       int  // to tell a late expiry from a present one
}

const toastTime = 5 * time.Second

func (m *Model) say(text string) tea.Cmd {
	if text == "" {
		return nil
	}
	m.toast = toast{text: text, n: m.toast.n + 1}
	n := m.toast.n
	return tea.Tick(toastTime, func(time.Time) tea.Msg {
		return taken(func(m *Model) tea.Cmd {
			if n == m.toast.n {
				m.toast.text = ""
			}
			return nil
		})
	})
}

// alsoSay adds a sentence about the same key.
func (m *Model) alsoSay(text string) tea.Cmd {
	if m.toast.text == "" {
		return m.say(text)
	}
	m.toast.text += "; " + text
	return nil
}

// complain shows an error until the next key.
func (m *Model) complain(err error) tea.Cmd {
	m.lose(err)
	err = m.bench.told(err)
	text := err.Error()
	if hint := m.hintOf(err); hint != "" {
		text += "; " + hint
	}
	m.toast = toast{text: text, bad: true, refuses: true, n: m.toast.n + 1}
	return nil
}
