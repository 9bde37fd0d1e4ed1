package assessment_test

import (
	"testing"

	"assay/assessment"
	"assay/questionnaire"

	"github.com/google/go-cmp/cmp"
)

// What nobody confirmed hides nothing and sets nothing aside: neither a fact nor
// the answer that a rule reads.
func TestAnUnconfirmedFactSetsNoGateAside(t *testing.T) {
	old := complete(t)
	old.fact("links", "0").answer(assessment.Answer{Item: "BAA-03"})
	if state := old.evaluate().Item("BAA-03").State; state != assessment.StateNA {
		t.Fatalf("BAA-03 is %s before", state)
	}
	i := open(t, old.q)
	i.append(assessment.Reassess(old.snapshot(), old.q, questionnaire.Award, today))
	confirm := func(ids ...string) {
		for _, id := range ids {
			i.confirm(id)
		}
	}
	for _, id := range i.snapshot().ToReverify() {
		if id != "links" {
			confirm(id)
		}
	}
	if r := i.evaluate(); r.Item("BAA-03").State == assessment.StateNA || r.Verdict != assessment.Blocked {
		t.Errorf("BAA-03 is %s, the verdict %s", r.Item("BAA-03").State, r.Verdict)
	}
	i.refuses(assessment.Refused, "a blocked vendor cannot be approved", decide(assessment.DecideApprove, "fine"))
	confirm("links")
	if r := i.evaluate(); r.Item("BAA-03").State != assessment.StateNA {
		t.Errorf("confirmed, and BAA-03 is %s", r.Item("BAA-03").State)
	}
}

// Moving on marks what was answered to other words; nothing comes back unmarked.
func TestNothingOfBeforeAMoveIsUndone(t *testing.T) {
	i := complete(t)
	i.q.Item("TEC-02").AskedAt = map[questionnaire.Milestone]string{questionnaire.Access: "Is MFA on for the named people?"}
	i.answer(assessment.Answer{Item: "TEC-02"})
	i.record(assessment.Moved{Milestone: questionnaire.Access})
	s := i.snapshot()
	if step := s.LastStep("lead"); step != nil {
		t.Errorf("%+v can be undone", step)
	}
}

// A waiver was granted for one question. Under rules that ask another one it is
// gone, and what was done about it answers nothing.
func TestAWaiverHoldsForItsQuestionOnly(t *testing.T) {
	for name, test := range map[string]struct {
		to   []string
		held bool
	}{
		"other bands":    {[]string{"approve: 80", "approve: 85"}, true},
		"other question": {[]string{"ask: Is MFA on?", "ask: Is the disk encrypted?"}, false},
	} {
		i := complete(t)
		i.answer(assessment.Answer{Item: "TEC-02", Value: "unmet"})
		i.record(assessment.WaiverGranted{Waiver: assessment.Waiver{Item: "TEC-02", Approver: "ciso", Reason: "r", Control: "c", Owner: "o", Granted: today, Expires: today + 9}})
		action := todo(today + 9)
		action.Action.Cause = "waiver/TEC-02"
		i.record(action)
		to := anew(t, test.to...)
		i.append(must(i.snapshot().ChangeRules(to, "the board said so")))
		i.q = to
		s := i.snapshot()
		if _, held := s.Waivers["TEC-02"]; held != test.held {
			t.Errorf("%s: the waiver holds: %t", name, held)
		}
		if cause := s.Actions[0].Cause; (cause == "waiver/TEC-02") != test.held {
			t.Errorf("%s: the action is about %q", name, cause)
		}
	}
}

// A record of a kind that is another thing now shows nothing until it is looked
// at again.
func TestARedefinedKindOfEvidenceIsLookedAtAgain(t *testing.T) {
	i := complete(t)
	change := must(i.snapshot().ChangeRules(anew(t, "name: Plan", "name: Opinion of an auditor"), "plans prove little"))
	var again []string
	for _, kept := range change.Kept {
		if cmp.Equal(kept.Because, []string{"evidence"}) {
			again = append(again, kept.Item)
		}
	}
	if want := []string{"BAA-02", "BAA-03", "TEC-01", "TEC-02", "TEC-04", "TEC-05"}; !cmp.Equal(again, want) {
		t.Errorf("looked at again: %v, want %v", again, want)
	}
}

// An action answers its cause while it is open and in time.
func TestAnActionThatIsOverdueOrClosedAnswersNoCause(t *testing.T) {
	i := complete(t)
	i.answer(assessment.Answer{Item: "TEC-04"})
	action := todo(today + 3)
	action.Action.Cause = "gate/TEC-04"
	id := i.record(action)
	s := i.snapshot()
	causes := s.Causes(i.evaluate())
	for day, want := range map[assessment.Date]int{today + 3: len(causes) - 1, today + 4: len(causes)} {
		if open := s.Unanswered(causes, day); len(open) != want {
			t.Errorf("on %s %d are unanswered, want %d", day, len(open), want)
		}
	}
	i.record(assessment.ActionClosed{Action: id, How: "not needed"})
	closed := i.snapshot()
	if open := closed.Unanswered(causes, today); len(open) != len(causes) {
		t.Errorf("it is closed, and %d of %d are unanswered", len(open), len(causes))
	}
}

// A condition that is closed while its cause stands is no condition any more.
func TestAConditionalDecisionWithoutConditionsIsDue(t *testing.T) {
	i := complete(t)
	i.answer(assessment.Answer{Item: "TEC-04"})
	var ids []string
	for _, cause := range i.snapshot().Causes(i.evaluate()) {
		action := todo(today + 30)
		action.Action.Cause = cause.Key
		ids = append(ids, i.record(action))
	}
	i.record(decide(assessment.DecideConditional, "we need them"))
	waits := func() bool {
		for _, d := range assessment.DueOf(i.snapshot(), i.evaluate()) {
			if d.Kind == assessment.DueDecision {
				return true
			}
		}
		return false
	}
	if waits() {
		t.Error("it is due at once")
	}
	for _, id := range ids {
		i.record(assessment.ActionClosed{Action: id, How: "not needed"})
	}
	if !waits() {
		t.Error("nothing is open, the gate neither closed, and nobody is asked to decide")
	}
}

func TestAnswersAreCarriedOverRightAfterTheOpening(t *testing.T) {
	i := complete(t)
	i.append(assessment.Reassess(i.snapshot(), i.q, questionnaire.Award, today))
	if _, err := assessment.Fold(i.events); err == nil {
		t.Error("a journal carries over in its middle")
	}
}

// New proof is never ignored: whoever shows another record confirms.
func TestAnotherRecordConfirms(t *testing.T) {
	old := complete(t)
	i := open(t, old.q)
	i.append(assessment.Reassess(old.snapshot(), old.q, questionnaire.Award, today))
	answer := i.snapshot().Answers["TEC-01"]
	answer.Evidence = []assessment.Evidence{{Kind: "EV-31", Observed: "the console, today", AsOf: today, Assurance: assessment.Verified}}
	i.record(assessment.Answered{Answer: answer})
	if i.snapshot().Answers["TEC-01"].Reverify != nil {
		t.Error("another record is shown, and it still waits")
	}
}
