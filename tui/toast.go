package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// toast is one sentence about what just happened. It goes with the next key,
// or by itself.
type toast struct {
	text string
	bad  bool
	n    int // to tell a late expiry from a present one
}

const toastTime = 5 * time.Second

func (m *Model) say(text string) tea.Cmd {
	if text == "" {
		return nil
	}
	m.toast = toast{text: text, n: m.toast.n + 1}
	n := m.toast.n
	return tea.Tick(toastTime, func(time.Time) tea.Msg { return toastOverMsg{n} })
}

// alsoSay says something besides what was said of the same key already.
func (m *Model) alsoSay(text string) tea.Cmd {
	if m.toast.text == "" {
		return m.say(text)
	}
	m.toast.text += "; " + text
	return nil
}

// complain says what went wrong. It stays until a key is pressed.
func (m *Model) complain(err error) tea.Cmd {
	text := err.Error()
	if hint := hintOf(err); hint != "" {
		text += "; " + hint
	}
	m.toast = toast{text: text, bad: true, n: m.toast.n + 1}
	return nil
}
