// Package workbook writes XLSX files, and reads them back.
//
// A [Book] is plain data: sheets of rows of typed cells. [Book.Write] makes the
// file, and [Book.Check] reads the file with a reader of its own and compares
// every cell: its text or number, its type, and the format in which a person
// sees it. Check every file before you hand it out.
//
// A spreadsheet runs no text of a book as a formula, takes no id for a date, and
// shows no date as a number: see [Cell].
package workbook

import "assay/assessment"

// Book is one file. The same book always gives the same bytes.
type Book struct {
	Title   string // on every printed page
	Subject string
	From    string // the organization that hands it out
	Made    assessment.Date
	Paper   string // a4 or letter
	Sheets  []Sheet
}

// Sheet is one sheet.
type Sheet struct {
	Name   string    // at most 31 characters, without []:*?/\
	Widths []float64 // of the columns, in characters; there is one for each column
	Rows   []Row
	Head   bool // the first row is a head: it does not scroll, and every printed page repeats it
	Fixed  int  // the number of columns, from the left, that do not scroll; only with a head
	Filter bool // people can filter the rows below the head
}

// Row is one row of cells. It may have fewer cells than the sheet has columns.
type Row struct {
	Style Style
	Cells []Cell
	Fill  []int // columns for the reader to fill in, from 0
	Pick  Pick
}

// Pick limits a column of a row, from 0, to a list of choices. Without choices and
// range there is no list.
type Pick struct {
	Column  int
	Choices []string // short choices without commas
	Range   string   // or the cells that hold the choices, such as Choices!$B$2:$B$5
}

// Style is how a row looks.
type Style string

// The styles.
const (
	Title Style = "title"
	Quiet Style = "quiet"
	Named Style = "named" // a name and a text, without lines around them
	Plain Style = "plain"
	Head  Style = "head"
	Band  Style = "band" // a heading within a table

	fill Style = "fill" // a cell for the reader to fill in
)
