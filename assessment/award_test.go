package assessment_test

import (
	"testing"

	"assay/assessment"
)

// award is one that can be recorded: A over B, C blocked.
func award() assessment.Award {
	return assessment.Award{
		RFP: "r", Chosen: "a", RunnerUp: "b", By: "N. Sharma", Reason: "best shown",
		Outside: []assessment.Criterion{{Name: "Price", Text: "third of four"}},
		Contenders: []assessment.Contender{
			{Assessment: "a", Vendor: "Acme", Rank: 1, Verdict: assessment.Conditional},
			{Assessment: "b", Vendor: "Beta", Rank: 2, Verdict: assessment.Decline, WhyNot: "shows less"},
			{Assessment: "c", Vendor: "Crux", Verdict: assessment.Blocked, WhyNot: "no agreement"},
		},
	}
}

func TestAnAwardIsRefusedForAReason(t *testing.T) {
	for _, test := range []struct {
		code   assessment.Code
		why    string // empty where it is admitted
		change func(*assessment.Award)
	}{
		{"", "", func(*assessment.Award) {}},
		{"", "", func(a *assessment.Award) { a.RunnerUp = "" }},
		{assessment.Refused, "Crux is blocked and cannot be chosen", func(a *assessment.Award) { a.Chosen = "c" }},
		{assessment.Refused, "Crux is blocked and cannot be the runner-up", func(a *assessment.Award) { a.RunnerUp = "c" }},
		{assessment.Refused, "another assessment of this RFP", func(a *assessment.Award) { a.RunnerUp = "a" }},
		{assessment.Refused, "another assessment of this RFP", func(a *assessment.Award) { a.RunnerUp = "z" }},
		{assessment.Refused, "not in this RFP", func(a *assessment.Award) { a.Chosen = "z" }},
		{assessment.Invalid, "the name of the person who approves it", func(a *assessment.Award) { a.By = " " }},
		{assessment.Invalid, "why Acme was chosen", func(a *assessment.Award) { a.Reason = "\n" }},
		{assessment.Invalid, "why Beta was not chosen", func(a *assessment.Award) { a.Contenders[1].WhyNot = " " }},
		{assessment.Invalid, "needs a name and a result", func(a *assessment.Award) { a.Outside[0].Text = "" }},
	} {
		a := award()
		test.change(&a)
		_, err := a.Admit()
		switch {
		case test.why == "" && err != nil:
			t.Error(err)
		case test.why != "" && (assessment.CodeOf(err) != test.code || !contains(err, test.why)):
			t.Errorf("%s %v, want %s %q", assessment.CodeOf(err), err, test.code, test.why)
		}
	}
}

func TestAContenderIsAnAssessmentAsItStands(t *testing.T) {
	i := complete(t)
	i.record(decide(assessment.DecideApprove, ""))
	s := i.snapshot()
	c := must(assessment.ContenderOf(s, i.evaluate()))
	want := assessment.Contender{Assessment: "a1", Vendor: "Acme", Snapshot: must(s.Hash()), Head: s.Head, AsOf: today, Verdict: assessment.Approve, Claimed: 1000, Shown: 900, Decision: assessment.DecideApprove}
	if c != want {
		t.Errorf("%+v", c)
	}
	i.fact("tiers", "3")
	if c := must(assessment.ContenderOf(i.snapshot(), i.evaluate())); c.Decision != "" || c.Snapshot == want.Snapshot {
		t.Errorf("its decision is void, and yet %+v", c)
	}
}

func TestAWhatIfIsRefusedForAReason(t *testing.T) {
	for why, change := range map[string]func(*assessment.WhatIf){
		"":                            func(*assessment.WhatIf) {},
		"a what-if needs a name":      func(w *assessment.WhatIf) { w.Name = " " },
		"at least two assessments":    func(w *assessment.WhatIf) { w.Lines = w.Lines[:1] },
		"changes at least one weight": func(w *assessment.WhatIf) { w.Weights = nil },
		"to 1000000000, not -1":       func(w *assessment.WhatIf) { w.Weights["TEC"] = -1 },
		"1000000000, not 1000000001":  func(w *assessment.WhatIf) { w.Weights["TEC"] = 1_000_000_001 },
	} {
		w := assessment.WhatIf{Name: "Technology first", Weights: map[string]int{"TEC": 9}, Lines: make([]assessment.WhatIfLine, 2)}
		change(&w)
		_, err := w.Admit()
		if (why == "") != (err == nil) || why != "" && !contains(err, why) {
			t.Errorf("%v, want %q", err, why)
		}
	}
}
