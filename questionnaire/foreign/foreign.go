// Package foreign makes a questionnaire of assay from the questionnaire of
// somebody else: a workbook, a CSV file or the tables of a document.
//
// Its steps, in the order in which they run:
//
//   - It finds the row of headings on each sheet, and the meaning of each column by
//     the usual spellings of its heading ([Field]). A [Map] overrides that.
//   - It reads the rows below as questions, and finds the sections in a column, in
//     rows that hold nothing but a name, or in the names of the sheets.
//   - It makes an item of each question: yes or no is a gate, other answers that
//     people judge are a control, and choices, numbers and dates are facts.
//   - It takes what the file does not say from the former import, if there is one:
//     ids above all, so that no answer loses its question. Only then it sets
//     defaults, and names each of them.
//
// Nothing is dropped silently. Every cell with content either becomes a part of the
// questionnaire or is a [Loss] with a reason. The result passes lint, unless the
// file itself cites law that does not exist.
package foreign

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"assay/questionnaire"
	"assay/questionnaire/grid"
)

// Request is how a person wants a file imported.
type Request struct {
	Source string // the name of the file, for remarks
	Name   string // of the file to write, for an id; empty for none
	ID     string // of the questionnaire; empty: by the former one, or by a name
	Title  string // empty: by the former one, or by the file
	Map    Map    // columns that the person named
	Sheet  string // the only sheet to read; empty for all that fit

	// From is the former import of the same file, perhaps changed by hand since.
	// The new one keeps its ids, and everything that the file does not say.
	From *questionnaire.Questionnaire
}

// Result is an imported questionnaire.
type Result struct {
	Questionnaire *questionnaire.Questionnaire
	File          []byte // YAML
	Report
}

// Report tells how a file was read.
type Report struct {
	Source   string    `json:"source"`
	Columns  []Column  `json:"columns"`
	Defaults []Default `json:"defaults"`
	Gone     []string  `json:"gone"` // items of the former import that the file no longer has
	Losses   []Loss    `json:"losses"`
}

// Column is a column of the file whose meaning is known.
type Column struct {
	Sheet   string `json:"sheet"`
	Column  string `json:"column"` // B
	Heading string `json:"heading"`
	Field   Field  `json:"field"`
}

// Default is something that the file does not say, and how it was settled.
type Default struct {
	What  string `json:"what"` // a whole sentence without its period
	Items int    `json:"items"`
}

// Loss is a cell, or a part of one, without a counterpart in the questionnaire.
type Loss struct {
	Sheet string `json:"sheet"`
	Cell  string `json:"cell"` // B7; empty for a paragraph of a document
	Text  string `json:"text"`
	Why   string `json:"why"`
}

// Refusal is the error for a file from which no questionnaire can be made. Headings
// or Sheets list those that were seen, to choose from.
type Refusal struct {
	Text     string
	Headings []string
	Sheets   []string
}

// Error implements error.
func (r *Refusal) Error() string { return r.Text }

// Import makes a questionnaire from the sheets of a file.
func Import(sheets []grid.Sheet, o Request) (*Result, error) {
	b, err := begin(sheets, o)
	if err != nil {
		return nil, err
	}
	q := b.assemble()
	whole, file, err := b.finish(q)
	if former := o.From; err == nil && former != nil && differs(former, whole) {
		q.Version = next(former.Version)
		whole, file, err = b.finish(q)
	}
	if err != nil {
		return nil, err
	}
	b.report.Losses = slices.DeleteFunc(b.report.Losses, func(l Loss) bool { return (l.Why == outside || l.Why == above) && l.Text == whole.Title })
	slices.SortStableFunc(b.report.Losses, func(a, c Loss) int {
		return cmp.Or(cmp.Compare(b.read.order[a.Sheet], b.read.order[c.Sheet]), compareCells(a.Cell, c.Cell))
	})
	return &Result{Questionnaire: whole, File: file, Report: b.report}, nil
}

// begin makes the items.
func begin(sheets []grid.Sheet, o Request) (*builder, error) {
	if isOwn(sheets) {
		b := newBuilder(o, &contents{order: map[string]int{}, report: Report{Source: o.Source}})
		b.readOwn(sheets[0])
		b.makeDomains()
		return b, nil
	}
	read, err := readSheets(sheets, o)
	if err != nil {
		return nil, err
	}
	b := newBuilder(o, read)
	return b, b.build()
}

// finish prints the questionnaire, and reads it back.
func (b *builder) finish(q *questionnaire.Questionnaire) (*questionnaire.Questionnaire, []byte, error) {
	file := write(q, b.remarks())
	if len(file) > maxFile {
		return nil, nil, &Refusal{Text: fmt.Sprintf("the questionnaire would have %d bytes; %d is the most that assay reads: import fewer sheets, or split the file", len(file), maxFile)}
	}
	whole, err := questionnaire.Parse(bytes.NewReader(file))
	var mistakes questionnaire.Mistakes
	if b.own && errors.As(err, &mistakes) {
		return nil, nil, &Refusal{Text: "the internal copy was changed, and is no questionnaire any more: " + told(mistakes, file)}
	}
	if err != nil {
		return nil, nil, fmt.Errorf("the questionnaire that was made of %s has a mistake: %w", b.request.Source, err)
	}
	return whole, file, nil
}

// differs reports whether two questionnaires ask or judge in other ways. That one
// extends others and one is whole makes no difference.
func differs(a, b *questionnaire.Questionnaire) bool {
	d := questionnaire.Diff(a, b)
	d.Document = slices.DeleteFunc(d.Document, func(c questionnaire.Change) bool { return c.Key == "parents" })
	return !d.None()
}

// told names the item of each of the first mistakes.
func told(mistakes questionnaire.Mistakes, file []byte) string {
	lines := strings.Split(string(file), "\n")
	var all []string
	for _, mistake := range mistakes[:min(len(mistakes), 3)] {
		text := mistake.Text
		for n := min(mistake.Line, len(lines)) - 1; n >= 0; n-- {
			if _, id, found := strings.Cut(lines[n], "- id: "); found {
				text = id + ": " + text
				break
			}
		}
		all = append(all, text)
	}
	return strings.Join(all, "; ")
}

// next is the version after one: 1.0.0 becomes 1.1.0.
func next(version string) string {
	var major, minor, patch int
	if _, err := fmt.Sscanf(version, "%d.%d.%d", &major, &minor, &patch); err != nil {
		return version
	}
	return fmt.Sprintf("%d.%d.0", major, minor+1)
}

// maxFile is the most bytes of a questionnaire file.
const maxFile = 1 << 20

var cellName = regexp.MustCompile(`^([A-Z]+)([0-9]+)$`)

// compareCells compares by row, then by column: B2 comes before A10.
func compareCells(a, b string) int {
	one, other := cellName.FindStringSubmatch(a), cellName.FindStringSubmatch(b)
	if one == nil || other == nil {
		return cmp.Compare(len(a), len(b))
	}
	number := func(m []string) string { return fmt.Sprintf("%08s%4s", m[2], m[1]) }
	return strings.Compare(number(one), number(other))
}
