package tui

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/assessment/english"
	"assay/assessment/ranking"
	"assay/assessment/wording"
	"assay/tui/draw"
)

// wideBoard is the smallest width of a window with separate columns for status and
// decision.
const wideBoard = 104

const (
	decisionTitle = "decision"
	awardTitle    = "award"
)

// leastOwed is the smallest width for the open points in the row.
const leastOwed = 40

var boardColumns = []column[ranking.BoardEntry]{
	{title: "verdict", width: 13, rank: 0, draw: func(m *Model, r *draw.Line, row *ranking.BoardEntry) {
		sign, word, k := standing(m.theme, row.Verdict, row.Status != ranking.NotStarted)
		r.Put(k, sign+" "+word)
	}},
	{title: "shown", width: 5, rank: 1, draw: func(m *Model, r *draw.Line, row *ranking.BoardEntry) { r.Number(m.theme.Strong, row.Shown.String(), 5) }},
	{title: awardTitle, width: 9, rank: 2, draw: func(m *Model, r *draw.Line, row *ranking.BoardEntry) {
		k := m.theme.Plain
		if row.Award == ranking.Chosen {
			k = m.theme.GoodStrong
		}
		r.Put(k, row.Award.Sign())
	}},
	{title: "claimed", width: 7, rank: 5, draw: func(m *Model, r *draw.Line, row *ranking.BoardEntry) { r.Number(m.theme.Dim, row.Claimed.String(), 7) }},
	{title: "coverage", width: 8, rank: 6, draw: func(m *Model, r *draw.Line, row *ranking.BoardEntry) {
		r.Number(m.theme.Plain, english.Percent(row.Coverage), 8)
	}},
	{title: "status", width: 19, rank: 3, most: wideBoard - 1, draw: func(m *Model, r *draw.Line, row *ranking.BoardEntry) {
		if row.Decision == nil || row.MovedTo != "" {
			r.Put(m.theme.Plain, row.StatusText())
			return
		}
		if row.Status == ranking.Decided {
			r.Put(m.theme.Dim, "decided ")
		}
		drawDecision(m.theme, r, row.Decision)
	}},
	{title: "status", width: 18, rank: 4, least: wideBoard, draw: func(m *Model, r *draw.Line, row *ranking.BoardEntry) { r.Put(m.theme.Plain, row.StatusText()) }},
	{title: decisionTitle, width: 13, rank: 3, least: wideBoard, draw: func(m *Model, r *draw.Line, row *ranking.BoardEntry) { drawDecision(m.theme, r, row.Decision) }},
}

// drawDecision is the outcome of a decision and, where there is room, who made
// it.
func drawDecision(t *draw.Theme, r *draw.Line, d *assessment.Decision) {
	cell := contest.DecisionCell(d)
	text := cell.Text
	if cell.Short != "" && draw.Width(draw.Harmless(text)) > r.Left() {
		text = cell.Short
	}
	r.Say(toneInk(t, cell.Tone), text)
}

// boardGrid is the layout of the columns of the board.
type boardGrid struct {
	columns []column[ranking.BoardEntry]
	gap     int
	vendor  int // width of the vendor's name
	owed    int // width of the open points; 0 if they are only below the table
}

// boardGridOf lays the columns out in a width, beside names of at most names
// columns. The column for the award is there only if there is an award.
func boardGridOf(w, names int, awarded bool) boardGrid {
	const mostVendor, mostDecision = 34, 30
	// A name is more important than the last figures.
	leastVendor := max(14, min(names, mostVendor, w*2/5))
	g := boardGrid{gap: 1}
	if w >= wideBoard {
		g.gap = 2
	}
	columns := slices.DeleteFunc(slices.Clone(boardColumns), func(c column[ranking.BoardEntry]) bool { return c.title == awardTitle && !awarded })
	var left int
	g.columns, left = fitting(columns, w, w-3-rankWidth-leastVendor, g.gap)
	// Give the remaining width to the names, then to the decision, then to the open
	// points.
	more := min(left, mostVendor-leastVendor)
	g.vendor, left = leastVendor+more, left-more
	last := &g.columns[len(g.columns)-1]
	if last.title == decisionTitle {
		more = min(left, mostDecision-last.width)
		last.width, left = last.width+more, left-more
	}
	if left >= leastOwed+g.gap {
		g.owed = left - g.gap
	}
	return g
}

// drawTable draws the rows in at most room lines, the chosen one in view.
func (s *board) drawTable(m *Model, out *draw.Block, room int) {
	t := out.Theme
	names := draw.Widest(s.all.Board.Entries, func(row ranking.BoardEntry) string { return draw.Harmless(s.all.Title(row.Assessment)) })
	g := boardGridOf(out.Width, names, s.all.Award() != nil)
	head := out.Line().Gap(3).Cell(t.Dim, "rank", rankWidth).Cell(t.Dim, "vendor", g.vendor)
	putTitles(t, head, g.columns, g.gap)
	if g.owed > 0 {
		head.Gap(g.gap).Put(t.Dim, "missing")
	}
	out.Add(head)
	out.Rule()
	lines := draw.NewBlock(t, out.Width)
	at, deep := 0, 1
	if most := 3; len(s.all.Board.Entries)*most < room {
		deep = most
	}
	ranked := s.all.Board.Ranked()
	for n := range s.all.Board.Entries {
		if n == ranked {
			lines.Add(apart(lines, s.all.Board.Entries[n:]))
		}
		if n == s.at {
			at = lines.Height()
		}
		s.drawRow(m, lines, g, n, deep)
	}
	out.Lines = append(out.Lines, window(t, lines.Lines, at, out.Width, min(lines.Height(), room), s.at == len(s.all.Board.Entries)-1)...)
}

// apart draws the line between the ranked vendors and those without a rank.
func apart(out *draw.Block, below []ranking.BoardEntry) *draw.Line {
	begun := func(row ranking.BoardEntry) bool { return row.Status != ranking.NotStarted }
	title, ink := " blocked: no rank ", out.Theme.BadStrong
	switch {
	case !slices.ContainsFunc(below, begun):
		title, ink = " not started: no rank ", out.Theme.Strong
	case slices.ContainsFunc(below, func(row ranking.BoardEntry) bool { return !begun(row) }):
		title = " blocked or not started: no rank "
	}
	r := out.Line().Put(out.Theme.Rule, "──").Put(ink, title)
	return r.Times(out.Theme.Rule, "─", r.Left())
}

// drawRow draws row n, with its open points in at most deep lines.
func (s *board) drawRow(m *Model, out *draw.Block, g boardGrid, n, deep int) {
	t, row := out.Theme, &s.all.Board.Entries[n]
	r, k := out.Line().Gap(1).Mark(t, n == s.at), t.Plain
	if n == s.at {
		k = t.Strong
	}
	r.Cell(k, fmt.Sprintf("%2s", row.RankText()), rankWidth).Cell(k, draw.Middle(s.all.Title(row.Assessment), g.vendor), g.vendor)
	putCells(m, r, g.columns, g.gap, row)
	if g.owed == 0 {
		out.Add(r)
		return
	}
	const mostBlockers = 3
	text := strings.Join(contest.Owed(*row, mostBlockers), "; ")
	if text == "" {
		out.Add(r.Gap(g.gap).Put(t.Good, "nothing"))
		return
	}
	lines := draw.Wrap(text, g.owed)
	before := r.Left() - g.owed
	for n, line := range lines[:min(deep, len(lines))] {
		switch {
		case n > 0:
			r = out.Line().Gap(out.Width - g.owed)
		default:
			r.Gap(before)
		}
		if n == deep-1 && n < len(lines)-1 {
			line += " " + lines[n+1] // the cell cuts it and marks the cut
		}
		out.Add(r.Put(t.Plain, line))
	}
}

const rankWidth = 5

// drawHead draws first the differences that make the comparison unfair; then the
// RFP, its rules and its award.
func (s *board) drawHead(m *Model, out *draw.Block) {
	t, rfp := out.Theme, s.all.RFP
	unevenLine(out, " ! ", s.all.Board.Ranking.Ground.Sentence())
	title := out.Line().Gap(1)
	due := draw.NewLine(title.Left())
	s.drawDue(m, due)
	right := title.Left() - due.Left()
	name := rfp.Title
	if rfp.Reference != "" {
		name = rfp.Reference + "  " + name
	}
	lines := draw.Wrap(name, title.Left()-right-1)
	title.Cell(t.Strong, lines[0], title.Left()-right-1)
	if right > 0 {
		s.drawDue(m, title.Gap(1))
	}
	out.Add(title)
	for _, line := range lines[1:] {
		out.Add(out.Line().Gap(1).Put(t.Strong, line))
	}
	rules := assessment.PinOf(s.all.Questionnaire)
	out.Add(out.Line().Gap(1).Put(t.Dim, "rules ").Say(t.Plain, rules.ID+" "+rules.Version).
		Put(t.Dim, " "+wording.Short(rules.Hash)).Put(t.Dim, ", verdict for ").Put(t.Plain, string(rfp.Milestone)))
	if n := len(s.all.Repinned); n > 0 {
		last := s.all.Repinned[n-1]
		r := out.Line().Put(t.WarnStrong, " ▲ rules changed ").Put(t.Warn, wording.Day(last.At, m.bench.Zone)).Put(t.Plain, " by ").Say(t.Plain, last.By)
		if n > 1 {
			r.Put(t.Warn, fmt.Sprintf(", the last of %d times", n))
		}
		out.Add(r.Put(t.Plain, ": ").Say(t.Plain, last.Reason))
	}
	if award := s.all.Award(); award != nil {
		const mostName = 34
		name := draw.Harmless(award.Contender(award.Chosen).Vendor)
		r := out.Line().Put(t.GoodStrong, " ✓ awarded to ").Cell(t.Strong, name, min(draw.Width(name), mostName))
		r.Put(t.Dim, " on ").Put(t.Plain, wording.Day(award.At, m.bench.Zone))
		if len(s.all.MovedSince(award)) > 0 {
			r.Put(t.WarnStrong, ", changed since")
		}
		out.Add(r.Put(t.Dim, ", approved by ").Say(t.Plain, award.By))
	}
}

// drawDue draws the due date of the proposals at the right end of a line.
func (s *board) drawDue(m *Model, r *draw.Line) {
	due := s.all.RFP.Due
	late := int(assessment.DateOf(m.now, m.bench.Zone) - due)
	switch t := m.theme; {
	case due.IsZero():
	case late > 0 && s.all.Award() == nil:
		r.Put(t.BadStrong, "due "+due.String()+", "+english.Count(late, "day")+" overdue").Gap(1)
	default:
		r.Put(t.Dim, "due ").Put(t.Plain, due.String()).Gap(1)
	}
}
