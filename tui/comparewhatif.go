package tui

import (
	"fmt"
	"slices"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"assay/assessment/ranking"
	"assay/tui/keys"
)

// moved holds the weights that the user tries, and the resulting order. lines is
// nil if the user tries none.
type moved struct {
	weights []int          // one for each domain of the table
	lines   []ranking.Line // of each side
	name    string         // the name under which exactly these weights are recorded

	// While the user types a weight: its digits so far, and the weight before.
	typing bool
	typed  string
	before int
}

// mostDigits is the largest number of digits of a typed weight.
const mostDigits = 4

// weigh changes the weight of the chosen domain.
func (s *comparison) weigh(m *Model, change func(now int) int) tea.Cmd {
	at := s.all.weighted(s.rows()[s.at].ID)
	weights := slices.Clone(s.moved.weights)
	if weights == nil {
		weights = s.all.weights()
	}
	weights[at] = max(0, min(change(weights[at]), 9999))
	s.moved.name = ""
	if slices.Equal(weights, s.all.weights()) {
		s.moved.weights, s.moved.lines = nil, nil
		return nil
	}
	lines, err := s.all.order(weights)
	if err != nil {
		return m.complain(err)
	}
	s.moved.weights, s.moved.lines = weights, lines
	return nil
}

// weight returns the present weight of a domain of the table: the tried one, or
// else the set one.
func (s *comparison) weight(at int) int {
	if s.moved.weights != nil {
		return s.moved.weights[at]
	}
	return s.all.table.Domains[at].Weight
}

// typeWeight starts the typing of a weight with its first digit.
func (s *comparison) typeWeight(m *Model, first string) tea.Cmd {
	s.moved.typing, s.moved.typed, s.moved.before = true, "", s.weight(s.all.weighted(s.rows()[s.at].ID))
	return s.addDigit(m, first)
}

func (s *comparison) addDigit(m *Model, digit string) tea.Cmd {
	if len(digit) != 1 || digit[0] < '0' || digit[0] > '9' || len(s.moved.typed) == mostDigits {
		return nil
	}
	s.moved.typed += digit
	return s.weighTyped(m)
}

func (s *comparison) weighTyped(m *Model) tea.Cmd {
	to := s.moved.before
	if typed, err := strconv.Atoi(s.moved.typed); err == nil {
		to = typed
	}
	return s.weigh(m, func(int) int { return to })
}

// takeWeight handles a key while the user types a weight. Any other key ends the
// typing and has its usual effect.
func (s *comparison) takeWeight(m *Model, msg tea.KeyPressMsg) (bool, tea.Cmd) {
	switch keys.Of(msg, keys.InWeight) {
	case keys.Number:
		return true, s.addDigit(m, msg.String())
	case keys.Erase:
		s.moved.typed = s.moved.typed[:max(len(s.moved.typed)-1, 0)]
		return true, s.weighTyped(m)
	case keys.Leave:
		s.moved.typed, s.moved.typing = "", false
		return true, s.weighTyped(m)
	case keys.Save:
		s.moved.typing = false
		return true, nil
	}
	s.moved.typing = false
	return false, nil
}

// instead lists the keys for the footer while the user types a weight.
func (s *comparison) instead(*Model) []keys.Binding {
	if !s.moved.typing {
		return nil
	}
	return keys.Footer(keys.InWeight)
}

// follow keeps the tried weights after the contest was read again, if its domains
// are the same.
func (k *moved) follow(before, now *compared) {
	k.typing = false
	if k.weights == nil {
		return
	}
	lines, err := now.order(k.weights)
	if err != nil || !slices.Equal(before.table.Domains, now.table.Domains) {
		*k = moved{}
		return
	}
	k.lines = lines
}

// changes lists the domains with a changed weight, each with both weights.
func (s *comparison) changes() []string {
	var words []string
	for n, d := range s.all.table.Domains {
		if now := s.weight(n); now != d.Weight {
			words = append(words, fmt.Sprintf("%s %d→%d", d.ID, d.Weight, now))
		}
	}
	return words
}

// movers names the sides whose rank differs from the rank under the set weights.
func (s *comparison) movers() []string {
	var words []string
	for n, side := range s.all.Sides[:s.all.Ranked] {
		was, is := s.all.set[n].Rank, s.moved.lines[n].Rank
		if was == is {
			continue
		}
		words = append(words, fmt.Sprintf("%s %s %d→%d", side.Title, climb(was, is), was, is))
	}
	return words
}

// climb returns the sign for a change of rank.
func climb(was, is int32) string {
	switch {
	case is < was:
		return "▲"
	case is > was:
		return "▼"
	}
	return "="
}
