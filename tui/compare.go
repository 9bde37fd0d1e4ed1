package tui

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/tui/keys"
)

// comparison lays assessments side by side, one column for each: where the
// ground is not equal, then verdicts and what stands against each, then the
// figures of the domains, then how firm the order is. From any row it leads
// down, in the end to what was answered, said and shown.
//
// Weights can be moved to see what they do to the order. Nothing of that is
// stored, unless it is recorded under a name.
type comparison struct {
	ids     []string
	request int
	all     *contest // nil until it is read
	failed  string   // why it could not be

	at, side  int  // the chosen row and column
	differing bool // only where they differ

	moved moved
}

func (s *comparison) where() keys.Where { return keys.OnCompare }
func (s *comparison) place() string     { return "portfolio" }
func (s *comparison) crumb() string     { return "compare" }

func (s *comparison) status(m *Model) string {
	switch {
	case s.all == nil && s.failed == "":
		return "reading …"
	case s.all == nil:
		return ""
	case s.moved.lines != nil:
		return m.theme.WarnStrong.On("what if")
	}
	return fmt.Sprintf("%d compared, as of %s", len(s.all.sides), s.all.sides[s.side].result.AsOf)
}

func (s *comparison) begin(m *Model) tea.Cmd {
	s.request = m.next()
	return readContest(m.bench, s.request, s.ids)
}

func (s *comparison) receive(m *Model, msg tea.Msg) tea.Cmd {
	if kept, is := msg.(whatIfMsg); is && kept.of == s {
		return s.recorded(m, kept)
	}
	read, is := msg.(contestMsg)
	if !is || read.request != s.request {
		return nil
	}
	if read.err != nil {
		s.failed = read.err.Error()
		return m.complain(read.err)
	}
	before := s.all
	s.all, s.failed = read.all, ""
	if before == nil {
		return nil
	}
	s.side = max(s.all.find(before.sides[s.side].place.Assessment), 0)
	s.at = max(0, min(s.at, len(s.rows())-1))
	s.moved.follow(before, s.all)
	return nil
}

func (s *comparison) why(_ *Model, a keys.Action) string {
	switch a {
	case keys.Down, keys.Up, keys.Top, keys.Bottom, keys.PageDown, keys.PageUp, keys.NextSide, keys.LastSide:
		return ""
	}
	if s.all == nil {
		return "there is nothing to compare yet"
	}
	row := s.rows()[s.at]
	switch a {
	case keys.Differ, keys.Explain:
		return ""
	case keys.Open:
		if row.kind == oldestRow && s.all.sides[s.side].party.OldestItem == "" {
			return "nothing that counts rests on evidence"
		}
		return ""
	case keys.Heavier, keys.Lighter, keys.Weight:
		switch {
		case row.domain == nil:
			return "choose a domain: weights belong to domains"
		case s.all.weighted(row.domain.ID) < 0:
			return row.domain.ID + " carries no weight, or nobody has a score in it"
		}
		return ""
	case keys.Record, keys.ResetWeights:
		if s.moved.lines == nil {
			return "the weights are as they are set"
		}
		return ""
	}
	return "not on this screen"
}

func (s *comparison) do(m *Model, a keys.Action, msg tea.KeyPressMsg) tea.Cmd {
	if s.all == nil {
		return nil
	}
	if to, moves := stepped(a, s.at, max(m.h-12, 1), len(s.rows())); moves {
		s.stand(to)
		return nil
	}
	switch a {
	case keys.NextSide:
		s.turn(s.side + 1)
	case keys.LastSide:
		s.turn(s.side - 1)
	case keys.Differ:
		s.differ()
	case keys.Open:
		return m.push(s.below())
	case keys.Explain:
		domain := ""
		if row := s.rows()[s.at]; row.domain != nil {
			domain = row.domain.ID
		}
		return s.explain(m, domain)
	case keys.Heavier:
		return s.weigh(m, func(now int) int { return now + 1 })
	case keys.Lighter:
		return s.weigh(m, func(now int) int { return now - 1 })
	case keys.Weight:
		return s.typeWeight(m, msg.String())
	case keys.Record:
		return s.askRecord(m)
	case keys.ResetWeights:
		s.moved = moved{}
		return m.say("the weights are as they are set")
	}
	return nil
}

func (s *comparison) stand(to int) {
	if s.all != nil {
		s.at = max(0, min(to, len(s.rows())-1))
	}
}

// turn chooses a column. The screens below follow it.
func (s *comparison) turn(to int) {
	if s.all != nil {
		s.side = max(0, min(to, len(s.all.sides)-1))
	}
}

// differ hides the domains and items on which all agree, or shows them again,
// and keeps to the chosen row, or to the nearest that remains.
func (s *comparison) differ() {
	before, at := s.rows(), s.at
	s.differing = !s.differing
	rows := s.rows()
	for off := range before {
		for _, n := range []int{at + off, at - off} {
			if n < 0 || n >= len(before) {
				continue
			}
			if same := slices.IndexFunc(rows, before[n].same); same >= 0 {
				s.at = same
				return
			}
		}
	}
}

// explain lays the arithmetic of the chosen side over the screen.
func (s *comparison) explain(m *Model, of string) tea.Cmd {
	return m.open(newExplainer(s.all.sides[s.side].place.Assessment, of))
}

// below is the screen to which the chosen row leads.
func (s *comparison) below() screen {
	switch row := s.rows()[s.at]; row.kind {
	case domainRow:
		return &comparedDomain{of: s, domain: row.domain.ID}
	case oldestRow:
		return newAnswersPage(s, s.all.sides[s.side].party.OldestItem)
	case firmRow:
		return newFirmPage(s)
	case groundRow:
		return newGroundPage(s)
	}
	return newReasonsPage(s)
}

// capture takes keys while a weight is typed.
func (s *comparison) capture(m *Model, msg tea.KeyPressMsg) (bool, tea.Cmd) {
	if !s.moved.typing {
		return false, nil
	}
	return s.takeWeight(m, msg)
}

func (s *comparison) hint(m *Model) string {
	if s.all == nil {
		return ""
	}
	row := s.rows()[s.at]
	switch {
	case s.moved.typing:
		return "weight of " + row.domain.ID + ": enter keeps it, esc takes it back"
	case row.domain != nil:
		return s.domainHint(row)
	}
	return row.help
}
