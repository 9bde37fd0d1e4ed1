package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/questionnaire"
	"assay/tui/dialog"
)

// raise offers the red flags that the item knows, and own words.
func (s *interview) raise(m *Model, at spot) *picker {
	p := &picker{Picker: dialog.Picker[effect]{Title: "Red flag on " + at.item.ID, Low: true}}
	add := func(k questionnaire.Severity, text string, pick func(m *Model) tea.Cmd, dead string) {
		mark, _ := m.theme.Flag(k)
		p.Choices = append(p.Choices, choice{Mark: mark, Text: text, Aside: string(k), Value: pick, Dead: dead})
	}
	for _, f := range at.item.RedFlags {
		dead := ""
		if f.When != "" {
			dead = "raises itself"
		} else if slices.ContainsFunc(at.k.result.OpenFlags, func(o assessment.OpenFlag) bool { return o.Item == at.item.ID && o.Text == f.Text }) {
			dead = "is raised"
		}
		add(f.Severity, f.Text, func(m *Model) tea.Cmd {
			return m.record(at.k, assessment.FlagRaised{Item: at.item.ID, Severity: f.Severity, Text: f.Text})
		}, dead)
	}
	for _, severity := range []questionnaire.Severity{questionnaire.Warning, questionnaire.Stop} {
		add(severity, "in your own words …", func(m *Model) tea.Cmd { return m.open(ownFlag(at, severity)) }, "")
	}
	return p
}

func ownFlag(at spot, severity questionnaire.Severity) *asked {
	lead := "A warning costs points while it is open."
	if severity == questionnaire.Stop {
		lead = "A stop blocks until a named person resolves it."
	}
	heard := dialog.Needed(dialog.TextField("heard", "", "what was said or seen"), "say what was heard")
	return askText("Red flag on "+at.item.ID+": "+string(severity), lead, heard, func(m *Model, text string) (tea.Cmd, error) {
		m.shut()
		return m.record(at.k, assessment.FlagRaised{Item: at.item.ID, Severity: severity, Text: text}), nil
	})
}

// settle lists the open flags; one is settled with a reason.
func (s *interview) settle(m *Model, k *book) *picker {
	p := &picker{Picker: dialog.Picker[effect]{Title: "Resolve a red flag"}}
	for _, f := range k.result.OpenFlags {
		mark, ink := m.theme.Flag(f.Severity)
		dead := ""
		if f.Action() != "" {
			dead = "close its action: A"
		}
		p.Choices = append(p.Choices, choice{
			Dead: dead,
			Mark: mark, MarkInk: ink, Text: strings.TrimSpace(f.Item + " " + f.Text), Aside: string(f.Severity),
			Value: func(m *Model) tea.Cmd {
				because := dialog.Needed(dialog.TextField("because", "", "what was done about it, or why it is not one"), "say why the flag no longer counts")
				return m.open(askText("Resolve: "+f.Text, "It is resolved under your name, "+m.bench.Evaluator+".", because, func(m *Model, reason string) (tea.Cmd, error) {
					m.shut()
					return m.record(k, assessment.FlagResolved{Flag: f.ID, Reason: reason}), nil
				}))
			},
		})
	}
	return p
}
