package foreign

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"assay/questionnaire/grid"
)

// reader reads one sheet.
type reader struct {
	sheet   grid.Sheet
	layout  layout
	entries []*entry
	losses  []Loss
	section string
	last    string      // the section at the end
	pending []grid.Cell // the name of a section that has no question yet
	ids     bool        // most questions have an id
}

// begin begins a section. The one before must have had a question.
func (r *reader) begin(section string, cells ...grid.Cell) {
	for _, cell := range r.pending {
		r.lose(cell, "the section has no question")
	}
	r.section, r.pending = section, cells
}

func (r *reader) columns() []Column {
	var all []Column
	for column, field := range r.layout.columns {
		if field != Ignore {
			all = append(all, Column{r.sheet.Name, grid.ColumnName(column), r.layout.names[column], field})
		}
	}
	slices.SortFunc(all, func(a, b Column) int { return columnOf(a.Column) - columnOf(b.Column) })
	return all
}

func (r *reader) lose(cell grid.Cell, why string) {
	if cell.Text != "" {
		r.losses = append(r.losses, Loss{r.sheet.Name, placeOf(cell), line(cell.Text), why})
	}
}

// placeOf is the name of a cell, and empty for a paragraph.
func placeOf(cell grid.Cell) string {
	if cell.Row == 0 {
		return ""
	}
	return cell.Name()
}

// The reasons for which a text outside of the questions is lost, unless it became the
// title.
const (
	outside = "a text outside of the tables"
	above   = "above the row of headings"
)

func (r *reader) read() {
	for n, paragraph := range r.sheet.Above {
		if n == len(r.sheet.Above)-1 && len(paragraph) <= 90 && !strings.HasSuffix(paragraph, ".") {
			if heading := (grid.Cell{Text: paragraph}); r.layout.has(Section) {
				r.lose(heading, "the sections are in a column")
			} else {
				r.begin(line(paragraph), heading)
			}
			continue
		}
		r.lose(grid.Cell{Text: paragraph}, outside)
	}
	r.ids = r.mostHaveIDs()
	for n, row := range r.sheet.Rows {
		switch {
		case row.Number < r.layout.head:
			for _, cell := range row.Cells {
				r.lose(cell, above)
			}
		case row.Number == r.layout.head:
			for _, cell := range row.Cells {
				if r.layout.columns[cell.Column] == "" {
					r.lose(cell, "assay has no counterpart for this column")
				}
			}
		case r.repeatsHead(row):
		case r.readBand(row, n):
		default:
			r.readRow(row)
		}
	}
	r.last = r.section
	r.begin("")
}

func (r *reader) mostHaveIDs() bool {
	questions, ids := 0, 0
	for _, row := range r.sheet.Rows {
		if row.Number > r.layout.head && r.at(row, Question) != "" {
			questions++
			if r.at(row, ID) != "" || r.at(row, Number) != "" {
				ids++
			}
		}
	}
	return 2*ids > questions
}

// at is the text of the first column of a field.
func (r *reader) at(row grid.Row, f Field) string {
	for _, column := range r.layout.of(f) {
		if words := line(row.Text(column)); words != "" {
			return words
		}
	}
	return ""
}

// repeatsHead finds headings that are written again, as after a section.
func (r *reader) repeatsHead(row grid.Row) bool {
	for _, cell := range row.Cells {
		if r.layout.names[cell.Column] != line(cell.Text) {
			return false
		}
	}
	return r.layout.head > 0
}

var (
	outline = regexp.MustCompile(`^(?:[0-9]{1,3}|[A-Z])(?:\.[0-9]+)*\.?$`)
	// realID is an id that its author gave: with letters and figures. 1.2 is a place.
	realID = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9&]*[-_. ]?[A-Za-z0-9&]*[-_.]?[0-9]+(?:[.-][0-9]+)*$`)
)

// readBand finds a row that only names the section of the rows below.
func (r *reader) readBand(row grid.Row, n int) bool {
	if r.layout.has(Section) {
		return false
	}
	question := r.at(row, Question)
	var others []string
	var names, again []grid.Cell
	for _, cell := range row.Cells {
		words := line(cell.Text)
		switch field, _ := known(words); {
		case words != question && r.layout.columns[cell.Column] != Question && field != "":
			again = append(again, cell)
			continue
		case words != "" && words != question:
			others = append(others, words)
		}
		names = append(names, cell)
	}
	is, name := false, question
	switch {
	case question == "" && (len(others) == 1 || len(others) == 2 && outline.MatchString(others[0])):
		name = others[len(others)-1]
		is = len(name) <= 120 && !realID.MatchString(name) && !asks(name)
	case question == "" || asks(question):
	case len(others) == 0:
		is = (r.ids || len(r.layout.columns) > 1 && r.spans(row)) && len(strings.Fields(question)) <= 12
	case len(others) == 1 && outline.MatchString(others[0]):
		is = r.leads(others[0], n)
	}
	if !is {
		return false
	}
	for _, cell := range again {
		r.lose(cell, "a heading that is written again")
	}
	r.begin(name, names...)
	return true
}

// asks reports whether a text is a question, or a demand.
func asks(text string) bool {
	return strings.HasSuffix(text, "?") || strings.HasSuffix(text, ".") || strings.HasSuffix(text, "*") || isYesNo(text)
}

// spans reports whether the first cell of a row is merged over several columns.
func (r *reader) spans(row grid.Row) bool {
	for _, span := range r.sheet.Merged {
		if span.Top == row.Number && span.Left == row.Cells[0].Column && span.Right > span.Left {
			return true
		}
	}
	return false
}

// leads reports whether the next row is numbered below this one: 4 leads 4.1.
func (r *reader) leads(number string, n int) bool {
	number = strings.TrimSuffix(strings.TrimSuffix(number, "."), ".0")
	if n+1 >= len(r.sheet.Rows) {
		return false
	}
	next := r.sheet.Rows[n+1]
	for _, field := range []Field{ID, Number} {
		if below := r.at(next, field); strings.HasPrefix(below, number+".") {
			return true
		}
	}
	return false
}

func (r *reader) readRow(row grid.Row) {
	if r.layout.has(Section) {
		if name := r.at(row, Section); name != "" {
			var cells []grid.Cell
			for _, column := range r.layout.of(Section) {
				cells = append(cells, row.Cell(column))
			}
			r.begin(name, cells...)
		}
	}
	question := r.at(row, Question)
	if question == "" {
		for _, cell := range row.Cells {
			if r.layout.columns[cell.Column] != Section {
				r.lose(cell, "the row has no question")
			}
		}
		return
	}
	if len(row.Cells) == 1 && r.ids && !asks(question) {
		r.lose(row.Cells[0], "the row has a text without an id, and it is no question")
		return
	}
	if len(r.entries) > mostQuestions {
		return // the file is refused for it
	}
	e := &entry{sheet: r.sheet.Name, row: row.Number, section: r.section, hint: r.layout.hint(), texts: map[Field][]text{}}
	for _, cell := range row.Cells {
		field := r.layout.columns[cell.Column]
		switch {
		case field == Ignore:
			r.lose(cell, "the column was left out")
			continue
		case field == "":
			why := "assay has no counterpart for this column"
			if heading := r.layout.names[cell.Column]; heading != "" {
				why = fmt.Sprintf("assay has no counterpart for the column %q", heading)
			}
			r.lose(cell, why)
			continue
		case cell.Form == grid.Failure || cell.Form == grid.Formula && strings.HasPrefix(cell.Text, "#") && strings.HasSuffix(cell.Text, "!"):
			r.lose(cell, "the formula of the cell failed")
			continue
		}
		words := clean(cell.Text)
		if words == "" || field != Weight && words == "0" && cell.Form == grid.Formula {
			continue // an empty cell to which a formula refers
		}
		e.texts[field] = append(e.texts[field], text{words, cell.Name(), r.layout.names[cell.Column]})
	}
	for _, cell := range r.pending {
		e.heads = append(e.heads, text{words: line(cell.Text), cell: placeOf(cell)})
	}
	r.entries, r.pending = append(r.entries, e), nil
}

// key tells two questions apart, over all sheets.
func (e *entry) key() string {
	if id := e.first(ID); realID.MatchString(id) {
		return "id " + strings.ToLower(id)
	}
	return simple(e.first(Question))
}
