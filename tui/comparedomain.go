package tui

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	contests "assay/assessment/contest"
	"assay/questionnaire"
	"assay/tui/draw"
	"assay/tui/keys"
)

// comparedDomain is one domain of a comparison: its items, and for each side
// what was answered, how it was shown, what that is worth and where its gate
// stands.
type comparedDomain struct {
	of     *comparison
	domain string // id
	at     int    // the chosen item
}

func (s *comparedDomain) where() keys.Where               { return keys.OnCompare }
func (s *comparedDomain) place() string                   { return s.of.place() }
func (s *comparedDomain) crumb() string                   { return s.domain }
func (s *comparedDomain) status(m *Model) string          { return s.of.status(m) }
func (s *comparedDomain) begin(*Model) tea.Cmd            { return nil }
func (s *comparedDomain) receive(*Model, tea.Msg) tea.Cmd { return nil }

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

// weightsAbove is why no weight can be moved below the domains.
const weightsAbove = "weights belong to domains: esc goes back to them"

func (s *comparedDomain) do(m *Model, a keys.Action, _ tea.KeyPressMsg) tea.Cmd {
	if to, moves := stepped(a, s.at, max(m.h-10, 1), len(s.items())); moves {
		s.stand(to)
		return nil
	}
	switch a {
	case keys.NextSide:
		s.of.turn(s.of.side + 1)
	case keys.LastSide:
		s.of.turn(s.of.side - 1)
	case keys.Differ:
		here := s.chosen()
		s.of.differ()
		s.stand(slices.Index(s.items(), here))
	case keys.Open:
		return m.push(newAnswersPage(s.of, s.chosen()))
	case keys.Explain:
		return s.of.explain(m, s.chosen())
	}
	return nil
}

// chosen is the id of the chosen item; empty where none is shown.
func (s *comparedDomain) chosen() string {
	if items := s.items(); s.at < len(items) {
		return items[s.at]
	}
	return ""
}

func (s *comparedDomain) stand(to int) { s.at = max(0, min(to, len(s.items())-1)) }

func (s *comparedDomain) hint(*Model) string {
	if id := s.chosen(); id != "" {
		return id + " " + s.of.all.item(id).Title
	}
	return ""
}

// items are the ids of the domain's items that are asked of any side, in the
// order of the questionnaires.
func (s *comparedDomain) items() []string {
	var ids []string
	for _, id := range s.all() {
		if !s.of.differing || !s.of.all.agree(id) {
			ids = append(ids, id)
		}
	}
	return ids
}

func (s *comparedDomain) all() []string {
	var ids []string
	for _, item := range s.of.all.across.Items {
		if item.Domain == s.domain {
			ids = append(ids, item.ID)
		}
	}
	return ids
}

// item is an item as the first side that has it knows it.
func (c *contest) item(id string) *questionnaire.Item {
	for n := range c.sides {
		if item := c.sides[n].asked().Item(id); item != nil {
			return item
		}
	}
	return nil
}

// agree reports whether an item came out the same on all sides, to the credit.
func (c *contest) agree(id string) bool {
	first := c.sides[0].result.Item(id).Credit
	return slices.ContainsFunc(c.across.Items, func(i contests.Item) bool { return i.ID == id && i.Same }) &&
		!slices.ContainsFunc(c.sides, func(s side) bool { return s.result.Item(id).Credit != first })
}

func (s *comparedDomain) draw(m *Model, w, h int) []string {
	t, c := m.theme, s.of.all
	out := draw.NewBlock(t, w)
	if sentence := c.ranking.Ground.Sentence(); sentence != "" {
		out.Paragraph(t.WarnStrong, " ! ", t.WarnStrong, sentence)
	}
	at := slices.IndexFunc(c.across.Domains, func(d contests.Domain) bool { return d.ID == s.domain })
	if at < 0 {
		return out.Lines // its rules were changed meanwhile
	}
	domain := &c.across.Domains[at]
	out.Add(out.Line().Gap(1).Say(t.Title, domain.ID).Gap(1).Say(t.Strong, domain.Name))
	g := s.of.grid(t, w)
	g.heads(out)
	g.line(out, false, func(r *draw.Line) { r.Put(t.Dim, "shown claimed") }, func(r *draw.Line, side *side) {
		heatCell(t, r, domain, c.find(side.place.Assessment))
	})
	out.Rule()
	body := draw.NewBlock(t, w)
	items := s.items()
	for n, id := range items {
		s.drawItem(body, g, id, n == s.at)
	}
	if n := len(s.all()) - len(items); n > 0 {
		body.Add(body.Line().Gap(3).Put(t.Dim, count(n, "item is", "items are")+" alike on all sides: o shows them"))
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

func (s *comparedDomain) drawItem(out *draw.Block, g grid, id string, here bool) {
	t, item := out.Theme, s.of.all.item(id)
	name := t.Plain
	if here {
		name = t.Strong
	}
	g.line(out, here, func(r *draw.Line) {
		if item.Kind.Judged() {
			r.Say(t.Accent, id).Gap(1)
		}
		r.Say(name, item.Title)
	}, func(r *draw.Line, side *side) { itemCell(t, r, side, id) })
}

// itemCell is what one item came to on one side.
func itemCell(t *draw.Theme, r *draw.Line, s *side, id string) {
	result, item := s.result.Item(id), s.asked().Item(id)
	sign, k := " ", t.Plain
	if result.Gate != "" {
		sign, k = t.Gate(result.Gate)
	}
	switch {
	case item == nil:
		r.Put(t.Dim, "  not in its rules")
		return
	case result.State == assessment.StateHidden:
		r.Put(t.Dim, "  not asked of it")
		return
	case result.State == assessment.StateLater:
		r.Put(t.Dim, "  later")
		return
	case result.State == assessment.StateNA:
		r.Put(t.Dim, "  not applicable")
		return
	case !item.Kind.Judged():
		a := s.snapshot.Answers[id]
		if a.Value == "" {
			r.Gap(2).Put(t.Dim, "not given")
			return
		}
		r.Gap(2).Say(t.Plain, factWords(item, a))
		return
	}
	r.Put(k, sign+" ")
	if result.State == assessment.StateUnanswered {
		r.Put(t.Dim, "open")
		return
	}
	const figures = len(" d 0.90")
	wide := r.Left() >= len("present documented 0.90")
	if item.Computed() {
		r.Put(k, result.Gate.Words())
		return
	}
	if !wide {
		r.Cell(k, result.Answer, r.Left()-figures).Gap(1)
		r.Cell(t.Plain, string(result.Assurance[:min(1, len(result.Assurance))]), 1)
	} else {
		r.Cell(k, result.Answer, len("present")).Gap(1)
		r.Cell(t.Plain, string(result.Assurance), len("documented"))
	}
	if result.Weight > 0 {
		r.Gap(1).Put(t.Dim, fmt.Sprintf("%.2f", result.Credit))
	}
}
