package assessment_test

import (
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"
)

func TestAWaiverIsRefusedForAReason(t *testing.T) {
	grant := func(change func(*assessment.Waiver)) assessment.Waiver {
		w := assessment.Waiver{Item: "TEC-02", Approver: "ciso", Reason: "tokens are late", Control: "no remote access", Owner: "lead", Granted: today, Expires: today + 30}
		change(&w)
		return w
	}
	atAccess := func(i *interview) { i.record(assessment.Moved{Milestone: questionnaire.Access}) }
	for _, test := range []struct {
		change func(*assessment.Waiver)
		before func(*interview)
		why    string // empty where it is granted
	}{
		{func(w *assessment.Waiver) {}, nil, ""},
		{func(w *assessment.Waiver) { w.Expires = today }, nil, ""},
		{func(w *assessment.Waiver) { w.Expires = today + 90 }, nil, ""},
		{func(w *assessment.Waiver) { w.Expires = today + 91 }, nil, "at most 90 days"},
		{func(w *assessment.Waiver) { w.Expires = 0 }, nil, "needs an expiry"},
		{func(w *assessment.Waiver) { w.Expires = today - 1 }, nil, "expires before it is granted"},
		{func(w *assessment.Waiver) { w.Granted, w.Expires = today+60, today+120 }, nil, "granted on the day it is recorded"},
		{func(w *assessment.Waiver) { w.Granted, w.Expires = today-60, today-1 }, nil, "granted on the day it is recorded"},
		{func(w *assessment.Waiver) { w.Granted = 0 }, nil, "at most 90 days"},
		{func(w *assessment.Waiver) { w.Approver = " LEAD" }, nil, "somebody other than the evaluator"},
		{func(w *assessment.Waiver) { w.Reason = " \n" }, nil, "a waiver needs an approver, a reason"},
		{func(w *assessment.Waiver) { w.Control = "" }, nil, "a waiver needs an approver, a reason"},
		{func(w *assessment.Waiver) { w.Owner = "\x1b[0m" }, nil, "a waiver needs an approver, a reason"},
		{func(w *assessment.Waiver) { w.Item = "BAA-01" }, nil, "required by law"},
		{func(w *assessment.Waiver) { w.Item = "TEC-01" }, nil, "is not a gate"},
		{func(w *assessment.Waiver) { w.Item = "ZZZ-01" }, nil, "no item has the id"},
		{func(w *assessment.Waiver) {}, atAccess, "no waiver counts at milestone access"},
	} {
		i := open(t, small(t))
		if test.before != nil {
			test.before(i)
		}
		w := grant(test.change)
		_, err := i.snapshot().Admit(assessment.Entry{ID: "x", At: today.Time().UnixMicro(), By: "lead", Change: assessment.WaiverGranted{Waiver: w}})
		switch {
		case test.why == "" && err != nil:
			t.Errorf("%+v: %v", w, err)
		case test.why != "" && (err == nil || !strings.Contains(err.Error(), test.why)):
			t.Errorf("%+v: %v, want %q", w, err, test.why)
		}
	}
}

func TestWhatCountsLaterIsNotWaivedNow(t *testing.T) {
	i := open(t, anew(t, "min_assurance: verified, basis: R, phase: onboarding", "min_assurance: verified, basis: K, phase: onboarding"))
	w := assessment.Waiver{Item: "BAA-04", Approver: "ciso", Reason: "r", Control: "c", Owner: "o", Granted: today, Expires: today + 1}
	_, err := i.snapshot().Admit(assessment.Entry{ID: "x", At: today.Time().UnixMicro(), By: "lead", Change: assessment.WaiverGranted{Waiver: w}})
	if assessment.CodeOf(err) != assessment.Refused || !strings.Contains(err.Error(), "counts from milestone access on") {
		t.Error(err)
	}
}

// No road lets a waiver close a gate that rests on law: not by entry, not by a
// journal that holds one, not when the basis changes under it, and not by time.
func TestNoWaiverHoldsAgainstLaw(t *testing.T) {
	const gate = "min_assurance: documented, basis: A, phase: pre-award, asked_of: vendor, cites: [45 CFR 164.312(d)]"
	based := func(basis string) *questionnaire.Questionnaire {
		return anew(t, gate, strings.Replace(gate, "basis: A", "basis: "+basis, 1))
	}
	waiver := assessment.WaiverGranted{Waiver: assessment.Waiver{Item: "TEC-02", Approver: "ciso", Reason: "r", Control: "c", Owner: "o", Granted: today, Expires: today + 30}}
	for _, basis := range []string{"R", "O"} {
		entered := open(t, based(basis))
		if _, err := entered.snapshot().Admit(assessment.Entry{ID: "x", At: today.Time().UnixMicro(), By: "lead", Change: waiver}); assessment.CodeOf(err) != assessment.Refused {
			t.Errorf("basis %s, by entry: %v", basis, err)
		}
		forced := open(t, based(basis))
		forced.append(waiver)

		changed := open(t, based("K"))
		changed.record(waiver)
		if got := changed.evaluate().Item("TEC-02").Gate; got != assessment.GateWaived {
			t.Fatalf("as practice it is %s", got)
		}
		change, err := changed.snapshot().ChangeRules(based(basis), "counsel says it is law")
		if err != nil {
			t.Fatal(err)
		}
		changed.q = based(basis)
		changed.append(change)

		for road, i := range map[string]*interview{"in a journal": forced, "after a change of rules": changed} {
			for _, day := range []assessment.Date{today, today + 30, today + 31} {
				for _, view := range []questionnaire.View{questionnaire.Current, questionnaire.NPRM2025} {
					r := assessment.Evaluate(i.snapshot(), day, questionnaire.Award, view)
					if !r.Item("TEC-02").Gate.Open() || r.Verdict != assessment.Blocked {
						t.Errorf("basis %s, %s, on %s under %s: %s, %s", basis, road, day, view, r.Item("TEC-02").Gate, r.Verdict)
					}
				}
			}
		}
	}
}
