package written

import (
	"assay/assessment"
	"assay/assessment/form"
)

// Reply is a form that came back. Its texts are cleaned with package hostile, and
// otherwise as the vendor wrote them.
type Reply struct {
	Form      form.Form
	Format    Format
	Finished  bool // the vendor saved it as finished; formats that cannot tell are finished
	Stated    Stated
	Answers   []Answer   // only questions that the vendor answered, in the order of the file
	Documents []Document // only documents about which the vendor said or sent anything
	Remarks   []Remark

	// Answered is the path of the answers in a ZIP file.
	Answered string

	// Unseen are texts of the file that no line and no remark shows. Nobody reads them;
	// they are only looked through for patient data, because the file is kept.
	Unseen []string

	// Inside are the names of files within the file that are not taken from there, and
	// into which nobody has looked.
	Inside []string
}

// Format is the format of a form and of its reply.
type Format string

// The formats. The reply to an HTML form is a ZIP file.
const (
	HTML Format = "html"
	PDF  Format = "pdf"
	XLSX Format = "xlsx"
)

// ending is the ending of a file that comes back.
func (f Format) ending() string {
	if f == HTML {
		return "zip"
	}
	return string(f)
}

// Stated tells who filled the form in, as the form itself states it.
type Stated struct {
	Company, Name, Role, Reach string
	Day                        assessment.Date
	DayText                    string // the day as the vendor wrote it
}

// Answer is what a vendor answered to one question.
type Answer struct {
	Item    string
	Asked   string   // the question as the file shows it
	Offered []string // the values that the vendor could choose from, as far as the file tells
	Choices []string // the chosen values: yes or no, or values of options
	Words   string
}

// Document is what a vendor said about a requested document, and sent.
type Document struct {
	Kind  string // the id of the kind of evidence
	Note  string
	None  bool // the vendor says that it does not have it
	Files []File
}

// File is an attached file.
type File struct {
	Name   string `json:"name"`   // as the vendor named it, without a path
	Path   string `json:"path"`   // inside the reply
	Size   int64  `json:"size"`   // bytes
	SHA256 string `json:"sha256"` // hexadecimal
}

// Remark names a part of the file that was not understood, so that nothing the
// vendor wrote is dropped unseen.
type Remark struct{ Where, What string }
