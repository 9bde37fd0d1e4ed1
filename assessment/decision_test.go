package assessment_test

import (
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"

	"github.com/google/go-cmp/cmp"
)

func decide(outcome assessment.Outcome, reason string) assessment.Decided {
	return assessment.Decided{Decision: assessment.Decision{Outcome: outcome, By: "N. Sharma", Role: "CISO", Reason: reason}}
}

// A decision is bound to what it was made on.
func TestADecisionNamesWhatItWasMadeOn(t *testing.T) {
	i := complete(t)
	seen := i.snapshot()
	i.record(decide(assessment.DecideApprove, ""))
	s := i.snapshot()
	d := s.DecisionInForce()
	want := assessment.Decision{
		Outcome: assessment.DecideApprove, By: "N. Sharma", Role: "CISO", Snapshot: must(seen.Hash()), Head: seen.Head,
		Milestone: questionnaire.Award, AsOf: today, Verdict: assessment.Approve, Shown: 900,
		Event: "event-16", RecordedBy: "lead", At: d.At,
	}
	if diff := cmp.Diff(want, *d); diff != "" {
		t.Error(diff)
	}
	if must(s.Hash()) == d.Snapshot {
		t.Error("the decision is part of the snapshot that it was made on")
	}
	late := decide(assessment.DecideApprove, "")
	late.Decision.Snapshot = must(seen.Hash())
	i.refuses(assessment.Conflict, "changed after you looked at it", late)
}

// What was decided on must not change afterwards; what does voids the decision.
func TestWhatVoidsADecision(t *testing.T) {
	weaker := shown("TEC-01", "3", assessment.Verified, "EV-31", 5)
	raise := assessment.FlagRaised{Severity: questionnaire.Warning, Item: "TEC-01", Text: "vague"}
	for name, test := range map[string]struct {
		before, after func(*interview)
		changed       []string // nil where the decision stands
		void          bool
	}{
		"nothing": {nil, func(*interview) {}, nil, false},
		"a meeting": {nil, func(i *interview) {
			i.record(assessment.SessionStarted{Start: 5})
			i.record(assessment.SessionEnded{End: 9})
		}, nil, false},
		"an action":        {nil, func(i *interview) { i.record(assessment.ActionClosed{Action: i.record(todo(today)), How: "done"}) }, nil, false},
		"another decision": {nil, func(i *interview) { i.record(decide(assessment.DecideDecline, "too dear")) }, nil, false},
		"an answer":        {nil, func(i *interview) { i.answer(weaker) }, []string{"TEC-01"}, true},
		"a fact":           {nil, func(i *interview) { i.fact("tiers", "3") }, []string{"tiers"}, true},
		"two answers":      {nil, func(i *interview) { i.answer(weaker).answer(twoScorers(3, 3)).answer(weaker) }, []string{"TEC-01", "SCN-01"}, true},
		"a flag":           {nil, func(i *interview) { i.record(raise) }, []string{"a red flag on TEC-01"}, true},
		"a flag on nothing": {nil, func(i *interview) {
			i.record(assessment.FlagRaised{Severity: questionnaire.Stop, Text: "left the room"})
		}, []string{"a red flag"}, true},
		"a waiver": {nil, func(i *interview) {
			i.record(assessment.WaiverGranted{Waiver: assessment.Waiver{Item: "TEC-02", Approver: "ciso", Reason: "r", Control: "c", Owner: "o", Granted: today, Expires: today + 9}})
		}, []string{"the waiver of TEC-02"}, true},
		"a link": {nil, func(i *interview) {
			i.record(assessment.LinkSet{Link: assessment.Link{Entity: "Hands Ltd", Country: "PH"}})
		}, []string{"the delivery chain"}, true},
		"an answer that was taken back": {nil, func(i *interview) {
			i.record(assessment.Undone{Event: i.record(assessment.Answered{Answer: weaker})})
		}, nil, false},
		"an earlier answer taken back": {func(i *interview) { i.answer(shown("TEC-01", "4", assessment.Verified, "EV-31", 4)) }, func(i *interview) {
			s := i.snapshot()
			i.record(assessment.Undone{Event: s.LastStep("lead").Event})
		}, []string{"TEC-01"}, true},
		"an earlier flag taken back": {func(i *interview) { i.record(raise) }, func(i *interview) {
			s := i.snapshot()
			i.record(assessment.Undone{Event: s.LastStep("lead").Event})
		}, []string{"a red flag on TEC-01"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			i := complete(t)
			if test.before != nil {
				test.before(i)
			}
			event := i.record(decide(assessment.DecideApprove, "worth it"))
			test.after(i)
			s := i.snapshot()
			for _, d := range s.Decisions {
				if d.Event != event {
					continue
				}
				if d.InForce() == test.void || !cmp.Equal(d.Changed(), test.changed) {
					t.Errorf("it stands %t, changed %v; want void %t, %v", d.InForce(), d.Changed(), test.void, test.changed)
				}
			}
			if stands := s.DecisionInForce() != nil; stands == test.void || s.Decision() == nil {
				t.Errorf("a decision stands: %t", stands)
			}
		})
	}
}

// A decision is for one milestone. Later milestones leave it as it was.
func TestADecisionIsForItsMilestone(t *testing.T) {
	i := complete(t)
	i.record(decide(assessment.DecideApprove, ""))
	i.record(assessment.Moved{Milestone: questionnaire.Access})
	s := i.snapshot()
	if s.Decision() != nil {
		t.Error("the award was decided, not the access")
	}
	i.answer(shown("TEC-01", "3", assessment.Verified, "EV-31", 5))
	i.record(decide(assessment.DecideRemediate, ""))
	s = i.snapshot()
	if d := s.Decisions[0]; !d.InForce() || s.DecisionInForce().Outcome != assessment.DecideRemediate {
		t.Errorf("the award's decision was voided by a change at access: %+v", d.Voided)
	}
}

// Conditional is under conditions: each cause has an action, or it is refused.
func TestAConditionalDecisionNeedsAnActionForEachCause(t *testing.T) {
	i := complete(t)
	i.answer(assessment.Answer{Item: "TEC-04"}).answer(twoScorers(0, 0))
	i.record(assessment.FlagRaised{Severity: questionnaire.Warning, Text: "vague"})
	i.record(todo(today)) // of no cause
	causes := i.snapshot().Causes(i.evaluate())
	var got []string
	for _, c := range causes {
		got = append(got, c.Key+": "+c.Text)
	}
	flag := i.snapshot().Flags[0].ID
	want := []string{
		"band: shown 69.0 is below 80",
		"floor/SCN: Scenarios shows 0.0; a conditional verdict needs 40",
		"gate/TEC-04: Our memo: not asked",
		"flag/" + flag + ": vague",
		"flag/SCN-01/anchor: anchor 0: waits",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatal(diff)
	}
	i.refuses(assessment.Invalid, "the verdict is remediate: the decision conditional needs a reason", decide(assessment.DecideConditional, ""))
	for n, c := range causes {
		i.refuses(assessment.Refused, "there is none for: "+c.Text, decide(assessment.DecideConditional, "we need them"))
		action := todo(today + assessment.Date(n))
		action.Action.Cause = c.Key
		i.record(action)
	}
	i.record(decide(assessment.DecideConditional, "we need them"))
	s := i.snapshot()
	if diff := cmp.Diff(causes, s.DecisionInForce().Causes); diff != "" {
		t.Error(diff)
	}
	for _, c := range s.Causes(assessment.Evaluate(s, today+1, questionnaire.Award, questionnaire.Current)) {
		if strings.HasPrefix(c.Key, "flag/action/") {
			t.Errorf("an overdue action is a cause of its own: %+v", c)
		}
	}
}

func TestADecisionIsRefusedForAReason(t *testing.T) {
	blocked := func(i *interview) { i.answer(assessment.Answer{Item: "TEC-02", Value: "unmet"}) }
	for _, test := range []struct {
		code   assessment.Code
		why    string // empty where it is recorded
		before func(*interview)
		d      assessment.Decided
	}{
		{assessment.Invalid, `not "maybe"`, nil, decide("maybe", "")},
		{assessment.Invalid, "the name of the person who decides", nil, assessment.Decided{Decision: assessment.Decision{Outcome: assessment.DecideApprove, By: " "}}},
		{assessment.Invalid, "the decision decline needs a reason", nil, decide(assessment.DecideDecline, "")},
		{"", "", nil, decide(assessment.DecideDecline, "too dear")},
		{assessment.Refused, "a blocked vendor cannot be approved: MFA: failed", blocked, decide(assessment.DecideApprove, "we know better")},
		{assessment.Refused, "a blocked vendor cannot be approved: MFA: failed", blocked, decide(assessment.DecideConditional, "we know better")},
		{"", "", blocked, decide(assessment.DecideDecline, "")},
		{"", "", blocked, decide(assessment.DecideRemediate, "")},
		{assessment.Refused, "at least one open action", nil, decide(assessment.DecideConditional, "for a year")},
	} {
		i := complete(t)
		if test.before != nil {
			test.before(i)
		}
		if test.why == "" {
			i.record(test.d)
		} else {
			i.refuses(test.code, test.why, test.d)
		}
	}
}
