package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/english"
	"assay/tui/dialog"
	"assay/tui/draw"
	"assay/tui/keys"
)

// Where the people of the record are known, their roles bind. A key that
// is not for the roles of this person says so before anybody types in vain. The record
// itself asks again.

// roles are the people of the record as they were read.
type roles struct {
	people assessment.People
	known  bool // they were read

	by     string                    // the person for whom reasons was made
	reason map[assessment.Act]string // why this person does not do an act; made when it is asked for
}

// actOf is the act of a person that an action on a screen amounts to: to read, if the
// action records nothing. It is empty for an action that is on no screen.
func actOf(a keys.Action, on keys.Where) assessment.Act {
	if keys.LetterOf(a) != "" {
		return assessment.ActAnswer
	}
	switch a {
	case keys.Grade, keys.Fact, keys.Confirm, keys.Ours, keys.SetAside, keys.Clear, keys.Second,
		keys.Claimed, keys.Documented, keys.Verified, keys.Attested, keys.Evidence, keys.ReadEvidence,
		keys.Note, keys.Quote, keys.Tick, keys.Volunteer, keys.Evasive, keys.Later, keys.Flag, keys.Settle,
		keys.Session, keys.Summary, keys.Ask, keys.Receive, keys.TakeLine, keys.LeaveLine, keys.EditLine, keys.TakeAll, keys.Commit:
		return assessment.ActAnswer
	case keys.TakeIn:
		return assessment.ActSignAssessor
	case keys.Undo, keys.Redo:
		return assessment.ActUndo
	case keys.Reconcile:
		return assessment.ActReconcile
	case keys.Waive:
		return assessment.ActWaive
	case keys.Decide:
		return assessment.ActDecide
	case keys.Award:
		return assessment.ActAward
	case keys.SignOff:
		return assessment.ActSignOff
	case keys.OpenPanel, keys.NameGraders:
		return assessment.ActPanel
	case keys.Record:
		return assessment.ActWhatIf
	case keys.NewVendor, keys.NewRFP, keys.NewAssessment, keys.MoveOn:
		return assessment.ActPrepare
	case keys.Promise, keys.Assign:
		return assessment.ActCondition
	case keys.Add, keys.Open:
		switch {
		case on&keys.OnActions != 0:
			return assessment.ActCondition
		case on&keys.OnPeople != 0 && a == keys.Add:
			return assessment.ActPeople
		}
		return assessment.ActRead
	case keys.EditPerson, keys.AddKey, keys.RemoveKey, keys.RemovePerson, keys.Tighten:
		return assessment.ActPeople
	case keys.Down, keys.Up, keys.PageDown, keys.PageUp, keys.Top, keys.Bottom, keys.ScrollDown, keys.ScrollUp,
		keys.NextOpen, keys.NextDomain, keys.LastDomain, keys.NextSide, keys.LastSide, keys.Ascend, keys.Go, keys.Find, keys.Filter, keys.Unfilter,
		keys.View, keys.Fold, keys.Narrow, keys.ComeBack, keys.Owed, keys.Items, keys.ItsItem, keys.OnlyItem, keys.Page,
		keys.Interview, keys.Board, keys.Due, keys.Mark, keys.Compare, keys.Differ, keys.Heavier, keys.Lighter, keys.Weight, keys.ResetWeights,
		keys.Explain, keys.ExplainAll, keys.Delta, keys.Actions, keys.AllEvidence, keys.Chain, keys.Review, keys.Panel, keys.Journal, keys.VerifyJournal,
		keys.Agenda, keys.Longer, keys.Shorter, keys.Minutes, keys.Report, keys.OpenFile, keys.Export, keys.Copy,
		keys.Retry, keys.Discard, // of entries that were made before
		keys.People, keys.Name, keys.Drafts, keys.Folder, keys.Mouse, keys.Redraw, keys.Suspend, keys.Back, keys.Palette, keys.Help, keys.Quit:
		return assessment.ActRead
	}
	return ""
}

// act is the act that an action amounts to on the screen on top, as it is now.
func (m *Model) act(a keys.Action) assessment.Act {
	if s, is := m.top().(interface {
		act(m *Model, a keys.Action) assessment.Act
	}); is {
		if act := s.act(m, a); act != "" {
			return act
		}
	}
	return actOf(a, m.top().where())
}

// recorded reports whether an action leads to an entry in a record, which has an author.
func (m *Model) recorded(a keys.Action) bool { return m.act(a) != assessment.ActRead }

// whyNotMine says why an action is not for the roles of this person. It is empty when it
// is, or when there are no roles.
func (m *Model) whyNotMine(a keys.Action) string {
	switch {
	case !m.roles.people.On():
		return ""
	case a == keys.TakeIn && len(m.signingRoles()) > 0:
		return "" // the report says in which role it was signed
	}
	if act := m.act(a); a != "" && act != assessment.ActRead {
		return m.whyNotAct(act)
	}
	return ""
}

// whyNotAct says why an act is not for the roles of this person.
func (m *Model) whyNotAct(act assessment.Act) string {
	r := &m.roles
	if !r.people.On() {
		return ""
	}
	if r.by != m.bench.Evaluator || r.reason == nil {
		r.by, r.reason = m.bench.Evaluator, map[assessment.Act]string{}
	}
	why, known := r.reason[act]
	if !known {
		why = r.people.WhyNot(r.by, act)
		r.reason[act] = why
	}
	return why
}

// mine reports whether an act is for the roles of this person.
func (m *Model) mine(act assessment.Act) bool { return m.whyNotAct(act) == "" }

// ifAnswers opens a dialog that records something about the vendor, or says why this
// person does not.
func (m *Model) ifAnswers(o *asked) tea.Cmd {
	if why := m.whyNotAct(assessment.ActAnswer); why != "" {
		return m.say(why)
	}
	return m.open(o)
}

// inPerson reports whether people approve and decide in their own name alone.
func (m *Model) inPerson() bool { return m.roles.people.On() }

// approver is who approves or decides: the person who works here where people do so in
// their own name alone, and else whoever a dialog names in the field of this label.
func (m *Model) approver(sh *dialog.Sheet, label string) string {
	if m.inPerson() {
		return m.bench.Evaluator
	}
	return sh.Value(label)
}

// inPersonWords end the text over a dialog in which a person approves or decides.
func (m *Model) inPersonWords(do string) string {
	if !m.inPerson() {
		return ""
	}
	return "\nYou " + do + " in your own name: " + m.bench.Evaluator + "."
}

// whyNotApart says why another person must make a change: because this one alone
// evaluated, or has a part in it already. It is empty for any other refusal.
func (m *Model) whyNotApart(k *book, change assessment.Change) string {
	if !m.roles.people.On() {
		return ""
	}
	return keptApart(m.admits(k, change))
}

// whyNotApproved says why another person must approve, with conditions or without.
func (m *Model) whyNotApproved(k *book) string {
	return m.whyNotApart(k, assessment.Decided{Decision: assessment.Decision{Outcome: assessment.DecideApprove, By: m.bench.Evaluator}})
}

// whyNotAwarded says why another person must award an assessment.
func (m *Model) whyNotAwarded(chosen assessment.Snapshot) string {
	if !m.roles.people.On() {
		return ""
	}
	chosen.People = m.roles.people
	return keptApart(chosen.AllowAward(assessment.Award{By: m.bench.Evaluator, RecordedBy: m.bench.Evaluator}))
}

// keptApart is an error in words if it keeps people apart, and else nothing.
func keptApart(err error) string {
	switch assessment.CaseOf(err) {
	case assessment.SoleEvaluator:
		return err.Error()
	case assessment.KeptApart:
		return "a rule of this record: " + assessment.Separation(assessment.AboutOf(err)[0]).Says()
	}
	return ""
}

// learnPeople takes over the people of the record as they were read, also for the books
// on the screen. If the roles of this person changed while the workbench runs, it says
// so. A text that is being typed stays.
func (m *Model) learnPeople(p assessment.People) tea.Cmd {
	r := &m.roles
	switch {
	case !r.known:
	case p.Unreadable != nil && r.people.Unreadable != nil, p.Unreadable == nil && r.people.Unreadable == nil && p.Seq <= r.people.Seq:
		return nil
	}
	before, first := r.people, !r.known
	r.people, r.known, r.reason = p, true, nil
	for _, k := range m.books {
		k.kept.People, k.now.People = p, p
	}
	if first {
		return nil
	}
	var again tea.Cmd
	if s, is := m.top().(interface{ peopleChanged(m *Model) tea.Cmd }); is {
		again = s.peopleChanged(m)
	}
	return tea.Batch(again, m.say(newsOfPeople(before, p, m.bench.Evaluator)))
}

// newsOfPeople tells one person about a change of the people.
func newsOfPeople(before, after assessment.People, person string) string {
	was, is := before.Named(person), after.Named(person)
	switch {
	case after.Unreadable != nil:
		return after.Unreadable.Error()
	case is == nil && was != nil:
		return "you were removed from the people of this record: nothing more is recorded in your name"
	case is == nil && !before.On():
		return "roles bind in this record now, and you are not among its people"
	case is == nil:
		return ""
	case !before.On():
		return "roles bind in this record now: you are " + rolesWords(is.Roles)
	case was == nil:
		return "you are among the people of this record now, as " + rolesWords(is.Roles)
	case !slices.Equal(was.Roles, is.Roles):
		return "your roles were changed: you are " + rolesWords(is.Roles) + " now"
	case len(after.Rules) > len(before.Rules):
		return "the rules were tightened: " + after.Rules[len(after.Rules)-1].Says()
	}
	return ""
}

// rolesWords lists roles in a sentence.
func rolesWords(all []assessment.Role) string {
	names := make([]string, len(all))
	for n, role := range all {
		names[n] = string(role)
	}
	return english.List(names)
}

// whoWords say who works here and in which roles, for the header: longer and shorter
// texts. There are none in a record without people.
func (m *Model) whoWords() []string {
	if !m.roles.people.On() || m.bench.Evaluator == "" {
		return nil
	}
	who := m.roles.people.Named(m.bench.Evaluator)
	if who == nil {
		none := "not among the people"
		return []string{draw.Harmless(m.bench.Evaluator) + ", " + none, none}
	}
	names := make([]string, len(who.Roles))
	for n, role := range who.Roles {
		names[n] = string(role)
	}
	list := strings.Join(names, ", ")
	return []string{draw.Harmless(who.Name) + ", " + list, list, draw.Harmless(who.Name)}
}

// withWho adds who works here to the right end of the header, if a text for it fits
// beside the path and the status into w columns.
func (m *Model) withWho(status string, w int) string {
	t, room := m.theme, w-max(m.pathWidth(), leastPath)-draw.Width(status)-4
	between := t.Dim.On(" · ")
	if strings.TrimSpace(status) == "" {
		between = ""
	}
	for _, who := range m.whoWords() {
		if draw.Width(who)+draw.Width(between) <= room {
			return t.Dim.On(who) + between + status
		}
	}
	return status
}

// signingRoles lists the roles in which this person may sign a report.
func (m *Model) signingRoles() []string {
	act := map[string]assessment.Act{"assessor": assessment.ActSignAssessor, "reviewer": assessment.ActSignReviewer, "approver": assessment.ActSignApprover}
	return slices.DeleteFunc([]string{"assessor", "reviewer", "approver"}, func(role string) bool { return !m.mine(act[role]) })
}
