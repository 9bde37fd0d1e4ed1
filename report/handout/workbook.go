package handout

import (
	"fmt"

	"assay/assessment/form"
	"assay/report/vendorcopy"
	"assay/report/workbook"
)

// The names of the sheets.
const (
	sheetGuide     = "How to use this"
	sheetQuestions = "Questions"
	sheetDocuments = "Documents"
	sheetChoices   = "Choices"
)

// yesOrNo are the choices of a question that is answered with yes or no.
var yesOrNo = []string{"Yes", "No"}

// sheets returns the content of the workbook as plain data.
func (c Copy) sheets() []workbook.Sheet {
	all := []workbook.Sheet{c.guideSheet()}
	var choices workbook.Sheet
	if c.Asks() {
		questions, offered := c.questionSheets()
		all, choices = append(all, questions), offered
	}
	if len(c.Documents) > 0 {
		all = append(all, c.documentSheet())
	}
	if len(choices.Rows) > 1 {
		all = append(all, choices)
	}
	return all
}

func (c Copy) guideSheet() workbook.Sheet {
	s := workbook.Sheet{Name: sheetGuide, Widths: []float64{30, 96}}
	add := func(style workbook.Style, cells ...string) {
		s.Rows = append(s.Rows, workbook.Row{Style: style, Cells: workbook.Texts(cells...)})
	}
	add(workbook.Title, c.Heading())
	add(workbook.Quiet, c.Title)
	add(workbook.Plain)
	for _, part := range [][2]string{
		{"Stage", c.Stage()},
		{"Please return by", c.Due.String()},
		{"Return to", c.Recipient()},
		{"Contents", c.Extent()},
		{"Questionnaire", c.Questionnaire},
	} {
		if part[1] != "" {
			add(workbook.Named, part[0], part[1])
		}
	}
	add(workbook.Plain)
	for n, text := range c.Guidance() {
		add(workbook.Named, fmt.Sprint(n+1), text)
	}
	add(workbook.Plain)
	s.Rows = append(s.Rows, aboutRows()...)
	if c.Form != "" {
		s.Rows = append(s.Rows, identityRows(c.Identity())...)
	}
	return s
}

// aboutRows ask who answers.
func aboutRows() []workbook.Row {
	var rows []workbook.Row
	for _, field := range vendorcopy.About() {
		rows = append(rows, workbook.Row{Style: workbook.Named, Cells: workbook.Texts(field.Tooltip, ""), Fill: []int{1}})
	}
	return rows
}

// identityRows are the rows by which we know a workbook again when it comes back.
func identityRows(form form.Form) []workbook.Row {
	return []workbook.Row{
		{Style: workbook.Plain},
		{Style: workbook.Named, Cells: []workbook.Cell{workbook.Text(vendorcopy.HeadIdentity), workbook.Code(form.String())}},
		{Style: workbook.Quiet, Cells: workbook.Texts("", vendorcopy.IdentityNote)},
	}
}

// questionSheets returns the sheet with the questions, and the sheet with the
// choices that its drop-down lists refer to.
func (c Copy) questionSheets() (questions, choices workbook.Sheet) {
	const columns = 8 // without the section, which has a row of its own here
	all := c.questionTable()
	questions = workbook.Sheet{Name: sheetQuestions, Head: true, Widths: []float64{15, 46, 21, 13, 46, 28, 11.5, 21}}
	questions.Rows = append(questions.Rows, workbook.Row{Style: workbook.Head, Cells: workbook.Texts(all.head[:columns]...)})
	choices = workbook.Sheet{Name: sheetChoices, Head: true, Widths: []float64{20, 80}}
	choices.Rows = append(choices.Rows, workbook.Row{Style: workbook.Head, Cells: workbook.Texts("Question", "Choice")})
	next := 0
	for _, section := range c.Sections {
		questions.Rows = append(questions.Rows, workbook.Row{Style: workbook.Band, Cells: workbook.Texts(section.ID, section.Name)})
		for _, q := range section.Questions {
			r := workbook.Row{Style: workbook.Plain, Cells: workbook.Texts(all.rows[next][:columns]...), Fill: []int{columnAnswer}}
			next++
			switch q.Form {
			case vendorcopy.InPlace, vendorcopy.YesNo:
				r.Pick = workbook.Pick{Column: columnChoice, Choices: yesOrNo}
			case vendorcopy.OneOf:
				first := len(choices.Rows) + 1
				for _, choice := range q.Choices {
					choices.Rows = append(choices.Rows, workbook.Row{Style: workbook.Plain, Cells: workbook.Texts(q.ID, choice.Label)})
				}
				r.Pick = workbook.Pick{Column: columnChoice, Range: fmt.Sprintf("%s!$B$%d:$B$%d", sheetChoices, first, len(choices.Rows))}
			}
			if r.Pick.Column > 0 {
				r.Fill = append(r.Fill, columnChoice)
			}
			questions.Rows = append(questions.Rows, r)
		}
	}
	return questions, choices
}

func (c Copy) documentSheet() workbook.Sheet {
	all := c.documentTable()
	s := workbook.Sheet{Name: sheetDocuments, Head: true, Widths: []float64{9, 38, 34, 14, 30, 40, 11.5, 34}}
	s.Rows = append(s.Rows, workbook.Row{Style: workbook.Head, Cells: workbook.Texts(all.head...)})
	for _, cells := range all.rows {
		s.Rows = append(s.Rows, workbook.Row{Style: workbook.Plain, Cells: workbook.Texts(cells...), Fill: []int{5}})
	}
	return s
}

// Workbook returns the copy as XLSX, for paper "a4" or "letter". The same copy
// always gives the same bytes.
func (c Copy) Workbook(paper string) ([]byte, error) { return c.book(paper).Write() }

func (c Copy) book(paper string) workbook.Book {
	return workbook.Book{Title: c.Heading(), Subject: c.Title, From: c.From, Made: c.Made, Paper: paper, Sheets: c.sheets()}
}
