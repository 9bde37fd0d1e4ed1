package tui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
)

// field is one line of a sheet: a text, or one of several choices.
type field struct {
	label   string
	input   textinput.Model
	options []string // when it is a choice; the first letters choose
	chosen  int
	hint    string              // shown in an empty text
	hidden  func(s *sheet) bool // not asked for now
}

func textField(label, value, hint string) field {
	return field{label: label, input: newInput(value), hint: hint}
}

func choiceField(label string, options ...string) field {
	return field{label: label, options: options}
}

// sheet is a small dialog of a few lines, made to be gone in two key presses:
// enter saves from anywhere, tab goes on, a choice is made by its first letter.
type sheet struct {
	title  string
	lead   string // a sentence above the fields
	fields []field
	at     int
	wrong  string
	alert  string // what save was stopped for; enter once more saves
	save   func(m *Model, s *sheet) (tea.Cmd, error)
	check  func(s *sheet) []string // what looks like patient data
}

func (s *sheet) value(label string) string {
	at := slices.IndexFunc(s.fields, func(f field) bool { return f.label == label })
	if at < 0 || s.fields[at].hidden != nil && s.fields[at].hidden(s) {
		return ""
	}
	if f := s.fields[at]; f.options != nil {
		return f.options[f.chosen]
	}
	return strings.TrimSpace(s.fields[at].input.Value())
}

func (s *sheet) asked(n int) bool {
	return s.fields[n].hidden == nil || !s.fields[n].hidden(s)
}

// focus moves to the next field in a direction that is asked for now.
func (s *sheet) focus(by int) tea.Cmd {
	s.leave()
	for range s.fields {
		s.at = (s.at + by + len(s.fields)) % len(s.fields)
		if s.asked(s.at) {
			break
		}
	}
	return s.enter()
}

// leave takes the cursor from the present field.
func (s *sheet) leave() {
	if s.fields[s.at].options == nil {
		s.fields[s.at].input.Blur()
	}
}

// enter gives the cursor to the present field, if it is a text.
func (s *sheet) enter() tea.Cmd {
	if s.fields[s.at].options != nil {
		return nil
	}
	return s.fields[s.at].input.Focus()
}

func (s *sheet) update(m *Model, msg tea.Msg) tea.Cmd {
	for n := range s.fields {
		if s.fields[n].options != nil {
			continue
		}
		s.fields[n].input.SetWidth(sheetWidth(m.w) - s.labels() - 5)
	}
	if _, opened := msg.(openedMsg); opened {
		return s.enter()
	}
	f := &s.fields[s.at]
	if press, is := msg.(tea.KeyPressMsg); is {
		switch name := press.String(); {
		case name == "esc":
			m.shut()
			return nil
		case name == "enter", name == "ctrl+s":
			return s.accept(m)
		case name == "tab", name == "down":
			return s.focus(1)
		case name == "shift+tab", name == "up":
			return s.focus(-1)
		case f.options != nil:
			return s.choose(name)
		}
	}
	if f.options != nil {
		return nil
	}
	s.wrong, s.alert = "", ""
	var cmd tea.Cmd
	f.input, cmd = f.input.Update(msg)
	return cmd
}

// choose changes a choice by arrow or first letter. A letter goes on to the
// next field, since nothing more is to be said about a choice.
func (s *sheet) choose(name string) tea.Cmd {
	f := &s.fields[s.at]
	s.wrong, s.alert = "", ""
	switch name {
	case "right", "space", "l":
		f.chosen = (f.chosen + 1) % len(f.options)
		return nil
	case "left", "h":
		f.chosen = (f.chosen + len(f.options) - 1) % len(f.options)
		return nil
	}
	for n, option := range f.options {
		if strings.HasPrefix(strings.ToLower(option), strings.ToLower(name)) {
			f.chosen = n
			return s.focus(1)
		}
	}
	return nil
}

func (s *sheet) accept(m *Model) tea.Cmd {
	if s.check != nil && s.alert == "" {
		if found := s.check(s); len(found) > 0 {
			s.alert = patientAlert(found)
			return nil
		}
	}
	cmd, err := s.save(m, s)
	if err != nil {
		s.wrong = err.Error()
		return s.goToEmpty()
	}
	return cmd
}

// goToEmpty moves to the first text that is still empty: what was refused is
// most often what was not filled in.
func (s *sheet) goToEmpty() tea.Cmd {
	for n := range s.fields {
		if f := &s.fields[n]; s.asked(n) && f.options == nil && f.input.Value() == "" {
			s.leave()
			s.at = n
			break
		}
	}
	return s.enter()
}

// patientAlert points out what does not belong in an assessment.
func patientAlert(found []string) string {
	return "this looks like " + strings.Join(found, " and ") + "; take it out, or press enter once more to keep it"
}

// sheetWidth is the width inside a sheet, in a window of w columns.
func sheetWidth(w int) int { return min(w-4, 84) }

// labels is the width of the widest label that is asked for now.
func (s *sheet) labels() int {
	most := 0
	for n := range s.fields {
		if s.asked(n) {
			most = max(most, width(s.fields[n].label))
		}
	}
	return most
}

func (s *sheet) box(m *Model, _, h int) box {
	t, w := m.theme, sheetWidth(m.w)
	out := &pile{t: t, w: w}
	b := box{low: true}
	if s.lead != "" {
		out.paragraph(t.plain, "", t.dim, s.lead)
	}
	labels := s.labels()
	for n := range s.fields {
		if s.asked(n) {
			if c := s.drawField(out, n, labels); c != nil {
				b.cursor = c
			}
		}
	}
	switch {
	case s.alert != "":
		out.paragraph(t.warnStrong, "! ", t.warn, s.alert)
	case s.wrong != "":
		out.paragraph(t.badStrong, "! ", t.bad, s.wrong)
	}
	out.lines = append(out.lines, keysLine(t, w, "enter", "save", "tab", "next line", "esc", "cancel"))
	if over := len(out.lines) - (h - 2); over > 0 && s.lead != "" {
		cut := min(over, len(wrap(s.lead, w)))
		out.lines = out.lines[cut:]
		if b.cursor != nil {
			b.cursor.Y -= cut
		}
	}
	b.lines = card(t, s.title, out.lines, w)
	return b
}

// drawField draws one field and gives its cursor when it has the focus.
func (s *sheet) drawField(out *pile, n, labels int) *tea.Cursor {
	t, f := out.t, &s.fields[n]
	r := out.row()
	labelInk := t.dim
	if n == s.at {
		r.put(t.title, "▸ ")
		labelInk = t.strong
	} else {
		r.gap(2)
	}
	r.cell(labelInk, f.label, labels).gap(2)
	var cursor *tea.Cursor
	if f.options != nil {
		s.drawOptions(r, t, f, n == s.at)
	} else {
		x := out.w - r.left
		if f.input.Value() == "" && f.hint != "" {
			r.say(t.dim, f.hint)
		} else {
			view := f.input.View()
			r.raw(view, width(view))
		}
		if c := f.input.Cursor(); n == s.at && c != nil {
			cursor = tea.NewCursor(x+c.X+2, len(out.lines)+1)
		}
	}
	out.add(r)
	return cursor
}

// drawOptions draws all options side by side where they fit, else the chosen
// one and how many there are.
func (s *sheet) drawOptions(r *row, t *theme, f *field, focused bool) {
	need := 0
	for _, option := range f.options {
		need += width(harmless(option)) + 3
	}
	if need > r.left {
		r.put(t.accent, "◂ ").say(t.strong, f.options[f.chosen]).put(t.accent, " ▸")
		return
	}
	for n, option := range f.options {
		switch {
		case n == f.chosen && focused:
			r.say(t.chip, "["+harmless(option)+"]")
		case n == f.chosen:
			r.say(t.strong, "["+harmless(option)+"]")
		default:
			r.gap(1).say(t.dim, option).gap(1)
		}
		r.gap(1)
	}
}
