package handback

import (
	"slices"
	"strings"

	"assay/assessment/english"
	"assay/assessment/form"
	"assay/assessment/hostile"
	"assay/assessment/written"
	"assay/questionnaire/grid"
	"assay/report/vendorcopy"
)

// The heads of the columns that are read: see package handout. They are found by their text, wherever they are.
const (
	headID       = "Id"
	headQuestion = "Question"
	headHow      = "How to answer"
	headChoice   = "Yes, no or choice"
	headAnswer   = "Your answer"
	headDocument = "Document"
	headAsked    = "We asked"
	headPoint    = "Your answer, or the file that you send"
)

// quiet are the heads of columns that tell the vendor something and ask nothing, and of the list of choices.
var quiet = []string{
	vendorcopy.HeadDocuments, "Due", "Based on", "Section", "How recent", "Issued by", "Needed for", "Please note", "Why", "We heard", "Missing", "Promised", "Choice",
}

// formMark begins the cell that says to which form a workbook answers.
const formMark = "assay-form/"

// workbook is a workbook that is being read.
type workbook struct {
	*builder
	sheets []grid.Sheet
}

func (w *workbook) read() error {
	at, err := w.identity()
	if err != nil {
		return err
	}
	if err := w.guide(w.sheets[at]); err != nil {
		return err
	}
	found := false
	for n := range w.sheets {
		table, err := w.tables(w.sheets[n])
		if err != nil {
			return err
		}
		found = found || table
		if !table && n != at && !lists(w.sheets[n]) {
			w.other(w.sheets[n])
		}
	}
	if !found {
		return notOurs("no sheet has the columns %s and %s any more", english.Quoted(headID), english.Quoted(headAnswer))
	}
	return nil
}

// identity finds the cell that says to which form the workbook answers, and returns the number of its sheet.
func (w *workbook) identity() (sheet int, err error) {
	found, at := "", 0
	for n, s := range w.sheets {
		for _, row := range s.Rows {
			for _, cell := range row.Cells {
				text := strings.TrimSpace(cell.Text)
				switch {
				case !strings.HasPrefix(text, formMark), text == found:
				case cell.Form == grid.Formula:
					return 0, unsafe("cell %s of sheet %s has a formula", cell.Name(), excerpt(s.Name))
				case found != "":
					return 0, notOurs("the workbook answers to two forms")
				default:
					found, at = text, n
				}
			}
		}
	}
	if found == "" {
		return 0, notOurs("the workbook does not say to which form it answers: the row that begins with “Form” was removed, or it is no workbook of ours")
	}
	return at, w.form(found)
}

// guide reads who answers, from the sheet with the instructions. The names of the fields are in the first cell of a row.
func (w *workbook) guide(s grid.Sheet) error {
	labels := map[string]string{} // folded label to the name of its field
	for _, field := range vendorcopy.About() {
		labels[hostile.Fold(field.Tooltip)] = strings.TrimPrefix(field.Name, fieldAbout)
	}
	for _, row := range s.Rows {
		if len(row.Cells) == 0 {
			continue
		}
		field, known := labels[hostile.Fold(row.Cells[0].Text)]
		if !known || len(row.Cells) < 2 {
			continue
		}
		if err := w.plain(s, row.Cells[1:]); err != nil {
			return err
		}
		if err := w.stated(field, row.Cells[1].Text); err != nil {
			return err
		}
		for _, cell := range row.Cells[2:] {
			w.remark(place(s, cell), cell.Text)
		}
	}
	return nil
}

// place is the place of a cell in a remark.
func place(s grid.Sheet, cell grid.Cell) string { return "cell " + cell.Name() + " of sheet " + s.Name }

// truth are the formulas as which LibreOffice stores a truth value.
var truth = []string{"TRUE()", "FALSE()"}

// plain refuses formulas among the cells.
func (w *workbook) plain(s grid.Sheet, cells []grid.Cell) error {
	for _, cell := range cells {
		if cell.Form == grid.Formula && !(slices.Contains(truth, cell.Formula) && strings.EqualFold(cell.Text+"()", cell.Formula)) {
			return unsafe("cell %s of sheet %s has a formula where an answer belongs", cell.Name(), excerpt(s.Name))
		}
	}
	return nil
}

// other looks at a sheet that is not part of the form.
func (w *workbook) other(s grid.Sheet) {
	for _, row := range s.Rows {
		w.unseen(s, row)
	}
	if len(s.Rows) > 0 {
		w.remark("the sheet "+s.Name, "is no part of our form, and is not read")
	}
}

// unseen notes a row that no line of the review shows. The first row may name the columns.
func (w *workbook) unseen(s grid.Sheet, row grid.Row) {
	parts := make([]string, len(row.Cells))
	for n, cell := range row.Cells {
		if parts[n] = line(cell.Text); row.Number != s.Rows[0].Number {
			parts[n] = english.Join(": ", line(s.Rows[0].Text(cell.Column)), parts[n])
		}
	}
	w.Unseen = append(w.Unseen, strings.Join(parts, ", "))
}

// columns are the columns of a table, from 1, by their heads. 0 is no column.
type columns struct {
	id, asked, how, choice, answer, file int
	named                                map[int]string // every column with a head
}

// head reads the heads of a table from a row. It returns false if the row is none.
func head(row grid.Row) (columns, bool) {
	c := columns{named: map[int]string{}}
	places := map[string]*int{
		headID: &c.id, headQuestion: &c.asked, headAsked: &c.asked, headHow: &c.how, headChoice: &c.choice, headAnswer: &c.answer, headPoint: &c.answer, vendorcopy.HeadFile: &c.file,
	}
	for _, cell := range row.Cells {
		text := line(cell.Text)
		c.named[cell.Column] = text
		for name, place := range places {
			if strings.EqualFold(text, name) && *place == 0 {
				*place = cell.Column
			}
		}
	}
	return c, c.id > 0 && (c.answer > 0 || c.file > 0)
}

// tables reads the tables of a sheet: below each row of heads, up to the next one.
func (w *workbook) tables(s grid.Sheet) (found bool, err error) {
	var at columns
	var above []grid.Cell
	for _, row := range s.Rows {
		if err := dangerous(s, row); err != nil {
			return found, err
		}
		if c, is := head(row); is {
			at, found = c, true
			continue
		}
		if !found {
			above = append(above, row.Cells...)
			continue
		}
		if err := w.plain(s, row.Cells); err != nil {
			return found, err
		}
		if err := w.row(s, row, at); err != nil {
			return found, err
		}
	}
	if found {
		w.merged(s, at)
		for _, cell := range above {
			w.remark(place(s, cell), "is above the table: "+cell.Text)
		}
	}
	return found, nil
}

// lists reports the sheet with the choices of the drop-down lists.
func lists(s grid.Sheet) bool {
	if len(s.Rows) == 0 {
		return false
	}
	first := s.Rows[0]
	return len(first.Cells) == 2 && strings.EqualFold(line(first.Cells[0].Text), headQuestion) && strings.EqualFold(line(first.Cells[1].Text), "Choice")
}

// reaching are parts of formulas that load something from elsewhere, or start a program (DDE has a vertical bar).
var reaching = []string{"|", "[", "HYPERLINK(", "WEBSERVICE(", "IMAGE(", "RTD(", "CALL(", "REGISTER", "EXEC(", "DDE(", "SQL.", "FILTERXML(", "CUBE", "://"}

// dangerous refuses formulas that reach out of the workbook, in every sheet. Other formulas outside of our tables are
// sums that the vendor made for itself.
func dangerous(s grid.Sheet, row grid.Row) error {
	for _, cell := range row.Cells {
		formula := strings.ToUpper(cell.Formula)
		if slices.ContainsFunc(reaching, func(part string) bool { return strings.Contains(formula, part) }) {
			return unsafe("cell %s of sheet %s has a formula that reaches out of the workbook", cell.Name(), excerpt(s.Name))
		}
	}
	return nil
}

// row reads one question, document or open point.
func (w *workbook) row(s grid.Sheet, row grid.Row, at columns) error {
	id := line(row.Text(at.id))
	fields := []int{at.choice, at.answer, at.file}
	for _, cell := range row.Cells {
		switch name := at.named[cell.Column]; {
		case id == "" && slices.Contains(fields, cell.Column):
			w.remark(place(s, cell), "has no id of a question beside it: "+cell.Text)
		case cell.Form == grid.Failure && slices.Contains(fields, cell.Column):
			w.remark(place(s, cell), "holds the error "+cell.Text)
		case !slices.Contains([]int{at.id, at.asked, at.how, at.choice, at.answer, at.file}, cell.Column) && !known(name):
			w.remark(place(s, cell), "is in a column that our form has not: "+english.Join(": ", name, cell.Text))
		}
	}
	if id == "" {
		return nil
	}
	if at.file > 0 {
		for _, column := range []int{at.choice, at.answer} {
			if text := row.Text(column); text != "" {
				w.remark(id, "has an answer in the table of documents: "+text)
			}
		}
		return w.document(written.Document{Kind: id, Note: row.Text(at.file)})
	}
	return w.question(row, id, at)
}

// known reports the head of a column that tells the vendor something.
func known(name string) bool {
	return slices.ContainsFunc(append([]string{headDocument}, quiet...), func(one string) bool { return strings.EqualFold(one, name) })
}

// question reads the answer to a question. Several open points about one question are one answer.
func (w *workbook) question(row grid.Row, id string, at columns) error {
	a := written.Answer{Item: id, Asked: ours(row.Text(at.asked)), Words: row.Text(at.answer)}
	if at.how > 0 {
		a.Offered = offered(row.Text(at.how))
	}
	chosen := line(row.Text(at.choice))
	switch picked, is := pick(chosen, a.Offered); {
	case chosen == "":
		if picked, is := pick(a.Words, a.Offered); is {
			a.Choices, a.Words = picked, ""
		}
	case is:
		a.Choices = picked
	default:
		w.remark(id, "the choice "+excerpt(chosen)+" is none of those that the form offers")
		a.Words = strings.TrimSpace(chosen + "\n" + a.Words)
	}
	if n, twice := w.answered[id]; twice && w.Form.Part == form.Outstanding {
		if words := clean(a.Words); words != "" && !slices.Contains(strings.Split(w.Answers[n].Words, "\n\n"), words) {
			w.Answers[n].Words += "\n\n" + words
			return checkText(id, w.Answers[n].Words)
		}
		return nil
	}
	return w.answer(a)
}

// ours removes the apostrophe that our writers put before a text that a spreadsheet would take for a formula.
func ours(text string) string {
	if rest, is := strings.CutPrefix(text, "'"); is && rest != "" && hostile.Cell(rest) == text {
		return rest
	}
	return text
}

// offered reads the choices from the instruction of a question: yes and no, or a list.
func offered(how string) []string {
	if strings.HasPrefix(strings.ToLower(strings.TrimSpace(how)), "yes or no") {
		return []string{"yes", "no"}
	}
	var all []string
	for one := range strings.SplitSeq(lineEnds.Replace(how), "\n") {
		if label, is := strings.CutPrefix(strings.TrimSpace(one), "•"); is {
			all = append(all, line(label))
		}
	}
	return all
}

// pick finds the choices that a text names: one, or several on lines, or between semicolons or commas.
func pick(text string, offered []string) ([]string, bool) {
	text = clean(text)
	if text == "" || len(offered) == 0 {
		return nil, false
	}
	for _, between := range []string{"", "\n", ";", ","} {
		parts := []string{text}
		if between != "" {
			parts = strings.Split(text, between)
		}
		var all []string
		for _, part := range parts {
			part = strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(part), "•-–* "))
			if part == "" {
				continue
			}
			n := slices.IndexFunc(offered, func(one string) bool { return hostile.Fold(one) == hostile.Fold(spelled(part, offered)) })
			if n < 0 {
				all = nil
				break
			}
			all = append(all, offered[n])
		}
		if len(all) > 0 {
			return all, true
		}
	}
	return nil, false
}

// spelled turns a yes or no that a spreadsheet took for a truth value, or that people wrote shortly, into the choice.
func spelled(text string, offered []string) string {
	if !slices.Equal(offered, []string{"yes", "no"}) {
		return text
	}
	switch strings.ToLower(strings.TrimRight(text, ".!")) {
	case "y", "yes", "true":
		return "yes"
	case "n", "no", "false":
		return "no"
	}
	return text
}

// merged tells of merged cells that hold one answer for several questions.
func (w *workbook) merged(s grid.Sheet, at columns) {
	for _, span := range s.Merged {
		for _, column := range []int{at.choice, at.answer, at.file} {
			if column > 0 && span.Left <= column && column <= span.Right && span.Bottom > span.Top {
				w.remark("the sheet "+s.Name, "has one cell for several rows, "+grid.Cell{Row: span.Top, Column: span.Left}.Name()+" to "+
					grid.Cell{Row: span.Bottom, Column: span.Right}.Name()+": its text counts for the first row only")
			}
		}
	}
}
