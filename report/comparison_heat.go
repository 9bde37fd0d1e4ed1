package report

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/report/pdf"
)

// heat is a table of figures: each cell has the shown score large, the claimed
// one small below it, and a ground that is darker the lower the shown score
// lies. The figures say the same without any shade.
type heat struct {
	heads []string // of the columns
	rows  []heatRow
	ids   float64 // the room for the ids of rows
	names float64 // the room for ids and names
	line  float64 // the height of a row
}

type heatRow struct {
	id, name string
	cells    []contest.Cell // with the parts shown and claimed
}

// The grounds of the bands, light enough for black text and apart in gray.
var heatGrounds = map[assessment.Verdict]color{
	assessment.Approve:     {255, 255, 255},
	assessment.Conditional: {232, 239, 243},
	assessment.Remediate:   {207, 222, 230},
	assessment.Decline:     tint,
}

// Sizes of a heat table in points.
const (
	heatLine     = 25  // the height of a row
	heatWidest   = 118 // a column
	heatNarrow   = 24  // the least room for a figure
	heatColumns  = 8   // up to so many vendors are columns; more are rows
	heatByDomain = 158 // the names of domains
	heatByVendor = 118 // the names of vendors
)

// heat sets the domains against the vendors.
func (c *vendorComparison) heat() {
	table := c.domainRows()
	if len(c.sides) > heatColumns {
		table = c.vendorRows()
	}
	c.together(120 + float64(float64(len(table.rows))*table.line))
	c.section("Domains", 0)
	if len(c.of.Domains) == 0 {
		c.put(c.paragraph("No domain to show. "+c.leftOut(), body))
		return
	}
	c.intro("Large: shown, which counts an answer only as far as evidence shows it. Small: claimed, which counts the answer alone. ▼ marks a score below the domain's floor, " +
		"which approval needs. " + c.leftOut())
	c.hold(c.heatLegend())
	c.hold(gap(6))
	if len(c.sides) <= heatColumns {
		c.putHeat(table)
		return
	}
	most := int((c.width() - table.names) / heatNarrow)
	for from := 0; from < len(table.heads); from += most {
		part, to := table, min(from+most, len(table.heads))
		part.heads, part.rows = table.heads[from:to], nil
		for _, row := range table.rows {
			part.rows = append(part.rows, heatRow{row.id, row.name, row.cells[from:to]})
		}
		c.putHeat(part)
		c.put(gap(8))
	}
	var names []string
	for _, d := range c.of.Domains {
		names = append(names, d.ID+" "+d.Name)
	}
	c.put(c.paragraph(strings.Join(names, " · "), label))
}

// leftOut says how many domains are left out.
func (c *vendorComparison) leftOut() string {
	if n := c.of.LeftOut.Domains; n > 0 {
		return english.Count(n, "domain") + " on which all agree: not listed."
	}
	return ""
}

// domainRows has a row for each domain, and one for the whole.
func (c *vendorComparison) domainRows() heat {
	h := heat{ids: 34, names: heatByDomain, line: heatLine}
	for _, row := range contest.In(c.rows, contest.Domains) {
		h.rows = append(h.rows, heatRow{row.ID, row.Name, row.Cells})
	}
	whole := heatRow{id: "All", name: "The whole, less warnings"}
	shown, claimed := c.figure("shown"), c.figure("claimed")
	for n := range c.sides {
		h.heads = append(h.heads, c.name(n))
		whole.cells = append(whole.cells, contest.Cell{Parts: []string{shown.Cells[n].Text, claimed.Cells[n].Text}})
	}
	h.rows = append(h.rows, whole)
	return h
}

// vendorRows is the same table with a row for each vendor.
func (c *vendorComparison) vendorRows() heat {
	h := heat{ids: 14, names: heatByVendor, line: heatLine - 3}
	domains := c.domainRows().rows
	for _, row := range domains {
		h.heads = append(h.heads, row.id)
	}
	for n, s := range c.sides {
		row := heatRow{id: letter(n), name: hostile.Line(s.Title)}
		for _, domain := range domains {
			row.cells = append(row.cells, domain.cells[n])
		}
		h.rows = append(h.rows, row)
	}
	return h
}

// heatLegend draws each ground with its band.
func (c *vendorComparison) heatLegend() block {
	bands := c.sides[0].Snapshot.Questionnaire.Scoring.Bands
	same := !slices.ContainsFunc(c.sides, func(s contest.Side) bool { return s.Snapshot.Questionnaire.Scoring.Bands != bands })
	return block{{height: 12, draw: func(top float64) {
		x := c.left
		for _, band := range []struct {
			verdict assessment.Verdict
			from    int
		}{{assessment.Approve, bands.Approve}, {assessment.Conditional, bands.Conditional}, {assessment.Remediate, bands.Remediate}, {assessment.Decline, 0}} {
			c.fill(x, top+1, 14, 9, heatGrounds[band.verdict])
			c.frame(x, top+1, 14, 9, 0.5, muted)
			text := "as for " + string(band.verdict)
			if same {
				text = fmt.Sprintf("from %d, as for %s", band.from, band.verdict)
			}
			c.text(x+18, top+8, text, label)
			x += 18 + c.measure(text, label) + 14
		}
	}}}
}

// putHeat lays a heat table out. Its head is said again on each page.
func (c *vendorComparison) putHeat(h heat) {
	width := min(heatWidest, (c.width()-h.names)/float64(len(h.heads)))
	table := &pdf.Element{Role: pdf.RoleTable}
	head := func() block { return c.heatHead(h, width) }
	first := head()
	draw := first[0].draw
	first[0].draw = func(top float64) {
		c.into.Add(table)
		c.within(table, func() { draw(top) })
	}
	c.hold(first)
	for n, row := range h.rows {
		c.put(block{{height: h.line, draw: func(top float64) {
			c.within(table, func() { c.heatRow(h, row, top, width) })
		}}})
		if n == 0 {
			c.again = head
		}
	}
	c.again = nil
}

// heatHead names the columns. A name that is long takes up to three lines.
func (c *vendorComparison) heatHead(h heat, width float64) block {
	lines := make([][]string, len(h.heads))
	deepest := 1
	for i, name := range h.heads {
		lines[i] = c.shortened(name, labelBold, width-4, 3)
		deepest = max(deepest, len(lines[i]))
	}
	height := float64(deepest)*labelBold.leading() + 4
	name := func(i int, top float64) {
		for n, line := range lines[i] {
			y := top + height - 6 - float64(float64(len(lines[i])-1-n)*labelBold.leading())
			middle := c.left + h.names + float64((float64(i)+0.5)*width)
			c.text(middle-c.measure(line, labelBold)/2, y, line+" ", labelBold) // the space parts words for a screen reader
		}
	}
	return block{{height: height, draw: func(top float64) {
		c.element(&pdf.Element{Role: pdf.RoleRow}, func() {
			c.element(&pdf.Element{Role: pdf.RoleHead, Scope: "Column"}, func() {}) // of the names
			for i := range h.heads {
				c.element(&pdf.Element{Role: pdf.RoleHead, Scope: "Column"}, func() { name(i, top) })
			}
		})
		c.rule(point{c.left, top + height - 1}, point{c.left + h.names + float64(float64(len(h.heads))*width), top + height - 1}, 0.8, black)
	}}}
}

// shortened is a text on at most so many lines.
func (c *canvas) shortened(text string, in ink, width float64, most int) []string {
	lines := c.wrap(text, in, width)
	if len(lines) > most {
		lines = append(lines[:most-1], c.fitted(lines[most-1]+"…", in, width))
	}
	return lines
}

func (c *vendorComparison) heatRow(h heat, row heatRow, top, width float64) {
	middle := top + h.line/2 + 2.5
	style := ink{regular, 7.5, black}
	names := c.shortened(row.name, style, h.names-h.ids-8, 2)
	c.element(&pdf.Element{Role: pdf.RoleRow}, func() {
		c.element(&pdf.Element{Role: pdf.RoleHead, Scope: "Row"}, func() {
			c.text(c.left, middle, row.id+" ", labelBold)
			for n, line := range names {
				c.text(c.left+h.ids, middle+float64((float64(n)-float64(len(names)-1)/2)*9), line+" ", style)
			}
		})
		for i, cell := range row.cells {
			c.element(&pdf.Element{Role: pdf.RoleCell}, func() {
				c.heatCell(cell, c.left+h.names+float64(float64(i)*width), top, width, h.line)
			})
		}
	})
	c.rule(point{c.left, top + h.line}, point{c.left + h.names, top + h.line}, 0.4, hair)
}

func (c *vendorComparison) heatCell(cell contest.Cell, x, top, width, height float64) {
	large, small := ink{bold, 10, black}, ink{regular, 6.6, black}
	if width < 34 {
		large.size, small.size = 7.6, 5.8
	}
	if ground, shaded := heatGrounds[cell.Verdict]; shaded {
		c.fill(x, top, width, height, ground)
	}
	middle, shown, claimed := x+width/2, cell.Parts[0], cell.Parts[1]
	paragraph := func(draw func()) { c.element(&pdf.Element{Role: pdf.RoleParagraph}, draw) }
	paragraph(func() { c.textMiddle(middle, top+height/2-0.5, shown, large) })
	if cell.Sign != "" {
		paragraph(func() {
			c.textRight(middle-c.measure(shown, large)/2-1, top+height/2-0.9, cell.Sign, ink{regular, large.size * 0.7, black})
		})
	}
	if claimed != shown || claimed != assessment.NoScore.String() {
		paragraph(func() { c.textMiddle(middle, top+height/2+8, claimed, small) })
	}
	c.frame(x, top, width, height, 0.4, hair)
}
