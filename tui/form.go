package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"
)

// form is a short form in an overlay. Forms are for what is filled in once:
// a vendor, a request for proposals, who is in the room.
type form struct {
	title string
	lead  string
	form  *huh.Form
	done  func(m *Model) tea.Cmd
}

func newForm(m *Model, title, lead string, done func(m *Model) tea.Cmd, fields ...huh.Field) *form {
	f := huh.NewForm(huh.NewGroup(fields...)).
		WithShowHelp(false).
		WithTheme(huh.ThemeFunc(func(bool) *huh.Styles { return huh.ThemeBase16(m.theme.dark) })).
		WithWidth(formWidth(m.w))
	return &form{title: title, lead: lead, form: f, done: done}
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
	out := &pile{t: t, w: w}
	if f.lead != "" {
		out.paragraph(t.plain, "", t.dim, f.lead)
		out.blank()
	}
	for _, line := range splitLines(f.form.View()) {
		out.lines = append(out.lines, fitDrawn(line, w))
	}
	for len(out.lines) > 0 && strings.TrimSpace(out.lines[len(out.lines)-1]) == "" {
		out.lines = out.lines[:len(out.lines)-1]
	}
	if over := len(out.lines) - (h - 4); over > 0 {
		out.lines = out.lines[over:]
	}
	out.blank()
	out.lines = append(out.lines, keysLine(t, w, "enter", "next", "shift+tab", "back", "esc", "cancel"))
	return box{lines: card(t, f.title, out.lines, w)}
}

func splitLines(text string) []string { return strings.Split(strings.TrimRight(text, "\n"), "\n") }
