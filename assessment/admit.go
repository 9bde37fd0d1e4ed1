package assessment

import (
	"regexp"
	"slices"
	"strings"

	"assay/assessment/hostile"
	"assay/questionnaire"
)

// Admit checks that an entry may follow the snapshot and returns it in the
// form to keep: texts made harmless, facts normalized. If it returns an
// error, do not record the entry.
func (s Snapshot) Admit(e Entry) (Entry, error) {
	e.By = hostile.Line(e.By)
	if e.By == "" {
		return e, Errorf(Invalid, "no evaluator is named").Because(NoEvaluator)
	}
	switch c := e.Change.(type) {
	case Withdrawn:
		e.Change = Withdrawn{strings.TrimSpace(hostile.Clean(c.Reason))}
	case Reinstated:
		e.Change = Reinstated{strings.TrimSpace(hostile.Clean(c.Reason))}
	}
	err := s.admitWithdrawal(e.Change)
	if err != nil {
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
		c.Beside = s.beside(e, c)
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
	case Undone:
		switch at := slices.IndexFunc(s.Trail, func(step Step) bool { return step.Event == c.Event }); {
		case at < 0:
			err = Errorf(Refused, "there is nothing to undo")
		case !SamePerson(s.Trail[at].By, e.By):
			err = Errorf(Refused, "%s recorded that, and nobody else takes it back", s.Trail[at].By)
		}
	}
	return e, err
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

// unchanged returns an error if the answer was made from another answer than
// the present one, or reconciles grades that are no longer there.
func (s Snapshot) unchanged(c Answered) error {
	now := s.Answers[c.Answer.Item]
	if again := c.Answer; again.Reconciled != "" && again.Reconciled != now.Reconciled && len(again.Grades) > 0 && !slices.EqualFunc(again.Grades, now.Grades, sameEvent) {
		return Errorf(Conflict, "the grades of %s have changed: they are to be reconciled again", again.Item).Because(AnswerChanged, again.Item)
	}
	if c.Replaces == "" || c.Replaces == now.Event || c.Replaces == Nothing && now.Event == "" {
		return nil
	}
	who := "somebody"
	if now.By != "" {
		who = now.By
	}
	return Errorf(Conflict, "%s changed %s first", who, c.Answer.Item).Because(AnswerChanged, c.Answer.Item)
}

func sameEvent(a, b Grade) bool { return a.Event == b.Event && SamePerson(a.Scorer, b.Scorer) }

// gradesWithin are the grades that a journal of the first form holds within
// the answer. A new answer repeats them, because it replaces the old one.
func (s Snapshot) gradesWithin(item string) []Grade {
	return slices.DeleteFunc(slices.Clone(s.Answers[item].Grades), func(g Grade) bool { return !g.Within })
}

func (s Snapshot) admitAnswer(a Answer, today Date) (Answer, error) {
	item := s.Questionnaire.Item(a.Item)
	if item == nil {
		return a, unknownItem(a.Item)
	}
	if item.Computed() {
		return a, Errorf(Refused, "%s is computed from %s and cannot be answered itself", item.ID, strings.Join(slices.Concat(item.ClosedBy, item.Earliest), ", "))
	}
	a = cleaned(a)
	a.By, a.At, a.Session, a.Event = "", 0, "", ""
	a = a.withGrades(s.gradesWithin(a.Item))
	a.Grades = nil
	if now := s.Answers[a.Item]; a.Reverify != nil && a.keepsMark(now) {
		a.Reverify = now.Reverify
	} else {
		a.Reverify = nil
	}
	var err error
	if a.Value != "" {
		if a.Value, err = admitValue(item, a.Value); err != nil {
			return a, err
		}
	}
	if a.Assurance != "" && !a.Assurance.Valid() {
		return a, invalid("assurance is claimed, documented, verified or attested, not %q", a.Assurance)
	}
	if na := a.NotApplicable; na != nil {
		switch {
		case a.Value != "":
			return a, invalid("%s is either answered or not applicable, not both", item.ID)
		case na.Reason == "" || na.By == "":
			return a, invalid("%s: not applicable needs a reason and a name", item.ID)
		case !item.Kind.Judged():
			return a, invalid("%s is a fact and cannot be set aside: leave it unanswered: its worst value counts", item.ID)
		}
	}
	if slices.ContainsFunc(a.Quotes, func(q Quote) bool { return q.Text == "" }) {
		return a, invalid("%s: a quote is empty", item.ID)
	}
	for _, n := range a.Heard {
		if n < 1 || n > len(item.ListenFor) {
			return a, invalid("%s has %d things to listen for: there is no number %d", item.ID, len(item.ListenFor), n)
		}
	}
	for _, record := range a.Evidence {
		if err := s.admitEvidence(item.ID, record, today); err != nil {
			return a, err
		}
	}
	return a, nil
}

func admitValue(item *questionnaire.Item, value string) (string, error) {
	if !item.Kind.Judged() {
		text, err := item.ParseFact(value)
		if err != nil {
			return "", invalid("%w", err)
		}
		return text, nil
	}
	if item.Kind.Scored() {
		return "", invalid("%s is a %s: it takes a score from each scorer, not a value", item.ID, item.Kind)
	}
	var allowed []string
	for _, value := range item.Kind.Values() {
		allowed = append(allowed, value.Text)
	}
	if !slices.Contains(allowed, value) {
		return "", invalid("%s takes %s, not %q", item.ID, strings.Join(allowed, ", "), value)
	}
	return value, nil
}

var fileHash = regexp.MustCompile(`^[0-9a-f]{64}$`)

func (s Snapshot) admitEvidence(about string, record Evidence, today Date) error {
	kind := s.Questionnaire.EvidenceKind(record.Kind)
	switch {
	case kind == nil:
		return invalid("%s: no evidence kind has the id %q", about, record.Kind)
	case record.File == "" && record.Observed == "" && record.Reference == "":
		return invalid("%s: evidence %s needs a file, an observation, or a reference to where it is kept", about, record.Kind)
	case kind.Personal && record.Observed == "" && record.Reference == "":
		return invalid("%s: %s is about named people and is not kept here: give a reference to where it is kept", about, kind.Name)
	case record.Assurance != "" && !record.Assurance.Valid():
		return invalid("%s: assurance is claimed, documented, verified or attested, not %q", about, record.Assurance)
	case record.SHA256 != "" && !fileHash.MatchString(record.SHA256):
		return invalid("%s: %q is not a SHA-256 in lower-case hexadecimal", about, record.SHA256)
	case record.SHA256 == emptyFile:
		return invalid("%s: evidence %s: the file %s is empty", about, record.Kind, record.File)
	case !record.ValidUntil.IsZero() && record.ValidUntil < record.AsOf:
		return invalid("%s: evidence %s ends on %s, before its own date %s", about, record.Kind, record.ValidUntil, record.AsOf)
	case record.AsOf > today:
		return invalid("%s: evidence %s is dated %s, which is in the future", about, record.Kind, record.AsOf)
	case record.AsOf.IsZero() && !kind.HardValidity:
		return invalid("%s: evidence %s needs an as-of date", about, record.Kind)
	case kind.HardValidity && record.ValidUntil.IsZero():
		return invalid("%s: evidence %s (%s) needs the date until which it is valid", about, record.Kind, kind.Name)
	}
	shows := map[string]bool{record.Kind: true}
	for _, also := range record.Also {
		further := s.Questionnaire.EvidenceKind(also.Kind)
		switch {
		case further == nil:
			return invalid("%s: no evidence kind has the id %q", about, also.Kind)
		case shows[also.Kind]:
			return invalid("%s: evidence %s names the kind %s twice", about, record.Kind, also.Kind)
		case further.Personal && record.Observed == "" && record.Reference == "":
			return invalid("%s: %s is about named people and is not kept here: give a reference to where it is kept", about, further.Name)
		case record.AsOf.IsZero() && !further.HardValidity:
			return invalid("%s: evidence %s needs an as-of date", about, also.Kind)
		case further.HardValidity && record.ValidUntil.IsZero():
			return invalid("%s: evidence %s (%s) needs the date until which it is valid", about, also.Kind, further.Name)
		}
		shows[also.Kind] = true
	}
	for _, n := range record.Checked {
		if n < 1 || n > len(kind.Check) {
			return invalid("%s: evidence %s has %d things to check: there is no number %d", about, record.Kind, len(kind.Check), n)
		}
	}
	return nil
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
	case strings.EqualFold(w.Approver, by):
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

func cleaned(a Answer) Answer {
	a.Note = hostile.Clean(a.Note)
	a.Reconciled = strings.TrimSpace(hostile.Clean(a.Reconciled))
	a.Value = strings.TrimSpace(hostile.Line(a.Value))
	if a.NotApplicable != nil {
		a.NotApplicable = &NotApplicable{strings.TrimSpace(hostile.Clean(a.NotApplicable.Reason)), hostile.Line(a.NotApplicable.By)}
	}
	a.Quotes = slices.Clone(a.Quotes)
	for i := range a.Quotes {
		a.Quotes[i].Text, a.Quotes[i].Who = strings.TrimSpace(hostile.Clean(a.Quotes[i].Text)), hostile.Line(a.Quotes[i].Who)
	}
	a.Evidence = cleanedEvidence(a.Evidence)
	return a
}

func cleanedEvidence(records []Evidence) []Evidence {
	records = slices.Clone(records)
	for i := range records {
		record := &records[i]
		record.Checked = slices.Clone(record.Checked)
		slices.Sort(record.Checked)
		record.Checked = slices.Compact(record.Checked)
		record.Seen, record.Also = strings.TrimSpace(hostile.Clean(record.Seen)), slices.Clone(record.Also)
		for n, also := range record.Also {
			record.Also[n].Seen = strings.TrimSpace(hostile.Clean(also.Seen))
		}
		record.File = hostile.Line(record.File)
		record.Observed, record.Reference = strings.TrimSpace(hostile.Clean(record.Observed)), strings.TrimSpace(hostile.Clean(record.Reference))
		if scope := record.Scope; scope != nil {
			record.Scope = &Scope{hostile.Line(scope.Entity), hostile.Line(scope.Site), hostile.Line(scope.System), hostile.Line(scope.Period)}
		}
	}
	return records
}

func invalid(format string, args ...any) *Error {
	return Errorf(Invalid, format, args...)
}

func unknownItem(id string) *Error {
	return Errorf(Invalid, "no item has the id %q", id)
}
