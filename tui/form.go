package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"assay/tui/draw"
)

// form is a short form in an overlay. Forms are for what is filled in once:
// a vendor, a request for proposals, who is in the room.
type form struct {
	title string
	lead  string
	form  *huh.Form
	asks  []huh.Field
	done  func(m *Model) tea.Cmd
}

func newForm(m *Model, title, lead string, done func(m *Model) tea.Cmd, fields ...huh.Field) *form {
	f := huh.NewForm(huh.NewGroup(fields...)).
		WithShowHelp(false).
		WithTheme(huh.ThemeFunc(func(bool) *huh.Styles { return huh.ThemeBase16(m.theme.Dark) })).
		WithWidth(formWidth(m.w))
	return &form{title: title, lead: lead, form: f, asks: fields, done: done}
}

func formWidth(w int) int { return min(w-8, 64) }

func (f *form) update(m *Model, msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case openedMsg:
		return f.form.Init()
	case tea.KeyPressMsg:
		if msg.String() == "esc" {
			m.shut()
			return nil
		}
	case tea.WindowSizeMsg:
		f.form = f.form.WithWidth(formWidth(m.w))
		// It is drawn whole, and box shows the part that fits: the form itself
		// would make room for the whole window.
		updated, cmd := f.form.Update(tea.WindowSizeMsg{Width: msg.Width, Height: wholeForm})
		f.form, _ = updated.(*huh.Form)
		return cmd
	}
	updated, cmd := f.form.Update(msg)
	if next, is := updated.(*huh.Form); is {
		f.form = next
	}
	if f.form.State == huh.StateCompleted {
		m.shut()
		return f.done(m)
	}
	return cmd
}

func (f *form) box(m *Model, _, h int) box {
	t, w := m.theme, formWidth(m.w)
	out := draw.NewBlock(t, w)
	if f.lead != "" {
		out.Paragraph(t.Plain, "", t.Dim, f.lead)
		out.Blank()
	}
	drawn := splitLines(f.form.View())
	for len(drawn) > 0 && strings.TrimSpace(ansi.Strip(drawn[len(drawn)-1])) == "" {
		drawn = drawn[:len(drawn)-1]
	}
	room := h - 4 - out.Height()
	top, bottom := f.focused()
	if len(drawn) > room && room < bottom-top {
		out.Lines, room = nil, h-4 // the field goes before the lead
	}
	// As much as fits, down to the end of the field that is filled in.
	from := max(0, min(bottom, len(drawn))-room)
	from = max(0, min(from, top))
	for _, line := range drawn[from:min(from+room, len(drawn))] {
		out.Lines = append(out.Lines, draw.Fit(line, w))
	}
	out.Blank()
	out.Lines = append(out.Lines, keysLine(t, w, "enter", "next", "shift+tab", "back", "esc", "cancel"))
	return box{lines: draw.Card(t, f.title, out.Lines, w)}
}

// wholeForm is a height into which every form fits.
const wholeForm = 500

// focused is where the field that is filled in stands in the drawn form: its
// first line, and the one behind its last.
func (f *form) focused() (top, bottom int) {
	now := f.form.GetFocusedField()
	for _, field := range f.asks {
		bottom = top + lipgloss.Height(field.View())
		if field == now {
			return top, bottom
		}
		top = bottom + 1 // a blank line between two
	}
	return 0, 0
}

func splitLines(text string) []string { return strings.Split(strings.TrimRight(text, "\n"), "\n") }
