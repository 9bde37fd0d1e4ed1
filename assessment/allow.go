package assessment

import (
	"slices"
	"strings"
)

// Deed is something that a person is about to do in a record.
type Deed struct {
	By  string // the person
	Act Act

	// Evaluated are the people who evaluated the assessment that the person approves, waives
	// a gate of, or awards. Graded are the graders of the scenario that is reconciled.
	Evaluated []string
	Graded    []string
}

// Allow returns nil if the people of a record let somebody do something. Otherwise the
// error is Refused, and its case is NotAPerson, NotAllowed, SoleEvaluator or KeptApart.
//
// Nothing else decides about roles: the store asks it for every change, and interfaces ask
// it in advance.
func (p People) Allow(d Deed) error {
	if !p.On() {
		return nil
	}
	who := p.Named(d.By)
	if who == nil {
		return Errorf(Refused, "%s is not among the people of this record", named(d.By)).Because(NotAPerson, d.By)
	}
	row := permissionOf(d.Act)
	if !slices.ContainsFunc(row.Roles, who.Has) {
		return Errorf(Refused, "%s may not %s: %s does that", who.Name, row.Does, row.holders()).Because(NotAllowed, string(d.Act))
	}
	is := func(name string) bool { return SamePerson(name, who.Name) }
	switch {
	case len(d.Evaluated) > 0 && !slices.ContainsFunc(d.Evaluated, func(name string) bool { return !is(name) }):
		return Errorf(Refused, "%s alone evaluated this, so somebody else must %s", who.Name, row.Does).Because(SoleEvaluator, who.Name)
	case slices.Contains(p.Rules, ApproverNeverEvaluated) && slices.ContainsFunc(d.Evaluated, is):
		return p.keptApart(who, ApproverNeverEvaluated)
	case slices.Contains(p.Rules, ReviewerNeverGraded) && slices.ContainsFunc(d.Graded, is):
		return p.keptApart(who, ReviewerNeverGraded)
	}
	return nil
}

func (p People) keptApart(who *Account, rule Separation) error {
	return Errorf(Refused, "%s has a part in this already, and the rule of this record is: %s", who.Name, rule.Says()).Because(KeptApart, string(rule))
}

func named(name string) string {
	if name == "" {
		return "a person without a name"
	}
	return name
}

// allow returns an error if the people of the record do not let the author of an entry
// make its change.
func (s Snapshot) allow(e Entry) error {
	if !s.People.On() {
		return nil
	}
	acts := s.actsOf(e)
	if len(acts) == 0 {
		return Errorf(Refused, "nobody may record an event of the kind %q", e.Change.kind())
	}
	for _, act := range acts {
		d := Deed{By: e.By, Act: act}
		switch c := e.Change.(type) {
		case Decided:
			if c.Decision.Outcome == DecideApprove || c.Decision.Outcome == DecideConditional {
				d.Evaluated = s.EvaluatedBy()
			}
		case WaiverGranted:
			d.Evaluated = s.EvaluatedBy()
		case Answered:
			if act == ActReconcile {
				d.Graded = s.Answers[c.Answer.Item].gradedBy()
			}
		}
		if err := s.People.Allow(d); err != nil {
			return err
		}
	}
	return s.inPerson(e)
}

// inPerson returns an error if the entry says that somebody else decided, approved or
// signed: where the people of a record are known, each does that in person.
func (s Snapshot) inPerson(e Entry) error {
	other, did := "", ""
	switch c := e.Change.(type) {
	case Decided:
		other, did = c.Decision.By, "decided"
	case WaiverGranted:
		other, did = c.Waiver.Approver, "approved the waiver"
	case Signed:
		if NamesPerson(c.Signer, e.By) || NamesPerson(e.By, c.Signer) {
			return nil
		}
		other, did = c.Signer, "signed"
	}
	if other == "" || SamePerson(other, e.By) {
		return nil
	}
	return Errorf(Refused, "%s %s, and %s cannot record that for somebody else", other, did, e.By).Because(NotInPerson, other)
}

// actsOf names the acts of a person that a change amounts to. It is empty for a change that nobody
// records as an entry.
func (s Snapshot) actsOf(e Entry) []Act {
	switch c := e.Change.(type) {
	case Answered:
		return s.actsOfAnswer(e, c.Answer.Item)
	case Graded, FlagRaised, FlagResolved, SessionStarted, SessionEnded, LinkSet, LinkRemoved, Asked, Received, Confirmed, Summarized:
		return []Act{ActAnswer}
	case ActionOpened, ActionClosed:
		return []Act{ActCondition}
	case Moved, Withdrawn, Reinstated, Spelled:
		return []Act{ActPrepare}
	case Undone:
		return []Act{ActUndo}
	case GradersNamed, PanelOpened:
		return []Act{ActPanel}
	case SignedOff:
		return []Act{ActSignOff}
	case WaiverGranted:
		return []Act{ActWaive}
	case Decided:
		return []Act{ActDecide}
	case Signed:
		switch c.Role {
		case "assessor":
			return []Act{ActSignAssessor}
		case "reviewer":
			return []Act{ActSignReviewer}
		case "approver":
			return []Act{ActSignApprover}
		}
	case RulesChanged:
		return []Act{ActQuestionnaires}
	}
	return nil
}

// actsOfAnswer tells whether a new answer reconciles grades, changes anything else, or
// both.
func (s Snapshot) actsOfAnswer(e Entry, item string) []Act {
	now := s.Answers[item]
	next := now.After(e, "")
	if next.Reconciled == now.Reconciled && sameGrade(next.Reconciling, now.Reconciling) || next.Reconciled == "" && next.Reconciling == nil {
		return []Act{ActAnswer}
	}
	rest := now
	rest.Reconciled, rest.Reconciling = next.Reconciled, next.Reconciling
	rest.Reverify, next.Reverify = nil, nil // whoever reconciles grades also confirms them
	if sameJudged(rest, next) && len(partsBeside(rest, next)) == 0 {
		return []Act{ActReconcile}
	}
	return []Act{ActReconcile, ActAnswer}
}

// EvaluatedBy lists the people who evaluated: who answered, graded or raised a flag. If
// nobody has, it is who opened the assessment. Answers that an earlier assessment handed
// on count for nobody, and neither does a reconciliation of grades.
func (s *State) EvaluatedBy() []string {
	var all []string
	add := func(names ...string) {
		for _, name := range names {
			if name != "" && !slices.ContainsFunc(all, func(other string) bool { return SamePerson(other, name) }) {
				all = append(all, name)
			}
		}
	}
	for _, answer := range s.Answers {
		if mark := answer.Reverify; mark != nil && slices.Contains(mark.Because, Reassessment) {
			continue
		}
		if graders := answer.gradedBy(); len(graders) > 0 {
			add(graders...)
		} else {
			add(answer.By)
		}
	}
	for _, flag := range s.Flags {
		add(flag.RaisedBy)
	}
	if len(all) == 0 {
		add(s.OpenedBy)
	}
	slices.SortFunc(all, strings.Compare)
	return all
}

// gradedBy lists the people who graded a scenario, and who entered a grade for another.
func (a Answer) gradedBy() []string {
	var all []string
	for _, g := range a.Grades {
		for _, name := range []string{g.Scorer, g.By} {
			if name != "" && !slices.ContainsFunc(all, func(other string) bool { return SamePerson(other, name) }) {
				all = append(all, name)
			}
		}
	}
	return all
}

// AllowAward returns an error if the people of the record do not let somebody award this
// assessment.
func (s Snapshot) AllowAward(a Award) error {
	if err := s.People.Allow(Deed{By: a.RecordedBy, Act: ActAward, Evaluated: s.EvaluatedBy()}); err != nil {
		return err
	}
	if s.People.On() && !SamePerson(a.By, a.RecordedBy) {
		return Errorf(Refused, "%s approved the award, and %s cannot record that for somebody else", a.By, a.RecordedBy).Because(NotInPerson, a.By)
	}
	return nil
}

// WhyNot says in words why the people of the record do not let somebody do something, or
// nothing. Interfaces show it in place of an action.
func (p People) WhyNot(by string, act Act) string {
	err := p.Allow(Deed{By: by, Act: act})
	if err == nil {
		return ""
	}
	if who := p.Named(by); who != nil {
		return "your role does not do this: " + permissionOf(act).holders() + " does"
	}
	return err.Error()
}
