package tui

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/ranking"
)

func (s *comparison) draw(m *Model, w, h int) []string {
	t := m.theme
	out := &pile{t: t, w: w}
	if s.all == nil {
		return out.unread(s.failed)
	}
	s.drawHead(out)
	g, rows := s.grid(t, w), s.rows()
	g.heads(out)
	s.drawRow(out, g, rows[0], s.at == 0)
	if s.moved.lines != nil {
		s.drawMoved(out, g)
	}
	body, at := s.body(t, w, g, rows[1:], s.at-1)
	return append(out.lines, window(t, body, at, w, h-out.height(), s.at == len(rows)-1)...)
}

// drawHead says, before any figure, where the ground is not equal; then who
// leads, or what other weights are tried.
func (s *comparison) drawHead(out *pile) {
	t := out.t
	if sentence := s.all.ranking.Ground.Sentence(); sentence != "" {
		out.paragraph(t.warnStrong, " ! ", t.warnStrong, sentence)
	}
	if s.moved.lines == nil {
		out.paragraph(t.strong, " ", t.strong, s.all.ranking.Headline())
		return
	}
	stored := "what if: nothing is stored"
	if s.moved.name != "" {
		stored = "what if: recorded as " + quoted(s.moved.name)
	}
	out.add(out.row().gap(1).say(t.warnStrong, stored).gap(2).put(t.strong, strings.Join(s.changes(), ", ")))
	words := "nobody changes rank"
	if movers := s.movers(); len(movers) > 0 {
		words = strings.Join(movers, ", ")
	}
	moves := out.row().gap(1).say(t.plain, words)
	out.add(moves.put(t.dim, shorter(moves, "; gates, flags and verdicts stay as they are", "; verdicts stay as they are", "; verdicts stay")))
}

func (s *comparison) drawRow(out *pile, g grid, line compareRow, here bool) {
	t := out.t
	k := t.dim
	if here {
		k = t.strong
	}
	g.line(out, here, func(r *row) {
		if line.domain == nil {
			r.put(k, line.label)
			return
		}
		s.domainLabel(t, r, line, here)
	}, func(r *row, side *side) { line.cell(t, r, side) })
}

// domainLabel is the id, the name where there is room, and the weight: the one
// that is tried beside the one that is set.
func (s *comparison) domainLabel(t *theme, r *row, line compareRow, here bool) {
	weight, k := "", t.dim
	if at := s.all.weighted(line.domain.ID); at >= 0 {
		set, now := s.all.table.Domains[at].Weight, s.weight(at)
		weight = fmt.Sprint(set)
		if set != now {
			weight, k = fmt.Sprintf("%d→%d", set, now), t.warnStrong
		}
	}
	name := t.plain
	if here {
		name = t.strong
	}
	ids := widest(s.all.across.Domains, func(d assessment.DomainAcross) string { return harmless(d.ID) }) + 1
	r.cell(t.accent, line.domain.ID, min(ids, r.left/2))
	room := r.left - max(width(weight), 6) - 1
	if room >= 10 {
		r.cell(name, line.domain.Name, room)
	}
	r.number(k, weight, r.left)
}

// drawMoved is the row that says what the tried weights make of each side.
func (s *comparison) drawMoved(out *pile, g grid) {
	t := out.t
	g.line(out, false, func(r *row) { r.put(t.warnStrong, "what if") }, func(r *row, side *side) {
		at := s.all.find(side.place.Assessment)
		was, is := s.all.set[at], s.moved.lines[at]
		if at >= s.all.apart {
			r.put(t.dim, "–  ").put(t.plain, is.Shown.String()).put(t.dim, " blocked")
			return
		}
		tied := slices.ContainsFunc(s.moved.lines[:s.all.apart], func(o ranking.Line) bool { return o.Rank == is.Rank && o.Contender != is.Contender })
		r.put(t.strong, fmt.Sprint(is.Rank))
		if tied {
			r.put(t.warn, " tied")
		}
		switch sign := climb(was.Rank, is.Rank); {
		case was.Rank > is.Rank:
			r.put(t.goodStrong, " "+sign)
		case was.Rank < is.Rank:
			r.put(t.badStrong, " "+sign)
		}
		r.gap(1).put(t.strong, is.Shown.String())
		r.put(t.dim, shorter(r, "  "+signed(was.Shown, is.Shown)))
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
func (s *comparison) body(t *theme, w int, g grid, rows []compareRow, chosen int) (lines []string, at int) {
	out := &pile{t: t, w: w}
	before := rows[0].kind
	for n, row := range rows {
		if row.kind != before {
			s.between(out, row.kind)
			before = row.kind
		}
		if n == chosen {
			at = out.height()
		}
		s.drawRow(out, g, row, n == chosen)
	}
	for _, sentence := range s.all.firm.Sentences() {
		out.paragraph(t.dim, "   ", t.plain, sentence)
	}
	if len(s.all.firm.Tie) > 0 {
		out.paragraph(t.dim, "   ", t.warnStrong, s.all.ranking.Headline())
	}
	return out.lines, at
}

// between is the heading above the domains, and that above the firmness.
func (s *comparison) between(out *pile, next rowKind) {
	t := out.t
	switch next {
	case domainRow:
		bands := s.all.sides[0].asked().Scoring.Bands
		out.rule()
		out.add(out.row().gap(3).put(t.title, "shown ").put(t.dim, "claimed").gap(2).
			put(t.good, "██").put(t.dim, fmt.Sprintf(" %d up  ", bands.Approve)).
			put(t.warn, "▓▓").put(t.dim, fmt.Sprintf(" %d up  ", bands.Conditional)).
			put(t.warn, "▒▒").put(t.dim, fmt.Sprintf(" %d up  ", bands.Remediate)).
			put(t.bad, "░░").put(t.dim, " below  ").put(t.bad, "↓").put(t.dim, " under floor"))
	case firmRow:
		if n := s.hidden(); n > 0 {
			out.add(out.row().gap(3).put(t.dim, count(n, "domain is", "domains are")+" alike on all sides: o shows them"))
		}
		out.rule()
		out.add(out.row().gap(3).put(t.title, "how firm is this order").put(t.dim, "  under the weights as they are set"))
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
func window(t *theme, lines []string, at, w, h int, toEnd bool) []string {
	if h <= 0 {
		return nil
	}
	from := max(0, min(at-h/2, len(lines)-h))
	if toEnd {
		from = max(0, min(at, len(lines)-h))
	}
	shown := exact(slices.Clone(lines[from:min(from+h, len(lines))]), w, h)
	if left := len(lines) - from - h; left > 0 && at-from < h-1 {
		shown[h-1] = newRow(w).gap(3).put(t.dim, fmt.Sprintf("… %s", count(left+1, "more line", "more lines"))).String()
	}
	return shown
}
