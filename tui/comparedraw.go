package tui

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/assessment/english"
	"assay/assessment/ranking"
	"assay/tui/draw"
)

func (s *comparison) draw(m *Model, w, h int) []string {
	t := m.theme
	out := draw.NewBlock(t, w)
	if s.all == nil {
		return unread(out, s.failed)
	}
	s.drawHead(out, h)
	g, rows := s.grid(t, w), s.rows()
	g.heads(out)
	s.drawRow(out, g, rows[0], s.at == 0)
	if s.moved.lines != nil {
		s.drawMoved(out, g)
	}
	body, at := s.body(t, w, g, rows[1:], s.at-1)
	return append(out.Lines, window(t, body, at, w, h-out.Height(), s.at == len(rows)-1)...)
}

// drawHead draws the lines above the figures: first whether the vendors are
// compared like for like, then who leads and, where there is room, why; or the weights
// that the user tries.
func (s *comparison) drawHead(out *draw.Block, h int) {
	t := out.Theme
	unevenLine(out, " ! ", s.all.Ranking.Ground.Sentence())
	if s.moved.lines == nil {
		out.Paragraph(t.Strong, " ", t.Strong, s.all.Ranking.Headline())
		if why := s.all.WhyFirst(); len(why) > 0 && h >= roomForWhy {
			out.Paragraph(t.Plain, " ", t.Plain, why[0])
		}
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

// roomForWhy is the least height of the screen that tells why the first one leads above
// the figures. Below it, the page of the row "first leads by" tells it.
const roomForWhy = 30

func (s *comparison) drawRow(out *draw.Block, g grid, line contest.Row, here bool) {
	t := out.Theme
	k := t.Dim
	if here {
		k = t.Strong
	}
	g.line(out, here, func(r *draw.Line) {
		if line.Section != contest.Domains {
			r.Put(k, line.Name)
			return
		}
		s.domainLabel(t, r, line, here)
	}, func(r *draw.Line, n int) { drawCell(t, r, line, n) })
}

// domainLabel draws the id of a domain, its name if there is room, and its weight:
// the set one, and the tried one if it differs.
func (s *comparison) domainLabel(t *draw.Theme, r *draw.Line, line contest.Row, here bool) {
	weight, k := "", t.Dim
	if at := s.all.weighted(line.ID); at >= 0 {
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
	ids := draw.Widest(s.all.Domains, func(d contest.Domain) string { return draw.Harmless(d.ID) }) + 1
	r.Cell(t.Accent, line.ID, min(ids, r.Left()/2))
	room := r.Left() - max(draw.Width(weight), 6) - 1
	if room >= 10 {
		r.Cell(name, line.Name, room)
	}
	r.Number(k, weight, r.Left())
}

// drawMoved draws the row with the rank and score of each side under the tried
// weights.
func (s *comparison) drawMoved(out *draw.Block, g grid) {
	t := out.Theme
	g.line(out, false, func(r *draw.Line) { r.Put(t.WarnStrong, "what if") }, func(r *draw.Line, at int) {
		was, is := s.all.set[at], s.moved.lines[at]
		if at >= s.all.Ranked {
			r.Put(t.Dim, "–  ").Put(t.Plain, is.Shown.String()).Put(t.Dim, " blocked")
			return
		}
		tied := slices.ContainsFunc(s.moved.lines[:s.all.Ranked], func(o ranking.Line) bool { return o.Rank == is.Rank && o.Contender != is.Contender })
		r.Put(t.Strong, ranking.Position{Rank: int(is.Rank), Tied: tied}.RankText())
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

// signed returns the change of a score with its sign. Both scores are computed from
// the table, so each can differ from the score of the engine by a tenth. Their
// difference does not.
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

// body draws all rows except the first, with their headings, and returns the line
// of the chosen row. The notes about the order come before the terms.
func (s *comparison) body(t *draw.Theme, w int, g grid, rows []contest.Row, chosen int) (lines []string, at int) {
	out, before := draw.NewBlock(t, w), rows[0].Section
	for n, row := range rows {
		if row.Section == contest.Terms && before != contest.Terms {
			s.notes(out)
		}
		if row.Section != before {
			s.between(out, before, row.Section)
			before = row.Section
		}
		if n == chosen {
			at = out.Height()
		}
		s.drawRow(out, g, row, n == chosen)
	}
	return out.Lines, at
}

func (s *comparison) notes(out *draw.Block) {
	for _, note := range s.all.Notes() {
		out.Paragraph(out.Theme.Dim, "   ", out.Theme.Plain, note)
	}
}

// between draws the lines between two sections.
func (s *comparison) between(out *draw.Block, last, next contest.Section) {
	t := out.Theme
	if n := s.hidden(); n > 0 && next != contest.Domains && (last == contest.Figures || last == contest.Domains) {
		out.Add(out.Line().Gap(3).Put(t.Dim, english.Count(n, "domain is", "domains are")+" alike on all sides: o shows them"))
	}
	out.Rule()
	if next != contest.Domains {
		out.Add(out.Line().Gap(3).Put(t.Title, next.Title()))
		return
	}
	bands := s.all.Sides[0].Snapshot.Questionnaire.Scoring.Bands
	out.Add(out.Line().Gap(3).Put(t.Title, "shown ").Put(t.Dim, "claimed").Gap(2).
		Put(t.Good, "██").Put(t.Dim, fmt.Sprintf(" %d up  ", bands.Approve)).
		Put(t.Warn, "▓▓").Put(t.Dim, fmt.Sprintf(" %d up  ", bands.Conditional)).
		Put(t.Warn, "▒▒").Put(t.Dim, fmt.Sprintf(" %d up  ", bands.Remediate)).
		Put(t.Bad, "░░").Put(t.Dim, " below  ").Put(t.Bad, "▼").Put(t.Dim, " below the floor"))
}

// domainHint returns the details of a domain that do not fit into its row.
func (s *comparison) domainHint(row contest.Row) string {
	hint := row.ID + " " + row.Name
	side := &s.all.Sides[s.side]
	for _, d := range side.Result.Domains {
		if d.ID != row.ID {
			continue
		}
		hint += fmt.Sprintf(", weight %d", d.Weight)
		if d.Floor > 0 {
			hint += fmt.Sprintf(", floor %d", d.Floor)
		}
	}
	return hint
}

// scrolled returns h lines of a text, from the line at index from on. If the text goes
// on below, the last line gives the number of lines and the key that shows them.
func scrolled(t *draw.Theme, lines []string, from, w, h, indent int) []string {
	h = max(h, 0)
	from = max(0, min(from, len(lines)-h))
	shown := draw.Exact(slices.Clone(lines[from:min(from+h, len(lines))]), w, h)
	if left := len(lines) - from - h; left > 0 && h > 1 {
		shown[h-1] = draw.NewLine(w).Gap(indent).Put(t.Dim, fmt.Sprintf("… %s: space", english.Count(left+1, "more line", "more lines"))).String()
	}
	return shown
}

// window returns h of the lines, with the line at index at in view. If lines are cut
// off below, its last line gives their number. With toEnd it shows as many lines
// after at as it can.
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
		shown[h-1] = draw.NewLine(w).Gap(3).Put(t.Dim, fmt.Sprintf("… %s", english.Count(left+1, "more line", "more lines"))).String()
	}
	return shown
}
