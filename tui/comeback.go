package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/assessment/english"
	"assay/tui/dialog"
)

// laterSign marks an item to come back to.
const laterSign = "»"

// later lists the items to come back to, in the order of the questionnaire.
func later(k *book) []string {
	return slices.DeleteFunc(visible(k), func(id string) bool { return !k.now.Answers[id].Later })
}

// whyNothingLater says why there is no item to come back to.
func whyNothingLater(k *book) string {
	if len(later(k)) == 0 {
		return "no item is marked to come back to"
	}
	return ""
}

// comeBack lists the items to come back to. Choosing one goes there; its mark stays until
// the person takes it away.
func (s *interview) comeBack(k *book) *picker {
	ids := later(k)
	p := s.finder(k, ids, "To come back to: "+english.Count(len(ids), "item"), nil)
	for n := range p.Choices {
		p.Choices[n].Mark = laterSign
	}
	p.Below = func(at int) string { return k.now.Questionnaire.Item(ids[at]).AskAt(k.now.Milestone) }
	return p
}

// owed lists the answers that nothing shows yet, with the evidence that could show them and
// whether somebody has promised it. Choosing one goes to its item.
func (s *interview) owed(m *Model, k *book) *picker {
	list := outstanding(k)
	p := &picker{Picker: dialog.Picker[effect]{Title: "Still to be shown: " + english.Count(len(list), "answer")}}
	for _, one := range list {
		c := choice{
			Text:  one.item + "  " + k.now.Questionnaire.Item(one.item).Title,
			Aside: one.kind,
			Value: func(m *Model) tea.Cmd { return s.goTo(m, one.item) },
		}
		switch {
		case one.overdue:
			c.Mark, c.MarkInk, c.Aside = "!", m.theme.BadStrong, "overdue: "+one.kind
		case one.promised:
			c.Mark, c.MarkInk, c.Aside = "·", m.theme.Warn, "promised: "+one.kind
		}
		p.Choices = append(p.Choices, c)
	}
	p.Below = func(at int) string {
		return english.Join(": ", k.now.Questionnaire.Item(list[at].item).Title, list[at].kind)
	}
	return p
}
