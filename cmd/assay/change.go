package main

import (
	"context"
	"fmt"

	"assay/assessment"
)

// changed is an assessment before and after a change that a command made to it.
type changed struct {
	event         string // id of the change in the journal
	before, after assessment.Snapshot
}

// change writes one change in the evaluator's name. words are the texts of the
// call, each under the name of its flag: what looks like patient data in them
// is pointed out before it is written.
func (a *app) change(ctx context.Context, before assessment.Snapshot, change assessment.Change, words [][2]string) (changed, error) {
	entry, err := a.admit(ctx, before, change, words)
	if err != nil {
		return changed{}, err
	}
	after, err := a.work.Store.Record(ctx, before.Assessment, entry)
	if err == nil {
		a.sayVoided(before, after)
	}
	return changed{entry.ID, before, after}, err
}

// sayVoided says that a change voids the decision that stood.
func (a *app) sayVoided(before, after assessment.Snapshot) {
	if text := voids(before, after); text != "" {
		a.say("this voids %s", text)
	}
}

// voids is the decision that stood and that a change voids, in words, or empty.
// To move on voids none.
func voids(before, after assessment.Snapshot) string {
	if stood := before.DecisionInForce(); stood != nil {
		for _, d := range after.Decisions {
			if d.Event == stood.Event && !d.InForce() {
				return fmt.Sprintf("the decision of %s (%s, %s): %s changed", d.By, d.Outcome, before.Day(d.At), d.ChangedText())
			}
		}
	}
	return ""
}

// admit makes the entry of a change that may be written.
func (a *app) admit(ctx context.Context, before assessment.Snapshot, change assessment.Change, words [][2]string) (assessment.Entry, error) {
	entry, err := a.entry(change)
	if err != nil {
		return entry, err
	}
	// What is refused anyway is not asked about. The store admits it once more.
	if _, err := before.Admit(entry); err != nil {
		return entry, err
	}
	return entry, a.allowPatientData(ctx, patientDataIn(words))
}

// entry is a change in the evaluator's name, now.
func (a *app) entry(change assessment.Change) (assessment.Entry, error) {
	if _, err := a.evaluator(); err != nil {
		return assessment.Entry{}, err
	}
	return a.work.Entry(change), nil
}

// changing reads the assessment that a command is about to change, once it is
// known who changes it.
func (a *app) changing(ctx context.Context, ref string) (assessment.Snapshot, error) {
	if _, err := a.evaluator(); err != nil {
		return assessment.Snapshot{}, err
	}
	return a.snapshot(ctx, ref)
}

// verdicts are those before and after a change, each for the milestone at which
// the assessment then stood.
type verdicts struct {
	Before assessment.Verdict `json:"before"`
	After  assessment.Verdict `json:"after"`
}

func (a *app) verdicts(c changed) verdicts {
	return verdicts{a.work.Judge(c.before).Verdict, a.work.Judge(c.after).Verdict}
}

// text says what became of the verdict, as the end of a sentence.
func (v verdicts) text() string {
	if v.Before == v.After {
		return "still " + string(v.After)
	}
	return string(v.Before) + " → " + string(v.After)
}

// needFlags refuses a call that leaves out flags it cannot do without, each
// given as its name and its value.
func needFlags(example string, flags ...[2]string) error {
	for _, flag := range flags {
		if flag[1] == "" {
			return usagef("as in: "+example, "%s is missing", flag[0])
		}
	}
	return nil
}
