package export

import (
	"assay/assessment/hostile"
	"assay/report/workbook"
)

// Workbook is the document as sheets: one with the facts, and one for each topic.
func (d Document) Workbook(from, paper string) workbook.Book {
	book := workbook.Book{Title: hostile.Line(d.Title), Subject: d.Subject, From: hostile.Line(from), Made: d.AsOf, Paper: paper}
	facts := workbook.Sheet{Name: "Summary", Widths: []float64{28, 100}, Rows: []workbook.Row{
		{Style: workbook.Title, Cells: workbook.Texts(d.Title)}, {Style: workbook.Quiet, Cells: workbook.Texts(d.Subject)}, {Style: workbook.Named},
	}}
	for _, remark := range d.Remarks {
		facts.Rows = append(facts.Rows, workbook.Row{Style: workbook.Named, Cells: workbook.Texts("Please note", remark)})
	}
	for _, f := range d.Facts {
		facts.Rows = append(facts.Rows, workbook.Row{Style: workbook.Named, Cells: []workbook.Cell{workbook.Text(d.heading(f.Column)), f.Value.cell(f.Form, d.Zone)}})
	}
	book.Sheets = append(book.Sheets, facts)
	for _, t := range d.Tables {
		book.Sheets = append(book.Sheets, d.sheet(t))
	}
	return book
}

func (d Document) sheet(t Table) workbook.Sheet {
	s := workbook.Sheet{Name: t.Name, Head: true, Fixed: 1, Filter: true}
	var head []workbook.Cell
	for _, c := range t.Columns {
		s.Widths, head = append(s.Widths, c.Width), append(head, workbook.Text(d.heading(c)))
	}
	s.Rows = append(s.Rows, workbook.Row{Style: workbook.Head, Cells: head})
	for _, row := range t.Rows {
		cells := make([]workbook.Cell, len(row))
		for n, value := range row {
			cells[n] = value.cell(t.Columns[n].Form, d.Zone)
		}
		s.Rows = append(s.Rows, workbook.Row{Style: workbook.Plain, Cells: cells})
	}
	return s
}

// heading is the name of a column. A column of moments names their zone.
func (d Document) heading(c Column) string {
	if c.Form == Moment {
		return c.Name + ", " + d.Zone.String()
	}
	return c.Name
}
