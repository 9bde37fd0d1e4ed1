package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/assessment/english"
	"assay/tui/draw"
	"assay/tui/keys"
)

// comparedDomain is one domain of a comparison: its items, and for each side the
// answer, its assurance, its credit and the state of its gate.
type comparedDomain struct {
	below
	domain string // id
	at     int    // the chosen item
}

func (s *comparedDomain) crumb() string { return s.domain }

func (s *comparedDomain) why(_ *Model, a keys.Action) string {
	switch a {
	case keys.Heavier, keys.Lighter, keys.Weight, keys.ResetWeights, keys.Record:
		return weightsAbove
	case keys.Open, keys.Explain:
		if s.chosen() == "" {
			return "they agree on every item: o shows them"
		}
	}
	return ""
}

// weightsAbove says why this screen cannot change a weight.
const weightsAbove = "weights belong to domains: esc goes back to them"

func (s *comparedDomain) do(m *Model, a keys.Action, _ tea.KeyPressMsg) tea.Cmd {
	if to, moves := keys.Step(a, s.at, max(m.h-10, 1), len(s.items())); moves {
		s.at = to
		return nil
	}
	switch a {
	case keys.NextSide, keys.LastSide:
		s.of.turn(a)
	case keys.Differ:
		here := s.chosen()
		s.of.differ()
		s.at = max(slices.IndexFunc(s.items(), func(r contest.Row) bool { return r.ID == here }), 0)
	case keys.Open:
		return m.push(newAnswersPage(s.of, s.chosen()))
	case keys.Explain:
		return s.of.explain(m, s.chosen())
	case keys.Report:
		return s.of.askDocument(m)
	}
	return nil
}

// chosen returns the id of the chosen item, or "" if the list is empty.
func (s *comparedDomain) chosen() string {
	if items := s.items(); s.at < len(items) {
		return items[s.at].ID
	}
	return ""
}

func (s *comparedDomain) hint(*Model) string {
	items := s.items()
	if s.at >= len(items) {
		return ""
	}
	row := items[s.at]
	return english.Join(", ", row.ID+" "+s.of.all.item(row.ID).Title, row.Weighs.Text())
}

// items returns the rows of the items of the domain. If the screen shows only
// differences, it leaves out the rows that are the same on all sides, and begins with
// the difference that weighs most.
func (s *comparedDomain) items() []contest.Row {
	if s.of.differing {
		return contest.Differing(s.all())
	}
	return s.all()
}

func (s *comparedDomain) all() []contest.Row {
	return slices.DeleteFunc(s.of.all.in(contest.Items), func(r contest.Row) bool { return r.Domain != s.domain })
}

func (s *comparedDomain) draw(m *Model, w, h int) []string {
	t, c := m.theme, s.of.all
	out := draw.NewBlock(t, w)
	unevenLine(out, " ! ", c.Ranking.Ground.Sentence())
	domains := c.in(contest.Domains)
	at := slices.IndexFunc(domains, func(r contest.Row) bool { return r.ID == s.domain })
	if at < 0 {
		return out.Lines // the rules have changed meanwhile
	}
	domain := domains[at]
	out.Add(out.Line().Gap(1).Say(t.Title, domain.ID).Gap(1).Say(t.Strong, domain.Name))
	g := s.of.grid(t, w)
	g.heads(out)
	g.line(out, false, func(r *draw.Line) { r.Put(t.Dim, "shown claimed") }, func(r *draw.Line, n int) { drawCell(t, r, domain, n) })
	out.Rule()
	body := draw.NewBlock(t, w)
	items := s.items()
	for n, row := range items {
		s.drawItem(body, g, row, n == s.at)
	}
	if n := len(s.all()) - len(items); n > 0 {
		body.Add(body.Line().Gap(3).Put(t.Dim, english.Count(n, "item is", "items are")+" alike on all sides: o shows them"))
	}
	const legend = 2
	out.Lines = append(out.Lines, window(t, body.Lines, s.at, w, h-out.Height()-legend, s.at == len(items)-1)...)
	out.Rule()
	r := out.Line().Gap(3)
	for _, sign := range []assessment.Assurance{assessment.Claimed, assessment.Documented, assessment.Verified, assessment.Attested} {
		r.Put(t.Key, string(sign[:1])).Put(t.Dim, " "+string(sign)).Gap(2)
	}
	out.Add(r.Put(t.Dim, "then the credit"))
	return out.Lines
}

func (s *comparedDomain) drawItem(out *draw.Block, g grid, row contest.Row, here bool) {
	t, name := out.Theme, out.Theme.Plain
	if here {
		name = t.Strong
	}
	g.line(out, here, func(r *draw.Line) {
		if s.of.all.item(row.ID).Kind.Judged() {
			r.Say(t.Accent, row.ID).Gap(1)
		}
		r.Say(name, row.Name)
	}, func(r *draw.Line, n int) { drawCell(t, r, row, n) })
}
