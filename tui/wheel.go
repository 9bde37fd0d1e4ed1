package tui

import (
	tea "charm.land/bubbletea/v2"

	"assay/tui/keys"
)

// The mouse is off until a person turns it on, because a terminal that reports the
// mouse no longer selects text with it. While it is on, only the wheel is heard.

// wheelLines is how many lines one turn of the wheel scrolls.
const wheelLines = 3

// scroller is a screen with a text that scrolls. It reports false if the whole text is
// in view: then, as on other screens, the wheel goes to the next line of the list.
type scroller interface {
	scrollBy(m *Model, lines int) bool
}

// turnWheel answers to the wheel of the mouse.
func (m *Model) turnWheel(msg tea.MouseWheelMsg) tea.Cmd {
	if m.blind() {
		return nil
	}
	if len(m.overlays) > 0 {
		return m.tell(msg)
	}
	a := keys.Of(msg, m.top().where())
	if a == "" {
		return nil
	}
	return m.do(a, tea.KeyPressMsg{})
}

// scrollTop scrolls the screen on top, or goes to its next or previous line.
func (m *Model) scrollTop(a keys.Action) tea.Cmd {
	lines, step := wheelLines, keys.Down
	if a == keys.ScrollUp {
		lines, step = -wheelLines, keys.Up
	}
	if s, is := m.top().(scroller); is && s.scrollBy(m, lines) || m.top().why(m, step) != "" {
		return nil
	}
	return m.top().do(m, step, tea.KeyPressMsg{})
}

// turnMouse turns the mouse on or off until the program ends.
func (m *Model) turnMouse() tea.Cmd {
	m.bench.Mouse = !m.bench.Mouse
	if m.bench.Mouse {
		return m.say("the wheel of the mouse scrolls; hold shift to select text")
	}
	return m.say("the mouse is off")
}

// scrolledBy is the first line to show of all lines in a room, after scrolling.
func scrolledBy(from, by, all, room int) (to int, scrolls bool) {
	return max(0, min(from+by, all-room)), all > room
}

// scrollBy never goes to another item: the question that is asked stays.
func (s *interview) scrollBy(m *Model, lines int) bool {
	if at, found := s.spot(m); found {
		w, h := s.middle(m)
		p := s.parts(m, at, w, h)
		s.from, _ = scrolledBy(s.from, lines, len(s.around(m, at, w, p.cut)), p.room)
	}
	return true
}

func (s *vendorPage) scrollBy(m *Model, lines int) (scrolls bool) {
	s.from, scrolls = scrolledBy(s.from, lines, len(s.details(m, m.w-2)), m.h-3-s.over(m, m.w).Height())
	return scrolls
}

func (s *board) scrollBy(m *Model, lines int) (scrolls bool) {
	if s.all == nil {
		return true
	}
	over, below := s.parts(m, m.w, m.h-3)
	s.from, scrolls = scrolledBy(s.from, lines, len(below), m.h-3-len(over))
	return scrolls
}

func (s *comparePage) scrollBy(m *Model, lines int) bool {
	over, body := s.text(m, m.w)
	s.from, _ = scrolledBy(s.from, lines, len(body), m.h-3-len(over))
	return true
}
