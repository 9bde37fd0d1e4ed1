package assessment

import "slices"

// Deed is something that a person is about to do in a record.
type Deed struct {
	By  string // the person
	Act Act

	// For an approval, a waiver or an award: Evaluated lists everybody who ever evaluated the
	// assessment. Counting lists only the people whose answers and grades count now; if it is
	// empty, Evaluated is used in its place. For a reconciliation: Graded lists the graders of
	// the scenario.
	Evaluated []string
	Counting  []string
	Graded    []string
}

// Approving is the deed of a person who approves the assessment, waives one of its gates or
// awards it.
func (s Snapshot) Approving(by string, act Act) Deed {
	return Deed{By: by, Act: act, Evaluated: s.EvaluatedBy(), Counting: s.counting()}
}

// Allow returns nil if the people of a record let somebody do something. Otherwise the
// error is Refused, and its case is NotAPerson, NotAllowed, SoleEvaluator or KeptApart.
//
// Nothing else decides about roles: the store asks it for every change, and interfaces ask
// it in advance.
func (p People) Allow(d Deed) error {
	switch {
	case p.Unreadable != nil:
		return p.Unreadable
	case !p.On():
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
	counting := d.Counting
	if len(counting) == 0 {
		counting = d.Evaluated
	}
	switch {
	case len(counting) > 0 && !slices.ContainsFunc(counting, func(name string) bool { return !is(name) }):
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
				d = s.Approving(e.By, act)
			}
		case WaiverGranted:
			d = s.Approving(e.By, act)
		case Answered:
			if act == ActReconcile {
				d.Graded = s.gradedBy(c.Answer.Item)
			}
		}
		if err := s.People.Allow(d); err != nil {
			return err
		}
	}
	if err := s.graders(e.Change); err != nil {
		return err
	}
	return s.inPerson(e)
}

// graders returns an error if a change names a grader, or gives the grade of one, who does
// not evaluate in this record.
func (s Snapshot) graders(c Change) error {
	var names []string
	switch c := c.(type) {
	case Graded:
		if !c.Empty() {
			names = []string{c.Scorer}
		}
	case GradersNamed:
		names = slices.DeleteFunc(slices.Clone(c.Names), func(name string) bool {
			return slices.ContainsFunc(s.Graders, func(known string) bool { return SamePerson(known, name) })
		})
	}
	for _, name := range names {
		if name == "" {
			continue // refused for that
		}
		switch who := s.People.Named(name); {
		case who == nil:
			return Errorf(Refused, "%s is not among the people of this record, so nobody grades in that name", name).Because(NotAPerson, name)
		case !who.Has(Evaluator):
			return Errorf(Refused, "%s is no evaluator, so nobody grades in that name", who.Name).Because(NotAllowed, string(ActAnswer))
		}
	}
	return nil
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
		// Whoever takes something back must still be one who may do it.
		acts := []Act{ActUndo}
		if at := slices.IndexFunc(s.Trail, func(step Step) bool { return step.Event == c.Event }); at >= 0 {
			acts = append(acts, s.Trail[at].Acts...)
		}
		return acts
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
	switch {
	case now.sameReconciled(next):
		return []Act{ActAnswer}
	case onlyReconciles(now, next):
		return []Act{ActReconcile}
	}
	return []Act{ActReconcile, ActAnswer}
}

// AllowAward returns an error if the people of the record do not let somebody award this
// assessment.
func (s Snapshot) AllowAward(a Award) error {
	if err := s.People.Allow(s.Approving(a.RecordedBy, ActAward)); err != nil {
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
