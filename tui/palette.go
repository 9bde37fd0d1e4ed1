package tui

import (
	tea "charm.land/bubbletea/v2"

	"assay/tui/dialog"
	"assay/tui/keys"
)

// newPalette lists everything that can be done on the present screen.
func newPalette(m *Model) *picker {
	var choices []choice
	listed := map[keys.Action]bool{}
	for _, b := range keys.Table() {
		if b.Where&m.top().where() == 0 || listed[b.Action] || b.Action == keys.Palette || b.Action == keys.ScrollDown || b.Action == keys.ScrollUp || !m.has(b.Action) {
			continue
		}
		listed[b.Action] = true
		dead := m.why(b.Action)
		if dead == "" && b.Action == keys.Grade {
			dead = "press the digit" // which says the grade
		}
		choices = append(choices, choice{
			Text: b.Help, Aside: b.Binding.Help().Key, Words: string(b.Action) + " " + b.Binding.Help().Desc,
			Dead:  dead,
			Value: func(m *Model) tea.Cmd { return m.do(b.Action, tea.KeyPressMsg{}) },
		})
	}
	return &picker{Picker: dialog.Picker[effect]{Title: "Do", Choices: choices, Match: fuzzy}}
}

// fuzzy matches a choice that has the letters of the query in their order.
func fuzzy(query string, c choice) bool {
	if dialog.HasWords(query, c) {
		return true
	}
	rest := []rune(query)
	for _, r := range c.Words {
		if len(rest) > 0 && r == rest[0] {
			rest = rest[1:]
		}
	}
	return len(rest) == 0
}
