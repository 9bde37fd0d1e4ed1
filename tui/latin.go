package tui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/tui/dialog"
	"assay/tui/draw"
	"assay/tui/keys"
)

// mostSpellings is how many names one dialog asks for. It asks for the rest the next
// time.
const mostSpellings = 6

// askLatin asks how to write the names in Latin letters that a report cannot draw.
func askLatin(k *book, names []string) *asked {
	names = names[:min(len(names), mostSpellings)]
	label := func(n int) string { return fmt.Sprintf("name %d", n+1) }
	var about []string
	var fields []dialog.Field
	for n, name := range names {
		about = append(about, fmt.Sprintf("%d is %s", n+1, draw.Harmless(name)))
		field := dialog.Needed(dialog.TextField(label(n), "", "in Latin letters"), "write the name in Latin letters")
		field.Check = func(latin string) error {
			if !assessment.Latin(latin) {
				return assessment.Errorf(assessment.Invalid, "%q is not in Latin letters", latin)
			}
			return nil
		}
		fields = append(fields, field)
	}
	text := "The typefaces of a report lack the letters of these names, and page 1 must name everybody: " + strings.Join(about, "; ") + ". Then " +
		keys.For(keys.Save, keys.InSheet).Shown() + " writes the document."
	return ask(dialog.NewForm("Names in Latin letters", text, fields...), func(m *Model, f *dialog.Form) (tea.Cmd, error) {
		var cmds []tea.Cmd
		for n, name := range names {
			change := assessment.Spelled{Name: name, Latin: f.Value(label(n))}
			if err := m.admits(k, change); err != nil {
				return nil, err
			}
		}
		m.shut()
		for n, name := range names {
			cmds = append(cmds, m.record(k, assessment.Spelled{Name: name, Latin: f.Value(label(n))}))
		}
		return tea.Batch(cmds...), nil
	})
}
