package dialog

import (
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/tui/keys"
)

// Sheet is a small dialog of a few lines, made to be gone in two key presses:
// enter saves from any field, tab goes on, a choice is made by its first letter. It
// opens on its first text, also below a choice that is made beforehand: ← and → turn
// that choice while the text is empty. What is typed on a line that has no use for it
// goes into the next text. Text that looks like patient data is kept only when enter is
// pressed twice.
type Sheet struct {
	Title  string
	Lead   string                // a sentence above the fields
	About  func(s *Sheet) string // the same, when it depends on the fields
	Fields []Field
	At     int
	Doubt  func(s *Sheet) string // why to think twice before it is saved, if anything
	Busy   bool                  // it is being saved
	Steps  bool                  // enter goes on to the next line, and saves from the last one only
	AtTop  bool                  // it opens on its first line, also when that is a choice made beforehand
	Verb   string                // a word for enter, in the last line; empty for saving
	Onward bool                  // it has one line, and tab saves that and goes on from where the sheet opened

	Wrong string // why it was refused
	Alert string // why it was not saved at once; enter saves it on the second press
	Goes  bool   // it was saved to go on, see Onward
}

// Find is the place of the field of this label if it is asked for now, or -1.
func (s *Sheet) Find(label string) int {
	for n := range s.Fields {
		if s.Fields[n].Label == label && s.asked(n) {
			return n
		}
	}
	return -1
}

// Value is the text or the choice in the field of this label, empty while that
// is not asked for.
func (s *Sheet) Value(label string) string {
	at := s.Find(label)
	if at < 0 {
		return ""
	}
	switch f := &s.Fields[at]; {
	case f.written():
		return strings.TrimSpace(f.Text())
	case f.Checks != nil, f.Chosen < 0:
		return ""
	default:
		return f.Options[f.Chosen]
	}
}

// Chosen is the place of the option that is chosen in the field of this label, or -1.
func (s *Sheet) Chosen(label string) int {
	at := s.Find(label)
	if at < 0 {
		return -1
	}
	return s.Fields[at].Chosen
}

// Day is the day in the field of this label, if one is given.
func (s *Sheet) Day(label string) assessment.Date {
	at := s.Find(label)
	if at < 0 {
		return 0
	}
	day, _, _ := assessment.TypedDay(s.Value(label), s.Fields[at].today, s.Fields[at].zone) // the sheet has checked it
	return day
}

// Ticked lists the ticked checks in the field of this label, from 1.
func (s *Sheet) Ticked(label string) []int {
	at := s.Find(label)
	if at < 0 {
		return nil
	}
	return s.Fields[at].Ticked
}

// fieldError is an error about one field of a sheet.
type fieldError struct {
	label string
	cause error
}

func (e fieldError) Error() string { return e.cause.Error() }
func (e fieldError) Unwrap() error { return e.cause }

// In ties an error to a field: a sheet that is refused with it goes there.
func In(label string, err error) error { return fieldError{label, err} }

// WrongIn is an error about a field, in words.
func WrongIn(label, text string) error {
	return In(label, assessment.Errorf(assessment.Invalid, "%s", text))
}

func (s *Sheet) asked(n int) bool { return s.Fields[n].Hidden == nil || !s.Fields[n].Hidden(s) }

// Heading implements Dialog.
func (s *Sheet) Heading() string { return s.Title }

// Update implements Dialog.
func (s *Sheet) Update(_ Window, msg tea.Msg) (Outcome, tea.Cmd) {
	outcome, cmd := s.update(msg)
	s.follow()
	return outcome, cmd
}

func (s *Sheet) update(msg tea.Msg) (Outcome, tea.Cmd) {
	if _, opened := msg.(Opened); opened {
		s.start()
		return Open, nil
	}
	f := &s.Fields[s.At]
	if press, is := msg.(tea.KeyPressMsg); is {
		switch a := keys.Of(press, s.where()); {
		case a == keys.Leave:
			return Left, nil
		case a == keys.Advance && s.Alert == "" && !s.last():
			s.At = s.next(1)
			return Open, nil
		case a == keys.Save, a == keys.Advance, a == keys.SaveOn:
			s.Goes = a == keys.SaveOn
			if err := s.check(); err != nil {
				return Open, s.Refuse(err)
			}
			return s.accept(), nil
		case s.completes() && keys.Of(press, keys.InPath) == keys.Complete:
			return Open, f.Complete(s, f.Text())
		case f.Checks != nil && f.tick(press):
			s.Wrong, s.Alert = "", ""
			return Open, nil
		case a == keys.NextField:
			s.At = s.next(1)
			return Open, nil
		case a == keys.LastField:
			s.At = s.next(-1)
			return Open, nil
		case a == keys.Top, a == keys.Bottom:
			s.toEnd(a == keys.Bottom)
			return Open, nil
		case f.Options != nil:
			s.Wrong, s.Alert = "", ""
			switch f.choose(press) {
			case byLetter:
				s.At = s.next(1)
			case byNone:
				s.passOn(press)
			}
			return Open, nil
		case f.Checks != nil:
			s.passOn(press)
			return Open, nil
		case s.turn(press):
			return Open, nil
		}
	}
	if !f.written() {
		if _, pasted := msg.(tea.PasteMsg); !pasted || !s.toText() {
			return Open, nil
		}
		f = &s.Fields[s.At]
	}
	before := f.Text()
	f.write(msg)
	if f.Text() != before {
		s.Wrong, s.Alert = "", ""
	}
	if f.barred != "" {
		s.Wrong = f.barred
	}
	return Open, nil
}

// where is the context of the keys of the sheet.
func (s *Sheet) where() keys.Where {
	switch {
	case s.Steps:
		return keys.InSteps
	case s.Onward:
		return keys.InFact
	}
	return keys.InSheet
}

// completes reports whether the key for it completes the text of the present field.
func (s *Sheet) completes() bool {
	f := &s.Fields[s.At]
	return f.Complete != nil && s.asked(s.At) && f.Text() != "" && !f.marked
}

// last reports whether no line below the present one is asked for now.
func (s *Sheet) last() bool { return s.next(1) <= s.At }

// Next goes to the next line.
func (s *Sheet) Next() { s.At = s.next(1) }

// Write writes a text into the field of this label, if it is asked for now.
func (s *Sheet) Write(label, text string) {
	if at := s.Find(label); at >= 0 {
		s.Fields[at].Set(text)
	}
}

// next is the next field in a direction that is asked for now.
func (s *Sheet) next(by int) int {
	at := s.At
	for range s.Fields {
		at = (at + by + len(s.Fields)) % len(s.Fields)
		if s.asked(at) {
			break
		}
	}
	return at
}

// toEnd goes to the first line that is asked for now, or to the last.
func (s *Sheet) toEnd(last bool) {
	s.At = len(s.Fields) - 1
	if last {
		s.At = 0
	}
	if last {
		s.At = s.next(-1)
	} else {
		s.At = s.next(1)
	}
}

// Interrupt implements Careful: a sheet is left, and its text stays a draft.
func (s *Sheet) Interrupt() (Outcome, string) { return Left, "" }

// check says which field misses its value, or has a wrong one.
func (s *Sheet) check() error {
	for n := range s.Fields {
		if f := &s.Fields[n]; s.asked(n) {
			if err := f.check(s.Value(f.Label)); err != nil {
				return In(f.Label, err)
			}
		}
	}
	return nil
}

func (s *Sheet) accept() Outcome {
	if s.Busy {
		return Open
	}
	if s.Alert == "" {
		if s.Alert = s.doubts(); s.Alert != "" {
			s.Wrong = ""
			return Open
		}
	}
	return Entered
}

// doubts is everything to think over before the sheet is saved.
func (s *Sheet) doubts() string {
	var texts, doubts []string
	for n := range s.Fields {
		if f := &s.Fields[n]; f.kept() {
			texts = append(texts, f.Text())
		}
	}
	if found := assessment.PatientData(strings.Join(texts, "\n")); len(found) > 0 {
		doubts = append(doubts, patientAlert(found, "enter"))
	}
	if s.Doubt != nil {
		if text := s.Doubt(s); text != "" {
			doubts = append(doubts, text)
		}
	}
	return strings.Join(doubts, "\n")
}

// Refuse implements Dialog. It goes to the field that the error is about, or
// else to the first empty text: most refusals are about one that was not filled
// in.
func (s *Sheet) Refuse(why error) tea.Cmd {
	s.Wrong = why.Error()
	var wrong fieldError
	if errors.As(why, &wrong) {
		if at := s.Find(wrong.label); at >= 0 {
			s.At = at
			return nil
		}
	}
	for n := range s.Fields {
		if f := &s.Fields[n]; s.asked(n) && f.written() && f.Text() == "" {
			s.At = n
			return nil
		}
	}
	return nil
}
