package tui

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"assay/tui/draw"
)

// overlay is something laid over the screen that takes all keys. Esc always
// backs out of it.
type overlay interface {
	update(m *Model, msg tea.Msg) tea.Cmd
	box(m *Model, w, h int) box // within w×h
}

// interruptible is an overlay that holds words which must not be lost when the
// program is left in the middle of them.
type interruptible interface {
	// interrupt saves them, or says why to stay.
	interrupt(m *Model) (save tea.Cmd, alert string)
}

// openedMsg is the first message that an overlay gets.
type openedMsg struct{}

// box is a drawn overlay: lines of one width.
type box struct {
	lines  []string
	cursor *tea.Cursor // relative to the box
	low    bool        // at the foot of the window, to leave the question in view
}

// keysLine is the last line of a dialog: key, word, key, word …
func keysLine(t *draw.Theme, w int, pairs ...string) string {
	r := draw.NewLine(w)
	for n := 0; n+1 < len(pairs); n += 2 {
		r.Put(t.Key, pairs[n]).Put(t.Dim, " "+pairs[n+1]).Gap(2)
	}
	return r.String()
}

// newInput is a field for one line of text with the real cursor.
func newInput(value string) textinput.Model {
	in := textinput.New()
	in.Prompt = ""
	in.SetVirtualCursor(false)
	in.SetStyles(textinput.Styles{})
	in.SetValue(value)
	in.CursorEnd()
	return in
}
