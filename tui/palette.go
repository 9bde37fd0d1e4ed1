package tui

import tea "charm.land/bubbletea/v2"

// newPalette lists everything that can be done on the present screen.
func newPalette(m *Model) *picker {
	var choices []choice
	listed := map[Action]bool{}
	for _, b := range table {
		if b.Where&m.top().where() == 0 || listed[b.Action] || b.Action == actPalette || b.Action == actGrade {
			continue
		}
		listed[b.Action] = true
		choices = append(choices, choice{
			text: b.Help, aside: b.Binding.Help().Key, words: string(b.Action) + " " + b.Binding.Help().Desc,
			dead: m.why(b.Action),
			pick: func(m *Model) tea.Cmd { return m.do(b.Action, tea.KeyPressMsg{}) },
		})
	}
	return searching(&picker{title: "Do", choices: choices, match: fuzzy})
}

// fuzzy matches a choice that has the letters of the query in their order.
func fuzzy(query string, c choice) bool {
	if containsAll(query, c) {
		return true
	}
	rest := []rune(query)
	for _, r := range c.words {
		if len(rest) > 0 && r == rest[0] {
			rest = rest[1:]
		}
	}
	return len(rest) == 0
}
