// Package register lists the evidence records of an assessment, in the order and with
// the numbers of the register in a report: those of the answers, item by item, then
// those that closed an action. It gives each record a name by which people can ask for
// it. The package is pure: it reads no clock and no file.
package register

import (
	"fmt"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/wording"
)

// Entry is one evidence record. Its JSON keys are a contract: add keys, but never
// change one.
type Entry struct {
	Record   string               `json:"record"`           // its name: BAA-01/2 is the second record of the item
	Number   int                  `json:"number"`           // in the register of a report, from 1
	Item     string               `json:"item"`             // empty for an action without one
	Action   string               `json:"action,omitempty"` // id of the action that it closed
	About    string               `json:"about"`            // the title of the item, or the task of the action
	Kind     string               `json:"kind_name"`
	Evidence assessment.Evidence  `json:"evidence"`
	CountsAs assessment.Assurance `json:"counts_as"` // empty where it only closed an action
	Age      assessment.Age       `json:"-"`
	AgeWords string               `json:"age"`
	Personal bool                 `json:"personal"` // about named people: only a reference is kept
	By       string               `json:"by"`       // who recorded the answer, or closed the action
	At       int64                `json:"-"`        // microseconds UTC
	Place    int                  `json:"-"`        // among the records of its answer, from 0
}

// Of lists the evidence records of an assessment on a day.
func Of(s assessment.Snapshot, today assessment.Date) []Entry {
	all := []Entry{}
	add := func(e Entry) {
		e.Number, e.Age = len(all)+1, s.AgeOf(&e.Evidence, today)
		e.AgeWords, e.Kind = e.Age.Words(), e.Evidence.Kind
		if kind := s.Questionnaire.EvidenceKind(e.Evidence.Kind); kind != nil {
			e.Kind, e.Personal = kind.Name, kind.Personal
		}
		all = append(all, e)
	}
	for item := range s.Questionnaire.Items() {
		answer := s.Answers[item.ID]
		for n := range answer.Evidence {
			record := answer.Evidence[n]
			add(Entry{
				Record: fmt.Sprintf("%s/%d", item.ID, n+1), Item: item.ID, About: item.Title, Evidence: record, CountsAs: answer.CountedFor(&record), By: answer.By, At: answer.At, Place: n,
			})
		}
	}
	for n, action := range s.Actions {
		if action.Closed == nil {
			continue
		}
		for r, record := range action.Closed.Evidence {
			add(Entry{
				Record: fmt.Sprintf("action-%d/%d", n+1, r+1), Item: action.Item, Action: action.ID, About: action.What, Evidence: record, By: action.Closed.By, At: action.Closed.At,
			})
		}
	}
	return all
}

// HasFile reports whether a copy of a file is kept.
func (e Entry) HasFile() bool { return e.Evidence.SHA256 != "" && !e.Personal }

// Names are the names by which people ask for the record, beside its own: its item
// and its file.
func (e Entry) Names() []string {
	var all []string
	for _, name := range []string{e.Evidence.File, e.Item} {
		if name != "" {
			all = append(all, name)
		}
	}
	return all
}

// Label tells the record apart from others of the same item or file.
func (e Entry) Label() string {
	return e.Record + " (" + english.Join(", ", e.Kind, wording.Source(e.Evidence)) + ")"
}

// WithoutFile says why no file can be opened, or nothing if one is kept.
func (e Entry) WithoutFile() string {
	switch {
	case e.HasFile():
		return ""
	case e.Personal && e.Evidence.SHA256 != "":
		return english.Join(": ", e.Record+" is about named people, so assay keeps only the SHA-256", wording.Source(assessment.Evidence{Reference: e.Evidence.Reference}))
	}
	return e.Record + " has no file: " + wording.Source(assessment.Evidence{Observed: e.Evidence.Observed, Reference: e.Evidence.Reference})
}
