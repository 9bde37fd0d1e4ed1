package handout

import (
	"bytes"
	"encoding/csv"
	"strings"

	"assay/assessment/hostile"
)

// A table is rows of cells under a head. Its cells are safe for a spreadsheet:
// none begins as a formula does.
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

// all is the head and the rows.
func (t table) all() [][]string { return append([][]string{t.head}, t.rows...) }

// csv writes the table for a spreadsheet.
func (t table) csv() ([]byte, error) {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	err := w.WriteAll(t.all())
	return out.Bytes(), err
}

// The columns of the two tables of a copy, from 0. The workbook sets their
// widths.
const (
	columnChoice = 3
	columnAnswer = 4
)

// questionTable has a row for each question. The due date stands in each, so
// that a row can be handed on alone.
func (c Copy) questionTable() table {
	t := table{head: []string{"Id", "Question", "Answer wanted", "Yes, no or choice", "Your answer", "Documents wanted", "Due", "Rests on", "Section"}}
	for _, section := range c.Sections {
		for _, q := range section.Questions {
			var names []string
			for _, id := range q.Documents {
				names = append(names, c.DocumentName(id))
			}
			t.add(q.ID, q.Ask, q.wanted(), "", "", lines(names), c.Due.String(), strings.Join(q.Cites, "; "), section.ID+" "+section.Name)
		}
	}
	return t
}

// wanted is how to answer the question, with its choices.
func (q Question) wanted() string {
	text := q.Form.Meaning()
	for _, choice := range q.Choices {
		text += "\n• " + choice.Label
	}
	return text
}

// documentTable has a row for each document.
func (c Copy) documentTable() table {
	t := table{head: []string{"Id", "Document", "How fresh", "Issued by", "Wanted for", "Attached as, and its date", "Due", "Please note"}}
	for _, d := range c.Documents {
		note := ""
		if d.Personal {
			note = PersonalNote
		}
		t.add(d.ID, d.Name, d.Freshness, d.Source(), d.Wanted(), "", c.Due.String(), note)
	}
	return t
}

// lines joins texts as the lines of one cell.
func lines(texts []string) string { return strings.Join(texts, "\n") }
