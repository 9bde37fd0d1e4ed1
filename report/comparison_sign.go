package report

import (
	"assay/assessment/hostile"
	"assay/report/pdf"
	"assay/report/sign"
)

// Sizes of the boxes for signatures at the foot of page 1.
const (
	boxesHeight = 112
	boxGutter   = 14
	boxTop      = 40 // below the upper edge of the part
	boxHeight   = 54
)

// reserveBoxes keeps the foot of page 1 free for the boxes. The next page has all its
// room again.
func (c *vendorComparison) reserveBoxes() { c.bottom -= boxesHeight }

// boxes draws a frame for each of the three signatures at the foot of page 1. The
// empty signature fields of the file lie on the frames.
func (c *vendorComparison) boxes() {
	c.onPage(1)
	top := c.height - marginBottom - boxesHeight
	c.text(c.left, top+16, "Each signature covers the whole comparison, its data and the signatures before it. The report of each vendor is signed on its own.", quiet)
	names := comparedNames(c.in)
	width := (c.width() - 2*boxGutter) / 3
	for i, role := range []struct {
		field       sign.Role
		title, duty string
	}{
		{sign.Assessor, "Assessor", "compared the assessments"},
		{sign.Reviewer, "Reviewer", "checked them against the reports"},
		{sign.Approver, "Approver", "answers for the choice"},
	} {
		x, frame := c.left+float64(float64(i)*(width+boxGutter)), top+boxTop
		c.text(x, frame-5, role.title, ink{bold, 8, black})
		c.textRight(x+width, frame-5, role.duty, label)
		c.frame(x, frame, width, boxHeight, 0.7, muted)
		c.text(x+4, frame+boxHeight-4, "signature", ink{regular, 5.8, muted})
		c.text(x, frame+boxHeight+10, c.fitted(hostile.Line(names[role.field]), label, width), label)
		c.fields = append(c.fields, pdf.SignatureField{
			Name: string(role.field), Tooltip: "Signature of the " + string(role.field), Page: 1,
			Rect: [4]float64{x, c.height - frame - boxHeight, x + width, c.height - frame},
		})
	}
	c.onPage(c.pages())
}
