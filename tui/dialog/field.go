package dialog

import (
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/tui/draw"
	"assay/tui/keys"
)

// Field is one line of a sheet or a form: a text, one of several choices, or a list of
// checks to tick.
type Field struct {
	Label  string
	Hidden func(s *Sheet) bool     // not asked for now; nil for always asked
	Needed string                  // asks for the value when it is missing; empty for an optional field
	Check  func(text string) error // says what is wrong with the value; nil for none

	// Complete completes the text at the key for it. It may be nil.
	Complete func(s *Sheet, text string) tea.Cmd

	Secret bool // its text is never shown, and never kept in a draft

	// Reads makes a pasted text fit the field. It may be nil.
	Reads func(pasted string) string

	// Bars says why a text must not be in the field, not even for a moment, or nothing. The
	// field is then emptied, and takes nothing more until its user erases or pastes: the rest
	// of a paste may arrive as keys. A field that bars texts is never kept in a draft. It may
	// be nil.
	Bars func(text string) string

	// Suggest is the text of the field while the person has not written another one. It
	// follows the other fields. It may be nil.
	Suggest func(s *Sheet) string

	Options []string // of a choice; the first letters choose
	Chosen  int      // -1: none yet

	Checks []string // of a list of checks
	Ticked []int    // which of them, from 1
	Of     string   // for the caller: the subject of the checks
	row    int      // the marked check

	input  Input
	hint   string          // shown in an empty text
	marked bool            // the first key that is typed replaces the text
	yields bool            // so it does when a text comes back
	barred string          // why its text was barred; it takes nothing more
	given  string          // the text that was suggested last
	today  assessment.Date // of a day that is asked for
	zone   *time.Location  // of a day that is asked for
}

// TextField asks for a text. The hint is shown while it is empty.
func TextField(label, value, hint string) Field {
	return Field{Label: label, input: NewInput(value), hint: hint}
}

// DateField asks for a day, as a date or in days from today. What is known of it
// gives way to the first key. In the zones of the United States it also reads
// 02/01/2027, and shows how it reads it.
func DateField(label string, day assessment.Date, hint string, today assessment.Date, zone *time.Location) Field {
	f := Marked(TextField(label, day.String(), hint))
	f.today, f.zone = today, zone
	f.Check = func(text string) error {
		_, _, err := assessment.TypedDay(text, today, zone)
		return err
	}
	return f
}

// echo says how the text of a day is read, where that is not plain from the text.
func (f *Field) echo() string {
	if f.zone == nil {
		return ""
	}
	_, echo, err := assessment.TypedDay(f.Text(), f.today, f.zone)
	if err != nil {
		return ""
	}
	return echo
}

// ChoiceField asks for one of several; the first is chosen beforehand.
func ChoiceField(label string, options ...string) Field {
	return Field{Label: label, Options: options}
}

// UndecidedField asks for one of several; none is chosen beforehand.
func UndecidedField(label string, options ...string) Field {
	return Field{Label: label, Options: options, Chosen: -1}
}

// ChecksField asks which of some checks were made. They are ticked by their
// numbers, or with space at the mark.
func ChecksField(label string, checks []string, ticked []int) Field {
	return Field{Label: label, Checks: checks, Ticked: slices.Clone(ticked)}
}

// SecretField asks for a text that nobody may read over the shoulder.
func SecretField(label, hint string) Field {
	f := TextField(label, "", hint)
	f.Secret = true
	return f
}

// SuggestedField is a text field with a text that by makes from the other fields. The
// first text is what by makes when the sheet opens.
func SuggestedField(label, first, hint string, by func(s *Sheet) string) Field {
	f := Marked(TextField(label, first, hint))
	f.Suggest, f.given = by, first
	return f
}

// Marked is a text field whose text is replaced by the first key that is typed.
// The keys that move the cursor keep it, to be edited.
func Marked(f Field) Field {
	f.marked, f.yields = f.input.Value() != "", true
	return f
}

// Needed is a field that must have a value before the sheet is entered. If it is
// empty, the sheet shows ask.
func Needed(f Field, ask string) Field {
	f.Needed = ask
	return f
}

// check says what is wrong with a value of the field, if anything.
func (f *Field) check(value string) error {
	if f.barred != "" {
		return assessment.Errorf(assessment.Refused, "%s", f.barred)
	}
	if f.Needed != "" && value == "" {
		return assessment.Errorf(assessment.Invalid, "%s", f.Needed)
	}
	if f.Check == nil {
		return nil
	}
	return f.Check(value)
}

// Text is the text as it was typed.
func (f *Field) Text() string { return f.input.Value() }

// Set writes a text, with the cursor at its end.
func (f *Field) Set(text string) {
	f.input.SetValue(text)
	f.marked = false
}

// ToStart puts the cursor at the start of the text.
func (f *Field) ToStart() { f.input.ToStart() }

// written reports whether the field is a text.
func (f *Field) written() bool { return f.Options == nil && f.Checks == nil }

// giveWay empties a marked text when a message is about to write.
func (f *Field) giveWay(msg tea.Msg) {
	if !f.marked {
		return
	}
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		f.marked = false
		if msg.Text != "" || keys.Of(msg, keys.InSheet) == keys.Erase {
			f.input.SetValue("")
		}
	case tea.PasteMsg:
		f.marked = false
		f.input.SetValue("")
	}
}

// write takes a key or a paste into the text.
func (f *Field) write(msg tea.Msg) {
	if paste, is := msg.(tea.PasteMsg); is && f.Secret { // its line end is not part of it
		msg = tea.PasteMsg{Content: strings.TrimRight(paste.Content, "\r\n")}
	}
	if f.Bars != nil && f.bar(msg) {
		return
	}
	if paste, is := msg.(tea.PasteMsg); is && f.Reads != nil {
		msg = tea.PasteMsg{Content: f.Reads(paste.Content)}
	}
	f.giveWay(msg)
	f.input.Type(msg)
	if f.Bars != nil {
		f.barText(f.Text())
	}
}

// bar reports whether a key or a paste must not reach the text.
func (f *Field) bar(msg tea.Msg) bool {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		f.barred = ""
		f.barText(f.Text() + msg.Content)
	case tea.KeyPressMsg:
		switch keys.Of(msg, keys.InTyping) {
		case keys.EraseLeft, keys.EraseRight, keys.EraseWordLeft, keys.EraseWordRight, keys.EraseToStart, keys.EraseToEnd:
			f.barred = ""
		}
	}
	return f.barred != ""
}

// barText empties the field if a text must not be in it.
func (f *Field) barText(text string) {
	if why := f.Bars(text); why != "" {
		f.barred = why
		f.Set("")
	}
}

// kept reports whether the text may be in a draft.
func (f *Field) kept() bool { return f.written() && !f.Secret && f.Bars == nil }

// follow writes what the field suggests now, unless the person has written another text.
func (f *Field) follow(s *Sheet) {
	if f.Suggest == nil || f.Text() != f.given {
		return
	}
	if text := f.Suggest(s); text != f.given {
		f.Set(text)
		f.given, f.marked, f.yields = f.Text(), true, true
	}
}

// tick answers to a key in a list of checks, if it means one there.
func (f *Field) tick(msg tea.KeyPressMsg) bool {
	const page = 8
	n := f.row
	switch a := keys.Of(msg, keys.InChecks); {
	case a == keys.Down && f.row == len(f.Checks)-1, a == keys.Up && f.row == 0:
		return false // to the next field, or to the one before
	case a == keys.Down, a == keys.Up, a == keys.PageDown, a == keys.PageUp, a == keys.Top, a == keys.Bottom:
		f.row, _ = keys.Step(a, f.row, page, len(f.Checks))
		return true
	case a == keys.Toggle:
	case a == keys.Number && keys.Digit(msg) <= len(f.Checks):
		n = keys.Digit(msg) - 1
	default:
		return false
	}
	f.row = n
	if at := slices.Index(f.Ticked, n+1); at >= 0 {
		f.Ticked = slices.Delete(f.Ticked, at, at+1)
	} else {
		f.Ticked = append(f.Ticked, n+1)
		slices.Sort(f.Ticked)
	}
	return true
}

// How a key changed a choice.
type choosing int

const (
	byNone choosing = iota
	byArrow
	byLetter
)

// choose changes a choice by arrow or first letter.
func (f *Field) choose(msg tea.KeyPressMsg) choosing {
	switch keys.Of(msg, keys.InChoice) {
	case keys.NextOne:
		f.step(1)
		return byArrow
	case keys.LastOne:
		f.step(-1)
		return byArrow
	case keys.Top:
		f.Chosen = 0
		return byArrow
	case keys.Bottom:
		f.Chosen = len(f.Options) - 1
		return byArrow
	}
	if msg.Text == "" {
		return byNone
	}
	// Options that begin alike take turns.
	for step := range f.Options {
		n := (max(f.Chosen, 0) + step + 1) % len(f.Options)
		if f.Chosen < 0 {
			n = step
		}
		if strings.HasPrefix(strings.ToLower(f.Options[n]), strings.ToLower(msg.Text)) {
			f.Chosen = n
			return byLetter
		}
	}
	return byNone
}

// step goes to the next choice, or to the one before.
func (f *Field) step(by int) {
	if f.Chosen < 0 {
		f.Chosen = min(-by, 0)
	}
	f.Chosen = (f.Chosen + by + len(f.Options)) % len(f.Options)
}

// draw draws the field in its line and gives the place of its cursor in it.
func (f *Field) draw(t *draw.Theme, l *draw.Line, focused bool) (cursor int, has bool) {
	in := f.input
	if f.Secret {
		in = in.masked()
	}
	shown, at := in.Line(l.Left())
	switch {
	case f.Checks != nil:
		f.drawHead(t, l, focused)
	case f.Options != nil:
		f.drawOptions(t, l, focused)
	case f.input.Value() == "" && f.hint != "":
		l.Say(t.Dim, f.hint)
	case f.marked && focused:
		l.Put(t.Chip, shown)
	default:
		l.Put(t.Plain, shown)
	}
	return at, f.written() && focused
}

// drawOptions draws all options side by side if they fit, else the chosen one.
func (f *Field) drawOptions(t *draw.Theme, l *draw.Line, focused bool) {
	need := 0
	for _, option := range f.Options {
		need += draw.Width(draw.Harmless(option)) + 3
	}
	if need > l.Left() {
		chosen := "none yet"
		if f.Chosen >= 0 {
			chosen = f.Options[f.Chosen]
		}
		l.Put(t.Accent, "◂ ").Say(t.Strong, chosen).Put(t.Accent, " ▸")
		return
	}
	for n, option := range f.Options {
		switch {
		case n == f.Chosen && focused:
			l.Say(t.Chip, "["+draw.Harmless(option)+"]")
		case n == f.Chosen:
			l.Say(t.Strong, "["+draw.Harmless(option)+"]")
		default:
			l.Gap(1).Say(t.Dim, option).Gap(1)
		}
		l.Gap(1)
	}
}

// drawHead draws the line of a list of checks: how many are ticked, and how.
func (f *Field) drawHead(t *draw.Theme, l *draw.Line, focused bool) {
	l.Put(t.Strong, fmt.Sprintf("%d of %d", len(f.Ticked), len(f.Checks)))
	if focused {
		l.Put(t.Dim, "  ").Put(t.Key, NumbersTo(len(f.Checks))).Put(t.Dim, " or ").
			Put(t.Key, keys.For(keys.Toggle, keys.InChecks).Shown()).Put(t.Dim, " ticks")
	} else {
		l.Put(t.Dim, "  tab goes here, numbers tick")
	}
}

// drawChecks draws the checks themselves, and gives the line of the mark.
func (f *Field) drawChecks(t *draw.Theme, w int, focused bool) (lines []string, mark int) {
	out := draw.NewBlock(t, w)
	for n, check := range f.Checks {
		box, k := "☐", t.Plain
		if slices.Contains(f.Ticked, n+1) {
			box, k = "☑", t.Good
		}
		lead := "    "
		if focused && n == f.row {
			lead, mark = "  "+t.Title.On("▸")+" ", out.Height()
		}
		number := "  "
		if n < 9 {
			number = fmt.Sprintf("%d ", n+1)
		}
		out.Paragraph(t.Plain, lead+t.Key.On(number)+k.On(box)+" ", k, check)
	}
	return out.Lines, mark
}

// NumbersTo names the keys that choose one of n.
func NumbersTo(n int) string {
	if n == 1 {
		return "1"
	}
	return fmt.Sprintf("1–%d", min(n, 9))
}
