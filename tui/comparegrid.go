package tui

import (
	"fmt"

	"assay/tui/draw"
)

// grid is the layout of the columns of a comparison: a label, then as many sides
// around the chosen one as there is room for. A rule separates the blocked sides.
type grid struct {
	t       *draw.Theme
	label   int // width of the label, with the marks before it
	cell    int // width of a side, with the gap before it
	from, n int // the first visible side, and the number of them
	all     *compared
	side    int // the chosen one
}

// A side has a width from leastCell to mostCell. If all sides can have wishedCell,
// the label gets the rest.
const (
	leastCell, mostCell   = 18, 48
	wishedCell            = 28
	leastLabel, mostLabel = 22, 52
)

func (s *comparison) grid(t *draw.Theme, w int) grid {
	sides := len(s.all.Sides)
	label := max(leastLabel, min(w-2-sides*wishedCell, mostLabel))
	cell := max(leastCell, min((w-2-label)/sides, mostCell))
	n := max(1, min((w-2-label)/cell, sides))
	return grid{t: t, label: label, cell: cell, n: n, from: max(0, min(s.side-n/2, sides-n)), all: s.all, side: s.side}
}

// line draws one row: its label, then a cell for each side.
func (g grid) line(out *draw.Block, here bool, label func(r *draw.Line), cell func(r *draw.Line, n int)) {
	r := out.Line().Gap(1).Mark(g.t, here)
	g.cells(r.Part(g.label-3, label), here, cell)
	out.Add(r)
}

// cells draws the cells of one row. With marked it marks the chosen side.
func (g grid) cells(r *draw.Line, marked bool, cell func(r *draw.Line, n int)) {
	for n := g.from; n < g.from+g.n; n++ {
		if g.edge(n) {
			r.Gap(1).Put(g.t.Rule, "│")
		}
		if marked && n == g.side {
			r.Put(g.t.Title, "▸")
		} else {
			r.Gap(1)
		}
		r.Part(g.cell-1, func(part *draw.Line) { cell(part, n) })
	}
}

// edge reports whether side n is the first blocked one.
func (g grid) edge(n int) bool { return n == g.all.Ranked && n > 0 }

// heads draws the lines above the cells: a title for the ranked and the blocked
// sides, the number of hidden sides on each end, and the names.
func (g grid) heads(out *draw.Block) {
	r := out.Line().Put(g.t.Rule, "─")
	if g.from > 0 {
		r.Put(g.t.Accent, fmt.Sprintf(" ‹ %d more ", g.from))
	}
	fill := func(to int) { r.Times(g.t.Rule, "─", to-(out.Width-r.Left())) }
	fill(g.label)
	for n := g.from; n < g.from+g.n; n++ {
		first, start := n == g.from, g.label+(n-g.from)*g.cell
		if n >= g.all.Ranked && g.from < g.all.Ranked {
			start += 2
		}
		switch {
		case n == g.all.Ranked && g.edge(n):
			fill(start - 1)
			r.Put(g.t.Rule, "┼─").Put(g.t.BadStrong, " blocked: no rank ")
		case first && n >= g.all.Ranked:
			fill(start)
			r.Put(g.t.BadStrong, " blocked ")
		case first:
			fill(start)
			r.Put(g.t.Dim, " ranked ")
		}
	}
	if more := len(g.all.Sides) - g.from - g.n; more > 0 {
		words := fmt.Sprintf(" %d more › ", more)
		fill(out.Width - draw.Width(words) - 1)
		r.Put(g.t.Accent, words)
	}
	fill(out.Width)
	out.Add(r)
	titles, high := make([][]string, len(g.all.Sides)), 1
	for n := range g.n {
		titles[g.from+n] = nameLines(g.all.Sides[g.from+n].Title, g.cell-1)
		high = max(high, len(titles[g.from+n]))
	}
	for line := range high {
		names := out.Line().Gap(g.label)
		g.cells(names, line == 0, func(r *draw.Line, n int) {
			if line < len(titles[n]) {
				r.Put(g.t.Strong, titles[n][line])
			}
		})
		out.Add(names)
	}
}

// nameLines is a name in at most three lines of w columns. A name that is longer is
// cut in its middle.
func nameLines(name string, w int) []string {
	const most = 3
	lines := draw.Wrap(draw.Harmless(name), w)
	if len(lines) <= most {
		return lines
	}
	return []string{draw.Middle(name, w)}
}
