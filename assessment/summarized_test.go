package assessment_test

import (
	"strings"
	"testing"

	"assay/assessment"
)

// The summary is about the assessment and part of no judgment: it changes no figure
// and voids no decision.
func TestTheLastSummaryCounts(t *testing.T) {
	i := complete(t)
	i.record(decide(assessment.DecideDecline, "too dear"))
	before := i.evaluate()
	first := i.record(assessment.Summarized{Text: "  Two strong leads,\x1b[2J no plan for the keys. ", Replaces: assessment.Nothing})
	s := i.snapshot()
	if s.Summary == nil || s.Summary.Text != "Two strong leads, no plan for the keys." || s.Summary.By != "lead" || s.Summary.Event != first {
		t.Errorf("the summary is %+v", s.Summary)
	}
	if d := s.DecisionInForce(); d == nil || len(d.Added) > 0 {
		t.Errorf("the summary touched the decision: %+v", d)
	}
	if after := i.evaluate(); after.Shown != before.Shown || after.Verdict != before.Verdict || after.Coverage != before.Coverage {
		t.Errorf("the summary changed the result: %s %s", after.Verdict, after.Shown)
	}

	// Nobody overwrites a summary unseen.
	i.refuses(assessment.Conflict, "changed after you looked at it; it is now by lead", assessment.Summarized{Text: "x", Replaces: assessment.Nothing})
	i.recordBy("ciso", assessment.Summarized{Text: "No plan for the keys.", Replaces: first})
	i.refuses(assessment.Conflict, "it is now by ciso", assessment.Summarized{Text: "x", Replaces: first})
	if s := i.snapshot(); s.Summary.Text != "No plan for the keys." || s.Summary.By != "ciso" {
		t.Errorf("the summary is %+v", s.Summary)
	}

	// A text that must go can go once another took its place.
	if counting := must(assessment.Counting(i.events, first)); len(counting) != 0 {
		t.Errorf("the earlier summary counts still: %v", counting)
	}
	if counting := must(assessment.Counting(i.events, i.snapshot().Summary.Event)); len(counting) != 1 {
		t.Errorf("the last summary does not count: %v", counting)
	}
	i.strike(first)
	i.publishes(t, true)

	last := i.record(assessment.Summarized{})
	if s := i.snapshot(); s.Summary != nil {
		t.Errorf("the summary was taken back and is %+v", s.Summary)
	}
	if counting := must(assessment.Counting(i.events, last)); len(counting) != 1 {
		t.Errorf("without the event, the summary would be back, and it does not count: %v", counting)
	}
	i.refuses(assessment.Invalid, "a summary needs a text", assessment.Summarized{Text: " "})
	i.refuses(assessment.Invalid, "has room for", assessment.Summarized{Text: strings.Repeat("é", assessment.LongestSummary+1)})
	i.record(assessment.Summarized{Text: strings.Repeat("é", assessment.LongestSummary)})
}

// A sign-off is about the record as it was. It says for itself what came later.
func TestARecordIsSignedOff(t *testing.T) {
	i := complete(t)
	s := i.snapshot()
	i.record(assessment.SignedOff{Role: " lead\nevaluator ", Head: s.Head})
	offs := func() []assessment.SignOff { return i.snapshot().SignedOff }
	if got := offs(); len(got) != 1 || got[0].Role != "lead evaluator" || got[0].By != "lead" || got[0].Head != s.Head || got[0].Code() != s.Code() || got[0].Milestone != s.Milestone {
		t.Fatalf("signed off is %+v", got)
	}
	i.refuses(assessment.Conflict, "changed after you looked at it", assessment.SignedOff{Role: "lead", Head: s.Head})
	i.refuses(assessment.Invalid, "needs the role", assessment.SignedOff{Role: " "})
	i.refuses(assessment.Invalid, "the role has 201 characters", assessment.SignedOff{Role: strings.Repeat("x", 201)})
	i.refuses(assessment.Invalid, "the statement has", assessment.SignedOff{Role: "lead", Statement: strings.Repeat("x", assessment.LongestSummary+1)})
	i.recordBy("ciso", assessment.SignedOff{Role: "CISO", Statement: " read twice\x07 "})
	hash := strings.Repeat("0a", 32)
	i.record(decide(assessment.DecideDecline, "too dear"))
	i.record(assessment.Signed{Role: "assessor", Signer: "Dana", Certificate: hash, File: hash})
	for _, off := range offs() {
		if off.ChangedSince != 0 {
			t.Errorf("what follows in the ordinary course is a change: %+v", off)
		}
	}
	i.answer(assessment.Answer{Item: "BAA-02", Value: "1"})
	i.record(assessment.Undone{Event: i.events[len(i.events)-1].ID})
	i.record(assessment.Summarized{Text: "Weak on keys."})
	for _, off := range offs() {
		if off.ChangedSince != 3 {
			t.Errorf("an answer, its undo and a summary are %d changes", off.ChangedSince)
		}
	}
	i.publishes(t, true)

	// The same person signs off anew; the earlier text can go.
	first := offs()[1].Event
	if counting := must(assessment.Counting(i.events, first)); len(counting) != 1 {
		t.Errorf("the sign-off does not count: %v", counting)
	}
	i.recordBy("Ciso", assessment.SignedOff{Role: "CISO"})
	if got := offs(); len(got) != 2 || got[1].ChangedSince != 0 || got[1].Statement != "" || got[0].ChangedSince != 3 {
		t.Errorf("signed off is %+v", got)
	}
	i.strike(first)
	i.publishes(t, true)
}

// A record with open questions is complete only if somebody says why.
func TestARecordWithOpenQuestionsNeedsAStatement(t *testing.T) {
	i := complete(t)
	i.record(assessment.Answered{Answer: assessment.Answer{Item: "BAA-02"}})
	i.refuses(assessment.Invalid, "1 question has no answer: the sign-off must state why", assessment.SignedOff{Role: "lead"})
	i.record(assessment.SignedOff{Role: "lead", Statement: "Counsel asks it with the contract."})
}

// Whoever forges a journal can have somebody sign another record off. A reader refuses
// it.
func TestASignOffOfAnotherRecordIsRefused(t *testing.T) {
	i := complete(t)
	i.append(assessment.SignedOff{Role: "lead", Head: assessment.Head{1}})
	if _, err := assessment.Replay("a1", i.written()); err == nil || !strings.Contains(err.Error(), "signs off another record") {
		t.Errorf("%v", err)
	}
	i = complete(t)
	i.record(assessment.SignedOff{Role: "lead"})
	journal := i.written()
	last := &journal[len(journal)-1]
	last.Salt, last.Body = nil, nil
	read, err := assessment.Replay("a1", journal)
	if err == nil {
		err = read.CheckPublished()
	}
	if err == nil || !strings.Contains(err.Error(), "counts and is withheld") {
		t.Errorf("without its body: %v", err)
	}
}
