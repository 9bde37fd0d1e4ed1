// Package export writes an assessment, or a comparison, for other programs: as a
// workbook (XLSX), as CSV, as Markdown and as JSON.
//
// [Assessment] and [Comparison] make a [Document]: a title, some facts, and tables
// whose columns have types. Every format is written from it, so that all say the
// same. A document holds nothing that a closed panel hides.
//
// Each writer has a reader beside it: [Document.Check] reads a file as another program
// would, and compares it with the document. Check every file before you hand it out.
package export

import (
	"time"

	"assay/assessment"
)

// Document is the content of an export, as plain data.
type Document struct {
	Form    string // of the JSON, such as assay-assessment/1
	Title   string
	Subject string // one sentence about the document
	Facts   []Fact
	Remarks []string // sentences that a reader needs first
	Tables  []Table

	AsOf assessment.Date
	Zone *time.Location // of the moments, except in JSON, which has UTC
}

// Fact is one value with a name. Its key is a contract: add facts, but never rename
// one.
type Fact struct {
	Column
	Value Value
}

// Table is one topic. Its key and those of its columns are a contract: add columns, but
// never rename one.
type Table struct {
	Key     string // names the topic for programs
	Name    string // at most 31 characters
	Columns []Column
	Rows    [][]Value // as long as Columns
	Cards   bool      // the rows are long: Markdown writes each as a section
}

// Column is a column of a table.
type Column struct {
	Key   string
	Name  string
	Form  Form
	Width float64 // in characters
	About string  // a sentence for the schema
}

// Form is the type of a value.
type Form string

// The forms.
const (
	Text   Form = "text"
	Code   Form = "code"   // a short text that names something: an id, a rank, a hash
	List   Form = "list"   // of texts
	Count  Form = "count"  // a whole number
	Score  Form = "score"  // a score of 0 to 100, or a number of points, with one decimal
	Figure Form = "figure" // another number
	Share  Form = "share"  // of 0 to 1
	Day    Form = "day"    // a civil date
	Moment Form = "moment"
	Truth  Form = "truth" // yes or no
	Mixed  Form = "mixed" // a text, or a number where the text is one
)

// Format is a file format.
type Format string

// The formats.
const (
	XLSX     Format = "xlsx"
	CSV      Format = "csv" // one topic in each file
	Markdown Format = "markdown"
	JSON     Format = "json"
)
