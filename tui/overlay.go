package tui

import (
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
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

// card frames lines of w columns.
func card(t *theme, title string, lines []string, w int) []string {
	out := make([]string, 0, len(lines)+2)
	top := newRow(w+4).put(t.accent, "╭─ ").say(t.title, ansi.Truncate(harmless(title), w-1, "…")).gap(1)
	top.put(t.accent, strings.Repeat("─", max(top.left-1, 0))+"╮")
	out = append(out, top.String())
	edge := t.accent.on("│")
	for _, line := range lines {
		out = append(out, edge+" "+line+" "+edge)
	}
	return append(out, t.accent.on("╰"+strings.Repeat("─", w+2)+"╯"))
}

// keysLine is the last line of a dialog: key, word, key, word …
func keysLine(t *theme, w int, pairs ...string) string {
	r := newRow(w)
	for n := 0; n+1 < len(pairs); n += 2 {
		r.put(t.key, pairs[n]).put(t.dim, " "+pairs[n+1]).gap(2)
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
