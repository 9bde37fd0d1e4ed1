package assessment

import (
	"fmt"

	"assay/questionnaire"
)

// ReconciledAs is the grade that several scorers agreed on after they differed, or
// nil.
func (a Answer) ReconciledAs() *int {
	if a.Reconciled == "" {
		return nil
	}
	return a.Reconciling
}

// ReconciledWords is the grade that the scorers agreed on, and why: "3: heard again".
func (a Answer) ReconciledWords() string {
	if agreed := a.ReconciledAs(); agreed != nil {
		return fmt.Sprintf("%d: %s", *agreed, a.Reconciled)
	}
	return a.Reconciled
}

// Reconcile is the answer with the grade that its scorers agreed on, and why.
func (a Answer) Reconcile(grade int, reason string) Answer {
	return a.Amended(func(a *Answer) { a.Reconciling, a.Reconciled = &grade, reason })
}

// admitReconciled checks a new reconciliation: it needs an open panel, grades that
// lie apart, a grade and a note.
func (s Snapshot) admitReconciled(item *questionnaire.Item, a Answer) error {
	now := s.Answers[a.Item]
	if a.Reconciled == now.Reconciled && sameGrade(a.Reconciling, now.Reconciling) || a.Reconciled == "" && a.Reconciling == nil {
		return nil
	}
	switch {
	case !item.Kind.Scored():
		return invalid("%s is not a scenario: it has no grades to reconcile", item.ID)
	case s.PanelClosed(item.ID):
		return Errorf(Refused, "the panel of %s is closed: nobody reconciles grades that are hidden", item.ID).Because(PanelIsClosed, item.ID)
	case now.Spread() < s.Questionnaire.Scoring.Scenario.Apart:
		return Errorf(Refused, "the grades of %s do not lie far apart: there is nothing to reconcile", item.ID)
	case a.Reconciled == "":
		return invalid("%s: a reconciled grade needs a note: why the graders agree on it", item.ID)
	case a.Reconciling == nil:
		return invalid("%s: reconciling needs the grade that the graders agree on, 0 to 4", item.ID)
	case *a.Reconciling < 0 || *a.Reconciling > 4:
		return invalid("%s: a reconciled grade is 0 to 4", item.ID)
	}
	return nil
}
