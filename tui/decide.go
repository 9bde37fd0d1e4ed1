package tui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/wording"
	"assay/tui/dialog"
)

// decider is the dialog for a decision. The decision is bound to the snapshot that
// the user saw when the dialog opened. A conditional decision needs an action for
// each cause. The dialog asks for the missing actions one after the other, and
// records them together with the decision.
type decider struct {
	m      *Model
	k      *book
	shown  string                       // hash of the snapshot that the user saw
	sheet  *dialog.Sheet                // the dialog itself
	drafts map[string]assessment.Action // the actions entered so far, by the key of the cause
}

// decide opens the dialog.
func decide(m *Model, k *book) tea.Cmd {
	shown, err := k.now.Hash()
	if err != nil {
		return m.complain(err)
	}
	d := &decider{m: m, k: k, shown: shown, drafts: map[string]assessment.Action{}}
	by := dialog.Needed(dialog.TextField("by", "", "who decides, by name"), "say who decides")
	by.Hidden = func(*dialog.Sheet) bool { return m.inPerson() }
	d.sheet = &dialog.Sheet{
		Title: "Decide on " + k.now.Opened.Title() + " for " + string(k.now.Milestone),
		About: d.about,
		Fields: []dialog.Field{
			dialog.Needed(outcomeField(&k.result, m.whyNotApproved(k) == ""), "choose one: approve, conditional, remediate or decline"),
			by,
			dialog.TextField("role", "", "such as CISO"),
			dialog.TextField("reason", "", "required when you differ from the rules"),
		},
	}
	return m.open(ask(d.sheet, d.save))
}

// outcomeField returns the field for the outcome, with a suggestion from the
// verdict. A blocked vendor can still close a gate, but not undo a stop. There is
// no suggestion for an incomplete assessment. Without approves, nothing that approves is
// offered.
func outcomeField(r *assessment.Result, approves bool) dialog.Field {
	all := []assessment.Outcome{assessment.DecideApprove, assessment.DecideConditional, assessment.DecideRemediate, assessment.DecideDecline}
	if !approves {
		all = all[2:]
	}
	suggested := assessment.Outcome(r.Verdict)
	switch {
	case r.Verdict == assessment.Passed:
		suggested = assessment.DecideApprove
	case r.Verdict == assessment.Blocked && r.Flags.Stop > 0:
		suggested = assessment.DecideDecline
	case r.Verdict == assessment.Blocked:
		suggested = assessment.DecideRemediate
	}
	names := make([]string, len(all))
	for n, outcome := range all {
		names[n] = string(outcome)
	}
	f := dialog.UndecidedField("outcome", names...)
	f.Chosen = slices.Index(all, suggested)
	return f
}

// about says the verdict of the rules, and how many actions a conditional decision
// needs.
func (d *decider) about(sh *dialog.Sheet) string {
	r := &d.k.result
	text := "The rules say " + r.Verdict.Sign() + " " + string(r.Verdict)
	if len(r.Because) > 0 {
		first := r.First()
		text += ": " + strings.TrimSpace(first.Item+" "+first.Text)
	}
	if more := len(r.Because) - 1; more > 0 {
		text += fmt.Sprintf(" (and %d more)", more)
	}
	if r.Reverify > 0 {
		text += "\n" + english.Count(r.Reverify, "answer is", "answers are") + " still to re-verify."
	}
	if last := d.k.now.Decision(); last != nil && len(last.Added) > 0 {
		text += "\n" + english.Capital(wording.AddedBriefly(*last)) + "."
	}
	text += d.m.inPersonWords("decide")
	if why := d.m.whyNotApproved(d.k); why != "" {
		text += "\n" + english.Sentence(why) + " You may decide remediate or decline."
	}
	if assessment.Outcome(sh.Value("outcome")) != assessment.DecideConditional {
		return text
	}
	lacking := d.lacking()
	if len(lacking) == 0 {
		return text + "\nAn action is open for each cause."
	}
	names := make([]string, len(lacking))
	for n, c := range lacking {
		names[n] = wording.Cause(c.Key, c.Item)
	}
	return text + fmt.Sprintf("\nenter asks for %s: %s", english.Count(len(lacking), "action", "actions"), strings.Join(names, ", "))
}

// lacking lists the causes for which a conditional decision still needs an action.
// It needs at least one action even if there is no cause.
func (d *decider) lacking() []assessment.Cause {
	lacking := d.k.now.Unanswered(d.k.now.Causes(d.k.result), d.k.result.AsOf)
	if open, _ := openActions(d.k); len(lacking) == 0 && open == 0 {
		return []assessment.Cause{{}}
	}
	return lacking
}

func (d *decider) said(sh *dialog.Sheet) assessment.Decision {
	return assessment.Decision{
		Outcome: assessment.Outcome(sh.Value("outcome")), By: d.m.approver(sh, "by"), Role: sh.Value("role"), Reason: sh.Value("reason"), Snapshot: d.shown,
	}
}

func (d *decider) save(m *Model, sh *dialog.Sheet) (tea.Cmd, error) {
	said := d.said(sh)
	refused := m.admits(d.k, assessment.Decided{Decision: said})
	switch {
	case assessment.CodeOf(refused) == assessment.Conflict:
		return nil, d.lookAgain(refused)
	case said.Outcome == assessment.DecideConditional && len(d.lacking()) > 0:
		if err := d.otherwise(m, said); err != nil {
			return nil, whereToGo(err)
		}
		return d.ask(m, d.lacking(), 0), nil
	case refused != nil:
		return nil, whereToGo(refused)
	}
	m.shut()
	return m.record(d.k, assessment.Decided{Decision: said}), nil
}

// lookAgain binds the decision to the present snapshot, because the user now sees
// that the assessment has changed.
func (d *decider) lookAgain(refused error) error {
	if now, err := d.k.now.Hash(); err == nil {
		d.shown = now
	}
	return assessment.Errorf(assessment.Conflict, "%w; look again before you save", refused)
}

// otherwise returns the error that a conditional decision would have even if every
// cause had an action.
func (d *decider) otherwise(m *Model, said assessment.Decision) error {
	with := *d.k
	with.now.Actions = slices.Clone(d.k.now.Actions)
	for _, cause := range d.lacking() {
		with.now.Actions = append(with.now.Actions, assessment.Action{Cause: cause.Key, Due: d.k.day})
	}
	said.Snapshot = ""
	return m.admits(&with, assessment.Decided{Decision: said})
}

// whereToGo adds to an error the field of the sheet that caused it.
func whereToGo(err error) error {
	if assessment.CaseOf(err) == assessment.ReasonMissing {
		return dialog.In("reason", err)
	}
	return dialog.In("outcome", err)
}

// ask asks for the action of the nth lacking cause, and after the last one
// records all.
func (d *decider) ask(m *Model, lacking []assessment.Cause, n int) tea.Cmd {
	if n == len(lacking) {
		return d.record(m, lacking)
	}
	d.sheet.Wrong = d.unwritten(lacking) // shown if the user leaves the questions
	cause := lacking[n]
	draft, known := d.drafts[cause.Key]
	if !known {
		draft = assessment.Action{Cause: cause.Key}
		if d.k.now.Questionnaire.Item(cause.Item) != nil { // it may be a domain
			draft.Item = cause.Item
		}
	}
	sh := actionSheet(m, d.k, draft)
	sh.Title = fmt.Sprintf("Condition %d of %d: %s", n+1, len(lacking), wording.Cause(cause.Key, cause.Item))
	sh.Lead = strings.TrimSpace(cause.Item + " " + cause.Text)
	if n+1 == len(lacking) {
		sh.Lead = strings.TrimSpace(sh.Lead + "\nenter records the decision and its " + english.Count(len(lacking), "action", "actions") + ".")
	}
	return m.open(askAction(d.k, draft, sh, func(m *Model, a assessment.Action) tea.Cmd {
		d.drafts[cause.Key] = a
		return d.ask(m, lacking, n+1)
	}))
}

// unwritten says how many causes have no action yet.
func (d *decider) unwritten(lacking []assessment.Cause) string {
	left := 0
	for _, cause := range lacking {
		if _, known := d.drafts[cause.Key]; !known {
			left++
		}
	}
	text := "nothing is recorded yet"
	if left > 0 {
		text = english.Count(left, "condition", "conditions") + " still to write"
	}
	return text + "; enter goes on, esc leaves"
}

// record records the decision and its actions together. If the assessment has
// changed since the dialog opened, it records nothing.
func (d *decider) record(m *Model, lacking []assessment.Cause) tea.Cmd {
	said := d.said(d.sheet)
	if now, err := d.k.now.Hash(); err != nil || now != d.shown {
		return m.refuse(d.sheet, d.lookAgain(m.admits(d.k, assessment.Decided{Decision: said})))
	}
	m.shut()
	var changes []assessment.Change
	for _, cause := range lacking {
		changes = append(changes, assessment.ActionOpened{Action: d.drafts[cause.Key]})
	}
	said.Snapshot = "" // the decision is about the snapshot with the new actions
	return m.record(d.k, append(changes, assessment.Decided{Decision: said})...)
}
