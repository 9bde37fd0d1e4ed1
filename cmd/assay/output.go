package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/term"

	"assay/assessment/hostile"
)

// printer writes to one stream. It cleans every argument of print, so that no text
// can control the terminal. Only text that the printer itself has painted is not
// cleaned.
type printer struct {
	to    *bufio.Writer
	file  *os.File
	color bool
}

func newPrinter(file *os.File) *printer {
	return &printer{to: bufio.NewWriter(file), file: file}
}

// chooseColor decides whether the streams have color. --color comes first, then
// NO_COLOR and CLICOLOR_FORCE; otherwise only a terminal gets color.
func (a *app) chooseColor() error {
	switch a.flags.color {
	case "always", "never", "auto":
	default:
		return usagef("use auto, always or never", "%q is not a way to use color", a.flags.color)
	}
	force := a.getenv("CLICOLOR_FORCE")
	for _, p := range []*printer{a.out, a.talk} {
		switch {
		case a.flags.color != "auto":
			p.color = a.flags.color == "always"
		case a.getenv("NO_COLOR") != "":
			p.color = false
		case force != "" && force != "0":
			p.color = true
		default:
			p.color = isTerminal(p.file) && a.getenv("TERM") != "dumb"
		}
	}
	return nil
}

// painted is text that the printer writes without cleaning it.
type painted string

// ink is the color or weight of a text, as an SGR parameter.
type ink string

// The inks. They are colors of the terminal's palette, which its user has chosen.
const (
	plain  ink = ""
	bold   ink = "1"
	faint  ink = "2"
	red    ink = "1;31"
	green  ink = "1;32"
	yellow ink = "1;33"
)

// paint cleans a text and adds the ink, where the stream has color.
func (p *printer) paint(i ink, text string) painted {
	text = hostile.Clean(text)
	if !p.color || i == plain || text == "" {
		return painted(text)
	}
	return painted("\x1b[" + string(i) + "m" + text + "\x1b[0m")
}

// print prints like fmt.Fprintf, with cleaned arguments.
func (p *printer) print(format string, args ...any) {
	clean := make([]any, len(args))
	for i, arg := range args {
		switch v := arg.(type) {
		case painted, int, int64, float64, bool, rune:
			clean[i] = v
		case string:
			clean[i] = hostile.Clean(v)
		default:
			clean[i] = hostile.Clean(fmt.Sprint(v))
		}
	}
	fmt.Fprintf(p.to, format, clean...) // flush reports the error
}

// raw returns the stream, for bytes that are no text.
func (p *printer) raw() io.Writer { return p.to }

func (p *printer) flush() error { return p.to.Flush() }

// json writes a value, indented by two. It escapes control characters: they reach
// the reader, but do not control the terminal.
func (p *printer) json(v any) error {
	text, err := indented("", v)
	if err == nil {
		p.escaped(text + "\n")
	}
	return err
}

// indented is a value as JSON, indented by two. Its lines but the first begin with
// the margin.
func indented(margin string, v any) (string, error) {
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent(margin, "  ")
	err := encoder.Encode(v)
	return strings.TrimSuffix(text.String(), "\n"), err
}

func (p *printer) escaped(text string) { p.to.WriteString(harmlessJSON(text)) }

// harmlessJSON is JSON whose control characters reach its reader, but control nothing.
func harmlessJSON(text string) string {
	var out strings.Builder
	for _, r := range text {
		if r != '\n' && (unicode.IsControl(r) || hostile.Clean(string(r)) == "") {
			fmt.Fprintf(&out, `\u%04x`, r)
			continue
		}
		out.WriteRune(r)
	}
	return out.String()
}

// show prints a value with --json, and else the text that a function prints.
func (a *app) show(value any, text func()) error {
	if a.flags.json {
		return a.out.json(value)
	}
	text()
	return nil
}

// stream prints a JSON list of any length, as json does. It prints each element as
// soon as visit passes it on, so that no list has to fit into memory. After an
// error the list stays open, and its reader sees that it is not whole.
func stream[T any](p *printer, visit func(element func(T) error) error) error {
	margin := "[\n  "
	err := visit(func(one T) error {
		text, err := indented("  ", one)
		if err == nil {
			p.escaped(margin + text)
			margin = ",\n  "
		}
		return err
	})
	switch {
	case err != nil:
	case margin[0] == '[':
		p.escaped("[]\n")
	default:
		p.escaped("\n]\n")
	}
	return err
}

// width is the number of columns for running text: the width of the terminal,
// within readable limits.
func (p *printer) width() int {
	const widest = 96
	if columns, _, err := term.GetSize(int(p.file.Fd())); err == nil {
		return max(40, min(columns, widest))
	}
	return widest
}

// wrap breaks a text into lines, with room for an indent.
func (p *printer) wrap(text string, indent int) []string {
	// Keep dates and ids whole: do not break at their hyphens.
	whole := strings.ReplaceAll(hostile.Clean(text), "-", unbroken)
	return strings.Split(strings.ReplaceAll(ansi.Wordwrap(whole, p.width()-indent, ""), unbroken, "-"), "\n")
}

// unbroken replaces a hyphen while wrap breaks lines. It is a private-use character,
// which no text contains.
const unbroken = "\ue02d"

// prose prints a text in lines with an indent.
func (p *printer) prose(indent, text string) { p.inked(plain, indent, text) }

// inked prints a text in an ink, in lines with an indent.
func (p *printer) inked(i ink, indent, text string) {
	for _, line := range p.wrap(text, len(indent)) {
		p.print("%s%s\n", indent, p.paint(i, line))
	}
}

// section prints a heading, and below it a line for each of some things: an id and a
// text. It prints nothing where there are none.
func section[T any](p *printer, title string, all []T, line func(T) (id, text string)) {
	if len(all) > 0 {
		p.print("\n%s\n", p.paint(bold, title))
	}
	for _, one := range all {
		id, text := line(one)
		p.named("  ", id, text)
	}
}

// ids prints a heading and the ids of some items, or nothing where there are none.
func (p *printer) ids(title string, items []string) {
	if len(items) > 0 {
		p.print("\n%s\n", p.paint(bold, title))
		p.prose("  ", strings.Join(items, ", "))
	}
}

// recorded prints names and texts in two columns. A name that repeats is left out.
func (p *printer) recorded(indent string, lines [][2]string) {
	const margin = 12
	for n, line := range lines {
		name := line[0]
		if n > 0 && lines[n-1][0] == name {
			name = ""
		}
		p.beside(indent, p.paint(faint, name), margin, line[1])
	}
}

// beside prints a text beside its name. Further lines of the text go below, in the
// same column. margin is the width of the name's column.
func (p *printer) beside(indent string, name painted, margin int, text string) {
	p.besideInked(plain, indent, name, margin, text)
}

// besideInked is beside with a text in an ink.
func (p *printer) besideInked(i ink, indent string, name painted, margin int, text string) {
	for _, line := range p.wrap(text, len(indent)+margin) {
		room := strings.Repeat(" ", max(0, margin-ansi.StringWidth(string(name))))
		p.print("%s%s%s%s\n", indent, name, painted(room), p.paint(i, line))
		name = ""
	}
}

// cell is one field of a table.
type cell struct {
	text string
	ink  ink
}

// table prints rows in columns, two spaces apart. It aligns numeric columns, counted
// from 0, to the right. A row may have fewer cells than others.
func (p *printer) table(indent string, numeric map[int]bool, rows [][]cell) {
	t := columns{indent: indent, numeric: numeric}
	for _, row := range rows {
		t.measure(row)
	}
	for _, row := range rows {
		t.print(p, row)
	}
}

// columns is the layout of a table. Measure all rows before you print the first.
type columns struct {
	indent  string
	numeric map[int]bool
	widths  []int
}

// measure makes the columns wide enough for a row.
func (t *columns) measure(row []cell) {
	for c := range row {
		if c == len(t.widths) {
			t.widths = append(t.widths, 0)
		}
		t.widths[c] = max(t.widths[c], ansi.StringWidth(hostile.Line(row[c].text)))
	}
}

func (t *columns) print(p *printer, row []cell) {
	line := t.indent
	for c, field := range row {
		text := hostile.Line(field.text)
		room := strings.Repeat(" ", max(t.widths[c]-ansi.StringWidth(text), 0))
		switch {
		case t.numeric[c]:
			line += room + string(p.paint(field.ink, text))
		case c == len(row)-1:
			line += string(p.paint(field.ink, text))
		default:
			line += string(p.paint(field.ink, text)) + room
		}
		if c < len(row)-1 {
			line += "  "
		}
	}
	p.print("%s\n", painted(strings.TrimRight(line, " ")))
}

// texts makes a row of plain cells.
func texts(fields ...string) []cell {
	return each(fields, func(field string) cell { return cell{text: field} })
}

// each makes a list with something for every element. The list is never nil, which
// JSON would print as null.
func each[T, U any](all []T, of func(T) U) []U {
	made := make([]U, len(all))
	for n, one := range all {
		made[n] = of(one)
	}
	return made
}

// heading makes a row of faint cells.
func heading(fields ...string) []cell {
	row := texts(fields...)
	for i := range row {
		row[i].ink = faint
	}
	return row
}

// numbers makes the set of numeric columns.
func numbers(columns ...int) map[int]bool {
	marked := map[int]bool{}
	for _, c := range columns {
		marked[c] = true
	}
	return marked
}
