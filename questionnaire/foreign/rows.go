package foreign

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"assay/assessment/hostile"
	"assay/questionnaire/grid"
)

// text is a cell, or a paragraph, with its place.
type text struct {
	words   string // clean
	cell    string // B7
	heading string
}

// entry is one question as the file has it.
type entry struct {
	sheet   string
	row     int
	section string
	heads   []text // the cells that name the section, of its first question
	hint    form   // by the headings of the columns for answers
	texts   map[Field][]text
}

// first is the first text of a field, or nothing.
func (e *entry) first(f Field) string {
	for _, t := range e.texts[f] {
		if t.words != "" {
			return t.words
		}
	}
	return ""
}

// contents are all texts of the file that matter.
type contents struct {
	entries []*entry
	report  Report
	title   string            // above the first table
	order   map[string]int    // of the sheets
	known   map[string]string // section by id of a question, from sheets that only repeat it
}

// readSheets reads the questions of all sheets that have a row of headings.
func readSheets(sheets []grid.Sheet, o Request) (*contents, error) {
	c := &contents{order: map[string]int{}, known: map[string]string{}}
	c.report.Source = o.Source
	layouts := make([]layout, len(sheets))
	var headings []string
	for n, sheet := range sheets {
		c.order[sheet.Name] = n
		if o.Sheet != "" && !strings.EqualFold(strings.TrimSpace(sheet.Name), strings.TrimSpace(o.Sheet)) {
			continue
		}
		layouts[n] = findLayout(sheet, o.Map)
		if layouts[n].fields == 0 && n > 0 && len(sheet.Above) == 0 && sheet.Columns() == sheets[n-1].Columns() && layouts[n-1].fields > 0 && strings.HasPrefix(sheet.Name, "Table ") {
			layouts[n] = layouts[n-1] // Word cut the table in two
			layouts[n].head, layouts[n].goesOn = 0, true
		}
		if len(headings) < 60 && len(sheet.Rows) > 0 {
			for _, cell := range widest(sheet).Cells {
				headings = append(headings, short(line(cell.Text), 40))
			}
		}
	}
	if o.Sheet != "" && !slices.ContainsFunc(sheets, func(s grid.Sheet) bool {
		return strings.EqualFold(strings.TrimSpace(s.Name), strings.TrimSpace(o.Sheet))
	}) {
		names := make([]string, len(sheets))
		for n := range sheets {
			names[n] = sheets[n].Name
		}
		return nil, &Refusal{Text: fmt.Sprintf("there is no sheet %q", o.Sheet), Sheets: names}
	}
	if missing := o.Map.missing(layouts); len(missing) > 0 {
		return nil, &Refusal{Text: fmt.Sprintf("no row of headings has %q", missing), Headings: headings}
	}
	c.choose(sheets, layouts, o)
	if len(c.entries) == 0 {
		return nil, &Refusal{Text: "no column with questions was found", Headings: headings}
	}
	return c, nil
}

// widest is the row with most cells among the first ones: the likeliest headings.
func widest(sheet grid.Sheet) grid.Row {
	rows := sheet.Rows[:min(len(sheet.Rows), 30)]
	return slices.MaxFunc(rows, func(a, b grid.Row) int { return len(a.Cells) - len(b.Cells) })
}

// choose reads the sheets. Workbooks often show the same questions on several ones:
// the sheet with most to say about them is taken.
func (c *contents) choose(sheets []grid.Sheet, layouts []layout, o Request) {
	type reading struct {
		n       int
		entries []*entry
		losses  []Loss
		columns []Column
	}
	var readings []reading
	section := ""
	for n, sheet := range sheets {
		switch {
		case len(layouts[n].columns) == 0:
			why := "the sheet has no row of headings with a column for the questions"
			if o.Sheet != "" {
				why = "the sheet was left out"
			}
			if readings == nil && c.title == "" {
				c.title = titleAbove(sheet, len(sheet.Rows))
			}
			c.loseSheet(sheet, why)
			c.learn(sheet)
		default:
			r := reader{sheet: sheet, layout: layouts[n]}
			if r.layout.goesOn {
				r.section = section
			}
			r.read()
			section = r.last
			readings = append(readings, reading{n, r.entries, r.losses, r.columns()})
		}
	}
	// The sheets that say most come first, whatever their place.
	slices.SortStableFunc(readings, func(a, b reading) int {
		score := func(r reading) int { return layouts[r.n].fields * len(r.entries) }
		return score(b) - score(a)
	})
	taken := map[string]string{} // sheet by question
	var chosen []reading
	for _, r := range readings {
		again := 0
		for _, e := range r.entries {
			if _, is := taken[e.key()]; is {
				again++
			}
		}
		if len(r.entries) == 0 || len(chosen) > 0 && 2*again >= len(r.entries) {
			for _, e := range r.entries {
				if id := e.first(ID); id != "" && e.section != "" && c.known[id] == "" {
					c.known[id] = e.section
				}
			}
			why := "the sheet has no questions"
			if again > 0 {
				why = fmt.Sprintf("the sheet repeats questions of the sheet %q, which says more about them", sheets[chosen[0].n].Name)
			}
			c.loseSheet(sheets[r.n], why)
			continue
		}
		for _, e := range r.entries {
			if _, is := taken[e.key()]; !is {
				taken[e.key()] = e.sheet
			}
		}
		chosen = append(chosen, r)
	}
	slices.SortFunc(chosen, func(a, b reading) int { return a.n - b.n })
	for _, r := range chosen {
		if c.title == "" {
			c.title = titleAbove(sheets[r.n], layouts[r.n].head)
		}
		if len(chosen) > 1 {
			for _, e := range r.entries {
				if e.section == "" {
					e.section = line(sheets[r.n].Name)
				}
			}
		}
		c.entries = append(c.entries, r.entries...)
		c.report.Losses = append(c.report.Losses, r.losses...)
		c.report.Columns = append(c.report.Columns, r.columns...)
	}
}

// learn takes the sections from a sheet without headings whose first column has ids
// of questions, with rows between them that hold a name.
func (c *contents) learn(sheet grid.Sheet) {
	section := ""
	for _, row := range sheet.Rows {
		first := line(row.Text(1))
		switch {
		case realID.MatchString(first):
			if section != "" && c.known[first] == "" {
				c.known[first] = section
			}
		case first != "" && len(first) <= 80:
			section = first
		}
	}
}

// titleAbove is the first text above the headings, if it looks like a title.
func titleAbove(sheet grid.Sheet, head int) string {
	for _, paragraph := range sheet.Above {
		if words := line(paragraph); len(words) <= 90 {
			return words
		}
	}
	for _, row := range sheet.Rows {
		if row.Number >= head {
			break
		}
		if words := line(row.Cells[0].Text); len(row.Cells) <= 2 && len(words) >= 4 && len(words) <= 90 {
			return words
		}
	}
	return ""
}

func (c *contents) loseSheet(sheet grid.Sheet, why string) {
	for _, paragraph := range sheet.Above {
		c.report.Losses = append(c.report.Losses, Loss{sheet.Name, "", line(paragraph), why})
	}
	for _, row := range sheet.Rows {
		for _, cell := range row.Cells {
			if cell.Text != "" {
				c.report.Losses = append(c.report.Losses, Loss{sheet.Name, cell.Name(), line(cell.Text), why})
			}
		}
	}
}

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
	slices.SortFunc(all, func(a, b Column) int {
		return len(a.Column)*1000 + int(a.Column[0]) - len(b.Column)*1000 - int(b.Column[0])
	})
	return all
}

func (r *reader) lose(cell grid.Cell, why string) {
	if cell.Text != "" {
		r.losses = append(r.losses, Loss{r.sheet.Name, cell.Name(), line(cell.Text), why})
	}
}

func (r *reader) read() {
	for n, paragraph := range r.sheet.Above {
		if n == len(r.sheet.Above)-1 && len(paragraph) <= 90 && !strings.HasSuffix(paragraph, ".") {
			r.section = line(paragraph) // the heading of the table
			continue
		}
		r.losses = append(r.losses, Loss{r.sheet.Name, "", line(paragraph), "a text outside of the tables"})
	}
	r.ids = r.mostHaveIDs()
	for n, row := range r.sheet.Rows {
		switch {
		case row.Number < r.layout.head:
			for _, cell := range row.Cells {
				r.lose(cell, "above the row of headings")
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
		e.heads = append(e.heads, text{words: line(cell.Text), cell: cell.Name()})
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

// clean makes a text of a cell fit for a questionnaire: nothing invisible, and no
// blanks at the end of its lines.
func clean(words string) string {
	words = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\r', r == '\v', r == '\u2028', r == '\u2029':
			return '\n'
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r):
			return -1
		}
		return r
	}, hostile.Clean(strings.ReplaceAll(words, "\r\n", "\n")))
	var lines []string
	for one := range strings.SplitSeq(words, "\n") {
		if one = strings.Join(strings.Fields(one), " "); one != "" {
			lines = append(lines, one)
		}
	}
	return strings.Join(lines, "\n")
}

// line is a text on one line.
func line(words string) string { return strings.ReplaceAll(clean(words), "\n", " ") }

// simple is a text without case and punctuation: two such texts ask the same.
func simple(words string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(words), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

// short is a text of at most so many letters, cut between words.
func short(words string, most int) string {
	runes := []rune(words)
	if len(runes) <= most {
		return words
	}
	cut := strings.TrimRight(string(runes[:most-1]), " ")
	if at := strings.LastIndexByte(cut, ' '); at > most/2 {
		cut = cut[:at]
	}
	return strings.TrimRight(cut, " ,;:.-–") + "…"
}
