package foreign

import (
	"fmt"
	"slices"
	"strings"

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
