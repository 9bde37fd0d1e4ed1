package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/questionnaire"
)

// raise offers the red flags that the item knows, and own words.
func (s *interview) raise(at spot) *picker {
	p := &picker{title: "Red flag on " + at.item.ID, low: true}
	add := func(mark string, k questionnaire.Severity, text string, pick func(m *Model) tea.Cmd, dead string) {
		p.choices = append(p.choices, choice{mark: mark, text: text, aside: string(k), pick: pick, dead: dead})
	}
	for _, f := range at.item.RedFlags {
		dead := ""
		if f.When != "" {
			dead = "raises itself"
		} else if slices.ContainsFunc(at.k.result.OpenFlags, func(o assessment.OpenFlag) bool { return o.Item == at.item.ID && o.Text == f.Text }) {
			dead = "is raised"
		}
		add(flagMark(f.Severity), f.Severity, f.Text, func(m *Model) tea.Cmd {
			return m.record(at.k, assessment.FlagRaised{Item: at.item.ID, Severity: f.Severity, Text: f.Text})
		}, dead)
	}
	for _, severity := range []questionnaire.Severity{questionnaire.Warning, questionnaire.Stop} {
		add(flagMark(severity), severity, "in your own words …", func(m *Model) tea.Cmd { return m.open(ownFlag(at, severity)) }, "")
	}
	return p
}

func flagMark(s questionnaire.Severity) string {
	if s == questionnaire.Stop {
		return "■"
	}
	return "▲"
}

func ownFlag(at spot, severity questionnaire.Severity) *sheet {
	lead := "A warning costs points while it is open."
	if severity == questionnaire.Stop {
		lead = "A stop blocks until a named person resolves it."
	}
	return &sheet{
		title: "Red flag on " + at.item.ID + ": " + string(severity), lead: lead,
		fields: []field{textField("heard", "", "what was said or seen")}, check: checkFields,
		save: func(m *Model, sh *sheet) (tea.Cmd, error) {
			text := sh.value("heard")
			if text == "" {
				return nil, assessment.Errorf(assessment.Invalid, "", "say what was heard")
			}
			m.shut()
			return m.record(at.k, assessment.FlagRaised{Item: at.item.ID, Severity: severity, Text: text}), nil
		},
	}
}

// settle lists the open flags; one is settled with a reason.
func (s *interview) settle(m *Model, k *book) *picker {
	p := &picker{title: "Resolve a red flag"}
	for _, f := range k.result.OpenFlags {
		_, ink := m.theme.Flag(f.Severity)
		dead := ""
		if f.Action() != "" {
			dead = "closing the action settles it: A"
		}
		p.choices = append(p.choices, choice{
			dead: dead,
			mark: flagMark(f.Severity), markInk: ink, text: strings.TrimSpace(f.Item + " " + f.Text), aside: string(f.Severity),
			pick: func(m *Model) tea.Cmd {
				return m.open(&sheet{
					title: "Resolve: " + f.Text, lead: "It is resolved under your name, " + m.bench.Evaluator + ".",
					fields: []field{textField("because", "", "what was done about it, or why it was none")}, check: checkFields,
					save: func(m *Model, sh *sheet) (tea.Cmd, error) {
						reason := sh.value("because")
						if reason == "" {
							return nil, assessment.Errorf(assessment.Invalid, "", "a flag is resolved with a reason")
						}
						m.shut()
						return m.record(k, assessment.FlagResolved{Flag: f.ID, Reason: reason}), nil
					},
				})
			},
		})
	}
	return p
}
