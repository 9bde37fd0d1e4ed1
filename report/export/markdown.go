package export

import (
	"fmt"
	"strings"

	"assay/assessment/hostile"
)

// Markdown is the document for people who read it as a page, or paste it into one.
func (d Document) Markdown() []byte {
	var out strings.Builder
	fmt.Fprintf(&out, "# %s\n\n%s\n", hostile.Markdown(d.Title), hostile.Markdown(d.Subject))
	for _, remark := range d.Remarks {
		fmt.Fprintf(&out, "\n> %s\n", hostile.Markdown(remark))
	}
	out.WriteString("\n")
	for _, f := range d.Facts {
		d.field(&out, f.Column, f.Value)
	}
	for _, t := range d.Tables {
		fmt.Fprintf(&out, "\n## %s\n\n", hostile.Markdown(t.Name))
		switch {
		case len(t.Rows) == 0:
			out.WriteString("None.\n")
		case t.Cards:
			d.cards(&out, t)
		default:
			d.table(&out, t)
		}
	}
	return []byte(out.String())
}

// field writes a name and a value on one line, and a list with a line for each of its
// texts. It writes nothing for an empty value.
func (d Document) field(out *strings.Builder, c Column, value Value) {
	if c.Form == List {
		for _, text := range value.list {
			fmt.Fprintf(out, "- **%s:** %s\n", hostile.Markdown(d.heading(c)), hostile.Markdown(text))
		}
		return
	}
	if shown := d.inTable(c, value); shown != "" {
		fmt.Fprintf(out, "- **%s:** %s\n", hostile.Markdown(d.heading(c)), shown)
	}
}

// cards writes a section for each row, headed by its first column.
func (d Document) cards(out *strings.Builder, t Table) {
	for n, row := range t.Rows {
		if n > 0 {
			out.WriteString("\n")
		}
		fmt.Fprintf(out, "### %s\n\n", d.inTable(t.Columns[0], row[0]))
		for i, value := range row[1:] {
			d.field(out, t.Columns[i+1], value)
		}
	}
}

func (d Document) table(out *strings.Builder, t Table) {
	line := func(cells []string) { fmt.Fprintf(out, "| %s |\n", strings.Join(cells, " | ")) }
	head, rule := make([]string, len(t.Columns)), make([]string, len(t.Columns))
	for n, c := range t.Columns {
		head[n], rule[n] = hostile.Markdown(d.heading(c)), "---"
		if c.Form.numeric() {
			rule[n] = "---:"
		}
	}
	line(head)
	line(rule)
	for _, row := range t.Rows {
		cells := make([]string, len(row))
		for n, value := range row {
			cells[n] = d.inTable(t.Columns[n], value)
		}
		line(cells)
	}
}

// inTable is a value as the cell of a table. A number and a date need no escape within
// a line.
func (d Document) inTable(c Column, value Value) string {
	switch {
	case c.Form == List:
		return hostile.Markdown(strings.Join(value.list, "; "))
	case c.Form.numeric() || c.Form == Day || c.Form == Moment:
		return value.shown(c.Form, d.Zone)
	}
	return hostile.Markdown(value.shown(c.Form, d.Zone))
}
