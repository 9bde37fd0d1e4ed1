package handout

import (
	"cmp"
	"fmt"
	"strings"

	"assay/assessment/english"
	"assay/assessment/form"
	"assay/assessment/hostile"
	"assay/assessment/outstanding"
	"assay/questionnaire"
	"assay/report/workbook"
)

// Email is the format of a follow-up list as a message in plain text, with its
// subject on the first line.
const Email Format = "email"

// FollowUp is the list of points that the vendor still owes, for the vendor. Make
// it with [FollowUpOf].
type FollowUp struct {
	outstanding.List
	Form    form.Form // by which we know the workbook again when it comes back
	From    string    // the organization that asks
	Contact string    // the person who receives it
}

// FollowUpOf makes the vendor's list from a list for our own people. The form names
// the day by which the vendor should send the rest, if there is one.
func FollowUpOf(all outstanding.List, form form.Form, from, contact string) FollowUp {
	return FollowUp{all.ForVendor(), form, hostile.Line(from), hostile.Line(contact)}
}

// Heading is the title of the list.
func (f FollowUp) Heading() string { return "Open points: " + hostile.Line(f.Vendor) }

// opening says how to read the list, and by when we hope for the rest.
func (f FollowUp) opening() string {
	if len(f.Points) == 0 {
		return fmt.Sprintf("As of %s, no point is open.", f.AsOf)
	}
	text := fmt.Sprintf("As of %s, %s.", f.AsOf, english.Count(len(f.Points), "point is open", "points are open"))
	if !f.Form.Due.IsZero() {
		text += fmt.Sprintf(" Please send what is missing by %s, where no other day is named.", f.Form.Due)
	}
	return text
}

// signed names the people who ask.
func (f FollowUp) signed() string { return english.Join(", ", f.Contact, f.From) }

// part is a name with its texts.
type part struct {
	name  string
	texts []string
}

// parts are the parts of a point under its heading.
func parts(p outstanding.Point) []part {
	promised := make([]string, len(p.Promises))
	for n, promise := range p.Promises {
		promised[n] = hostile.Line(promise.Words())
	}
	return []part{{"We asked", some(hostile.Line(p.Ask))}, {"We heard", p.Heard}, {"Missing", p.Missing}, {"Promised", promised}}
}

// Markdown is the list as Markdown.
func (f FollowUp) Markdown() []byte {
	var d document
	d.block("# %s", literal(f.Heading()))
	d.block("%s", literal(f.opening()))
	for _, why := range outstanding.Whys() {
		points := f.Under(why)
		if len(points) > 0 {
			d.block("## %s", why.Words())
		}
		for _, p := range points {
			if p.Item != "" {
				d.block("### %s", literal(english.Join(" ", p.Item, p.Title)))
			}
			for _, part := range parts(p) {
				d.list(part.name, strings.Join(part.texts, "; "))
			}
		}
	}
	if f.signed() != "" {
		d.block("%s", literal(f.signed()))
	}
	return []byte(strings.TrimRight(d.String(), "\n") + "\n")
}

// Email is the list as a message in plain text.
func (f FollowUp) Email() []byte {
	var text strings.Builder
	fmt.Fprintf(&text, "Subject: %s\n\n%s\n", f.Heading(), wrapped(f.opening(), ""))
	for _, why := range outstanding.Whys() {
		points := f.Under(why)
		if len(points) > 0 {
			fmt.Fprintf(&text, "\n%s\n", strings.ToUpper(why.Words()))
		}
		for _, p := range points {
			text.WriteString("\n")
			if p.Item != "" {
				text.WriteString(wrapped(english.Join(" ", p.Item, hostile.Line(p.Title)), "") + "\n")
			}
			for _, part := range parts(p) {
				for _, one := range part.texts {
					text.WriteString(wrapped(part.name+": "+hostile.Line(one), "  ") + "\n")
				}
			}
		}
	}
	if f.signed() != "" {
		fmt.Fprintf(&text, "\n%s\n", f.signed())
	}
	return []byte(text.String())
}

// wrapped breaks a text into lines of at most 72 characters with an indent.
func wrapped(text, indent string) string {
	const most = 72
	var lines []string
	line := indent
	for word := range strings.FieldsSeq(text) {
		if len(line) > len(indent) {
			if len([]rune(line))+1+len([]rune(word)) > most {
				lines, line = append(lines, line), indent
			} else {
				line += " "
			}
		}
		line += word
	}
	return strings.Join(append(lines, line), "\n")
}

// sheets are the sheets of the workbook: a guide, and a row for each point with a
// field for the vendor to fill in.
func (f FollowUp) sheets() []workbook.Sheet {
	guide := workbook.Sheet{Name: sheetGuide, Widths: []float64{30, 96}, Rows: []workbook.Row{
		{Style: workbook.Title, Cells: workbook.Texts(f.Heading())},
		{Style: workbook.Plain, Cells: workbook.Texts(f.opening())},
		{Style: workbook.Plain},
		{Style: workbook.Named, Cells: workbook.Texts("Return to", cmp.Or(f.signed(), "the person who sent you this"))},
	}}
	if f.Form.ID != "" {
		guide.Rows = append(guide.Rows, workbook.Row{Style: workbook.Plain})
		guide.Rows = append(guide.Rows, aboutRows()...)
		guide.Rows = append(guide.Rows, identityRows(f.Form)...)
	}
	points := workbook.Sheet{Name: "Open points", Head: true, Widths: []float64{17, 12, 40, 40, 40, 40, 40}}
	points.Rows = append(points.Rows, workbook.Row{
		Style: workbook.Head, Cells: workbook.Texts("Why", "Id", "We asked", "We heard", "Missing", "Promised", "Your answer, or the file that you send"),
	})
	for _, p := range f.Points {
		cells := []string{p.Why.Words(), p.Item}
		for _, part := range parts(p) {
			cells = append(cells, lines(part.texts))
		}
		points.Rows = append(points.Rows, workbook.Row{Style: workbook.Plain, Cells: workbook.Texts(append(cells, "")...), Fill: []int{len(cells)}})
	}
	return []workbook.Sheet{guide, points}
}

// Workbook is the list as XLSX, for paper "a4" or "letter".
func (f FollowUp) Workbook(paper string) ([]byte, error) { return f.book(paper).Write() }

func (f FollowUp) book(paper string) workbook.Book {
	return workbook.Book{Title: f.Heading(), Subject: "Open points", From: f.From, Made: f.AsOf, Paper: paper, Sheets: f.sheets()}
}

// Check reads a file of the list as another program would, and returns an error if
// it lacks a point, or if it contains an internal sentence of the questionnaire.
func (f FollowUp) Check(file []byte, as Format, q *questionnaire.Questionnaire) error {
	texts, err := []string{hostile.FromMarkdown(string(file))}, error(nil)
	if as == XLSX {
		texts, err = readBook(file, f.book(""))
	}
	for _, p := range f.Points {
		if err == nil && !strings.Contains(strings.Join(texts, "\n"), p.Item) {
			err = fmt.Errorf("%q is missing", p.Item)
		}
	}
	if err != nil {
		return fmt.Errorf("the %s file differs from the list: %w", as, err)
	}
	return leakIn(texts, as, q, f.public(q))
}

// public are the texts of the questionnaire that the list must contain.
func (f FollowUp) public(q *questionnaire.Questionnaire) []string {
	var all []string
	for _, p := range f.Points {
		all = append(append(all, p.Ask, p.Title), p.Missing...)
	}
	for _, kind := range q.Evidence {
		all = append(all, kind.Name)
	}
	return all
}

// leakIn returns an error if texts contain an internal sentence of a questionnaire
// that is not among the public ones.
func leakIn(texts []string, as Format, q *questionnaire.Questionnaire, public []string) error {
	if sentence, leaks := findLeak(strings.Join(texts, "\n"), internalTexts(q, public)); leaks {
		return fmt.Errorf("the %s file shows the vendor an internal sentence: %q", as, sentence)
	}
	return nil
}
