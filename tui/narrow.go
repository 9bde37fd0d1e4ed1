package tui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"assay/assessment/meeting"
	"assay/tui/dialog"
)

// narrower offers the filters of the items, each with the number of items that it keeps.
// One that keeps none of the live items lists all that it keeps.
func (s *interview) narrower(m *Model, k *book) *picker {
	items := k.items()
	p := &picker{Picker: dialog.Picker[effect]{Title: "List only", Low: true}}
	for _, f := range append([]meeting.Filter{meeting.Unfiltered}, items.Filters()...) {
		here, every := items.Count(f, func(id string) bool { return s.inView(k, id) }), items.Count(f, func(string) bool { return true })
		c := choice{Text: f.Words(), Aside: fmt.Sprint(here), Value: func(m *Model) tea.Cmd { return s.narrow(m, k, f, here == 0) }}
		switch {
		case every == 0:
			c.Dead = "there are no such items"
		case here == 0:
			c.Aside = fmt.Sprintf("%d, none of them live", every)
		}
		if f == s.only {
			c.Mark, c.MarkInk, p.At = "•", m.theme.Accent, len(p.Choices)
		}
		p.Choices = append(p.Choices, c)
	}
	return p
}

// narrow lists only the items that a filter keeps, and goes to the first of them, unless
// the present one is among them.
func (s *interview) narrow(m *Model, k *book, f meeting.Filter, every bool) tea.Cmd {
	s.only, s.all = f, s.all || every
	if items := k.items(); !items.Keeps(f, s.item) {
		for _, id := range s.listed(k) {
			if items.Keeps(f, id) {
				return s.move(m, id)
			}
		}
	}
	return nil
}
