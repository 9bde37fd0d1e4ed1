package tui

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/assessment/contest"
	"assay/tui/draw"
	"assay/tui/keys"
)

// comparePage is a screen of text in a comparison: a head, then one column of text
// for each side. It shows as many columns around the chosen side as fit.
type comparePage struct {
	below
	name   string // for the path in the header
	head   func(out *draw.Block)
	column func(m *Model, out *draw.Block, s *contest.Side) // nil for a page without columns
	item   string                                           // what it is about, if one item
	from   int
}

func (s *comparePage) crumb() string { return s.name }

func (s *comparePage) why(m *Model, a keys.Action) string {
	switch a {
	case keys.Heavier, keys.Lighter, keys.Weight, keys.ResetWeights, keys.Record:
		return weightsAbove
	case keys.Open:
		return "this is as deep as it goes"
	case keys.Differ:
		return "all of it is shown here"
	case keys.Report:
		return m.whyNoDocument(nil)
	case keys.NextSide, keys.LastSide:
		if s.column == nil {
			return "there are no columns here"
		}
	}
	return ""
}

func (s *comparePage) do(m *Model, a keys.Action, _ tea.KeyPressMsg) tea.Cmd {
	over, body := s.text(m, m.w)
	s.from, _ = keys.Step(a, s.from, max(m.h-10, 1), len(body))
	switch a {
	case keys.NextSide, keys.LastSide:
		s.of.turn(a)
	case keys.Explain:
		return s.of.explain(m, s.item)
	case keys.Report:
		return s.of.askDocument(m)
	}
	s.from = max(0, min(s.from, len(body)-(m.h-3-len(over))))
	return nil
}

func (s *comparePage) hint(m *Model) string {
	_, n, _ := s.columns(m.w)
	if sides := len(s.of.all.Sides); s.column != nil && n < sides {
		return fmt.Sprintf("%d of %d beside one another: ← → for the others", n, sides)
	}
	return ""
}

// The smallest and the largest width for a column of text.
const leastText, mostText = 36, 80

// columns returns the first visible side, the number of visible sides, and their
// width.
func (s *comparePage) columns(w int) (from, n, wide int) {
	sides := len(s.of.all.Sides)
	n = max(1, min((w-2+draw.Gutter)/(leastText+draw.Gutter), sides))
	return max(0, min(s.of.side-n/2, sides-n)), n, min((w-2+draw.Gutter)/n-draw.Gutter, mostText)
}

func (s *comparePage) draw(m *Model, w, h int) []string {
	over, body := s.text(m, w)
	return append(over, scrolled(m.theme, body, s.from, w, h-len(over), 1)...)
}

// text returns the fixed lines, and the scrolling lines below them.
func (s *comparePage) text(m *Model, w int) (over, body []string) {
	t := m.theme
	head := draw.NewBlock(t, w-2)
	s.head(head)
	if s.column == nil {
		return nil, indent(head.Lines, w)
	}
	from, n, wide := s.columns(w)
	names, texts := make([][]string, n), make([][]string, n)
	most := 0
	for at := range n {
		side := &s.of.all.Sides[from+at]
		name := t.Line(wide)
		if from+at == s.of.side {
			name.Put(t.Title, "▸ ")
		}
		names[at] = []string{name.Say(t.Title, side.Title).String()}
		column := draw.NewBlock(t, wide)
		s.column(m, column, side)
		texts[at] = column.Lines
		most = max(most, len(column.Lines))
	}
	for at := range texts {
		texts[at] = draw.Exact(texts[at], wide, most)
	}
	rule := draw.NewBlock(t, w)
	rule.Rule()
	over = slices.Concat(indent(head.Lines, w), rule.Lines, indent(draw.Beside(t, 1, names...), w))
	return over, indent(draw.Beside(t, most, texts...), w)
}

// indent adds an empty column at the left and fills each line to w columns.
func indent(lines []string, w int) []string {
	out := make([]string, len(lines))
	for n, line := range lines {
		out[n] = draw.Fit(" "+line, w)
	}
	return out
}
