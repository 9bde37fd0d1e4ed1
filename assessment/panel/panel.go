// Package panel tells how the people of a panel graded the scenarios of an
// assessment: who has given grade and note, who differs on which scenario, and how far
// they agree. All statements about panels are made here; workbench and command line
// lay them out.
//
// A closed panel shows who is in, and no grade, not even to the person who gave it:
// people look at this page together.
package panel

import (
	"slices"

	"assay/assessment"
	"assay/assessment/agreement"
	"assay/assessment/wording"
	"assay/questionnaire"
)

// Page is the panels of one assessment.
type Page struct {
	Assessment string        `json:"assessment"`
	Vendor     string        `json:"vendor"`  // with the person or contract, if the assessment is about one
	Graders    []string      `json:"graders"` // who is named
	Blind      bool          `json:"blind"`   // a panel hides its grades until it opens
	Rows       []Row         `json:"panels"`  // one for each scenario, in the order of the questionnaire
	Agreement  agreement.Raw `json:"agreement"`

	// Units are the scenarios with two grades or more that show.
	Units []Unit `json:"-"`
}

// Row is the panel of one scenario.
type Row struct {
	Item    string   `json:"item"`
	Title   string   `json:"title"`
	State   State    `json:"state"`
	In      []string `json:"in"`      // who has given a grade, and the note where grades are blind
	Awaited []string `json:"awaited"` // named graders who are not in

	Grades     []Grade     `json:"grades,omitempty"` // of an open panel
	Apart      int         `json:"apart,omitempty"`  // the highest grade less the lowest
	Differ     bool        `json:"differ,omitempty"` // so far apart that they need one reconciled grade
	Reconciled *Reconciled `json:"reconciled,omitempty"`

	Opened  *assessment.PanelOpening `json:"opened,omitempty"`  // of a blind panel
	Changes []assessment.GradeChange `json:"changes,omitempty"` // grades that were changed after they were given

	opening string   // how a blind panel opened before all graders were in
	changed []string // who changed a grade
}

// State is the state of a panel.
type State string

// The states.
const (
	Empty  State = "empty"  // open, and nobody has graded
	Open   State = "open"   // grades show
	Closed State = "closed" // grades are hidden
)

// Grade is one grade of an open panel.
type Grade struct {
	Scorer   string `json:"scorer"`
	Grade    int    `json:"grade"`
	Note     string `json:"note,omitempty"`
	By       string `json:"by,omitempty"`       // who entered it for the scorer
	Reverify bool   `json:"reverify,omitempty"` // of an earlier assessment, and not confirmed
}

// Reconciled is the grade that the graders agreed on after they differed.
type Reconciled struct {
	Grade *int   `json:"grade"` // nil in a journal of an earlier form: the mean counts
	Note  string `json:"note"`
}

// Unit is one scenario of one assessment, as people graded it on their own: without
// grades that somebody entered for somebody else, and without those that are not
// confirmed since an earlier assessment.
type Unit struct {
	Assessment, Item string
	Grades           []Vote

	// Blind reports whether nobody knew a grade of the others: the panel opened when
	// all named graders were in. A grade that was given or changed after that is not
	// among the grades.
	Blind bool
}

// Vote is what one person gave on their own.
type Vote struct {
	Scorer string
	Grade  int
}

// Of lists the panels of the scenarios that are asked at the milestone of the result,
// and of all others that have grades.
func Of(s assessment.Snapshot, r assessment.Result) Page {
	s = s.SeenBy("")
	page := Page{Assessment: s.Assessment, Vendor: s.Opened.Title(), Graders: append([]string{}, s.Graders...), Blind: s.Blind(), Rows: []Row{}}
	var grades []agreement.Unit
	for n := range r.Items {
		item, answer := s.Questionnaire.Item(r.Items[n].ID), s.Answers[r.Items[n].ID]
		if !item.Kind.Scored() || !counts(&r.Items[n], answer) {
			continue
		}
		row := rowOf(&s, item, answer)
		page.Rows = append(page.Rows, row)
		if u := unitOf(&s, row, answer); len(u.Grades) > 1 {
			page.Units, grades = append(page.Units, u), append(grades, u.grades())
		}
	}
	page.Agreement = agreement.RawOf(grades)
	return page
}

// counts reports whether a scenario belongs on the page.
func counts(r *assessment.ItemResult, answer assessment.Answer) bool {
	if answer.NotApplicable != nil || r.State == assessment.StateNA {
		return false
	}
	asked := r.State != assessment.StateHidden && r.State != assessment.StateLater
	return asked || len(answer.Grades) > 0
}

func rowOf(s *assessment.Snapshot, item *questionnaire.Item, answer assessment.Answer) Row {
	closed, panel := s.PanelClosed(item.ID), s.Panels[item.ID]
	row := Row{Item: item.ID, Title: item.Title, State: Empty, In: []string{}, Awaited: s.Awaited(item.ID), Opened: panel.Opened, Changes: panel.Changes}
	if !s.Blind() || row.Awaited == nil {
		row.Awaited = []string{}
	}
	for _, c := range row.Changes {
		row.changed = append(row.changed, wording.GradeChange(*s, item.ID, c))
	}
	if row.Opened != nil && row.Opened.Reason != "" {
		row.opening = wording.Panel(*s, item.ID)
	}
	for _, g := range answer.Grades {
		if g.Complete() || !closed && g.Given() {
			row.In = append(row.In, g.Scorer)
		}
		if closed || g.Grade == nil {
			continue
		}
		row.State = Open
		given := Grade{Scorer: g.Scorer, Grade: *g.Grade, Note: g.Note, Reverify: g.Reverify}
		if !g.Own() {
			given.By = g.By
		}
		row.Grades = append(row.Grades, given)
	}
	if closed {
		row.State = Closed
		return row
	}
	row.Apart = answer.Spread()
	row.Differ = row.Apart >= s.Questionnaire.Scoring.Scenario.Apart
	if answer.Reconciled != "" {
		row.Reconciled = &Reconciled{Grade: answer.ReconciledAs(), Note: answer.Reconciled}
	}
	return row
}

// unitOf is the scenario as a unit of agreement.
func unitOf(s *assessment.Snapshot, row Row, answer assessment.Answer) Unit {
	u := Unit{Assessment: s.Assessment, Item: row.Item, Blind: row.Opened != nil && row.Opened.Reason == ""}
	if row.State != Open {
		return u
	}
	for _, g := range answer.Grades {
		late := u.Blind && g.At > row.Opened.At
		if g.Grade != nil && g.Own() && !g.Reverify && !late {
			u.Grades = append(u.Grades, Vote{g.Scorer, *g.Grade})
		}
	}
	return u
}

func (u Unit) grades() agreement.Unit {
	grades := make(agreement.Unit, len(u.Grades))
	for n, vote := range u.Grades {
		grades[n] = vote.Grade
	}
	return grades
}

// Unreconciled lists the panels whose grades lie so far apart that they need one
// reconciled grade, and have none.
func (p Page) Unreconciled() []Row {
	return slices.DeleteFunc(slices.Clone(p.Rows), func(r Row) bool { return !r.Unreconciled() })
}

// Reconciled lists the panels whose grades lie far apart and were reconciled.
func (p Page) Reconciled() []Row {
	return slices.DeleteFunc(slices.Clone(p.Rows), func(r Row) bool { return !r.Differ || r.Unreconciled() })
}

// Unreconciled reports whether the grades lie far apart and have no reconciled grade.
func (r Row) Unreconciled() bool { return r.Differ && r.Reconciled == nil }
