package tui

import (
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
)

// finder lists items; match says how a query finds one.
func (s *interview) finder(k *book, ids []string, title string, match func(string, choice) bool) *picker {
	q := k.now.Questionnaire
	p := searching(&picker{title: title, match: match})
	for _, id := range ids {
		item := q.Item(id)
		aside := answerWords(q, id, k.now.Answers[id])
		if k.result.Item(id).State == assessment.StateUnanswered {
			aside = ""
		}
		p.choices = append(p.choices, choice{
			text: id + "  " + item.Title, aside: aside, words: item.Ask,
			pick: func(m *Model) tea.Cmd { return s.move(m, id) },
		})
	}
	return p
}

// byID matches the letters and digits of an id, so that baa3 finds BAA-03.
func byID(query string, c choice) bool {
	id, _, _ := strings.Cut(strings.ToLower(c.text), " ")
	if strings.HasPrefix(id, query) {
		return true
	}
	letters := strings.TrimRightFunc(query, unicode.IsDigit)
	digits := strings.TrimLeft(query[len(letters):], "0")
	domain, number, _ := strings.Cut(id, "-")
	return strings.HasPrefix(domain, strings.TrimRight(letters, "-")) && strings.HasPrefix(strings.TrimLeft(number, "0"), digits)
}
