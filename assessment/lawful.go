package assessment

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"assay/questionnaire"
	"assay/questionnaire/canonical"
)

// Whoever writes a journal with another program can write what no store records: an
// undo of a decision, a strike that hides a stop, answers carried over as if they
// were fresh. Replay refuses such a journal. It cannot tell a false answer.

// checkHeaders returns an error for an undo or a strike that no store records.
func checkHeaders(headers []Header) error {
	at, undoable := map[string]Header{}, map[string]Header{}
	for _, h := range headers {
		of, known := at[h.Event]
		switch h.Kind {
		case Answered{}.kind(), Graded{}.kind(), FlagRaised{}.kind(), FlagResolved{}.kind():
			undoable[h.ID] = h
		case Undone{}.kind():
			step, may := undoable[h.Event]
			if !may || !SamePerson(step.By, h.By) {
				return fmt.Errorf("event %d takes back what %s cannot take back", h.Seq, h.By)
			}
			delete(undoable, h.Event)
		case Struck{}.kind():
			if !known || slices.Contains(unstrikable, of.Kind) {
				return fmt.Errorf("event %d destroys a body that must stay", h.Seq)
			}
			clear(undoable)
		case Moved{}.kind(), RulesChanged{}.kind(), Withdrawn{}.kind():
			clear(undoable)
		}
		at[h.ID] = h
	}
	return nil
}

// unstrikable are the kinds of events whose bodies always count: see [Counting].
var unstrikable = []string{
	Opened{}.kind(), RulesChanged{}.kind(), RolledBack{}.kind(), Struck{}.kind(), Signed{}.kind(), SessionStarted{}.kind(), SessionEnded{}.kind(),
	GradersNamed{}.kind(), PanelOpened{}.kind(),
}

// checkWords returns an error unless a body is the exact text that this program
// writes. Two programs could read another text differently.
func checkWords(e Event, body []byte) error {
	if body == nil {
		return nil
	}
	if again, err := canonical.Marshal(e.Change); err != nil || !bytes.Equal(again, body) {
		return fmt.Errorf("the body of event %d is not in the words that assay writes", e.Seq)
	}
	return nil
}

// lawful returns an error for an event that no store lets follow this state. The
// state may lack bodies. So lawful checks no answer against the one it replaced. It
// also lacks the grades that were there and were taken back later: these are gone.
func (s *State) lawful(e Event, gone []Refs) error {
	refuse := func(format string, args ...any) error {
		return fmt.Errorf("event %d %s", e.Seq, fmt.Sprintf(format, args...))
	}
	switch c := e.Change.(type) {
	case Graded:
		if c.Grade != nil && (*c.Grade < 0 || *c.Grade > 4) {
			return refuse("gives the grade %d", *c.Grade)
		}
		if !c.effectFits() {
			return refuse("does not change the grade as its header says")
		}
	case FlagRaised:
		if c.Severity != questionnaire.Stop && c.Severity != questionnaire.Warning {
			return refuse("raises a flag that is neither a stop nor a warning")
		}
	case WaiverGranted:
		if SamePerson(c.Waiver.Approver, e.By) {
			return refuse("grants a waiver that its own approver recorded")
		}
	case Moved:
		if !c.Milestone.Valid() || c.Milestone == s.Milestone || !c.Milestone.Reached(s.Milestone) {
			return refuse("moves from %s to %s", s.Milestone, c.Milestone)
		}
	case CarriedOver:
		if slices.ContainsFunc(c.Answers, func(a Answer) bool { return a.Reverify == nil }) ||
			slices.ContainsFunc(c.Flags, func(f Flag) bool { return f.Resolution != nil }) ||
			slices.ContainsFunc(c.Actions, func(a Action) bool { return a.Closed != nil }) {
			return refuse("carries something over as if it were settled")
		}
	case RulesChanged:
		return s.lawfulRules(c, refuse)
	case Decided:
		return s.lawfulDecision(c.Decision, refuse)
	case GradersNamed:
		return s.lawfulGraders(c, refuse)
	case PanelOpened:
		return s.lawfulPanel(c, gone, refuse)
	case ActionOpened:
		if c.Action.Closed != nil {
			return refuse("opens an action that is closed")
		}
	}
	return nil
}

func (s *State) lawfulRules(c RulesChanged, refuse func(string, ...any) error) error {
	if c.From != s.Pin() {
		return refuse("changes other rules than those in force")
	}
	told := map[string]bool{}
	for _, item := range c.Lost {
		told[item] = true
	}
	for _, kept := range c.Kept {
		told[kept.before()] = true
	}
	for _, item := range slices.Sorted(maps.Keys(s.Answers)) {
		if !told[item] && !s.Answers[item].Withheld {
			return refuse("loses the answer of %s without saying so", item)
		}
	}
	return nil
}

func (s *State) lawfulDecision(d Decision, refuse func(string, ...any) error) error {
	switch {
	case d.Milestone != s.Milestone:
		return refuse("decides for %s at %s", d.Milestone, s.Milestone)
	case !d.Outcome.Valid() || d.By == "":
		return refuse("decides nothing, or nobody decides")
	case d.Verdict == Blocked && (d.Outcome == DecideApprove || d.Outcome == DecideConditional):
		return refuse("approves a blocked vendor")
	case d.Outcome.Differs(d.Verdict) && d.Reason == "":
		return refuse("decides against the verdict without a reason")
	case len(d.Voided)+len(d.Added) > 0 || d.Event != "" || d.RecordedBy != "" || d.At != 0:
		return refuse("says itself what became of the decision")
	}
	return nil
}

// effectFits reports whether a grade has one of the effects that its body allows.
func (c Graded) effectFits() bool {
	if c.Effect == "" {
		return true // of an earlier form
	}
	bare := c
	bare.Effect = ""
	zero, one := 0, 1
	for _, was := range []*int{nil, c.Grade, &zero, &one} {
		if bare.effectOn(Grade{Grade: was}) == c.Effect {
			return true
		}
	}
	return false
}
