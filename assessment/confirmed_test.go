package assessment_test

import (
	"strings"
	"testing"

	"assay/assessment"
)

// The vendor's word is recorded beside the answers. It voids no decision.
func TestTheVendorConfirmsAReceipt(t *testing.T) {
	i := complete(t)
	i.record(decide(assessment.DecideDecline, "too dear"))
	s := i.snapshot()
	first := i.record(assessment.Confirmed{By: " Rosa\nCruz ", Head: s.Head, Seq: s.Seq, Corrections: []assessment.Correction{{Item: "BAA-02", Text: " we pay \x1b[2J"}}})
	after := i.snapshot()
	if d := after.DecisionInForce(); d == nil || len(d.Added) > 0 {
		t.Errorf("the confirmation touched the decision: %+v", d)
	}
	if got := after.CorrectionsOf("BAA-02"); len(got) != 1 || got[0].By != "Rosa Cruz" || got[0].Corrections[0].Text != "we pay" || got[0].Code() != s.Code() || got[0].RecordedBy == "" {
		t.Errorf("the correction is %+v", got)
	}
	if len(after.CorrectionsOf("TEC-01")) > 0 {
		t.Error("another item is corrected")
	}
	// A text that must go can go once the same person has confirmed anew.
	if counting := must(assessment.Counting(i.events, first)); len(counting) != 1 {
		t.Errorf("the confirmation does not count: %v", counting)
	}
	i.record(assessment.Confirmed{By: "rosa cruz", Head: s.Head, Seq: s.Seq})
	if counting := must(assessment.Counting(i.events, first)); len(counting) != 0 {
		t.Errorf("the earlier confirmation counts still: %v", counting)
	}
	i.strike(first)
	i.publishes(t, true)

	for name, c := range map[string]assessment.Confirmed{
		"needs the name":       {Head: s.Head, Seq: s.Seq},
		"of another journal":   {By: "Rosa", Head: s.Head, Seq: i.state.Seq},
		"no item has the id":   {By: "Rosa", Head: s.Head, Seq: s.Seq, Corrections: []assessment.Correction{{Item: "ZZZ-01", Text: "x"}}},
		"needs a text":         {By: "Rosa", Head: s.Head, Seq: s.Seq, Corrections: []assessment.Correction{{Item: "BAA-02", Text: " "}}},
		"is corrected twice":   {By: "Rosa", Head: s.Head, Seq: s.Seq, Corrections: []assessment.Correction{{Item: "BAA-02", Text: "x"}, {Item: "BAA-02", Text: "y"}}},
		"has 201 characters":   {By: strings.Repeat("x", 201), Head: s.Head, Seq: s.Seq},
		"the receipt is of an": {By: "Rosa", Head: s.Head, Seq: 0},
	} {
		if _, err := i.snapshot().Admit(assessment.Entry{ID: "x", By: "lead", At: s.OpenedAt, Change: c}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whoever forges a journal can name a head that it never had. A reader refuses it.
func TestAConfirmationOfAReceiptThatNobodyGaveOutIsRefused(t *testing.T) {
	i := complete(t)
	i.append(assessment.Confirmed{By: "Rosa", Head: assessment.Head{1}, Seq: 2})
	if _, err := assessment.Replay("a1", i.written()); err == nil || !strings.Contains(err.Error(), "confirms a receipt of another journal") {
		t.Errorf("%v", err)
	}
}
