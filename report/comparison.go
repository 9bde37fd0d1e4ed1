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

// ComparisonInput is all that the drawing of a comparison is made from.
type ComparisonInput struct {
	Contest      contest.Contest // of 2 to [contest.Most] assessments
	Organisation string          // who assesses; may be empty
	Evaluator    string          // who had the comparison made; may be empty
	Paper        string          // "a4" or "letter"
}

func (in ComparisonInput) check() error {
	if n := len(in.Contest.Sides); n < 2 || n > contest.Most {
		return assessment.Errorf(assessment.Invalid, "a comparison takes 2 to %d assessments, not %d", contest.Most, n)
	}
	if in.Paper != "a4" && in.Paper != "letter" {
		return assessment.Errorf(assessment.Invalid, "the paper is a4 or letter, not %q", in.Paper)
	}
	return nil
}

// RenderComparison draws assessments side by side, best first: an archival PDF
// for people who decide. It is not signed and proves nothing; its last page says
// how to recognize the signed report of each vendor. The same input gives the
// same bytes.
func RenderComparison(in ComparisonInput) ([]byte, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	c := newComparison(in)
	return drawFile("comparison", in.Paper, c.day, func(l *layout) (pdf.Archive, error) {
		c.layout = l
		return pdf.Archive{Title: c.title() + ", as of " + c.day.String(), Author: hostile.Line(in.Organisation)}, c.draw()
	})
}

// vendorComparison is one drawing in the making.
type vendorComparison struct {
	*layout
	in    ComparisonInput
	of    contest.Contest
	sides []contest.Side
	rows  []contest.Row
	day   assessment.Date // the latest for which any was judged
}

func newComparison(in ComparisonInput) *vendorComparison {
	c := &vendorComparison{in: in, of: in.Contest, sides: in.Contest.Sides, rows: in.Contest.Rows()}
	for _, s := range c.sides {
		c.day = max(c.day, s.Result.AsOf)
	}
	return c
}

// figure is the row of the comparison with that key. It is empty for the shares of
// first ranks where no two vendors compete.
func (c *vendorComparison) figure(key string) contest.Row {
	for _, row := range c.rows {
		if row.Key == key {
			return row
		}
	}
	return contest.Row{}
}

// letter names a vendor where there is no room for its name.
func letter(n int) string { return string(rune('A' + n)) }

// name is the letter and the name of a vendor.
func (c *vendorComparison) name(n int) string {
	return letter(n) + "  " + hostile.Line(c.sides[n].Title)
}

// upright is a row of the comparison as a column of a table.
type upright struct {
	key   string
	width float64
	ink   ink
	right bool // set flush right
}

// figures is a table with a line for each vendor and a column for each of some
// rows of the comparison.
func (c *vendorComparison) figures(columns ...upright) {
	widths, titles := []float64{c.width()}, []string{"Vendor"}
	var rows []contest.Row
	kept := columns[:0]
	for _, column := range columns {
		row := c.figure(column.key)
		if row.Key == "" {
			continue
		}
		title := english.Capital(row.Name)
		if column.right {
			title += "\t"
		}
		rows, kept = append(rows, row), append(kept, column)
		widths, titles = append(widths, column.width), append(titles, title)
		widths[0] -= column.width
	}
	t := c.newTable(widths, titles)
	for n := range c.sides {
		cells := []cell{say(c.name(n), body)}
		for at, row := range rows {
			cells = append(cells, cell{paras: []para{{text: cellText(row.Cells[n]), ink: kept[at].ink}}, right: kept[at].right})
		}
		t.add(cells...)
	}
	t.end()
}

// cellText is a cell of the comparison, with the sign before it.
func cellText(of contest.Cell) string {
	return hostile.Line(strings.TrimSpace(of.Sign + " " + of.Text))
}

// title is the title of the RFP, if all belong to one.
func (c *vendorComparison) title() string {
	if rfp := c.rfp(); rfp != nil {
		return hostile.Line(rfp.Title)
	}
	return "Comparison of " + c.extent()
}

// extent is how many are compared. A vendor that is assessed twice is one.
func (c *vendorComparison) extent() string {
	vendors := map[string]bool{}
	for _, s := range c.sides {
		vendors[s.Result.Vendor] = true
	}
	if len(vendors) == len(c.sides) {
		return english.Count(len(c.sides), "vendor")
	}
	return english.Count(len(c.sides), "assessment")
}

// rfp is the RFP to which all belong, or nil.
func (c *vendorComparison) rfp() *assessment.RFP {
	first := c.sides[0].Snapshot.Opened.RFP
	if first == nil || slices.ContainsFunc(c.sides, func(s contest.Side) bool {
		rfp := s.Snapshot.Opened.RFP
		return rfp == nil || rfp.ID != first.ID
	}) {
		return nil
	}
	return first
}

// draw sets the whole. The running heads need the number of pages, so they come
// last.
func (c *vendorComparison) draw() error {
	c.newPage()
	c.front()
	c.verdicts()
	c.ranking()
	if c.pages() == 1 {
		c.newPage() // the verdicts alone are the first page
	}
	c.heat()
	c.evidence()
	c.gatesAndFlags()
	c.items()
	c.method()
	if err := c.identities(); err != nil {
		return err
	}
	c.runningHeads(c.title(), fmt.Sprintf("Comparison of %s · as of %s", c.extent(), c.day), "Not signed: the signed report of each vendor is the proof", label)
	return nil
}

// section begins a part, in the text and in the outline.
func (c *vendorComparison) section(title string, level int) { c.heading(title, level, c.newTarget()) }

// together begins a page if the next part, of about that height, does not
// fit on this one.
func (c *vendorComparison) together(height float64) {
	if height > c.room() && height <= c.bottom-c.top {
		c.newPage()
	}
}
