package tui

import (
	"slices"
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/questionnaire"
	"assay/tui/dialog"
)

// finder lists items; match says how a query finds one.
func (s *interview) finder(k *book, ids []string, title string, match func(string, choice) bool) *picker {
	q := k.now.Questionnaire
	p := &picker{Picker: dialog.Picker[effect]{Title: title, Match: match}}
	for _, id := range ids {
		item := q.Item(id)
		aside := answerWords(q, id, k.now.Answers[id])
		switch r := k.result.Item(id); {
		case len(item.ClosedBy) > 0:
			aside = r.Gate.Words()
		case item.Computed():
			aside = computedWords(k, item)
		case r.State == assessment.StateUnanswered:
			aside = ""
		}
		p.Choices = append(p.Choices, choice{
			Text: id + "  " + item.Numbered(), Aside: aside, Words: item.AskAt(k.now.Milestone),
			Value: func(m *Model) tea.Cmd { return s.goTo(m, id) },
		})
	}
	return p
}

// goTo goes to an item that was looked for. From a computed one to its own items
// there is a way back.
func (s *interview) goTo(m *Model, id string) tea.Cmd {
	at, found := s.spot(m)
	if found && slices.Contains(sources(at.item), id) {
		return s.descend(m, at.item.ID, id)
	}
	return s.move(m, id)
}

// ownFirst puts the items of a computed one before all others.
func ownFirst(item *questionnaire.Item, ids []string) []string {
	own := slices.DeleteFunc(sources(item), func(id string) bool { return !slices.Contains(ids, id) })
	others := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return slices.Contains(own, id) })
	return append(own, others...)
}

// byID matches the letters and digits of an id, so that baa3 finds BAA-03.
func byID(query string, c choice) bool {
	id, _, _ := strings.Cut(strings.ToLower(c.Text), " ")
	if strings.HasPrefix(id, query) {
		return true
	}
	letters := strings.TrimRightFunc(query, unicode.IsDigit)
	digits := strings.TrimLeft(query[len(letters):], "0")
	domain, number, _ := strings.Cut(id, "-")
	return strings.HasPrefix(domain, strings.TrimRight(letters, "-")) && strings.HasPrefix(strings.TrimLeft(number, "0"), digits)
}
