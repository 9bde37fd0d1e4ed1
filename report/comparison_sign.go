package report

import (
	"slices"

	"assay/report/sign"
)

// comparisonDuties say in a few words what each role does with a comparison.
var comparisonDuties = map[sign.Role]string{
	sign.Assessor: "compared the assessments", sign.Reviewer: "checked them against the reports", sign.Approver: "answers for the choice",
}

// boxes are the frames for the signatures, with a sentence about what they cover.
func (c *vendorComparison) boxes() block {
	about := c.paragraph("Each signature covers the whole comparison, its data and the signatures before it. The report of each vendor is signed on its own.", quiet)
	return slices.Concat(about, gap(4), c.signatureBoxes(comparisonDuties, comparedNames(c.in), &c.fields))
}

// reserveBoxes keeps the foot of page 1 free for the boxes. The next page has all its
// room again.
func (c *vendorComparison) reserveBoxes() { c.bottom -= c.boxes().height() + 6 }

// putBoxes draws the boxes at the foot of page 1, after everything on it.
func (c *vendorComparison) putBoxes() {
	last, y := c.pages(), c.y
	if last > 1 {
		c.onPage(1)
	}
	boxes := c.boxes()
	c.y = c.height - marginBottom - boxes.height()
	for _, part := range boxes {
		c.drawStrip(part)
	}
	if last > 1 {
		c.onPage(last)
		c.y = y
	}
}
