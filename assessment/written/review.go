package written

import (
	"slices"
	"strings"

	"assay/assessment"
)

// Review is a reply beside the record, line by line. Make it with [Compare]. A person
// decides about each line with a [Choice]. Its JSON keys are a contract: add keys, but
// never change one.
type Review struct {
	Assessment string            `json:"assessment"`
	Vendor     string            `json:"vendor"` // with the subject
	File       string            `json:"file"`   // name of the received file
	SHA256     string            `json:"sha256"` // of the received file
	Size       int64             `json:"size"`   // bytes
	Format     Format            `json:"format"`
	Form       string            `json:"form"` // the id of the form
	Stated     assessment.Stated `json:"stated"`
	Finished   bool              `json:"finished"`
	Lines      []Line            `json:"lines"`
	Empty      []string          `json:"empty"`    // items that the form asks and the vendor left empty
	Warnings   []string          `json:"warnings"` // for the person who takes anything
	Remarks    []string          `json:"remarks"`  // parts of the file that were not understood

	// PatientData names the kinds of patient data that the name of the file seems to
	// have, or the person who answers, or a part of the file that no line shows.
	PatientData []string `json:"patient_data,omitempty"`

	named  []string // those of the name of the file, and of the person who answers
	inside []string // files within the file, into which nobody has looked

	snapshot assessment.Snapshot
	today    assessment.Date
}

// Line is one answer of a reply, or one document, beside the record.
type Line struct {
	ID    string `json:"id"`             // names the line: the item, or the document and the number of its file, like EV-24/2
	Item  string `json:"item,omitempty"` // empty for a document
	Title string `json:"title"`
	Ask   string `json:"ask,omitempty"` // as the present questionnaire asks it
	State State  `json:"state"`
	Why   string `json:"why,omitempty"` // why it is held back, or has no value

	Wrote    string `json:"wrote"`            // the words of the vendor: choices and text
	Value    string `json:"value,omitempty"`  // the answer to record, unless a person gives another one
	Words    string `json:"words,omitempty"`  // the same, for people
	Recorded string `json:"recorded"`         // the present answer, for people; empty for none
	Then     string `json:"then,omitempty"`   // held back: the question as the file shows it
	Before   string `json:"before,omitempty"` // the answer of the reply before
	Changed  bool   `json:"changed"`          // the reply before said something else, or nothing

	Document string   `json:"document,omitempty"` // the kind of evidence
	File     *File    `json:"file,omitempty"`     // an attached file
	For      []string `json:"for,omitempty"`      // the items whose answers get the document
	Personal bool     `json:"personal,omitempty"` // about named people: only a reference is recorded

	PatientData []string `json:"patient_data,omitempty"` // what looks like patient data in it
}

// State tells how a line compares with the record.
type State string

// The states.
const (
	New     State = "new"       // nothing is recorded
	Same    State = "same"      // the same answer is recorded; the words are new
	Differs State = "differs"   // another answer is recorded
	InWords State = "in_words"  // words alone: a person may give the answer that they mean
	Known   State = "known"     // everything in it is recorded already
	Held    State = "held_back" // it cannot be taken
)

// States lists the states in the order in which lists count them.
func States() []State { return []State{New, Differs, Same, InWords, Known, Held} }

// Label is the state in words.
func (s State) Label() string {
	switch s {
	case Same:
		return "same answer"
	case InWords:
		return "in words"
	case Known:
		return "recorded already"
	case Held:
		return "held back"
	}
	return string(s)
}

// Takes reports whether there is anything in the line that can be taken.
func (l *Line) Takes() bool { return l.State != Known && l.State != Held }

// named are the names in a line that the vendor may have made up.
func (l *Line) named() string { return strings.Join([]string{l.Item, l.Document, l.Then}, "\n") }

// IsFile reports whether the line is an attached file.
func (l *Line) IsFile() bool { return l.File != nil }

// Line finds a line by its id.
func (r *Review) Line(id string) *Line {
	at := slices.IndexFunc(r.Lines, func(l Line) bool { return l.ID == id })
	if at < 0 {
		return nil
	}
	return &r.Lines[at]
}

// Under lists the lines of a state.
func (r *Review) Under(s State) []Line {
	return slices.DeleteFunc(slices.Clone(r.Lines), func(l Line) bool { return l.State != s })
}

// Snapshot is the assessment with which the reply was compared.
func (r *Review) Snapshot() assessment.Snapshot { return r.snapshot }
