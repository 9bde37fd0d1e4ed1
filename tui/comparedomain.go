package tui

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/questionnaire"
)

// comparedDomain is one domain of a comparison: its items, and for each side
// what was answered, how it was shown, what that is worth and where its gate
// stands.
type comparedDomain struct {
	of     *comparison
	domain string // id
	at     int    // the chosen item
}

func (s *comparedDomain) where() Where                    { return OnCompare }
func (s *comparedDomain) place() string                   { return s.of.place() }
func (s *comparedDomain) crumb() string                   { return s.domain }
func (s *comparedDomain) status(m *Model) string          { return s.of.status(m) }
func (s *comparedDomain) begin(*Model) tea.Cmd            { return nil }
func (s *comparedDomain) receive(*Model, tea.Msg) tea.Cmd { return nil }

func (s *comparedDomain) why(_ *Model, a Action) string {
	switch a {
	case actHeavier, actLighter, actWeight, actResetWeights, actRecord:
		return weightsAbove
	case actOpen, actExplain:
		if s.chosen() == "" {
			return "they agree on every item: o shows them"
		}
	}
	return ""
}

// weightsAbove is why no weight can be moved below the domains.
const weightsAbove = "weights belong to domains: esc goes back to them"

func (s *comparedDomain) do(m *Model, a Action, _ tea.KeyPressMsg) tea.Cmd {
	if to, moves := stepped(a, s.at, max(m.h-10, 1), len(s.items())); moves {
		s.stand(to)
		return nil
	}
	switch a {
	case actNextSide:
		s.of.turn(s.of.side + 1)
	case actLastSide:
		s.of.turn(s.of.side - 1)
	case actDiffer:
		here := s.chosen()
		s.of.differ()
		s.stand(slices.Index(s.items(), here))
	case actOpen:
		return m.push(newAnswersPage(s.of, s.chosen()))
	case actExplain:
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
	return slices.ContainsFunc(c.across.Items, func(i assessment.ItemAcross) bool { return i.ID == id && i.Same }) &&
		!slices.ContainsFunc(c.sides, func(s side) bool { return s.result.Item(id).Credit != first })
}

func (s *comparedDomain) draw(m *Model, w, h int) []string {
	t, c := m.theme, s.of.all
	out := &pile{t: t, w: w}
	if sentence := c.ranking.Ground.Sentence(); sentence != "" {
		out.paragraph(t.warnStrong, " ! ", t.warnStrong, sentence)
	}
	at := slices.IndexFunc(c.across.Domains, func(d assessment.DomainAcross) bool { return d.ID == s.domain })
	if at < 0 {
		return out.lines // its rules were changed meanwhile
	}
	domain := &c.across.Domains[at]
	out.add(out.row().gap(1).say(t.title, domain.ID).gap(1).say(t.strong, domain.Name))
	g := s.of.grid(t, w)
	g.heads(out)
	g.line(out, false, func(r *row) { r.put(t.dim, "shown claimed") }, func(r *row, side *side) {
		heatCell(t, r, domain, c.find(side.place.Assessment))
	})
	out.rule()
	body := &pile{t: t, w: w}
	items := s.items()
	for n, id := range items {
		s.drawItem(body, g, id, n == s.at)
	}
	if n := len(s.all()) - len(items); n > 0 {
		body.add(body.row().gap(3).put(t.dim, count(n, "item is", "items are")+" alike on all sides: o shows them"))
	}
	const legend = 2
	out.lines = append(out.lines, window(t, body.lines, s.at, w, h-out.height()-legend, s.at == len(items)-1)...)
	out.rule()
	r := out.row().gap(3)
	for _, sign := range []assessment.Assurance{assessment.Claimed, assessment.Documented, assessment.Verified, assessment.Attested} {
		r.put(t.key, string(sign[:1])).put(t.dim, " "+string(sign)).gap(2)
	}
	out.add(r.put(t.dim, "then the credit"))
	return out.lines
}

func (s *comparedDomain) drawItem(out *pile, g grid, id string, here bool) {
	t, item := out.t, s.of.all.item(id)
	name := t.plain
	if here {
		name = t.strong
	}
	g.line(out, here, func(r *row) {
		if item.Kind != questionnaire.Fact {
			r.say(t.accent, id).gap(1)
		}
		r.say(name, item.Title)
	}, func(r *row, side *side) { itemCell(t, r, side, id) })
}

// itemCell is what one item came to on one side.
func itemCell(t *theme, r *row, s *side, id string) {
	result, item := s.result.Item(id), s.asked().Item(id)
	sign, k := " ", t.plain
	if result.Gate != "" {
		sign, k = t.gate(result.Gate)
	}
	switch {
	case item == nil:
		r.put(t.dim, "  not in its rules")
		return
	case result.State == assessment.StateHidden:
		r.put(t.dim, "  not asked of it")
		return
	case result.State == assessment.StateLater:
		r.put(t.dim, "  later")
		return
	case result.State == assessment.StateNA:
		r.put(t.dim, "  not applicable")
		return
	case item.Kind == questionnaire.Fact:
		a := s.snapshot.Answers[id]
		if a.Value == "" {
			r.gap(2).put(t.dim, "not given")
			return
		}
		r.gap(2).say(t.plain, factWords(item, a))
		return
	}
	r.put(k, sign+" ")
	if result.State == assessment.StateUnanswered {
		r.put(t.dim, "open")
		return
	}
	const figures = len(" d 0.90")
	wide := r.left >= len("present documented 0.90")
	if item.Computed() {
		r.put(k, result.Gate.Words())
		return
	}
	if !wide {
		r.cell(k, result.Answer, r.left-figures).gap(1)
		r.cell(t.plain, string(result.Assurance[:min(1, len(result.Assurance))]), 1)
	} else {
		r.cell(k, result.Answer, len("present")).gap(1)
		r.cell(t.plain, string(result.Assurance), len("documented"))
	}
	if result.Weight > 0 {
		r.gap(1).put(t.dim, fmt.Sprintf("%.2f", result.Credit))
	}
}
