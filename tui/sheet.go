package tui

import (
	"errors"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"assay/assessment"
)

// field is one line of a sheet: a text, one of several choices, or a list of
// checks to tick.
type field struct {
	label   string
	input   textinput.Model
	options []string            // when it is a choice; the first letters choose
	chosen  int                 // -1: none yet
	hint    string              // shown in an empty text
	marked  bool                // the text that stands there gives way to the first that is typed
	hidden  func(s *sheet) bool // not asked for now

	checks []string // when it is a list of checks
	ticked []int    // which of them, from 1
	row    int      // where the mark stands
	of     string   // the evidence kind whose checks they are
}

// text reports whether the field is written in.
func (f *field) text() bool { return f.options == nil && f.checks == nil }

func textField(label, value, hint string) field {
	return field{label: label, input: newInput(value), hint: hint}
}

// marked has a text give way, whole, to the first that is typed; the keys of the
// cursor keep it, to be edited.
func marked(f field) field {
	f.marked = f.input.Value() != ""
	return f
}

// giveWay takes a marked text out where a message is about to write.
func (f *field) giveWay(msg tea.Msg) {
	if !f.marked {
		return
	}
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		f.marked = false
		if msg.Text != "" || matches(msg, "backspace", "delete") {
			f.input.SetValue("")
		}
	case tea.PasteMsg:
		f.marked = false
		f.input.SetValue("")
	}
}

func choiceField(label string, options ...string) field {
	return field{label: label, options: options}
}

// undecidedField is a choice of which none is made beforehand.
func undecidedField(label string, options ...string) field {
	return field{label: label, options: options, chosen: -1}
}

// sheet is a small dialog of a few lines, made to be gone in two key presses:
// enter saves from anywhere, tab goes on, a choice is made by its first letter.
type sheet struct {
	title  string
	lead   string                // a sentence above the fields
	about  func(s *sheet) string // the same, where it changes with them
	fields []field
	at     int
	wrong  string
	alert  string // what save was stopped for; enter once more saves
	// dropped says that esc or ctrl+c was pressed once, and was asked back.
	dropped bool
	save    func(m *Model, s *sheet) (tea.Cmd, error)
	check   func(s *sheet) []string // what looks like patient data
	doubt   func(s *sheet) string   // what to think over before it is saved, if anything
	busy    bool                    // it is being saved
	dear    bool                    // its words cannot be had again: dropping them is asked for
}

// find is the field of this label that is asked for now, or -1.
func (s *sheet) find(label string) int {
	for n := range s.fields {
		if s.fields[n].label == label && s.asked(n) {
			return n
		}
	}
	return -1
}

func (s *sheet) value(label string) string {
	at := s.find(label)
	if at < 0 {
		return ""
	}
	switch f := s.fields[at]; {
	case f.checks != nil:
		return ""
	case f.options == nil:
		return strings.TrimSpace(f.input.Value())
	case f.chosen < 0:
		return ""
	default:
		return f.options[f.chosen]
	}
}

// fieldError is what is wrong with one field of a sheet.
type fieldError struct {
	label string
	cause error
}

func (e fieldError) Error() string { return e.cause.Error() }
func (e fieldError) Unwrap() error { return e.cause }

func wrongIn(label, text string) error {
	return fieldError{label, assessment.Errorf(assessment.Invalid, "", "%s", text)}
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
	if s.fields[s.at].text() {
		s.fields[s.at].input.Blur()
	}
}

// enter gives the cursor to the present field, if it is a text.
func (s *sheet) enter() tea.Cmd {
	if !s.fields[s.at].text() {
		return nil
	}
	return s.fields[s.at].input.Focus()
}

func (s *sheet) update(m *Model, msg tea.Msg) tea.Cmd {
	for n := range s.fields {
		if !s.fields[n].text() {
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
			if s.dropping("esc") {
				return nil
			}
			m.shut()
			return nil
		case name == "enter", name == "ctrl+s":
			return s.accept(m)
		case f.checks != nil && s.tick(f, name):
			return nil
		case name == "tab", name == "down":
			return s.focus(1)
		case name == "shift+tab", name == "up":
			return s.focus(-1)
		case f.options != nil:
			return s.choose(name)
		}
	}
	if !f.text() {
		return nil
	}
	before := f.input.Value()
	f.giveWay(msg)
	var cmd tea.Cmd
	f.input, cmd = f.input.Update(msg)
	if f.input.Value() != before {
		s.wrong, s.alert, s.dropped = "", "", false
	}
	return cmd
}

// dropping stops at words that would be lost, once. key is what was pressed.
func (s *sheet) dropping(key string) bool {
	if !s.dear || s.dropped || strings.TrimSpace(s.fields[0].input.Value()) == "" {
		return false
	}
	s.dropped, s.alert, s.wrong = true, "", "not saved: enter saves it, "+key+" once more drops it"
	return true
}

func (s *sheet) interrupt(*Model) (tea.Cmd, string) {
	if s.dropping("ctrl+c") {
		return nil, s.wrong
	}
	return nil, ""
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
		f.chosen = (max(f.chosen, 0) + len(f.options) - 1) % len(f.options)
		return nil
	}
	// Options that begin alike take turns.
	for step := range f.options {
		n := (max(f.chosen, 0) + step + 1) % len(f.options)
		if f.chosen < 0 {
			n = step
		}
		if strings.HasPrefix(strings.ToLower(f.options[n]), strings.ToLower(name)) {
			f.chosen = n
			return s.focus(1)
		}
	}
	return nil
}

func (s *sheet) accept(m *Model) tea.Cmd {
	if s.busy {
		return nil
	}
	if s.alert == "" {
		if s.alert = s.doubts(); s.alert != "" {
			s.wrong = ""
			return nil
		}
	}
	cmd, err := s.save(m, s)
	if err != nil {
		return s.refuse(err)
	}
	return cmd
}

// doubts is all that should be thought over before the sheet is saved.
func (s *sheet) doubts() string {
	var doubts []string
	if s.check != nil {
		if found := s.check(s); len(found) > 0 {
			doubts = append(doubts, patientAlert(found, "enter"))
		}
	}
	if s.doubt != nil {
		if text := s.doubt(s); text != "" {
			doubts = append(doubts, text)
		}
	}
	return strings.Join(doubts, "\n")
}

// refuse says why the sheet is not saved, and goes to the field it is about.
func (s *sheet) refuse(err error) tea.Cmd {
	s.wrong = err.Error()
	var wrong fieldError
	if errors.As(err, &wrong) {
		if at := s.find(wrong.label); at >= 0 {
			s.leave()
			s.at = at
			return s.enter()
		}
	}
	return s.goToEmpty()
}

// goToEmpty moves to the first text that is still empty: what was refused is
// most often what was not filled in.
func (s *sheet) goToEmpty() tea.Cmd {
	for n := range s.fields {
		if f := &s.fields[n]; s.asked(n) && f.text() && f.input.Value() == "" {
			s.leave()
			s.at = n
			break
		}
	}
	return s.enter()
}

// patientAlert points out what does not belong in an assessment; key is the one
// that keeps it all the same.
func patientAlert(found []string, key string) string {
	return "this looks like " + strings.Join(found, " and ") + "; take it out, or press " + key + " once more to keep it"
}
