package handout

import (
	"strings"

	"assay/assessment/hostile"
	"assay/report/vendorcopy"
	"assay/report/workbook"
)

// table is a head and rows of cells. A spreadsheet takes none of its cells for a
// formula.
type table struct {
	head []string
	rows [][]string
}

func (t *table) add(cells ...string) {
	for i := range cells {
		cells[i] = hostile.Cell(cells[i])
	}
	t.rows = append(t.rows, cells)
}

// all returns the head and the rows.
func (t table) all() [][]string { return append([][]string{t.head}, t.rows...) }

func (t table) csv() ([]byte, error) { return workbook.WriteCSV(t.records()) }

// records are the head and the rows as fields of CSV.
func (t table) records() [][]string {
	var all [][]string
	for _, row := range t.all() {
		fields := make([]string, len(row))
		for n, text := range row {
			fields[n] = hostile.Field(text)
		}
		all = append(all, fields)
	}
	return all
}

// Columns of the question table, from 0.
const (
	columnChoice = 3
	columnAnswer = 4
)

// questionTable has one row for each question. Each row repeats the due date, so
// that the vendor can pass on a single row.
func (c Copy) questionTable() table {
	t := table{head: []string{"Id", "Question", "How to answer", "Yes, no or choice", "Your answer", vendorcopy.HeadDocuments, "Due", "Based on", "Section"}}
	for _, section := range c.Sections {
		for _, q := range section.Questions {
			t.add(q.ID, q.Ask, instruction(q), "", "", lines(c.DocumentNames(q)), c.Due.String(), strings.Join(q.Cites, "; "), section.ID+" "+section.Name)
		}
	}
	return t
}

// instruction tells the vendor how to answer a question, and lists the choices.
func instruction(q vendorcopy.Question) string {
	text := q.Form.Instruction()
	for _, choice := range q.Choices {
		text += "\n• " + choice.Label
	}
	return text
}

func (c Copy) documentTable() table {
	t := table{head: []string{"Id", "Document", "How recent", "Issued by", "Needed for", vendorcopy.HeadFile, "Due", "Please note"}}
	for _, d := range c.Documents {
		t.add(d.ID, d.Name, d.Freshness, d.Source(), d.Purpose(), "", c.Due.String(), d.Note())
	}
	return t
}

// lines joins texts as the lines of one cell.
func lines(texts []string) string { return strings.Join(texts, "\n") }
