package dialog

import (
	"io"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"
)

// textAsk is a text as a field of huh, so that a form has texts and choices in one
// order. Its text is an [Input]: the form types into it and draws it, and huh only
// checks it when it moves on.
type textAsk struct {
	*Field
	wrong error
}

// Blur checks the text.
func (w *textAsk) Blur() tea.Cmd {
	w.wrong = w.check(strings.TrimSpace(w.Text()))
	return nil
}

// Error is the mistake in the text, after Blur.
func (w *textAsk) Error() error { return w.wrong }

// Focus forgets the mistake.
func (w *textAsk) Focus() tea.Cmd {
	w.wrong = nil
	return nil
}

// The rest of [huh.Field] has no use here.

func (w *textAsk) Init() tea.Cmd                            { return nil }
func (w *textAsk) Update(tea.Msg) (huh.Model, tea.Cmd)      { return w, nil }
func (w *textAsk) View() string                             { return "" }
func (w *textAsk) Run() error                               { return nil }
func (w *textAsk) RunAccessible(io.Writer, io.Reader) error { return nil }
func (w *textAsk) Skip() bool                               { return false }
func (w *textAsk) Zoom() bool                               { return false }
func (w *textAsk) KeyBinds() []key.Binding                  { return nil }
func (w *textAsk) WithTheme(huh.Theme) huh.Field            { return w }
func (w *textAsk) WithKeyMap(*huh.KeyMap) huh.Field         { return w }
func (w *textAsk) WithWidth(int) huh.Field                  { return w }
func (w *textAsk) WithHeight(int) huh.Field                 { return w }
func (w *textAsk) WithPosition(huh.FieldPosition) huh.Field { return w }
func (w *textAsk) GetKey() string                           { return w.Label }
func (w *textAsk) GetValue() any                            { return w.Text() }
