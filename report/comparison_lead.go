package report

import (
	"fmt"

	"assay/assessment/contest"
	"assay/assessment/english"
	"assay/assessment/hostile"
)

// whyFirst says on page 1 who is first, and why: the lead over the next one in
// points. A later part has the points of every domain.
func (c *vendorComparison) whyFirst() {
	c.section("Who is first, and why", 0)
	c.put(c.paragraph(english.Sentence(c.of.Ranking.Headline()), ink{bold, 9, black}))
	for _, why := range c.of.WhyFirst()[:min(mostLeads, len(c.of.Leads))] {
		c.put(c.paragraph(english.Sentence(hostile.Line(why)), body))
	}
	if len(c.of.Leads) > mostLeads {
		c.put(c.paragraph("The part “What the lead is made of” has the others.", quiet))
	}
}

// mostLeads is how many leads page 1 explains in sentences.
const mostLeads = 2

// The sizes of the table of leads.
const (
	leadColumn  = 62 // the width of a column
	leadColumns = 5  // up to so many other sides have one
)

// leads is a table of the points that each domain adds to the lead over each other
// side.
func (c *vendorComparison) leads() {
	if len(c.of.Leads) == 0 {
		return
	}
	c.section("What the lead is made of", 0)
	c.intro("The points that each domain adds to the lead of " + c.name(0) + ": its shown score by its share of the weight, less that of the other. Warnings cost points of the whole. " +
		"The parts of a column add up to the difference of the printed scores; each is rounded up or down to one decimal so that they do.")
	shown := c.of.Leads[:min(leadColumns, len(c.of.Leads))]
	widths, titles := []float64{c.width()}, []string{"Domain"}
	for _, l := range shown {
		widths[0] -= leadColumn
		widths, titles = append(widths, leadColumn), append(titles, "over "+letter(c.of.Find(l.Over))+"\t")
	}
	t := c.newTable(widths, titles)
	t.naming = 0
	for _, part := range contest.PartsOf(shown) {
		cells := []cell{say(english.Join("  ", part.Domain, hostile.Line(part.Name)), body)}
		for _, l := range shown {
			cells = append(cells, sayRight(l.On(part.Domain).String(), body))
		}
		t.add(cells...)
	}
	cells := []cell{say("The lead", strong)}
	for _, l := range shown {
		cells = append(cells, sayRight(l.Points.String(), strong))
	}
	t.add(cells...)
	t.end()
	for _, l := range c.of.Leads[len(shown):] {
		c.put(c.paragraph(english.Sentence(hostile.Line(c.of.LeadSentence(l))), body))
	}
}

// awarded says on page 1 who was chosen, by whom and why.
func (c *vendorComparison) awarded() {
	a := c.in.Award
	if a == nil {
		return
	}
	c.section("Award", 0)
	zone := c.sides[0].Snapshot.Zone()
	c.put(c.paragraph("✓ "+english.Sentence(hostile.Line("awarded to "+a.Contender(a.Chosen).Vendor)), ink{bold, 9, black}))
	columns := []column{{0, 84}, {90, c.width() - 90}}
	for _, field := range contest.AwardFields(*a, zone) {
		c.put(c.row(columns, []cell{say(english.Capital(hostile.Line(field[0])), labelBold), say(hostile.Line(field[1]), body)}, nil))
	}
}

// awardReasons says of each contender why it was chosen, or why not.
func (c *vendorComparison) awardReasons() {
	a := c.in.Award
	if a == nil {
		return
	}
	c.section("The award, vendor by vendor", 0)
	c.intro(fmt.Sprintf("As it was on %s. The award is in the journal of the request for proposals, and covers every vendor that competed.", c.sides[0].Snapshot.Day(a.At)))
	for _, contender := range a.Contenders {
		c.put(c.paragraph("• "+hostile.Line(contest.AwardReason(*a, contender)), body))
	}
}
