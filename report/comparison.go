package report

import (
	"fmt"
	"slices"
	"time"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/assessment/ranking"
	"assay/report/pdf"
)

// MostCompared is how many assessments one comparison holds: as many as there
// are letters to call them by.
const MostCompared = 26

// ComparisonInput is all that the drawing of a comparison is made from.
type ComparisonInput struct {
	Judged       []assessment.Judged // 2 to [MostCompared], in any order
	Differences  bool                // leave out the domains on which all agree
	Organisation string              // who assesses; may be empty
	Evaluator    string              // who had the comparison made; may be empty
	Paper        string              // "a4" or "letter"
}

func (in ComparisonInput) check() error {
	if n := len(in.Judged); n < 2 || n > MostCompared {
		return assessment.Errorf(assessment.Invalid, "", "a comparison is of 2 to %d assessments, not of %d", MostCompared, n)
	}
	if in.Paper != "a4" && in.Paper != "letter" {
		return assessment.Errorf(assessment.Invalid, "use a4 or letter", "%q is not a paper", in.Paper)
	}
	return nil
}

// RenderComparison draws assessments side by side, best first: an archival PDF
// for people who decide. It is not signed and proves nothing; it names what the
// signed reports must say. The same input gives the same bytes, in whichever
// order the assessments come.
func RenderComparison(in ComparisonInput) ([]byte, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	c := compared(in)
	// Noon, as for reports.
	when := c.day.Time().Add(12 * time.Hour)
	drawing, err := newCanvas(in.Paper, when)
	if err != nil {
		return nil, fmt.Errorf("draw the comparison: %w", err)
	}
	c.layout = newLayout(drawing)
	if err := c.draw(); err != nil {
		return nil, fmt.Errorf("draw the comparison: %w", err)
	}
	drawn, err := drawing.bytes()
	if err != nil {
		return nil, fmt.Errorf("draw the comparison: %w", err)
	}
	return pdf.Finish(drawn, pdf.Archive{Title: c.title() + ", as of " + c.day.String(), Author: hostile.Line(in.Organisation), Language: "en", When: when})
}

// vendorComparison is one drawing in the making.
type vendorComparison struct {
	*layout
	in     ComparisonInput
	judged []assessment.Judged // best first
	across assessment.Comparison
	order  ranking.Ranking
	firm   ranking.Firmness
	day    assessment.Date // the latest for which any was judged
}

// compared puts the assessments in order and lays them side by side.
func compared(in ComparisonInput) *vendorComparison {
	c := &vendorComparison{in: in}
	byID := map[string]assessment.Judged{}
	var results []assessment.Result
	for _, j := range in.Judged {
		byID[j.Result.Assessment] = j
		results = append(results, j.Result)
		c.day = max(c.day, j.Result.AsOf)
	}
	c.order, c.firm = ranking.Rank(results), ranking.Firm(results, ranking.Draws)
	for _, position := range c.order.Positions {
		c.judged = append(c.judged, byID[position.Assessment])
	}
	c.across = assessment.Compare(c.judged)
	if in.Differences {
		c.across = c.across.Differences()
	}
	return c
}

// letter is what a vendor is called where there is no room for its name.
func letter(n int) string { return string(rune('A' + n)) }

// name is the letter and the name of a vendor.
func (c *vendorComparison) name(n int) string {
	return letter(n) + "  " + hostile.Line(c.across.Parties[n].Title())
}

// title is what the comparison is about: the request for proposals, if all
// belong to one.
func (c *vendorComparison) title() string {
	if rfp := c.rfp(); rfp != nil {
		return hostile.Line(rfp.Title)
	}
	return "Comparison of " + c.extent()
}

// extent is how many are compared. A vendor that is assessed twice is one.
func (c *vendorComparison) extent() string {
	vendors := map[string]bool{}
	for _, r := range c.across.Results {
		vendors[r.Vendor] = true
	}
	if len(vendors) == len(c.judged) {
		return english.Count(len(c.judged), "vendor")
	}
	return english.Count(len(c.judged), "assessment")
}

// rfp is the request for proposals to which all belong, or nil.
func (c *vendorComparison) rfp() *assessment.RFP {
	first := c.judged[0].Snapshot.Opened.RFP
	if first == nil || slices.ContainsFunc(c.judged, func(j assessment.Judged) bool {
		rfp := j.Snapshot.Opened.RFP
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
	c.proof()
	c.standings()
	c.items()
	c.method()
	if err := c.identities(); err != nil {
		return err
	}
	for n := range c.pages() {
		c.onPage(n + 1)
		c.runningHeads(n + 1)
	}
	return nil
}

// section begins a part, in the text and in the outline.
func (c *vendorComparison) section(title string, level int) { c.heading(title, level, c.newTarget()) }

// together begins a page where what follows, of about that height, does not fit
// on this one and would on the next.
func (c *vendorComparison) together(height float64) {
	if height > c.room() && height <= c.bottom-c.top {
		c.newPage()
	}
}

// runningHeads say on every page what it belongs to, and that it proves nothing.
func (c *vendorComparison) runningHeads(page int) {
	if page > 1 {
		y := c.top - 24
		matter := fmt.Sprintf("Comparison of %s · as of %s", c.extent(), c.day)
		c.text(c.left, y, c.fitted(c.title(), labelBold, c.width()-c.measure(matter, label)-20), labelBold)
		c.textRight(c.right, y, matter, label)
		c.rule(point{c.left, y + 6}, point{c.right, y + 6}, 0.5, hair)
	}
	y := c.height - 28
	c.rule(point{c.left, y - 11}, point{c.right, y - 11}, 0.5, hair)
	c.text(c.left, y, "Not signed: the signed report of each vendor is the proof", label)
	c.textRight(c.right, y, fmt.Sprintf("page %d of %d", page, c.pages()), label)
}
