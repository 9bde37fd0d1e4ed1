package assessment

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"assay/questionnaire"
)

// State is the sum of the journal of one assessment. It is plain data; only
// Fold and Next make it from events.
type State struct {
	Opened    Opened                  `json:"opened"`
	OpenedAt  int64                   `json:"opened_at"` // microseconds UTC
	OpenedBy  string                  `json:"opened_by"`
	Milestone questionnaire.Milestone `json:"milestone"`
	Reserve   []string                `json:"reserve,omitempty"` // chosen scenarios of the reserve
	Answers   map[string]Answer       `json:"answers"`           // by item id
	Flags     []Flag                  `json:"flags,omitempty"`
	Resolved  map[string]Resolution   `json:"resolved,omitempty"` // resolved flags of rules, by flag id
	Waivers   map[string]Waiver       `json:"waivers,omitempty"`  // by item id
	Sessions  []Session               `json:"sessions,omitempty"`
	Rules     []RuleChange            `json:"rules,omitempty"` // changes of the rules after the opening
	Previous  *Previous               `json:"previous,omitempty"`
	Links     []Link                  `json:"links,omitempty"` // the delivery chain, below the vendor
	Actions   []Action                `json:"actions,omitempty"`
	Decisions []Decision              `json:"decisions,omitempty"` // the latest last
	Withdrawn *Withdrawal             `json:"withdrawn,omitempty"` // nil unless it is off the lists
	Rollbacks []Rollback              `json:"rollbacks,omitempty"` // events that the journal lacks, by order of acceptance
	Struck    []Strike                `json:"struck,omitempty"`    // bodies that were destroyed
	Signed    []Signing               `json:"signed,omitempty"`    // signatures of its reports
	Confirmed []Confirmation          `json:"confirmed,omitempty"` // receipts that the vendor has read
	Asked     []Asking                `json:"asked,omitempty"`     // forms that were made for the vendor
	Received  []Reception             `json:"received,omitempty"`  // replies of the vendor
	Summary   *Summary                `json:"summary,omitempty"`   // nil for none
	SignedOff []SignOff               `json:"signed_off,omitempty"`
	Spellings map[string]string       `json:"spellings,omitempty"` // names in Latin letters, by name
	Graders   []string                `json:"graders,omitempty"`   // who grades the scenarios; blind from two on
	Panels    map[string]Panel        `json:"panels,omitempty"`    // by scenario, since graders were named
	Seq       int64                   `json:"seq"`
	Head      Head                    `json:"head"`

	// Trail lists the events that can still be undone, the latest last.
	Trail []Step `json:"-"`

	// SinceChange are the heads since the last event that is not a signature.
	SinceChange []Head `json:"-"`

	// Evaluations tell who evaluated which item, each once, the latest last.
	Evaluations []Evaluation `json:"-"`
}

// Step is one event that can be undone.
type Step struct {
	Event  string
	Item   string // may be empty
	By     string
	Change Change // Answered, Graded, FlagRaised or FlagResolved
	Acts   []Act  // that it was
}

// LastStep is the latest step of one person that can still be undone, or
// nil. Nobody can undo the steps of others, or an answer that others have
// replaced.
func (s *State) LastStep(by string) *Step {
	for n := len(s.Trail) - 1; n >= 0; n-- {
		step := &s.Trail[n]
		if step.By != by {
			continue
		}
		now := s.Answers[step.Item]
		switch c := step.Change.(type) {
		case Answered:
			if now.Event != step.Event && !(now.Event == "" && c.Answer.Empty()) {
				return nil
			}
		case Graded:
			if g, known := now.GradeOf(c.Scorer); known && g.Event != step.Event {
				return nil
			}
		}
		return step
	}
	return nil
}

// Fold adds up the journal of one assessment, in the order of Seq.
func Fold(events []Event) (State, error) {
	return fold(events, func(*State, Event, []Refs) error { return nil })
}

// fold adds up a journal, and asks before each event whether it may follow. It also
// tells which grades were there at that moment that somebody took back later.
func fold(events []Event, may func(s *State, e Event, gone []Refs) error) (State, error) {
	events = Restated(events)
	undone, at := map[string]bool{}, map[string]Event{}
	gone := map[string]Refs{}
	for _, e := range events {
		at[e.ID] = e
		if e.Change.kind() == (Undone{}).kind() {
			undone[RefsOf(e.Change).Event] = true
		}
	}
	if len(events) > 0 && undone[events[0].ID] {
		return State{}, errors.New("nobody can take the opening of an assessment back")
	}
	var s State
	decided := int64(0) // seq of the latest decision
	for _, e := range events {
		if err := s.follow(e); err != nil {
			return State{}, err
		}
		if err := may(&s, e, slices.Collect(maps.Values(gone))); err != nil {
			return State{}, err
		}
		switch e.Change.kind() {
		case Decided{}.kind():
			decided = e.Seq
		case Undone{}.kind():
			delete(gone, RefsOf(e.Change).Event)
			// An undone event after the decision has changed nothing.
			taken, known := at[RefsOf(e.Change).Event]
			if known && taken.Change.kind() == (Graded{}).kind() && RefsOf(taken.Change).Grade == GradeGiven {
				s.noteChange(RefsOf(taken.Change), GradeUndone, e)
			}
			switch {
			case !known || taken.Seq > decided:
			case RefsOf(taken.Change).Beside:
				s.added(Addition{Item: itemOf(taken.Change), Parts: []string{TakenBack}, By: e.By, At: e.At, Event: e.ID})
			default:
				s.touched(taken.Change.kind(), itemOf(taken.Change), e.By, e.At)
			}
		}
		switch {
		case !undone[e.ID]:
			s.apply(e)
		case e.Change.kind() == (Graded{}).kind():
			gone[e.ID] = RefsOf(e.Change)
		}
	}
	return s, nil
}

// itemOf is the item that a change names, or empty.
func itemOf(c Change) string {
	refs := RefsOf(c)
	if item, _, byRule := strings.Cut(refs.Flag, "/"); byRule {
		return item
	}
	return refs.Item
}

// Next is the state after one more event. It cannot add an Undone, which
// changes the past: fold the journal again instead.
func (s State) Next(e Event) (State, error) {
	if _, undo := e.Change.(Undone); undo {
		return State{}, fmt.Errorf("event %d undoes an earlier one: fold the journal", e.Seq)
	}
	s.Answers = maps.Clone(s.Answers)
	s.Resolved = maps.Clone(s.Resolved)
	s.Waivers = maps.Clone(s.Waivers)
	s.Flags = slices.Clone(s.Flags)
	s.Sessions = slices.Clone(s.Sessions)
	s.Actions = slices.Clone(s.Actions)
	s.Links = slices.Clone(s.Links)
	s.Trail = slices.Clone(s.Trail)
	if err := s.follow(e); err != nil {
		return State{}, err
	}
	s.apply(e)
	return s, nil
}

// follow adds the event to the chain.
func (s *State) follow(e Event) error {
	if e.Seq != s.Seq+1 {
		return fmt.Errorf("event %d follows event %d", e.Seq, s.Seq)
	}
	if _, opens := e.Change.(Opened); opens != (e.Seq == 1) {
		return fmt.Errorf("event %d: a journal begins with its opening, once", e.Seq)
	}
	if _, carries := e.Change.(CarriedOver); carries && e.Seq != 2 {
		return fmt.Errorf("event %d: answers are carried over right after the opening", e.Seq)
	}
	header, err := e.Header()
	if err != nil {
		return err
	}
	s.Seq, s.Head = e.Seq, s.Head.Chain(header)
	if e.Change.kind() != (Signed{}).kind() {
		s.SinceChange = nil
	}
	s.countSinceSignOff(e.Change.kind())
	s.SinceChange = append(slices.Clip(s.SinceChange), s.Head)
	return nil
}

func (s *State) apply(e Event) {
	switch kind := e.Change.kind(); kind {
	case Answered{}.kind(), Graded{}.kind():
		if RefsOf(e.Change).Beside && s.DecisionInForce() == nil {
			break // there is no decision to tell of it
		}
		switch parts, beside := s.partsBeside(e); {
		case !beside:
			s.touched(kind, itemOf(e.Change), e.By, e.At)
		case len(parts) > 0:
			s.added(Addition{Item: itemOf(e.Change), Parts: parts, By: e.By, At: e.At, Event: e.ID})
		}
	case FlagRaised{}.kind(), FlagResolved{}.kind(), WaiverGranted{}.kind(), LinkSet{}.kind(), LinkRemoved{}.kind(), RulesChanged{}.kind(), PanelOpened{}.kind(), GradersNamed{}.kind():
		s.touched(kind, itemOf(e.Change), e.By, e.At)
	}
	s.evaluated(e, s.Answers[itemOf(e.Change)])
	switch c := e.Change.(type) {
	case Opened:
		s.Opened, s.OpenedAt, s.OpenedBy, s.Milestone = c, e.At, e.By, c.Milestone
		if c.Rules != nil {
			s.Reserve = c.Rules.Reserve
		}
		s.Answers = map[string]Answer{}
		s.Resolved = map[string]Resolution{}
		s.Waivers = map[string]Waiver{}
	case Answered, Graded:
		item := itemOf(c)
		acts := []Act{ActAnswer}
		if again, is := c.(Answered); is && !s.Answers[item].sameReconciled(again.Answer) {
			acts = Snapshot{State: *s}.actsOfAnswer(e.Entry, item)
		}
		answer := s.Answers[item].After(e.Entry, s.running())
		if grade, is := c.(Graded); is {
			was, _ := s.Answers[item].GradeOf(grade.Scorer)
			s.noteChange(RefsOf(c), grade.effectOn(was), e)
			answer = s.keepLater(answer)
		}
		if answer.Empty() {
			delete(s.Answers, item)
		} else {
			s.Answers[item] = answer
		}
		s.Trail = append(s.Trail, Step{e.ID, item, e.By, c, acts})
	case Withheld:
		if c.Kind == (Graded{}).kind() {
			s.noteChange(c.Refs, c.Refs.Grade, e)
		}
		s.withhold(c, e)
	case FlagRaised:
		s.Flags = append(s.Flags, Flag{ID: e.ID, Item: c.Item, Severity: c.Severity, Text: c.Text, RaisedBy: e.By, RaisedAt: e.At})
		s.Trail = append(s.Trail, Step{e.ID, c.Item, e.By, c, []Act{ActAnswer}})
	case FlagResolved:
		resolution := Resolution{By: e.By, Reason: c.Reason, At: e.At}
		item, _, byRule := strings.Cut(c.Flag, "/")
		if at := slices.IndexFunc(s.Flags, func(f Flag) bool { return f.ID == c.Flag }); at >= 0 {
			s.Flags[at].Resolution, item = &resolution, s.Flags[at].Item
		} else if byRule {
			s.Resolved[c.Flag] = resolution
		}
		s.Trail = append(s.Trail, Step{e.ID, item, e.By, c, []Act{ActAnswer}})
	case WaiverGranted:
		s.Waivers[c.Waiver.Item] = c.Waiver
	case SessionStarted:
		s.end(c.Start)
		s.Sessions = append(s.Sessions, Session{ID: e.ID, Start: c.Start, By: e.By, Attendees: c.Attendees})
	case SessionEnded:
		s.end(c.End)
	case Moved:
		s.Milestone = c.Milestone
		s.Trail = nil // an event at one milestone cannot be undone at another
		for id, because := range c.Reverify {
			if answer, known := s.Answers[id]; known {
				s.Answers[id] = answer.AskedAgain(because)
			}
		}
	case CarriedOver:
		s.carry(c, e.ID)
	case RulesChanged:
		s.changeRules(c, e.By, e.At)
	case Decided:
		d := c.Decision
		d.Event, d.RecordedBy, d.At = e.ID, e.By, e.At
		s.Decisions = append(slices.Clone(s.Decisions), d)
	case ActionOpened:
		a := c.Action
		a.ID, a.OpenedBy, a.OpenedAt = e.ID, e.By, e.At
		s.Actions = append(s.Actions, a)
	case ActionClosed:
		if at := slices.IndexFunc(s.Actions, func(a Action) bool { return a.ID == c.Action }); at >= 0 {
			s.Actions[at].Closed = &Closing{By: e.By, At: e.At, How: c.How, Evidence: c.Evidence}
		}
	case LinkSet:
		if known := s.Link(c.Link.ID); known != nil {
			*known = c.Link
			return
		}
		if c.Link.ID == "" { // else the event that added it was struck
			c.Link.ID = e.ID
		}
		s.Links = append(s.Links, c.Link)
	case LinkRemoved:
		s.removeLink(c.Link)
	case RolledBack:
		s.Rollbacks = append(slices.Clone(s.Rollbacks), Rollback{c, e.By, e.At, e.ID})
	case Withdrawn:
		s.withdraw(Withdrawal{e.By, e.At, c.Reason})
	case Reinstated:
		s.Withdrawn = nil
	case GradersNamed:
		s.Graders = c.Names
	case PanelOpened:
		s.openPanel(c.Item, PanelOpening{By: e.By, At: e.At, Reason: c.Reason, Event: e.ID})
	case Signed:
		s.Signed = append(slices.Clone(s.Signed), Signing{c, e.By, e.At, e.ID})
	case Confirmed:
		s.Confirmed = append(slices.Clone(s.Confirmed), Confirmation{c, e.By, e.At, e.ID})
	case Asked:
		s.Asked = append(slices.Clone(s.Asked), Asking{c, e.By, e.At, e.ID})
	case Received:
		s.Received = append(slices.Clone(s.Received), Reception{c, e.By, e.At, e.ID})
	case Summarized:
		s.summarize(c, e)
	case SignedOff:
		s.signOff(c, e)
	case Spelled:
		s.spell(c)
	case Struck:
		s.Struck = append(slices.Clone(s.Struck), Strike{Event: c.Event, By: e.By, At: e.At, Reason: c.Reason})
		s.Trail = nil // an undo would bring back what the struck answer had replaced
	}
}

func (s *State) removeLink(id string) {
	s.Links = slices.DeleteFunc(s.Links, func(l Link) bool { return l.ID == id })
}

func (s *State) withdraw(w Withdrawal) {
	s.end(w.At)
	s.Withdrawn, s.Trail = &w, nil
}

// Running is the running session, or nil.
func (s *State) Running() *Session {
	if n := len(s.Sessions); n > 0 && s.Sessions[n-1].End == 0 {
		return &s.Sessions[n-1]
	}
	return nil
}

func (s *State) running() string {
	if session := s.Running(); session != nil {
		return session.ID
	}
	return ""
}

func (s *State) end(at int64) {
	if session := s.Running(); session != nil {
		session.End = at
	}
}
