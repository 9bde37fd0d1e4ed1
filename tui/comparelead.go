package tui

import (
	"strings"

	"assay/assessment/contest"
	"assay/tui/draw"
)

// newLeadPage tells why the first side is first: its leads in points, domain by domain,
// and the items on which the sides differ, the heaviest difference first.
func newLeadPage(of *comparison) *comparePage {
	return &comparePage{below: below{of}, name: "why first", head: func(out *draw.Block) {
		t, c := out.Theme, of.all
		unevenLine(out, "! ", c.Ranking.Ground.Sentence())
		out.Heading("Why the first one leads")
		out.Paragraph(t.Plain, "", t.Strong, c.Ranking.Headline())
		for _, why := range c.WhyFirst() {
			out.Paragraph(t.Plain, "", t.Plain, why)
		}
		leadTable(out, c)
		differing := contest.Differing(c.in(contest.Items))
		out.Blank()
		out.Heading("Where they differ, the heaviest first")
		if len(differing) == 0 {
			out.Paragraph(t.Plain, "", t.Plain, "They agree on every item.")
		}
		for _, row := range differing {
			differenceLine(out, c, row)
		}
	}}
}

// leadTable draws the points that each domain adds to the lead over each other side.
func leadTable(out *draw.Block, c *compared) {
	t := out.Theme
	const narrow, wide, names = 12, 28, 44
	leads := c.Leads[:min(len(c.Leads), max(1, (out.Width-24)/narrow))]
	if len(leads) == 0 {
		return
	}
	column := max(narrow, min(wide, (out.Width-names)/len(leads)))
	name := min(out.Width-column*len(leads), names)
	out.Blank()
	heads := out.Line().Cell(t.Dim, "points that add up to the lead", name)
	total := out.Line().Cell(t.Strong, "the lead", name)
	for _, l := range leads {
		heads.Number(t.Dim, draw.Middle(c.Sides[c.Find(l.Over)].Title, column-2), column)
		total.Number(t.Strong, l.Points.String(), column)
	}
	out.Add(heads)
	for _, part := range contest.PartsOf(leads) {
		r := out.Line().Cell(t.Plain, part.Name, name)
		for _, l := range leads {
			r.Number(t.Plain, l.On(part.Domain).String(), column)
		}
		out.Add(r)
	}
	out.Add(total)
}

// differenceLine draws one item with its weight, and the outcome of each side.
func differenceLine(out *draw.Block, c *compared, row contest.Row) {
	t := out.Theme
	var sides []string
	for n, cell := range row.Cells {
		sides = append(sides, c.Sides[n].Title+" "+strings.TrimSpace(cell.Sign+" "+cell.Text))
	}
	r := out.Line()
	if c.item(row.ID).Kind.Judged() {
		r.Say(t.Accent, row.ID).Gap(1)
	}
	out.Add(r.Say(t.Strong, row.Name).Put(t.Warn, shorter(r, "  "+row.Weighs.Text())))
	out.Paragraph(t.Dim, "  ", t.Dim, strings.Join(sides, "; "))
}
