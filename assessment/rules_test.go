package assessment_test

import (
	"testing"

	"assay/assessment"
	"assay/questionnaire"

	"github.com/google/go-cmp/cmp"
)

// changeRules puts the interview on another questionnaire.
func (i *interview) changeRules(to *questionnaire.Questionnaire) assessment.RulesChanged {
	i.t.Helper()
	change := must(i.snapshot().ChangeRules(to, "The board set new ones"))
	i.append(change)
	i.q = to
	return change
}

// Everything that names an item follows it to the new rules.
func TestWhatFollowsTheRules(t *testing.T) {
	i := complete(t)
	i.answer(shown("TEC-01", "0", assessment.Verified, "EV-31", 5))
	i.record(assessment.FlagResolved{Flag: "TEC-01/1", Reason: "The fleet is new"})
	i.record(assessment.FlagRaised{Severity: questionnaire.Warning, Item: "TEC-02", Text: "a shared token"})
	i.record(assessment.FlagRaised{Severity: questionnaire.Warning, Item: "TEC-05", Text: "vague"})
	i.answer(assessment.Answer{Item: "TEC-02", Value: "unmet"})
	i.record(assessment.WaiverGranted{Waiver: assessment.Waiver{Item: "TEC-02", Approver: "ciso", Reason: "r", Control: "c", Owner: "o", Granted: today, Expires: today + 9}})
	action := todo(today + 9)
	action.Action.Item, action.Action.Cause = "TEC-02", "waiver/TEC-02"
	i.record(action)
	i.record(decide(assessment.DecideDecline, "too weak"))

	flag, other := `{text: nobody patches, severity: warning, when: 'answer("TEC-01") == 0'}`, "{text: shared logins, severity: stop}"
	gone := "      - {id: TEC-05, kind: clause, title: Segmentation clause, ask: Is the clause there?, weight: 2, basis: K, phase: pre-award, asked_of: document, practice: true}\n"
	to := anew(t, flag+", "+other, other+", "+flag, "id: TEC-02", "id: TEC-20, was: [TEC-02]", gone, "", "ask: Who pays?", "ask: Who pays for what?", "approve: 80", "approve: 85", "version: 1.0.0", "version: 1.1.0")
	before := i.snapshot()
	change := i.changeRules(to)

	var kept []string
	for _, k := range change.Kept {
		line := k.Item
		for _, word := range append([]string{k.Was}, k.Because...) {
			if word != "" {
				line += " " + word
			}
		}
		kept = append(kept, line)
	}
	want := []string{"BAA-01", "BAA-02 ask", "BAA-03", "SCN-01", "TEC-01", "TEC-04", "TEC-20 TEC-02", "links", "privilege", "records", "standing", "tiers"}
	if diff := cmp.Diff(want, kept); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"TEC-05"}, change.Lost); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]string{"TEC-02": "TEC-20"}, change.Items); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]string{"TEC-01/1": "TEC-01/2"}, change.Resolved); diff != "" {
		t.Error(diff)
	}
	if change.From != before.Pin() || change.To != assessment.PinOf(to) || change.Rules.Bands.Approve != 85 {
		t.Errorf("from %v to %v by %+v", change.From, change.To, change.Rules)
	}

	s := i.snapshot()
	answer := s.Answers["TEC-20"]
	if _, there := s.Answers["TEC-02"]; there || answer.Item != "TEC-20" || answer.Value != "unmet" || answer.By != "lead" || answer.Reverify != nil {
		t.Errorf("the renamed answer: %+v", answer)
	}
	if diff := cmp.Diff([]string{"BAA-02"}, s.ToReverify()); diff != "" {
		t.Error(diff)
	}
	if s.Waivers["TEC-20"].Item != "TEC-20" || len(s.Waivers) != 1 {
		t.Errorf("waivers: %+v", s.Waivers)
	}
	if _, settled := s.Resolved["TEC-01/2"]; !settled || len(s.Resolved) != 1 {
		t.Errorf("settled: %+v", s.Resolved)
	}
	if s.Flags[0].Item != "TEC-20" || s.Flags[1].Item != "TEC-05" {
		t.Errorf("flags: %+v", s.Flags)
	}
	if a := s.Actions[0]; a.Item != "TEC-20" || a.Cause != "waiver/TEC-20" {
		t.Errorf("actions: %+v", a)
	}
	if len(s.Trail) != 0 || s.LastStep("lead") != nil {
		t.Error("what was recorded under other rules can be undone under these")
	}
	if d := s.Decision(); d.InForce() || d.Voided[0].Kind != "rules_changed" {
		t.Errorf("the decision: %+v", d.Voided)
	}
	wantChange := assessment.RuleChange{From: change.From, To: change.To, Reason: "The board set new ones", By: "lead", At: s.Rules[0].At, Reverify: []string{"BAA-02"}, Lost: []string{"TEC-05"}}
	if diff := cmp.Diff([]assessment.RuleChange{wantChange}, s.Rules); diff != "" {
		t.Error(diff)
	}
	if s.Pin() != assessment.PinOf(to) || s.Opened.Questionnaire != before.Opened.Questionnaire {
		t.Errorf("the pin is %v", s.Pin())
	}
	result := i.evaluate()
	if result.Item("TEC-20").Gate != assessment.GateWaived || result.Flags.Stop != 0 || result.Questionnaire != s.Pin() {
		t.Errorf("%+v, flags %+v", result.Item("TEC-20"), result.OpenFlags)
	}
	if again := must(assessment.ParseSnapshot(must(s.Canonical()))); again.Pin() != s.Pin() {
		t.Errorf("read back, the pin is %v", again.Pin())
	}
}

// Rules there and back: what was not lost is as it was, but for the marks.
func TestRulesCanBeChangedAgain(t *testing.T) {
	i := complete(t)
	first, was := i.q, i.evaluate()
	i.changeRules(anew(t, "id: TEC-02", "id: TEC-20, was: [TEC-02]", "approve: 80", "approve: 95"))
	if r := i.evaluate(); r.Verdict != assessment.Conditional || r.Shown != was.Shown {
		t.Errorf("%s at %s", r.Verdict, r.Shown)
	}
	back := anew(t, "id: TEC-02", "id: TEC-02, was: [TEC-20]")
	i.changeRules(back)
	if r := i.evaluate(); r.Verdict != was.Verdict || r.Shown != was.Shown {
		t.Errorf("back again: %s at %s", r.Verdict, r.Shown)
	}
	if s := i.snapshot(); len(s.Rules) != 2 || s.Pin() == assessment.PinOf(first) {
		t.Errorf("%+v", s.Rules)
	}
}

func TestRulesAreNotChangedWithoutReason(t *testing.T) {
	i := complete(t)
	for why, test := range map[string]struct {
		to     *questionnaire.Questionnaire
		reason string
		code   assessment.Code
	}{
		"needs a reason":           {anew(t, "approve: 80", "approve: 85"), " ", assessment.Invalid},
		"already uses small 1.0.0": {small(t), "why not", assessment.Refused},
		"does not assess a vendor": {anew(t, "title: A small", "subject: person\ntitle: A small"), "why not", assessment.Refused},
	} {
		if _, err := i.snapshot().ChangeRules(test.to, test.reason); assessment.CodeOf(err) != test.code || !contains(err, why) {
			t.Errorf("%v, want %q", err, why)
		}
	}
	i.refuses(assessment.Refused, "a change of rules cannot be recorded", must(i.snapshot().ChangeRules(anew(t, "approve: 80", "approve: 85"), "because")))
	i.refuses(assessment.Refused, "carried over only when an assessment is opened", assessment.Reassess(i.snapshot(), i.q, questionnaire.Award, today))
}

func TestTheRulesAreSpelledOut(t *testing.T) {
	want := &assessment.Rules{
		Domains: []assessment.RuledDomain{{ID: "BAA", Weight: 3, Floor: 60, FloorConditional: 50}, {ID: "TEC", Weight: 2}, {ID: "SCN", Weight: 1, Floor: 50, FloorConditional: 40}},
		Gates:   []string{"BAA-01", "BAA-03", "BAA-04", "TEC-02"},
		Bands:   questionnaire.Bands{Approve: 80, Conditional: 65, Remediate: 50}, Coverage: 90,
	}
	if diff := cmp.Diff(want, assessment.RulesOf(small(t))); diff != "" {
		t.Error(diff)
	}
}
