package tui

import (
	"context"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/assessment/contest"
	"assay/tui/keys"
)

// comparison is the screen that compares assessments. It shows the rows of package
// contest, with one column for each assessment. From any row, enter leads to more
// detail, down to the answers, quotes and evidence of one item.
//
// The user can try other weights and see the resulting order. The workbench stores
// it only if the user records it under a name.
type comparison struct {
	fetched
	ids []string
	all *compared // nil until it is read

	at, side  int  // the chosen row and column
	differing bool // show only rows with differences

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
	return fmt.Sprintf("%d compared, as of %s", len(s.all.Sides), s.all.Sides[s.side].Result.AsOf)
}

func (s *comparison) begin(m *Model) tea.Cmd {
	b, ids := m.bench, s.ids
	return fetch(s, func(ctx context.Context) (*compared, error) { return readCompared(ctx, b, ids) }, s.show)
}

// show takes over the assessments that were read.
func (s *comparison) show(_ *Model, all *compared) tea.Cmd {
	before := s.all
	s.all = all
	if before == nil {
		return nil
	}
	s.side = max(s.all.Find(before.Sides[s.side].Result.Assessment), 0)
	s.at = max(0, min(s.at, len(s.rows())-1))
	s.moved.follow(before, s.all)
	return nil
}

func (s *comparison) why(m *Model, a keys.Action) string {
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
	case keys.Report:
		return m.whyNoDocument(nil)
	case keys.Open:
		if row.Key == "oldest_evidence" && row.Cells[s.side].Item == "" {
			return "nothing that counts rests on evidence"
		}
		return ""
	case keys.Heavier, keys.Lighter, keys.Weight:
		switch {
		case row.Section != contest.Domains:
			return "choose a domain: weights belong to domains"
		case s.all.weighted(row.ID) < 0:
			return row.ID + " carries no weight, or nobody has a score in it"
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
	if to, moves := keys.Step(a, s.at, max(m.h-12, 1), len(s.rows())); moves {
		s.at = to
		return nil
	}
	switch a {
	case keys.NextSide, keys.LastSide:
		s.turn(a)
	case keys.Differ:
		s.differ()
	case keys.Open:
		return m.push(s.deeper())
	case keys.Explain:
		domain := ""
		if row := s.rows()[s.at]; row.Section == contest.Domains {
			domain = row.ID
		}
		return s.explain(m, domain)
	case keys.Heavier:
		return s.weigh(m, func(now int) int { return now + 1 })
	case keys.Lighter:
		return s.weigh(m, func(now int) int { return now - 1 })
	case keys.Weight:
		return s.typeWeight(m, msg.String())
	case keys.Report:
		return s.askDocument(m)
	case keys.Record:
		return s.askRecord(m)
	case keys.ResetWeights:
		s.moved = moved{}
		return m.say("the weights are as they are set")
	}
	return nil
}

// below is the part that all screens below a comparison share.
type below struct{ of *comparison }

func (s below) where() keys.Where      { return keys.OnCompare }
func (s below) place() string          { return s.of.place() }
func (s below) status(m *Model) string { return s.of.status(m) }
func (s below) begin(*Model) tea.Cmd   { return nil }

// turn chooses a column, also for the screens that open from here.
func (s *comparison) turn(a keys.Action) {
	by := 1
	if a == keys.LastSide {
		by = -1
	}
	s.side = max(0, min(s.side+by, len(s.all.Sides)-1))
}

// differ hides the domains and items that are the same on all sides, or shows them
// again. The chosen row stays chosen, or else the nearest one that remains.
func (s *comparison) differ() {
	before, at := s.rows(), s.at
	s.differing = !s.differing
	rows := s.rows()
	for off := range before {
		for _, n := range []int{at + off, at - off} {
			if n < 0 || n >= len(before) {
				continue
			}
			if same := slices.IndexFunc(rows, func(row contest.Row) bool { return row.Key == before[n].Key }); same >= 0 {
				s.at = same
				return
			}
		}
	}
}

// explain opens the arithmetic of the chosen side.
func (s *comparison) explain(m *Model, of string) tea.Cmd {
	return m.open(newExplainer(s.all.Sides[s.side].Result.Assessment, of))
}

// askDocument asks for a document about the comparison, or about the chosen side.
func (s *comparison) askDocument(m *Model) tea.Cmd {
	return m.askDocument(aboutBoth(s.all.Sides[s.side].Result.Assessment, s.ids))
}

// capture takes the keys while the user types a weight.
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
		return "weight of " + row.ID + ": enter keeps it, esc takes it back"
	case row.Section == contest.Domains:
		return s.domainHint(row)
	}
	if row.Help == "" {
		return s.leads(row)
	}
	return row.Help + "; " + s.leads(row)
}
