package assessment

import (
	"slices"
	"strings"

	"assay/assessment/hostile"
	"assay/questionnaire"
)

// Admit checks that an entry may follow the snapshot and returns it in the
// form to keep: texts made harmless, facts normalized. If it returns an
// error, do not record the entry. It also refuses an entry that the roles of its author do
// not permit, see [People.Allow].
func (s Snapshot) Admit(e Entry) (Entry, error) {
	var err error
	if e.By, err = Author(e.By); err != nil {
		return e, err
	}
	if err = s.allow(e); err != nil {
		return e, err
	}
	if who := s.People.Named(e.By); who != nil {
		e.By = who.Name // as it is written in the record
	}
	switch c := e.Change.(type) {
	case Withdrawn:
		e.Change = Withdrawn{strings.TrimSpace(hostile.Clean(c.Reason))}
	case Reinstated:
		e.Change = Reinstated{strings.TrimSpace(hostile.Clean(c.Reason))}
	}
	if err = s.admitWithdrawal(e.Change); err != nil {
		return e, err
	}
	switch c := e.Change.(type) {
	case Opened:
		return e, Errorf(Refused, "the assessment is open already")
	case CarriedOver:
		return e, Errorf(Refused, "answers are carried over only when an assessment is opened")
	case RulesChanged:
		return e, Errorf(Refused, "a change of rules cannot be recorded as an entry")
	case RolledBack:
		return e, Errorf(Refused, "that events are missing cannot be recorded as an entry")
	case Struck, Withheld:
		return e, Errorf(Refused, "the destruction of a body cannot be recorded as an entry")
	case Answered:
		if err = s.unchanged(c); err == nil {
			c.Answer, err = s.admitAnswer(c.Answer, s.Day(e.At))
		}
		c.Beside = s.beside(e, c)
		e.Change = c
	case Graded:
		c, err = s.admitGrade(c, e.By)
		c.Beside = s.beside(e, c) && !s.PanelClosed(c.Item) // a note may open the panel
		e.Change = c
	case FlagRaised:
		c.Text = strings.TrimSpace(hostile.Clean(c.Text))
		e.Change = c
		switch {
		case c.Severity != questionnaire.Stop && c.Severity != questionnaire.Warning:
			err = invalid("a flag is a stop or a warning, not %q", c.Severity)
		case c.Text == "":
			err = invalid("a flag needs a text: what was heard")
		case c.Item != "" && s.Questionnaire.Item(c.Item) == nil:
			err = unknownItem(c.Item)
		}
	case FlagResolved:
		c.Reason = strings.TrimSpace(hostile.Clean(c.Reason))
		e.Change = c
		err = s.admitResolution(c)
	case WaiverGranted:
		w := &c.Waiver
		w.Approver, w.Owner = hostile.Line(w.Approver), hostile.Line(w.Owner)
		w.Reason, w.Control = strings.TrimSpace(hostile.Clean(w.Reason)), strings.TrimSpace(hostile.Clean(w.Control))
		e.Change = c
		err = s.admitWaiver(c.Waiver, e.By, s.Day(e.At))
	case SessionStarted:
		c.Attendees = cleanedAttendees(c.Attendees)
		e.Change = c
		err = s.admitSession(c)
	case SessionEnded:
		switch running := s.Running(); {
		case running == nil:
			err = Errorf(Refused, "no session is running")
		case c.End < running.Start:
			err = invalid("a session cannot end before it starts")
		}
	case Moved:
		if err = s.admitMove(c, s.Day(e.At)); err == nil {
			c.Reverify = s.reverifiedAt(c.Milestone)
		}
		e.Change = c
	case Decided:
		c.Decision, err = s.admitDecision(c.Decision, e.At)
		e.Change = c
	case ActionOpened:
		c.Action, err = s.admitAction(c.Action, s.Day(e.At))
		e.Change = c
	case ActionClosed:
		c, err = s.admitClosing(c, s.Day(e.At))
		e.Change = c
	case LinkSet:
		c.Link, err = s.admitLink(c.Link, s.Day(e.At))
		e.Change = c
	case LinkRemoved:
		c, err = s.admitRemoval(c)
		e.Change = c
	case Signed:
		c, err = s.admitSigned(c)
		e.Change = c
	case Confirmed:
		c, err = s.admitConfirmed(c)
		e.Change = c
	case Summarized:
		c, err = s.admitSummarized(c)
		e.Change = c
	case Spelled:
		c, err = s.admitSpelled(c)
		e.Change = c
	case Asked:
		c, err = s.admitAsked(c)
		e.Change = c
	case Received:
		c, err = s.admitReceived(c)
		e.Change = c
	case SignedOff:
		c, err = s.admitSignedOff(c, e.At)
		e.Change = c
	case GradersNamed:
		c, err = s.admitGraders(c)
		e.Change = c
	case PanelOpened:
		c, err = s.admitPanel(c)
		e.Change = c
	case Undone:
		switch at := slices.IndexFunc(s.Trail, func(step Step) bool { return step.Event == c.Event }); {
		case at < 0:
			err = Errorf(Refused, "there is nothing to undo")
		case !SamePerson(s.Trail[at].By, e.By):
			err = Errorf(Refused, "%s recorded that, and nobody else takes it back", s.Trail[at].By)
		case s.reconciledSince(s.Trail[at]):
			err = Errorf(Refused, "the grades of %s were reconciled since: give another grade instead", s.Trail[at].Item)
		}
	}
	return e, err
}

// Author is the name of the person who records something, in the form to keep. It
// is Invalid if it is empty or too long.
func Author(name string) (string, error) {
	name = hostile.Name(name)
	if name == "" {
		return "", Errorf(Invalid, "no evaluator is named").Because(NoEvaluator)
	}
	return name, shortEnough([][2]string{{"the name of the evaluator", name}})
}

// latest is the day of the latest answer. No rule over answers reads a later
// one.
func (s Snapshot) latest() Date {
	at := s.OpenedAt
	for _, answer := range s.Answers {
		at = max(at, answer.At)
	}
	return s.Day(at)
}

func (s Snapshot) admitSession(c SessionStarted) error {
	if c.Start <= 0 {
		return invalid("a session needs a start")
	}
	if running := s.Running(); running != nil {
		return Errorf(Refused, "a session is running already, started by %s", running.By).Because(SessionRunning)
	}
	for _, a := range c.Attendees {
		if a.Name == "" || a.Side != "" && a.Side != "vendor" && a.Side != "us" {
			return invalid("an attendee needs a name, and a side: vendor or us")
		}
	}
	return nil
}

func (s Snapshot) admitResolution(c FlagResolved) error {
	switch {
	case strings.TrimSpace(c.Reason) == "":
		return invalid("resolving a flag needs a reason").Because(ReasonMissing)
	case OpenFlag{ID: c.Flag}.Action() != "":
		return Errorf(Refused, "the flag of an overdue action is resolved by closing the action").Because(FlagOfAction, OpenFlag{ID: c.Flag}.Action())
	}
	if at := slices.IndexFunc(s.Flags, func(f Flag) bool { return f.ID == c.Flag }); at >= 0 {
		if s.Flags[at].Resolution != nil {
			return Errorf(Refused, "the flag is resolved already")
		}
		return nil
	}
	// A rule's flag can be resolved while it is open. Nobody may silence a
	// flag that has not been raised yet.
	for _, open := range Evaluate(s, s.latest(), s.Milestone, questionnaire.NPRM2025).OpenFlags {
		if open.ID == c.Flag {
			return nil
		}
	}
	return Errorf(NotFound, "no open flag has the id %q", c.Flag)
}

func (s Snapshot) admitWaiver(w Waiver, by string, today Date) error {
	item := s.Questionnaire.Item(w.Item)
	switch {
	case item == nil:
		return unknownItem(w.Item)
	case !item.Kind.IsGate():
		return Errorf(Refused, "%s is not a gate and cannot be waived", w.Item)
	case item.Computed():
		return Errorf(Refused, "%s is computed from %s and cannot be waived itself", w.Item, strings.Join(item.ClosedBy, ", "))
	case w.Approver == "" || w.Reason == "" || w.Control == "" || w.Owner == "":
		return invalid("a waiver needs an approver, a reason, a compensating control and an owner")
	case SamePerson(w.Approver, by) && !s.People.On(): // with people, only an approver gets here, who has not evaluated alone
		return Errorf(Refused, "the approver of a waiver must be somebody other than the evaluator")
	}
	if why := w.allowed(item, questionnaire.Current); why != "" {
		return Errorf(Refused, "%s: %s", w.Item, why)
	}
	switch from := item.Phase.From(); {
	case s.Milestone != questionnaire.Award:
		return Errorf(Refused, "%s: no waiver counts at milestone %s: the gate must be closed", w.Item, s.Milestone)
	case from != questionnaire.Award:
		return Errorf(Refused, "%s counts from milestone %s on, where no waiver counts", w.Item, from)
	case w.Granted != today:
		return invalid("%s: a waiver is granted on the day it is recorded, %s, not on %s", w.Item, today, w.Granted)
	}
	return nil
}

// admitMove returns an error for a move back, and for an item set aside by
// hand that is a hard gate at the later milestone.
func (s Snapshot) admitMove(c Moved, today Date) error {
	if !c.Milestone.Valid() || c.Milestone == s.Milestone || !c.Milestone.Reached(s.Milestone) {
		return Errorf(Refused, "the milestones are award, access, review, close, in this order: %s does not come after %s", c.Milestone, s.Milestone)
	}
	aside, next := s.ByHand(today), s
	next.Milestone = c.Milestone
	for _, item := range next.ByHand(today) {
		if !slices.Contains(aside, item) {
			return Errorf(Refused, "%s (%s) was set aside by hand, but is a hard gate at milestone %s", item, s.Questionnaire.Item(item).Title, c.Milestone).Because(SetAsideByHand, item)
		}
	}
	return nil
}

// ByHand lists the hard gates that people set aside without a rule. They
// count as not asked. The store refuses a batch that adds one.
func (s Snapshot) ByHand(asOf Date) []string {
	var ids []string
	for id, answer := range s.Answers {
		if item := s.Questionnaire.Item(id); answer.NotApplicable != nil && item != nil && item.HardAt(s.Milestone) {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	result := Evaluate(s, asOf, s.Milestone, questionnaire.Current)
	ids = slices.DeleteFunc(ids, func(id string) bool { return result.Item(id).State == StateNA })
	slices.Sort(ids)
	return ids
}

func cleanedAttendees(all []Attendee) []Attendee {
	all = slices.Clone(all)
	for i, a := range all {
		all[i] = Attendee{hostile.Line(a.Name), hostile.Line(a.Role), hostile.Line(a.Side)}
	}
	return all
}

func invalid(format string, args ...any) *Error {
	return Errorf(Invalid, format, args...)
}

func unknownItem(id string) *Error {
	return Errorf(Invalid, "no item has the id %q", id)
}
