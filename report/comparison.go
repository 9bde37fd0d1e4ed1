package report

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/questionnaire"
	"assay/report/pdf"
)

// ComparisonInput is everything that a comparison depends on.
type ComparisonInput struct {
	Sides        []Compared        // 2 to [contest.Most] assessments, in any order
	Differences  bool              // leave out the domains on which all agree
	Award        *assessment.Award // of the RFP of the sides; nil for none
	Organisation string            // who assesses; may be empty
	Evaluator    string            // who asked for the comparison; may be empty
	Paper        string            // "a4" or "letter"
}

// Compared is one assessment of a comparison, and how it is judged. Its fields are
// those of [Input].
type Compared struct {
	Snapshot  assessment.Snapshot
	AsOf      assessment.Date
	Milestone questionnaire.Milestone
	View      questionnaire.View
	Journal   []assessment.Written
}

// input is the input of a report of the same assessment.
func (c Compared) input(of ComparisonInput) Input {
	return Input{
		Snapshot: c.Snapshot, AsOf: c.AsOf, Milestone: c.Milestone, View: c.View,
		Organisation: of.Organisation, Evaluator: of.Evaluator, Paper: of.Paper, Journal: c.Journal,
	}
}

// check returns an error if the input cannot be drawn.
func (in ComparisonInput) check() error {
	if n := len(in.Sides); n < 2 || n > contest.Most {
		return assessment.Errorf(assessment.Invalid, "a comparison takes 2 to %d assessments, not %d", contest.Most, n)
	}
	seen := map[string]bool{}
	for _, side := range in.Sides {
		if err := side.input(in).check(); err != nil {
			return err
		}
		if id := side.Snapshot.Assessment; seen[id] {
			return assessment.Errorf(assessment.Invalid, "the assessment %q is compared with itself", id)
		}
		seen[side.Snapshot.Assessment] = true
	}
	for _, side := range in.Sides {
		if rfp := side.Snapshot.Opened.RFP; in.Award != nil && (rfp == nil || rfp.ID != in.Award.RFP) {
			return assessment.Errorf(assessment.Invalid, "the award is of another RFP than %s", side.Snapshot.Opened.Title())
		}
	}
	if a := in.Award; a != nil && (a.Contender(a.Chosen) == nil || a.RunnerUp != "" && a.Contender(a.RunnerUp) == nil) {
		return assessment.Errorf(assessment.Invalid, "the award chooses an assessment that did not compete")
	}
	return nil
}

// contest judges the sides and compares them.
func (in ComparisonInput) contest() contest.Contest {
	var judged []assessment.Judged
	for _, side := range in.Sides {
		judged = append(judged, assessment.Judged{Snapshot: side.Snapshot, Result: assessment.Evaluate(side.Snapshot, side.AsOf, side.Milestone, side.View)})
	}
	of := contest.Of(judged)
	if in.Differences {
		of = of.Differences()
	}
	return of
}

// RenderComparison draws assessments side by side, best first: an archival PDF for
// people who decide, unsigned, with its data and the journal of each side attached
// and an empty signature field for each role. The same input gives the same bytes.
func RenderComparison(in ComparisonInput) ([]byte, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	in.Sides = slices.Clone(in.Sides)
	for n := range in.Sides {
		in.Sides[n].Snapshot = in.Sides[n].Snapshot.Filed()
	}
	of := in.contest()
	if err := checkTitles(of); err != nil {
		return nil, err
	}
	journals, err := in.published(of)
	if err != nil {
		return nil, err
	}
	return in.render(of, journals)
}

// render draws the comparison with the files of its journals.
func (in ComparisonInput) render(of contest.Contest, journals [][]byte) ([]byte, error) {
	data, err := in.attachment(of)
	if err != nil {
		return nil, fmt.Errorf("write the data of the comparison: %w", err)
	}
	if err := checkCost(data); err != nil {
		return nil, assessment.Errorf(assessment.Invalid, "the data of the comparison: %w", err)
	}
	c := newComparison(in, of)
	return drawFile("comparison", in.Paper, c.day, func(l *layout) (pdf.Archive, error) {
		c.layout = l
		err := c.draw()
		return pdf.Archive{
			Title: c.title() + ", as of " + c.day.String(), Author: hostile.Line(in.Organisation),
			Attachments: attached(data, journals), Fields: c.fields,
		}, err
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

	fields []pdf.SignatureField
}

func newComparison(in ComparisonInput, of contest.Contest) *vendorComparison {
	of.Sides = spelled(of.Sides)
	c := &vendorComparison{in: in, of: of, sides: of.Sides, rows: of.Rows()}
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

// name is the letter and the name of a vendor, cut if it is long. The verdicts have it
// in full.
func (c *vendorComparison) name(n int) string {
	const most = 210 // points in bold
	return letter(n) + "  " + c.fitted(c.sides[n].Title, strong, most)
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
	t.naming = 0
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

func (c *vendorComparison) rfp() *assessment.RFP { return rfpOf(c.of) }

// rfpOf is the RFP to which all belong, or nil.
func rfpOf(c contest.Contest) *assessment.RFP {
	first := c.Sides[0].Snapshot.Opened.RFP
	if first == nil || slices.ContainsFunc(c.Sides, func(s contest.Side) bool {
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
	c.reserveBoxes()
	c.front()
	if len(c.sides) <= sideBySide {
		c.verdicts()
		c.whyFirst()
		c.awarded()
	} else { // the verdicts take more than a page
		c.whyFirst()
		c.awarded()
		c.verdicts()
	}
	c.putBoxes()
	if c.pages() == 1 {
		c.newPage() // people sign on the first page, and it decides
	}
	c.ranking()
	c.leads()
	c.heat()
	c.evidence()
	c.gatesAndFlags()
	c.items()
	c.awardReasons()
	c.method()
	if err := c.identities(); err != nil {
		return err
	}
	c.runningHeads(c.title(), fmt.Sprintf("Comparison of %s · as of %s", c.extent(), c.day), c.fitted("Journals "+c.heads(), hash, c.width()-70), hash)
	return nil
}

// heads are the beginnings of the heads of the compared journals.
func (c *vendorComparison) heads() string {
	var all []string
	for n, s := range c.sides {
		all = append(all, fmt.Sprintf("%s %.8s…", letter(n), s.Result.Head))
	}
	return strings.Join(all, " ")
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
