// Package workspace gives every face of assay the same ground to work on: the
// store, the questionnaires, a clock, a maker of ids, and the person at the
// keyboard.
//
// The command line and the workbench both find an assessment, judge it for
// today, load an RFP, record an entry and read a journal. They do it here, so
// that both show the same.
//
// The package opens no file and reads no configuration. Whoever runs the program
// fills in a [Workspace] and passes it on.
package workspace

import (
	"cmp"
	"context"
	"time"

	"assay/assessment"
	"assay/assessment/history"
	"assay/assessment/store"
	"assay/questionnaire"
)

// Workspace is the common ground of the command line and the workbench. Copy
// it freely.
type Workspace struct {
	Store   *store.Store
	Library *questionnaire.Library
	Now     func() time.Time
	NewID   func() string
	Zone    *time.Location // of the reader; an assessment has a zone of its own

	// Evaluator is the person who records. It is empty until the person is known;
	// record nothing before that.
	Evaluator string
}

// Today is the present day in the zone of the reader. Use [Workspace.Day] for
// everything about one assessment.
func (w Workspace) Today() assessment.Date { return assessment.DateOf(w.Now(), w.Zone) }

// Day is the present day in the zone of an assessment.
func (w Workspace) Day(s assessment.Snapshot) assessment.Date { return s.Day(w.Now().UnixMicro()) }

// Judge judges an assessment for today and its own milestone, by the law in
// force.
func (w Workspace) Judge(s assessment.Snapshot) assessment.Result {
	return w.judgeFor(s, s.Milestone)
}

func (w Workspace) judgeFor(s assessment.Snapshot, milestone questionnaire.Milestone) assessment.Result {
	return assessment.Evaluate(s, w.Day(s), milestone, questionnaire.Current)
}

// Author is the evaluator, for what may be recorded before anybody is named.
func (w Workspace) Author() string { return cmp.Or(w.Evaluator, "not named") }

// Find reads the assessment that a person names, as [store.Store.FindAssessment]
// finds it.
func (w Workspace) Find(ctx context.Context, ref string) (assessment.Snapshot, error) {
	id, err := w.Store.FindAssessment(ctx, ref)
	if err != nil {
		return assessment.Snapshot{}, err
	}
	return w.Store.Snapshot(ctx, id)
}

// Entry makes the journal entry of a change, in the evaluator's name and as of
// now.
func (w Workspace) Entry(change assessment.Change) assessment.Entry {
	// Without a salt the store makes one; with it, the heads that a face
	// computes before the entry is saved are those of the store.
	salt, _ := w.Store.NewSalt()
	return assessment.Entry{ID: w.NewID(), At: w.Now().UnixMicro(), By: w.Evaluator, Change: change, Salt: salt}
}

// History reads the journal of an assessment as people read it.
func (w Workspace) History(ctx context.Context, id string) ([]history.Entry, error) {
	events, err := w.Store.Events(ctx, id)
	if err != nil {
		return nil, err
	}
	questionnaires, err := w.questionnaires(ctx, events)
	if err != nil {
		return nil, err
	}
	return history.Of(questionnaires, events), nil
}

// questionnaires reads every questionnaire that a journal names, by hash.
func (w Workspace) questionnaires(ctx context.Context, events []assessment.Event) (map[string]*questionnaire.Questionnaire, error) {
	all := map[string]*questionnaire.Questionnaire{}
	for _, event := range events {
		hash := ""
		switch c := event.Change.(type) {
		case assessment.Opened:
			hash = c.Questionnaire.Hash
		case assessment.RulesChanged:
			hash = c.To.Hash
		default:
			continue
		}
		q, err := w.Store.Questionnaire(ctx, hash)
		if err != nil {
			return nil, err
		}
		all[hash] = q
	}
	return all, nil
}
