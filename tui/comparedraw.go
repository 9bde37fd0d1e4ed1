package tui

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	contests "assay/assessment/contest"
	"assay/assessment/ranking"
	"assay/tui/draw"
)

func (s *comparison) draw(m *Model, w, h int) []string {
	t := m.theme
	out := draw.NewBlock(t, w)
	if s.all == nil {
		return unread(out, s.failed)
	}
	s.drawHead(out)
	g, rows := s.grid(t, w), s.rows()
	g.heads(out)
	s.drawRow(out, g, rows[0], s.at == 0)
	if s.moved.lines != nil {
		s.drawMoved(out, g)
	}
	body, at := s.body(t, w, g, rows[1:], s.at-1)
	return append(out.Lines, window(t, body, at, w, h-out.Height(), s.at == len(rows)-1)...)
}

// drawHead says, before any figure, where the ground is not equal; then who
// leads, or what other weights are tried.
func (s *comparison) drawHead(out *draw.Block) {
	t := out.Theme
	if sentence := s.all.ranking.Ground.Sentence(); sentence != "" {
		out.Paragraph(t.WarnStrong, " ! ", t.WarnStrong, sentence)
	}
	if s.moved.lines == nil {
		out.Paragraph(t.Strong, " ", t.Strong, s.all.ranking.Headline())
		return
	}
	stored := "what if: nothing is stored"
	if s.moved.name != "" {
		stored = "what if: recorded as " + quoted(s.moved.name)
	}
	out.Add(out.Line().Gap(1).Say(t.WarnStrong, stored).Gap(2).Put(t.Strong, strings.Join(s.changes(), ", ")))
	words := "nobody changes rank"
	if movers := s.movers(); len(movers) > 0 {
		words = strings.Join(movers, ", ")
	}
	moves := out.Line().Gap(1).Say(t.Plain, words)
	out.Add(moves.Put(t.Dim, shorter(moves, "; gates, flags and verdicts stay as they are", "; verdicts stay as they are", "; verdicts stay")))
}

func (s *comparison) drawRow(out *draw.Block, g grid, line compareRow, here bool) {
	t := out.Theme
	k := t.Dim
	if here {
		k = t.Strong
	}
	g.line(out, here, func(r *draw.Line) {
		if line.domain == nil {
			r.Put(k, line.label)
			return
		}
		s.domainLabel(t, r, line, here)
	}, func(r *draw.Line, side *side) { line.cell(t, r, side) })
}

// domainLabel is the id, the name where there is room, and the weight: the one
// that is tried beside the one that is set.
func (s *comparison) domainLabel(t *draw.Theme, r *draw.Line, line compareRow, here bool) {
	weight, k := "", t.Dim
	if at := s.all.weighted(line.domain.ID); at >= 0 {
		set, now := s.all.table.Domains[at].Weight, s.weight(at)
		weight = fmt.Sprint(set)
		if set != now {
			weight, k = fmt.Sprintf("%d→%d", set, now), t.WarnStrong
		}
	}
	name := t.Plain
	if here {
		name = t.Strong
	}
	ids := draw.Widest(s.all.across.Domains, func(d contests.Domain) string { return draw.Harmless(d.ID) }) + 1
	r.Cell(t.Accent, line.domain.ID, min(ids, r.Left()/2))
	room := r.Left() - max(draw.Width(weight), 6) - 1
	if room >= 10 {
		r.Cell(name, line.domain.Name, room)
	}
	r.Number(k, weight, r.Left())
}

// drawMoved is the row that says what the tried weights make of each side.
func (s *comparison) drawMoved(out *draw.Block, g grid) {
	t := out.Theme
	g.line(out, false, func(r *draw.Line) { r.Put(t.WarnStrong, "what if") }, func(r *draw.Line, side *side) {
		at := s.all.find(side.place.Assessment)
		was, is := s.all.set[at], s.moved.lines[at]
		if at >= s.all.apart {
			r.Put(t.Dim, "–  ").Put(t.Plain, is.Shown.String()).Put(t.Dim, " blocked")
			return
		}
		tied := slices.ContainsFunc(s.moved.lines[:s.all.apart], func(o ranking.Line) bool { return o.Rank == is.Rank && o.Contender != is.Contender })
		r.Put(t.Strong, fmt.Sprint(is.Rank))
		if tied {
			r.Put(t.Warn, " tied")
		}
		switch sign := climb(was.Rank, is.Rank); {
		case was.Rank > is.Rank:
			r.Put(t.GoodStrong, " "+sign)
		case was.Rank < is.Rank:
			r.Put(t.BadStrong, " "+sign)
		}
		r.Gap(1).Put(t.Strong, is.Shown.String())
		r.Put(t.Dim, shorter(r, "  "+signed(was.Shown, is.Shown)))
	})
}

// signed is a change of a score. The tried scores are made of printed domain
// scores, and so is what they are held against: that may be a tenth beside the
// score of the engine, the change is not.
func signed(was, is assessment.Score) string {
	switch change := is - was; {
	case was == assessment.NoScore || is == assessment.NoScore:
		return ""
	case change > 0:
		return "+" + change.String()
	case change < 0:
		return "−" + (-change).String()
	}
	return "as set"
}

// body are all rows but the first, with what stands between and below them, and
// the line on which the chosen one is.
func (s *comparison) body(t *draw.Theme, w int, g grid, rows []compareRow, chosen int) (lines []string, at int) {
	out := draw.NewBlock(t, w)
	before := rows[0].kind
	for n, row := range rows {
		if row.kind != before {
			s.between(out, row.kind)
			before = row.kind
		}
		if n == chosen {
			at = out.Height()
		}
		s.drawRow(out, g, row, n == chosen)
	}
	for _, sentence := range s.all.firm.Sentences() {
		out.Paragraph(t.Dim, "   ", t.Plain, sentence)
	}
	if len(s.all.firm.Tie) > 0 {
		out.Paragraph(t.Dim, "   ", t.WarnStrong, s.all.ranking.Headline())
	}
	return out.Lines, at
}

// between is the heading above the domains, and that above the firmness.
func (s *comparison) between(out *draw.Block, next rowKind) {
	t := out.Theme
	switch next {
	case domainRow:
		bands := s.all.sides[0].asked().Scoring.Bands
		out.Rule()
		out.Add(out.Line().Gap(3).Put(t.Title, "shown ").Put(t.Dim, "claimed").Gap(2).
			Put(t.Good, "██").Put(t.Dim, fmt.Sprintf(" %d up  ", bands.Approve)).
			Put(t.Warn, "▓▓").Put(t.Dim, fmt.Sprintf(" %d up  ", bands.Conditional)).
			Put(t.Warn, "▒▒").Put(t.Dim, fmt.Sprintf(" %d up  ", bands.Remediate)).
			Put(t.Bad, "░░").Put(t.Dim, " below  ").Put(t.Bad, "↓").Put(t.Dim, " under floor"))
	case firmRow:
		if n := s.hidden(); n > 0 {
			out.Add(out.Line().Gap(3).Put(t.Dim, count(n, "domain is", "domains are")+" alike on all sides: o shows them"))
		}
		out.Rule()
		out.Add(out.Line().Gap(3).Put(t.Title, "how firm is this order").Put(t.Dim, "  under the weights as they are set"))
	}
}

// domainHint says about a domain what its row has no room for.
func (s *comparison) domainHint(row compareRow) string {
	hint := row.domain.ID + " " + row.domain.Name
	side := &s.all.sides[s.side]
	for _, d := range side.result.Domains {
		if d.ID != row.domain.ID {
			continue
		}
		hint += fmt.Sprintf(", weight %d", d.Weight)
		if d.Floor > 0 {
			hint += fmt.Sprintf(", floor %d", d.Floor)
		}
	}
	return hint
}

// window is the part of some lines in which one of them is in view; to the end
// where that is wanted and fits.
func window(t *draw.Theme, lines []string, at, w, h int, toEnd bool) []string {
	if h <= 0 {
		return nil
	}
	from := max(0, min(at-h/2, len(lines)-h))
	if toEnd {
		from = max(0, min(at, len(lines)-h))
	}
	shown := draw.Exact(slices.Clone(lines[from:min(from+h, len(lines))]), w, h)
	if left := len(lines) - from - h; left > 0 && at-from < h-1 {
		shown[h-1] = draw.NewLine(w).Gap(3).Put(t.Dim, fmt.Sprintf("… %s", count(left+1, "more line", "more lines"))).String()
	}
	return shown
}
