package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/questionnaire"
)

// factDialog is the editor that fits a fact. first is a key that was pressed to
// open it and is already part of the answer.
func factDialog(s *interview, at spot, first string) overlay {
	switch at.item.Answer {
	case "choice", "yes_no":
		return factChoice(s, at)
	case "choices":
		return newFactChoices(s, at)
	}
	value, hint := at.answer.Value, map[string]string{
		"number":    "a whole number, as 40000 or 40,000; none is 0",
		"date":      "a date, as 2026-11-22, -20d or +365d",
		"countries": "two-letter codes, as US, PH; ZZ for anywhere",
		"text":      "in a few words",
	}[at.item.Answer]
	answer := marked(textField("answer", value, hint))
	if first != "" {
		answer = textField("answer", first, hint)
	}
	return &sheet{
		title: at.item.Title, lead: at.item.AskAt(at.k.now.Milestone), check: checkFields,
		fields: []field{answer},
		save: func(m *Model, sh *sheet) (tea.Cmd, error) {
			text := sh.value("answer")
			if text == "" {
				m.shut()
				return s.value(m, at, ""), nil
			}
			value, err := parseFact(at.item, text, at.k.day)
			if err != nil {
				return nil, err
			}
			m.shut()
			return s.value(m, at, value), nil
		},
	}
}

// parseFact reads the answer to a fact as people write it: a day counted from
// today, no number at all.
func parseFact(item *questionnaire.Item, text string, today assessment.Date) (string, error) {
	switch {
	case item.Answer == "date":
		if day, err := dayOf(text, today); err == nil {
			text = day.String()
		}
	case item.Answer == "number" && strings.EqualFold(text, "none"):
		text = "0"
	}
	value, err := item.ParseFact(text)
	if err != nil {
		// Who answers knows the fact by its title, not its id.
		return "", wrongIn("answer", item.Title+strings.TrimPrefix(err.Error(), item.ID))
	}
	return value, nil
}

// factLabel is the kept text of a fact as the screen shows it.
func factLabel(item *questionnaire.Item, text string) string {
	switch item.Answer {
	case "number":
		return thousands(text)
	case "choices", "countries":
		var labels []string
		for part := range strings.SplitSeq(text, ",") {
			part = strings.TrimSpace(part)
			if item.Answer == "countries" {
				labels = append(labels, countryName(part))
			} else {
				labels = append(labels, item.FactLabel(part))
			}
		}
		return strings.Join(labels, " · ")
	}
	return item.FactLabel(text)
}

// worstWords is what a missing fact counts as. A date or a number at the end of
// its range stands for what no calendar and no count holds.
func worstWords(item *questionnaire.Item) string {
	text := string(item.Worst)
	switch {
	case item.Answer == "date" && text < "1970":
		return "long past"
	case item.Answer == "date" && text >= "9000":
		return "never"
	case item.Answer == "number" && len(text) > 1 && strings.Trim(text, "9") == "":
		return thousands(text) + " or more"
	}
	return factLabel(item, text)
}

// thousands sets commas between the thousands of a whole number.
func thousands(digits string) string {
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}

func factChoice(s *interview, at spot) *picker {
	options := at.item.Options
	if at.item.Answer == "yes_no" {
		options = []questionnaire.Option{{Value: "yes", Label: "yes"}, {Value: "no", Label: "no"}}
	}
	p := &picker{title: at.item.Title, low: true}
	for n, o := range options {
		mark := " "
		if o.Value == at.answer.Value {
			mark, p.at = "●", n
		}
		p.choices = append(p.choices, choice{mark: mark, text: o.Label, pick: func(m *Model) tea.Cmd { return s.value(m, at, o.Value) }})
	}
	return p
}

// factChoices is a list of which several may be chosen.
type factChoices struct {
	*picker
	s      *interview
	at     spot
	chosen []string
}

func newFactChoices(s *interview, at spot) *factChoices {
	f := &factChoices{s: s, at: at}
	for part := range strings.SplitSeq(at.answer.Value, ",") {
		if part = strings.TrimSpace(part); part != "" {
			f.chosen = append(f.chosen, part)
		}
	}
	f.picker = &picker{title: at.item.Title, low: true, extra: []string{"space", "tick"}}
	f.mark()
	return f
}

func (f *factChoices) mark() {
	f.choices = nil
	for _, o := range f.at.item.Options {
		mark := "☐"
		if slices.Contains(f.chosen, o.Value) {
			mark = "☑"
		}
		f.choices = append(f.choices, choice{mark: mark, text: o.Label})
	}
}

func (f *factChoices) update(m *Model, msg tea.Msg) tea.Cmd {
	press, is := msg.(tea.KeyPressMsg)
	if !is {
		return f.picker.update(m, msg)
	}
	n := -1
	switch name := press.String(); {
	case name == "enter":
		m.shut()
		return f.s.value(m, f.at, strings.Join(f.chosen, ", "))
	case name == "space":
		n = f.picker.at
	case len(name) == 1 && name >= "1" && name <= "9":
		n = int(name[0] - '1')
	default:
		return f.picker.update(m, msg)
	}
	if n < len(f.at.item.Options) {
		f.chosen = toggled(f.chosen, f.at.item.Options[n].Value)
		f.mark()
	}
	return nil
}

// factWords is a fact's answer as the screen shows it.
func factWords(item *questionnaire.Item, a assessment.Answer) string {
	if a.Value == "" {
		return "–"
	}
	return factLabel(item, a.Value)
}
