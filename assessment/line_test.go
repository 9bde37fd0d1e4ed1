package assessment_test

import (
	"os"
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"
)

// lined is the small questionnaire with a checklist over its gates, a computed
// date and an overlay.
func lined(t testing.TB) *questionnaire.Questionnaire {
	t.Helper()
	text, err := os.ReadFile("testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	const lines = `
  - id: LST
    name: Before the first log-in
    weight: 0
    items:
      - {id: LST-01, kind: gate, title: Papers, ask: The papers are in order, weight: 1, basis: K, phase: pre-award, asked_of: us, practice: true, closed_by: [BAA-01, BAA-03]}
      - {id: LST-02, kind: gate, title: Machines, ask: The machines are in order, weight: 1, basis: K, phase: onboarding, asked_of: us, practice: true, closed_by: [TEC-01]}
      - {id: LST-03, kind: gate, title: Links, ask: The links are papered, weight: 1, basis: K, phase: pre-award, asked_of: us, practice: true, closed_by: [BAA-03]}
      - {id: paid_until, kind: fact, title: Paid, ask: Until when?, answer: date, worst: "1970-01-01"}
      - {id: signed_until, kind: fact, title: Signed, ask: Until when?, answer: date, worst: "1970-01-01"}
      - {id: ends, kind: fact, title: Ends, ask: The earlier, answer: date, earliest: [paid_until, signed_until]}
overlays: [{view: nprm-2025, items: [{id: BAA-02, gate_at: {award: 4}, because: It would have to be done}]}]
evidence:`
	q, err := questionnaire.Parse(strings.NewReader(strings.Replace(string(text), "\nevidence:", lines, 1)))
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func TestALineOfAChecklistIsClosedByItsItems(t *testing.T) {
	i := open(t, lined(t))
	expect := func(when string, want map[string]assessment.GateState) {
		t.Helper()
		result := i.evaluate()
		for id, state := range want {
			if got := result.Item(id); got.Gate != state || got.Weight != 0 {
				t.Errorf("%s: %s is %q, weight %d", when, id, got.Gate, got.Weight)
			}
		}
	}
	expect("at first", map[string]assessment.GateState{"LST-01": assessment.GateNotAsked, "LST-02": ""})
	i.answer(shown("BAA-01", "met", assessment.Verified, "EV-58", 5))
	expect("one of two", map[string]assessment.GateState{"LST-01": assessment.GateNotAsked})
	i.answer(shown("BAA-03", "met", assessment.Claimed, "EV-31", 5))
	expect("both, one not shown", map[string]assessment.GateState{"LST-01": assessment.GateNotShown, "LST-03": assessment.GateNotShown})
	i.answer(shown("BAA-03", "unmet", assessment.Verified, "EV-31", 5))
	expect("one failed", map[string]assessment.GateState{"LST-01": assessment.GateFailed})
	i.answer(shown("BAA-03", "met", assessment.Verified, "EV-31", 5))
	expect("all closed", map[string]assessment.GateState{"LST-01": assessment.GateClosed, "LST-03": assessment.GateClosed})

	i.fact("links", "0").fact("tiers", "1").answer(shown("BAA-02", "4", assessment.Verified, "EV-31", 5))
	result := i.evaluate()
	if line := result.Item("LST-03"); line.State != assessment.StateNA || line.Gate != "" {
		t.Errorf("with nothing to close, LST-03 is %s %q", line.State, line.Gate)
	}
	if line := result.Item("LST-01"); line.Gate != assessment.GateClosed || line.Answer != assessment.Met {
		t.Errorf("LST-01 is %q, %q", line.Gate, line.Answer)
	}

	i.answer(shown("TEC-01", "2", assessment.Verified, "EV-31", 5))
	at := func() assessment.ItemResult {
		return assessment.Evaluate(i.snapshot(), today, questionnaire.Access, questionnaire.Current).Item("LST-02")
	}
	if line := at(); line.Gate != assessment.GateFailed {
		t.Errorf("grade 2 of 3 leaves the line %q", line.Gate)
	}
	i.answer(shown("TEC-01", "3", assessment.Verified, "EV-31", 5))
	if line := at(); line.Gate != assessment.GateClosed {
		t.Errorf("grade 3 of 3 leaves the line %q", line.Gate)
	}
}

func TestALineChangesNoCountAndNoScore(t *testing.T) {
	plain, with := complete(t), complete(t)
	with.q = lined(t)
	with.reopen(assessment.Opened{Vendor: assessment.Vendor{ID: "v1", Name: "Acme"}, Questionnaire: assessment.PinOf(with.q), Milestone: questionnaire.Award, TimeZone: "UTC"})
	a, b := plain.evaluate(), with.evaluate()
	if a.Shown != b.Shown || a.Gates != b.Gates || a.Verdict != b.Verdict || len(a.Because) != len(b.Because) {
		t.Errorf("%v %+v %s became %v %+v %s", a.Shown, a.Gates, a.Verdict, b.Shown, b.Gates, b.Verdict)
	}
}

func TestWhatFollowsFromOthersIsNotAnswered(t *testing.T) {
	i := open(t, lined(t))
	for _, answer := range []assessment.Answer{{Item: "LST-01", Value: "met"}, {Item: "ends", Value: "2030-01-01"}} {
		if _, err := i.snapshot().Admit(assessment.Entry{ID: "x", At: 1, By: "lead", Change: assessment.Answered{Answer: answer}}); err == nil {
			t.Errorf("%s was answered", answer.Item)
		}
	}
	waiver := assessment.Waiver{Item: "LST-01", Approver: "ciso", Reason: "soon", Control: "none", Owner: "lead", Granted: today, Expires: today + 30}
	if _, err := i.snapshot().Admit(assessment.Entry{ID: "x", At: today.Time().UnixMicro(), By: "lead", Change: assessment.WaiverGranted{Waiver: waiver}}); err == nil {
		t.Error("a line was waived")
	}
	if got := i.evaluate().Item("ends").Answer; got != "1970-01-01" {
		t.Errorf("with no date at all, it ends %s", got)
	}
	i.fact("paid_until", "2027-06-30")
	if got := i.evaluate().Item("ends").Answer; got != "1970-01-01" {
		t.Errorf("with one date missing, it ends %s", got)
	}
	i.fact("signed_until", "2027-01-31")
	if got := i.evaluate().Item("ends").Answer; got != "2027-01-31" {
		t.Errorf("it ends %s", got)
	}
}

func TestTheProposedRuleMakesAGateOfAControl(t *testing.T) {
	i := complete(t)
	i.q = lined(t)
	i.answer(shown("BAA-02", "3", assessment.Verified, "EV-31", 5))
	current := assessment.Evaluate(i.snapshot(), today, questionnaire.Award, questionnaire.Current)
	proposed := assessment.Evaluate(i.snapshot(), today, questionnaire.Award, questionnaire.NPRM2025)
	if current.Item("BAA-02").Gate != "" || proposed.Item("BAA-02").Gate != assessment.GateFailed || proposed.Verdict != assessment.Blocked {
		t.Errorf("current %q, proposed %q, %s", current.Item("BAA-02").Gate, proposed.Item("BAA-02").Gate, proposed.Verdict)
	}
}

// A milestone at which nothing is asked passes nobody.
func TestNothingAskedIsNotPassed(t *testing.T) {
	text, err := os.ReadFile("testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	late := strings.NewReplacer("mode: scored", "mode: gates-only", "phase: pre-award", "phase: offboarding", "phase: onboarding", "phase: offboarding").Replace(string(text))
	q, err := questionnaire.Parse(strings.NewReader(late))
	if err != nil {
		t.Fatal(err)
	}
	if got := open(t, q).evaluate(); got.Verdict != assessment.Incomplete {
		t.Errorf("it is %s: %+v", got.Verdict, got.Because)
	}
}
