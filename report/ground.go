package report

import (
	"fmt"
	"slices"
)

// ground is a part of pages 2 and 3: a heading, a few words, and a table of which the
// annex has the rows that find no room.
type ground struct {
	title, intro string
	widths       []float64
	heads        []string
	rows         [][]cell
	lines        int    // of each cell at most
	whole        bool   // its cells are short, and none is shortened
	empty        string // in place of a table without rows
	annex        string // the part of the annex that has all rows
	there        bool   // the annex has that part anyway
	least        int    // rows that are always there
}

// cellLines are how many lines a cell of these pages may have: the first number with which
// all rows fit, else the last. The annex has a longer text.
var cellLines = [...]int{24, 10, 4, 2}

// foundation draws the grounds of the verdict: on the second page the gates, the red flags
// and the conditions, on the third the domains and the assurance gap. A checklist has the
// second page for itself. A report without one and without a score has no third page.
func (r *report) foundation() {
	second, third := []ground{r.gateGround()}, []ground(nil)
	if closed := r.closedGround(); len(closed.rows) > 0 {
		second = append(second, closed)
	}
	second = append(second, r.flagGround())
	if len(r.snapshot.Actions) > 0 {
		second = append(second, r.conditionGround())
	}
	if r.scored() {
		third = []ground{r.domainGround(), r.gapGround()}
	}
	if list := r.checklistGround(false); len(list.rows) > 0 {
		if r.scored() {
			second = slices.Insert(second, 0, list)
		} else {
			if named := r.checklistGround(true); r.groundPiece(named, true).build(len(named.rows)).height() <= r.bottom-r.top {
				list = named
			}
			r.page([]ground{list})
		}
	}
	r.page(second)
	r.page(third)
}

// page draws some grounds on a page of their own.
func (r *report) page(grounds []ground) {
	if len(grounds) == 0 {
		return
	}
	r.newPage()
	pieces := make([]*piece, len(grounds))
	for _, lines := range cellLines {
		whole := true
		for n := range grounds {
			if grounds[n].lines = lines; grounds[n].whole {
				grounds[n].lines = cellLines[0]
			}
			pieces[n] = r.groundPiece(grounds[n], n == 0)
		}
		fit(r.room()-1, pieces) // sums of heights are not exact
		for _, p := range pieces {
			whole = whole && !p.short()
		}
		if whole {
			break
		}
	}
	for n, g := range grounds {
		r.drawGround(g, pieces[n].take)
	}
}

// groundPiece measures a ground. Above the first heading of a page there is no air.
func (r *report) groundPiece(g ground, first bool) *piece {
	t := r.newTable(g.widths, g.heads)
	heights := make([]float64, len(g.rows)+1)
	heights[0] = groundAir
	if g.title != "" {
		heights[0] = r.headingHeight(first) + r.paragraph(g.intro, quiet).height() + 4
	}
	if len(g.rows) > 0 {
		heights[0] += t.head().height()
	} else {
		heights[0] += r.paragraph(g.empty, body).height()
	}
	cut := false
	for n, row := range g.rows {
		short, lost := r.shortRow(t.columns, row, g.lines)
		cut = cut || lost
		heights[n+1] = heights[n] + r.row(t.columns, short, nil).height() + rowAir
	}
	return &piece{rows: len(g.rows), least: min(g.least, len(g.rows)), cut: cut, build: func(take int) block {
		b := gap(heights[take])
		if take < len(g.rows) {
			b = append(b, r.more(g, 1)...)
		}
		return b
	}}
}

// drawGround draws a ground with its first rows.
func (r *report) drawGround(g ground, take int) {
	if g.title != "" {
		r.section(g.title, 0)
		if len(g.rows) > 0 || g.empty == "" {
			r.intro(g.intro)
		}
	} else {
		r.hold(gap(groundAir))
	}
	t := r.newTable(g.widths, g.heads)
	cut := false
	for _, row := range g.rows[:take] {
		short, lost := r.shortRow(t.columns, row, g.lines)
		if lost {
			cut = true
			for n := range short {
				for i := range short[n].paras {
					if p := &short[n].paras[i]; p.link == 0 {
						p.link = r.start(g.annex)
					}
				}
			}
		}
		t.add(short...)
	}
	t.endOr(g.empty)
	if left := len(g.rows) - take; left > 0 {
		r.put(r.more(g, left))
		cut = true
	}
	if cut && !g.there {
		r.inAnnex = append(r.inAnnex, g)
	}
}

// more says how many rows are left out, and where they are.
func (r *report) more(g ground, n int) block {
	text := fmt.Sprintf("and %d more, in the annex under %s", n, g.annex)
	return r.row([]column{{0, r.width()}}, []cell{linked(text, strong, r.start(g.annex))}, nil)
}

// shortRow shortens each cell of a row to a few lines, and reports whether it did.
func (r *report) shortRow(columns []column, row []cell, most int) (short []cell, cut bool) {
	short = slices.Clone(row)
	for n, c := range row {
		left := most
		var paras []para
		for _, p := range c.paras {
			if p.text == "" {
				continue
			}
			if left == 0 {
				cut = true
				break
			}
			p, lost := r.capped(p, columns[n].width, left)
			cut = cut || lost
			left -= len(r.wrap(p.text, p.ink, columns[n].width-p.indent))
			paras = append(paras, p)
		}
		short[n].paras = paras
	}
	return short, cut
}

// groundAir is the white space above a ground without a heading.
const groundAir = 6

// inFull draws all rows of a ground in the annex.
func (r *report) inFull(g ground) {
	r.section(g.annex, 0)
	r.intro(g.intro)
	t := r.newTable(g.widths, g.heads)
	for _, row := range g.rows {
		t.add(row...)
	}
	t.end()
}

// headingHeight is how much a heading takes. At the top of a page there is no air above it.
func (r *report) headingHeight(first bool) float64 {
	size, above, below := headingSize(0)
	if first {
		above = 0
	}
	return above + size + below
}
