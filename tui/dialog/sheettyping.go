package dialog

import (
	tea "charm.land/bubbletea/v2"

	"assay/tui/keys"
)

// start goes to the first text, over choices that are made beforehand: a person who
// types at once writes a text, and chooses nothing.
func (s *Sheet) start() {
	s.follow()
	for n := range s.Fields {
		if s.AtTop && s.asked(n) {
			s.At = n
			return
		}
		switch f := &s.Fields[n]; {
		case !s.asked(n):
		case f.written():
			s.At = n
			return
		case f.Chosen < 0:
			return
		}
	}
}

// passOn writes a key into the next text, or makes the next choice with it, when the
// present line has no use for the key. If no line has, the sheet says so.
func (s *Sheet) passOn(press tea.KeyPressMsg) {
	if press.Text == "" || press.Text == " " {
		return
	}
	for n := s.At + 1; n < len(s.Fields); n++ {
		switch f := &s.Fields[n]; {
		case !s.asked(n):
		case f.written():
			s.At = n
			f.write(press)
			return
		case f.Options != nil && f.choose(press) == byLetter:
			s.At = n
			s.At = s.next(1)
			return
		}
	}
	s.Wrong = "no choice begins with " + press.Text
}

// toText goes to the next text below, if there is one.
func (s *Sheet) toText() bool {
	for n := s.At + 1; n < len(s.Fields); n++ {
		if s.asked(n) && s.Fields[n].written() {
			s.At = n
			return true
		}
	}
	return false
}

// above is the choice directly above the present line while that is an empty text, or -1.
func (s *Sheet) above() int {
	if f := &s.Fields[s.At]; !f.written() || f.Text() != "" {
		return -1
	}
	for n := s.At - 1; n >= 0; n-- {
		if s.asked(n) {
			if s.Fields[n].Options == nil {
				return -1
			}
			return n
		}
	}
	return -1
}

// turn turns the choice above an empty text, and stays on a text below it.
func (s *Sheet) turn(press tea.KeyPressMsg) bool {
	a, n := keys.Of(press, keys.InTyping), s.above()
	if n < 0 || a != keys.LetterLeft && a != keys.LetterRight {
		return false
	}
	s.Wrong, s.Alert = "", ""
	f := &s.Fields[n]
	if a == keys.LetterRight {
		f.step(1)
	} else {
		f.step(-1)
	}
	s.At = n
	s.toText()
	return true
}

// follow lets the texts follow the choices that they are suggested for.
func (s *Sheet) follow() {
	for n := range s.Fields {
		s.Fields[n].follow(s)
	}
}
