package tui

import (
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/country"
	"assay/questionnaire"
	"assay/tui/dialog"
	"assay/tui/keys"
)

// factDialog returns the dialog for the answer of a fact. first is the key that
// opened it and that is already part of the answer.
func factDialog(s *interview, at spot, first string) overlay {
	switch at.item.Answer {
	case "choice", "yes_no":
		return factChoice(s, at)
	case "choices":
		return factChoices(s, at)
	}
	value, hint := at.answer.Value, map[string]string{
		"number":    "a whole number, such as 40000 or 40,000; none is 0",
		"date":      "a date, such as 2026-11-22, -20d or +365d",
		"countries": "names or codes, such as US, India; ZZ for anywhere",
		"text":      "in a few words",
	}[at.item.Answer]
	answer := dialog.Marked(dialog.TextField("answer", value, hint))
	if at.item.Answer == "date" {
		day, _ := assessment.ParseDate(value)
		answer = dialog.DateField("answer", day, hint, at.k.day, at.k.zone())
	}
	if first != "" {
		answer.Set(first)
	}
	return ask(&dialog.Sheet{
		Title:  at.item.Title,
		Lead:   at.item.AskAt(at.k.now.Milestone),
		Fields: []dialog.Field{answer},
		Onward: true,
	}, func(m *Model, sh *dialog.Sheet) (tea.Cmd, error) {
		value := sh.Value("answer")
		if value != "" {
			var err error
			if value, err = parseFact(at.item, value, at.k.day, at.k.zone()); err != nil {
				return nil, err
			}
		}
		m.shut()
		cmd := s.value(m, at, value)
		if sh.Goes && s.item == at.item.ID {
			cmd = tea.Batch(cmd, s.do(m, keys.NextOpen, tea.KeyPressMsg{}))
		}
		return cmd, nil
	})
}

// parseFact reads the answer to a fact as people type it. It accepts a date in days
// from today, and no number at all.
func parseFact(item *questionnaire.Item, text string, today assessment.Date, zone *time.Location) (string, error) {
	switch {
	case item.Answer == "date":
		if day, _, err := assessment.TypedDay(text, today, zone); err == nil {
			text = day.String()
		}
	case item.Answer == "countries":
		text = country.Codes(text)
	case item.Answer == "number" && strings.EqualFold(text, "none"):
		text = "0"
	}
	value, err := item.ParseFact(text)
	if err != nil {
		// The user knows the fact by its title, not by its id.
		return "", dialog.WrongIn("answer", item.Title+strings.TrimPrefix(err.Error(), item.ID))
	}
	return value, nil
}

// factLabel formats the stored text of a fact for the screen.
func factLabel(item *questionnaire.Item, text string) string {
	switch item.Answer {
	case "choices", "countries":
		var labels []string
		for part := range strings.SplitSeq(text, ",") {
			part = strings.TrimSpace(part)
			if item.Answer == "countries" {
				labels = append(labels, country.Name(part))
			} else {
				labels = append(labels, item.FactLabel(part))
			}
		}
		return strings.Join(labels, " · ")
	}
	return item.FactLabel(text)
}

// worstWords returns the value that counts for a missing fact, in words. The lowest
// or highest date or number of its range means that there is none.
func worstWords(item *questionnaire.Item) string {
	text := string(item.Worst)
	switch {
	case item.Answer == "date" && text < "1970":
		return "long past"
	case item.Answer == "date" && text >= "9000":
		return "never"
	case item.Answer == "number" && len(text) > 1 && strings.Trim(text, "9") == "":
		return questionnaire.Thousands(text) + " or more"
	}
	return factLabel(item, text)
}

func factChoice(s *interview, at spot) *picker {
	options := at.item.Options
	if at.item.Answer == "yes_no" {
		options = []questionnaire.Option{{Value: "yes", Label: "yes"}, {Value: "no", Label: "no"}}
	}
	p := &picker{Picker: dialog.Picker[effect]{Title: at.item.Title, Low: true}}
	for n, o := range options {
		mark := " "
		if o.Value == at.answer.Value {
			mark, p.At = "●", n
		}
		p.Choices = append(p.Choices, choice{Mark: mark, Text: o.Label, Value: func(m *Model) tea.Cmd { return s.value(m, at, o.Value) }})
	}
	return p
}

// factChoices lets the user tick several options.
func factChoices(s *interview, at spot) *asked {
	chosen := strings.Split(at.answer.Value, ", ")
	p := &dialog.Picker[string]{Title: at.item.Title, Low: true, Several: true}
	for _, o := range at.item.Options {
		p.Choices = append(p.Choices, dialog.Choice[string]{Text: o.Label, Value: o.Value, Ticked: slices.Contains(chosen, o.Value)})
	}
	return ask(p, func(m *Model, p *dialog.Picker[string]) (tea.Cmd, error) {
		m.shut()
		return s.value(m, at, strings.Join(slices.Sorted(slices.Values(p.Ticked())), ", ")), nil
	})
}

// factWords formats the answer of a fact for the screen.
func factWords(item *questionnaire.Item, a assessment.Answer) string {
	if a.Value == "" {
		return "–"
	}
	return factLabel(item, a.Value)
}
