// Package dialog holds the dialogs of the workbench: a sheet of a few fields, a
// form that asks for them in turn, a picker, a note, and a text to read.
//
// Every dialog follows the same rules:
//
//   - Its caller passes it each message with Update. The dialog answers with an
//     [Outcome]: it stays open, it was left, or it was entered. When it was
//     entered, the caller reads its values and takes it away, or says with Refuse
//     why it cannot go yet.
//   - It draws itself into a given [Window] with Draw, and keeps no size.
//   - It knows no screen and no store, and does no work but its own.
package dialog

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/tui/draw"
	"assay/tui/keys"
)

// Dialog is one of the dialogs of this package.
type Dialog interface {
	Update(in Window, msg tea.Msg) (Outcome, tea.Cmd)
	Draw(in Window) Box
	// Heading is the title, which says what the dialog asks for.
	Heading() string
	// Refuse says why the values of an entered dialog cannot be taken.
	Refuse(why error) tea.Cmd
}

// Careful is a dialog whose words must not be lost when the program is left.
type Careful interface {
	Dialog
	// Interrupt answers to ctrl+c: whether the dialog is left or entered by it.
	// An alert asks to stay, once.
	Interrupt() (answer Outcome, alert string)
}

// Outcome is how a dialog answers a message.
type Outcome int

// The outcomes.
const (
	Open      Outcome = iota // the dialog goes on
	Left                     // its user gave it up
	Entered                  // its user said yes: take its values
	Unused                   // it has no use for this key: the caller may have one
	Elsewhere                // its user wants to write its text in an editor
)

// Window is the terminal window over which a dialog is drawn.
type Window struct {
	Theme         *draw.Theme
	Width, Height int
	Served        bool // over SSH: there is no editor to open
}

// Box is a drawn dialog: lines of one width.
type Box struct {
	Lines  []string
	Cursor *tea.Cursor // relative to the box
	Low    bool        // at the foot of the window, to leave the question in view
}

// Opened is the first message that a dialog gets.
type Opened struct{}

// Footer is the last line of a dialog: its keys, and a word for each. Keys that
// do not fit are left out.
func Footer(t *draw.Theme, w int, list []keys.Binding) string {
	l := t.Line(w)
	for _, b := range list {
		if l.Left() < draw.Width(b.Shown())+1+draw.Width(b.Word()) {
			continue
		}
		l.Put(t.Key, b.Shown()).Then(t.Dim, draw.Harmless(b.Word())).Gap(2)
	}
	return l.String()
}

// FooterWith is a footer with a word at its right end.
func FooterWith(t *draw.Theme, w int, list []keys.Binding, word string) string {
	left := w - draw.Width(word) - 1
	return t.Line(w).Raw(Footer(t, left, list), left).End(t.Dim.On(word)).String()
}

// Part is room lines of a text, from a line on. Its place says which lines these are,
// unless the whole text fits.
func Part(lines []string, from, room int) (shown []string, place string) {
	from = max(0, min(from, len(lines)-room))
	shown = slices.Clone(lines[from:min(from+room, len(lines))])
	if len(lines) > room {
		place = fmt.Sprintf("%d–%d of %d", from+1, from+len(shown), len(lines))
	}
	return shown, place
}
