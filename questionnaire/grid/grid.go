// Package grid reads the tables of other programs: the sheets of an XLSX
// workbook, a CSV file, and the tables of a DOCX document.
//
// Every file is hostile. This package reads the parts that hold text, and
// nothing else: it follows no link, runs no formula and no macro, and knows no
// entity. Each of its limits refuses the file with a [Refusal] that says why.
//
// A [Cell] is a text as a person saw it in the other program: a date as
// 2026-12-04, a percentage as 25%. Its [Form] tells what the other program took
// it for. A cell with a formula has the value that the other program saved.
// Texts are not cleaned here: whoever keeps one calls package hostile.
//
// The readers use no code of a spreadsheet library, so that they can also check
// the files that one wrote.
package grid

import (
	"bytes"
	"fmt"
	"io"
)

// Limits of one file. They are far beyond every questionnaire that people send
// around.
const (
	MaxBytes   = 20_000_000 // of the file
	maxEntries = 5_000      // of a packed file
	maxContent = 48_000_000 // bytes that are unpacked, over all parts that are read
	maxToken   = 2_000_000  // bytes of one text or tag of XML
	maxDepth   = 64         // of XML
	maxSheets  = 200
	maxCells   = 400_000    // with content, over all sheets
	maxText    = 24_000_000 // bytes of text, over all sheets
	maxCell    = 200_000    // bytes of one cell
	maxSpans   = 50_000     // of one sheet; further ones are ignored
	maxRow     = 1_048_576  // as in Excel
	maxColumn  = 16_384     // as in Excel
)

// Form is how the other program understood a cell.
type Form string

// The forms.
const (
	Text    Form = "text"
	Number  Form = "number"
	Date    Form = "date" // or a time
	Bool    Form = "bool"
	Formula Form = "formula" // the text is the value that was saved last
	Failure Form = "error"   // a failed formula, as #N/A
)

// Cell is a cell with content.
type Cell struct {
	Row, Column int // from 1
	Text        string
	Form        Form
	Formula     string // without its =; empty for a later cell of a shared formula
}

// Name is the place as spreadsheets write it, like B7.
func (c Cell) Name() string { return ColumnName(c.Column) + fmt.Sprint(c.Row) }

// Row is a row that has cells with content.
type Row struct {
	Number int // from 1
	Hidden bool
	Cells  []Cell // by column
}

// Cell returns the cell of a column, from 1. It has no text if there is none.
func (r Row) Cell(column int) Cell {
	for _, cell := range r.Cells {
		if cell.Column == column {
			return cell
		}
	}
	return Cell{Row: r.Number, Column: column, Form: Text}
}

// Text is the text of a column, from 1.
func (r Row) Text(column int) string { return r.Cell(column).Text }

// Span is a merged range. Only its first cell has a text.
type Span struct{ Top, Left, Bottom, Right int }

// Sheet is one table.
type Sheet struct {
	Name   string
	Hidden bool
	Rows   []Row    // in order
	Merged []Span   //
	Above  []string // of a document: the paragraphs before the table
}

// Columns is the largest column that has content.
func (s Sheet) Columns() int {
	most := 0
	for _, row := range s.Rows {
		if len(row.Cells) > 0 {
			most = max(most, row.Cells[len(row.Cells)-1].Column)
		}
	}
	return most
}

// ColumnName is a column, from 1, as spreadsheets write it: A, Z, AA.
func ColumnName(column int) string {
	name := ""
	for ; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name
}

// Why is the reason for a refusal.
type Why string

// The reasons.
const (
	Unknown   Why = "unknown"   // neither XLSX nor DOCX nor CSV
	Old       Why = "old"       // of a program from before 2007, such as XLS and DOC
	Locked    Why = "locked"    // needs a password
	Large     Why = "large"     // beyond a limit
	Damaged   Why = "damaged"   // not what it says it is
	Dangerous Why = "dangerous" // made to deceive a reader
)

// Refusal is the error for a file that cannot be read.
type Refusal struct {
	Why  Why
	Text string
}

// Error implements error.
func (r *Refusal) Error() string { return r.Text }

func refuse(why Why, text string, args ...any) error {
	return &Refusal{why, fmt.Sprintf(text, args...)}
}

// Read reads the tables of a file, whatever its name: an XLSX workbook, a DOCX
// document, or CSV. The sheet of a CSV file has no name.
func Read(r io.ReaderAt, size int64) ([]Sheet, error) {
	if size > MaxBytes {
		return nil, tooLarge("the file", MaxBytes)
	}
	begin := make([]byte, 8)
	n, err := r.ReadAt(begin, 0)
	if err != nil && err != io.EOF {
		return nil, err
	}
	switch begin = begin[:n]; {
	case bytes.HasPrefix(begin, []byte("PK")), bytes.HasPrefix(begin, compound):
		a, err := open(r, size)
		if err != nil {
			return nil, err
		}
		switch {
		case a.has("word/document.xml"):
			return a.document()
		case a.has("[Content_Types].xml"):
			return a.workbook()
		case a.has("content.xml") && a.has("mimetype"):
			return nil, refuse(Unknown, "this is a file of OpenDocument: save it as .xlsx, .docx or .csv")
		}
		return nil, refuse(Unknown, "this packed file is neither a workbook nor a document")
	case bytes.HasPrefix(begin, []byte("%PDF")):
		return nil, refuse(Unknown, "this is a PDF: its tables cannot be read")
	case bytes.HasPrefix(begin, []byte(`{\rtf`)):
		return nil, refuse(Unknown, "this is an RTF document: save it as .docx")
	}
	text, err := io.ReadAll(io.NewSectionReader(r, 0, size))
	if err != nil {
		return nil, err
	}
	sheet, err := CSV(text)
	if err != nil {
		return nil, err
	}
	return []Sheet{sheet}, nil
}

// Workbook reads the sheets of an XLSX workbook.
func Workbook(r io.ReaderAt, size int64) ([]Sheet, error) {
	a, err := open(r, size)
	if err != nil {
		return nil, err
	}
	return a.workbook()
}

// Document reads the tables of a DOCX document. The paragraphs after the last
// table are above a sheet without rows.
func Document(r io.ReaderAt, size int64) ([]Sheet, error) {
	a, err := open(r, size)
	if err != nil {
		return nil, err
	}
	return a.document()
}

func tooLarge(what string, most int) error {
	return refuse(Large, "%s has more than %d bytes", what, most)
}

// budget is what one file may still hold.
type budget struct{ cells, text int }

func newBudget() *budget { return &budget{maxCells, maxText} }

// take counts a cell.
func (b *budget) take(text string) error {
	b.cells--
	b.text -= len(text)
	switch {
	case len(text) > maxCell:
		return tooLarge("a cell", maxCell)
	case b.cells < 0:
		return refuse(Large, "the file has more than %d cells", maxCells)
	case b.text < 0:
		return tooLarge("the text of all cells", maxText)
	}
	return nil
}
