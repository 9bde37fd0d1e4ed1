package tui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"assay/assessment"
	"assay/assessment/ranking"
)

// boardColumn is one column of the board. Those of high rank go first when it
// gets narrow.
type boardColumn struct {
	title string
	width int
	rank  int
	least int // the width of the window from which on it is shown; 0 for always
	most  int // likewise to which; 0 for always
	draw  func(t *theme, r *row, row *ranking.BoardEntry)
}

// wideBoard is the width of a window from which on status and decision have a
// column each.
const wideBoard = 104

const (
	decisionTitle = "decision"
	awardTitle    = "award"
)

// leastOwed is how many columns what is missing needs to stand in the row.
const leastOwed = 40

var boardColumns = []boardColumn{
	{"verdict", 13, 0, 0, 0, func(t *theme, r *row, row *ranking.BoardEntry) {
		sign, k := t.verdict(row.Verdict)
		r.put(k, sign+" "+string(row.Verdict))
	}},
	{"shown", 5, 1, 0, 0, func(t *theme, r *row, row *ranking.BoardEntry) { r.put(t.strong, figure(row.Shown)) }},
	{awardTitle, 9, 2, 0, 0, func(t *theme, r *row, row *ranking.BoardEntry) {
		k := t.plain
		if row.Award == ranking.Chosen {
			k = t.goodStrong
		}
		r.put(k, row.Award.Sign())
	}},
	{"claimed", 7, 5, 0, 0, func(t *theme, r *row, row *ranking.BoardEntry) { r.number(t.dim, row.Claimed.String(), 7) }},
	{"cover", 5, 6, 0, 0, func(t *theme, r *row, row *ranking.BoardEntry) {
		r.number(t.plain, fmt.Sprintf("%d%%", int(row.Coverage*100+1e-9)), 5)
	}},
	{"status", 19, 3, 0, wideBoard - 1, func(t *theme, r *row, row *ranking.BoardEntry) {
		if row.Decision == nil || row.MovedTo != "" {
			r.put(t.plain, row.StatusText())
			return
		}
		if row.Status == ranking.Decided {
			r.put(t.dim, "decided ")
		}
		drawDecision(t, r, row.Decision)
	}},
	{"status", 18, 4, wideBoard, 0, func(t *theme, r *row, row *ranking.BoardEntry) { r.put(t.plain, row.StatusText()) }},
	{decisionTitle, 12, 3, wideBoard, 0, func(t *theme, r *row, row *ranking.BoardEntry) { drawDecision(t, r, row.Decision) }},
}

// drawDecision is what was decided and by whom, as far as there is room. One
// that holds no more says so first.
func drawDecision(t *theme, r *row, d *assessment.Decision) {
	switch {
	case d == nil:
		r.put(t.dim, "none")
		return
	case !d.Stands():
		r.put(t.badStrong, "void ").put(t.dim, string(d.Outcome))
	default:
		_, k := t.verdict(assessment.Verdict(d.Outcome))
		r.put(k, string(d.Outcome))
	}
	const leastName = 6
	if r.left >= len(" by ")+leastName {
		r.put(t.dim, " by ").say(t.plain, d.By)
	}
}

// boardGrid is how the columns of the board lie in a width.
type boardGrid struct {
	columns []boardColumn
	gap     int
	vendor  int // columns of the vendor's name
	owed    int // columns of what is missing; 0 where it stands below only
}

// boardGridOf lays the columns out. That of the award is there once there is one.
func boardGridOf(w int, awarded bool) boardGrid {
	const mostVendor, mostDecision = 34, 30
	leastVendor := 14
	if awarded {
		leastVendor = 18 // rather than the last of the figures
	}
	g := boardGrid{gap: 1}
	if w >= wideBoard {
		g.gap = 2
	}
	left := w - 3 - rankWidth - leastVendor
	for rank := range len(boardColumns) {
		for _, c := range boardColumns {
			if c.title == awardTitle && !awarded {
				continue
			}
			if c.rank == rank && left >= c.width+g.gap && w >= c.least && (c.most == 0 || w <= c.most) {
				g.columns = append(g.columns, c)
				left -= c.width + g.gap
			}
		}
	}
	slices.SortFunc(g.columns, func(a, b boardColumn) int { return boardColumnAt(a) - boardColumnAt(b) })
	// What is left goes to the names, then to who decided, then to what is missing.
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

func boardColumnAt(c boardColumn) int {
	return slices.IndexFunc(boardColumns, func(o boardColumn) bool { return o.title == c.title })
}

// drawTable draws the rows in at most room lines, the chosen one in view.
func (s *board) drawTable(out *pile, room int) {
	t := out.t
	g := boardGridOf(out.w, s.all.award() != nil)
	head := out.row().gap(3).cell(t.dim, "rank", rankWidth).cell(t.dim, "vendor", g.vendor)
	for _, c := range g.columns {
		head.gap(g.gap).cell(t.dim, c.title, c.width)
	}
	if g.owed > 0 {
		head.gap(g.gap).put(t.dim, "missing")
	}
	out.add(head)
	out.rule()
	lines := &pile{t: t, w: out.w}
	at, deep := 0, 1
	if most := 3; len(s.all.board.Entries)*most < room {
		deep = most
	}
	for n := range s.all.board.Entries {
		if n == s.all.ranked {
			lines.add(apart(lines))
		}
		if n == s.at {
			at = lines.height()
		}
		s.drawRow(lines, g, n, deep)
	}
	out.lines = append(out.lines, window(t, lines.lines, at, out.w, min(lines.height(), room), s.at == len(s.all.board.Entries)-1)...)
}

// apart is the line between those that have a rank and those that are blocked.
func apart(out *pile) *row {
	r := out.row().put(out.t.rule, "──").put(out.t.badStrong, " blocked: apart, without a rank ")
	return r.put(out.t.rule, strings.Repeat("─", r.left))
}

// drawRow draws the nth row, with what is missing in at most deep lines.
func (s *board) drawRow(out *pile, g boardGrid, n, deep int) {
	t, row := out.t, &s.all.board.Entries[n]
	r, k := out.row(), t.plain
	if n == s.at {
		r.put(t.title, " ▸ ")
		k = t.strong
	} else {
		r.gap(3)
	}
	r.cell(k, rankText(row), rankWidth).cell(k, s.all.title(*row), g.vendor)
	for _, c := range g.columns {
		own := newRow(c.width)
		c.draw(t, own, row)
		r.gap(g.gap).raw(own.String(), c.width)
	}
	if g.owed == 0 {
		out.add(r)
		return
	}
	const mostBlockers = 3
	text := strings.Join(owed(row, mostBlockers), "; ")
	if text == "" {
		out.add(r.gap(g.gap).put(t.good, "nothing"))
		return
	}
	lines := wrap(text, g.owed)
	before := r.left - g.owed
	for n, line := range lines[:min(deep, len(lines))] {
		switch {
		case n > 0:
			r = out.row().gap(out.w - g.owed)
		default:
			r.gap(before)
		}
		if n == deep-1 && n < len(lines)-1 {
			line += " " + lines[n+1] // to be cut where it says so
		}
		out.add(r.put(t.plain, line))
	}
}

const rankWidth = 5

// rankText is a rank in the table; a shared one has a sign before it.
func rankText(row *ranking.BoardEntry) string {
	switch {
	case row.Group == ranking.Blocked:
		return " –"
	case row.Tied:
		return fmt.Sprintf("=%d", row.Rank)
	}
	return fmt.Sprintf(" %d", row.Rank)
}

// drawHead says, before anything else, where the ground is not equal; then what
// the RFP is, on which rules, and whether it is awarded.
func (s *board) drawHead(m *Model, out *pile) {
	t, rfp := out.t, s.all.record.RFP
	if sentence := s.all.board.Ranking.Ground.Sentence(); sentence != "" {
		out.paragraph(t.warnStrong, " ! ", t.warnStrong, sentence)
	}
	title := out.row().gap(1)
	due := newRow(title.left)
	s.drawDue(m, due)
	right := title.left - due.left
	name := rfp.Title
	if rfp.Reference != "" {
		name = rfp.Reference + "  " + name
	}
	title.cell(t.strong, name, title.left-right-1)
	if right > 0 {
		title.gap(1).raw(due.text.String(), right)
	}
	out.add(title)
	out.add(out.row().gap(1).put(t.dim, "rules ").say(t.plain, s.all.pin.ID+" "+s.all.pin.Version).
		put(t.dim, " "+shortHash(s.all.pin.Hash)).put(t.dim, ", verdict for ").put(t.plain, string(rfp.Milestone)))
	if n := len(s.all.record.Repinned); n > 0 {
		last := s.all.record.Repinned[n-1]
		r := out.row().put(t.warnStrong, " ▲ rules changed ").put(t.warn, dayText(m, last.At)).put(t.plain, " by ").say(t.plain, last.By)
		if n > 1 {
			r.put(t.warn, fmt.Sprintf(", the last of %d times", n))
		}
		out.add(r.put(t.plain, ": ").say(t.plain, last.Reason))
	}
	if award := s.all.award(); award != nil {
		const mostName = 34
		name := harmless(award.Contender(award.Chosen).Vendor)
		r := out.row().put(t.goodStrong, " ✓ awarded to ").cell(t.strong, name, min(width(name), mostName))
		r.put(t.dim, " on ").put(t.plain, dayText(m, award.At))
		if len(s.all.movedSince(award)) > 0 {
			r.put(t.warnStrong, ", changed since")
		}
		out.add(r.put(t.dim, ", approved by ").say(t.plain, award.By))
	}
}

// drawDue is the day on which proposals are due, for the right end of a line.
func (s *board) drawDue(m *Model, r *row) {
	due := s.all.record.RFP.Due
	late := int(assessment.DateOf(m.now, m.bench.Zone) - due)
	switch t := m.theme; {
	case due.IsZero():
	case late > 0 && s.all.award() == nil:
		r.put(t.badStrong, "due "+due.String()+", "+count(late, "day", "days")+" overdue").gap(1)
	default:
		r.put(t.dim, "due ").put(t.plain, due.String()).gap(1)
	}
}

// dayText is the day of an instant (microseconds UTC), in the zone of the bench.
func dayText(m *Model, at int64) string {
	return time.UnixMicro(at).In(m.bench.Zone).Format(time.DateOnly)
}

// shortHash is as much of a hash as people compare by eye.
func shortHash(hash string) string { return fmt.Sprintf("%.12s", hash) }
