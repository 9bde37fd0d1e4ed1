package assessment_test

import (
	"testing"

	"assay/assessment"
	"assay/questionnaire"

	"github.com/google/go-cmp/cmp"
)

func TestMovingOnTellsWhatChanges(t *testing.T) {
	i := complete(t)
	i.answer(shown("TEC-01", "2", assessment.Verified, "EV-31", 5)) // enough to be awarded, not to be let in
	i.q.Item("BAA-02").AskedAt = map[questionnaire.Milestone]string{questionnaire.Access: "Who pays, by the signed paper?"}
	move := assessment.MoveOn(i.snapshot(), questionnaire.Access, today)

	wantOpens := []assessment.OpenedGate{
		{Item: "BAA-01", Title: "BAA draft", Was: assessment.GateClosed, State: assessment.GateNotShown, Hard: true},
		{Item: "BAA-04", Title: "Executed BAA", State: assessment.GateNotAsked, Hard: true},
		{Item: "TEC-01", Title: "Patching", State: assessment.GateFailed, Hard: true},
	}
	if diff := cmp.Diff(wantOpens, move.Opens); diff != "" {
		t.Error(diff)
	}
	wantAgain := []assessment.ReaskedItem{
		{Item: "BAA-01", Title: "BAA draft", Because: []string{"shown_by"}, Ask: "May we read the draft?", Evidence: []string{"EV-01"}},
		{Item: "BAA-02", Title: "Cost split", Because: []string{"ask_at"}, Ask: "Who pays, by the signed paper?", Evidence: []string{"EV-31"}},
	}
	if diff := cmp.Diff(wantAgain, move.AskAgain); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"BAA-04"}, move.ToAsk); diff != "" {
		t.Error(diff)
	}
	if move.Before.Verdict == assessment.Blocked || move.After.Verdict != assessment.Blocked {
		t.Errorf("%s becomes %s", move.Before.Verdict, move.After.Verdict)
	}
}

// An answer that has the later evidence already is not asked for it again.
func TestEvidenceThatIsThereIsNotAskedForAgain(t *testing.T) {
	i := complete(t)
	answer := shown("BAA-01", "met", assessment.Verified, "EV-58", 5)
	answer.Evidence = append(answer.Evidence, assessment.Evidence{Kind: "EV-01", File: "signed.pdf", AsOf: today, ValidUntil: today + 300})
	move := assessment.MoveOn(i.answer(answer).snapshot(), questionnaire.Access, today)
	if len(move.AskAgain) > 0 {
		t.Errorf("%+v", move.AskAgain)
	}
}

func TestWhatWasSetAsideDoesNotSlipThroughALaterGate(t *testing.T) {
	i := complete(t)
	i.answer(assessment.Answer{Item: "TEC-01", NotApplicable: &assessment.NotApplicable{Reason: "no servers", By: "lead"}})
	_, err := i.snapshot().Admit(assessment.Entry{ID: "x", At: today.Time().UnixMicro(), By: "lead", Change: assessment.Moved{Milestone: questionnaire.Access}})
	if assessment.CodeOf(err) != assessment.Refused {
		t.Error(err)
	}
}

func TestTheIdOfARulesFlagFindsIt(t *testing.T) {
	i := complete(t)
	i.answer(shown("TEC-01", "0", assessment.Verified, "EV-31", 5))
	i.answer(assessment.Answer{Item: "SCN-01", Scores: map[string]int{"lead": 0}})
	raised := i.evaluate().OpenFlags
	if len(raised) != 2 {
		t.Fatalf("raised %+v", raised)
	}
	for _, want := range raised {
		if got, known := assessment.RuleFlag(i.q, want.ID); !known || got != want {
			t.Errorf("%s is %+v", want.ID, got)
		}
	}
	for _, id := range []string{"", "TEC-01", "TEC-01/0", "TEC-01/3", "TEC-01/anchor", "ZZZ-01/1"} {
		if got, known := assessment.RuleFlag(i.q, id); known {
			t.Errorf("%q is %+v", id, got)
		}
	}
}
