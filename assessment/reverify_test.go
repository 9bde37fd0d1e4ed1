package assessment_test

import (
	"testing"

	"assay/assessment"
	"assay/questionnaire"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// waiting marks an answer as one that is to be re-verified.
func waiting(a assessment.Answer) assessment.Answer {
	a.Reverify = &assessment.Reverify{Because: []string{assessment.Reassessment}, By: "lead", At: 1}
	return a
}

func twoScorers(a, b int) assessment.Answer {
	return scored([]string{"actor"}, own("lead", a), own("ciso", b))
}

// own is a grade that its scorer entered.
func own(scorer string, n int) assessment.Graded {
	return assessment.Graded{Item: "SCN-01", Scorer: scorer, Grade: &n}
}

// scored is a scenario with grades, each entered by its scorer, who named all
// the elements.
func scored(elements []string, grades ...assessment.Graded) assessment.Answer {
	var a assessment.Answer
	for _, g := range grades {
		g.Elements = elements
		a = a.After(assessment.Entry{ID: "e", At: 1, By: g.Scorer, Change: g}, "")
	}
	return a
}

func aside(item string) assessment.Answer {
	return assessment.Answer{Item: item, NotApplicable: &assessment.NotApplicable{Reason: "no such thing", By: "lead"}}
}

// What was answered before counts as the bare claim until it is confirmed, and
// confirming it brings back what it was worth.
func TestAnAnswerToReverifyIsABareClaim(t *testing.T) {
	for name, test := range map[string]struct {
		answer           assessment.Answer
		state, confirmed assessment.ItemState
		credit, worth    float64 // waiting, and confirmed
		gate, closed     assessment.GateState
	}{
		"a control that was verified":   {shown("BAA-02", "4", assessment.Verified, "EV-31", 5), assessment.StateAnswered, assessment.StateAnswered, 0.4, 0.9, "", ""},
		"a control that was claimed":    {assessment.Answer{Item: "BAA-02", Value: "2"}, assessment.StateAnswered, assessment.StateAnswered, 0.2, 0.2, "", ""},
		"a gate that was closed":        {shown("TEC-02", "met", assessment.Verified, "EV-31", 5), assessment.StateAnswered, assessment.StateAnswered, 0.4, 0.9, assessment.GateNotShown, assessment.GateClosed},
		"a gate that was failed":        {shown("TEC-02", "unmet", assessment.Verified, "EV-31", 5), assessment.StateAnswered, assessment.StateAnswered, 0, 0, assessment.GateFailed, assessment.GateFailed},
		"a scenario with two scorers":   {twoScorers(4, 4), assessment.StateAnswered, assessment.StateAnswered, 0.4, 0.9, "", ""},
		"two scorers too far apart":     {twoScorers(1, 4), assessment.StateAnswered, assessment.StateAnswered, 0.1, 0.175, "", ""},
		"an item set aside by hand":     {aside("TEC-05"), assessment.StateUnanswered, assessment.StateNA, 0, 0, "", ""},
		"a soft gate set aside by hand": {aside("TEC-04"), assessment.StateUnanswered, assessment.StateNA, 0, 0, assessment.GateNotAsked, ""},
	} {
		t.Run(name, func(t *testing.T) {
			i := open(t, small(t))
			i.put(waiting(test.answer))
			check := func(when string, state assessment.ItemState, credit float64, gate assessment.GateState, waits bool) {
				t.Helper()
				got := i.evaluate().Item(test.answer.Item)
				if got.State != state || !cmp.Equal(got.Credit, credit, nearly) || got.Gate != gate || got.Reverify != waits {
					t.Errorf("%s: %s, credit %v, gate %q, to re-verify %t; want %s, %v, %q, %t", when, got.State, got.Credit, got.Gate, got.Reverify, state, credit, gate, waits)
				}
			}
			check("waiting", test.state, test.credit, test.gate, true)
			if diff := cmp.Diff([]string{test.answer.Item}, i.snapshot().ToReverify()); diff != "" {
				t.Error(diff)
			}
			i.confirm(test.answer.Item)
			check("confirmed", test.confirmed, test.worth, test.closed, false)
		})
	}
}

// confirm confirms an answer, and each scorer their own grade.
func (i *interview) confirm(id string) {
	i.t.Helper()
	answer := i.snapshot().Answers[id]
	i.record(answer.Confirming("lead"))
	for _, g := range answer.Grades {
		if g.Scorer != "lead" {
			i.recordBy(g.Scorer, i.snapshot().Answers[id].Confirming(g.Scorer))
		}
	}
}

var nearly = cmp.Comparer(func(a, b float64) bool { return a-b < 1e-9 && b-a < 1e-9 })

func TestWhatConfirmsAnAnswer(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*assessment.Answer)
		waits  bool
	}{
		"a note":              {func(a *assessment.Answer) { a.Note = "They say it is the same" }, true},
		"a quote":             {func(a *assessment.Answer) { a.Quotes = []assessment.Quote{{Text: "As before."}} }, true},
		"another grade":       {func(a *assessment.Answer) { a.Value = "3" }, false},
		"another assurance":   {func(a *assessment.Answer) { a.Assurance = assessment.Documented }, false},
		"one more record":     {func(a *assessment.Answer) { a.Evidence = append(a.Evidence, a.Evidence[0]) }, false},
		"the answer as it is": {func(a *assessment.Answer) { a.Reverify = nil }, false},
	} {
		i := open(t, small(t))
		i.append(assessment.Answered{Answer: waiting(shown("BAA-02", "4", assessment.Verified, "EV-31", 5))})
		answer := i.snapshot().Answers["BAA-02"]
		test.change(&answer)
		i.answer(answer)
		if waits := i.snapshot().Answers["BAA-02"].Reverify != nil; waits != test.waits {
			t.Errorf("%s: it waits to be confirmed: %t", name, waits)
		}
	}
	i := open(t, small(t))
	i.answer(waiting(shown("BAA-02", "4", assessment.Verified, "EV-31", 5)))
	if i.snapshot().Answers["BAA-02"].Reverify != nil {
		t.Error("a client marked a new answer as an old one")
	}
}

func TestNobodyConfirmsWhatAnotherChanged(t *testing.T) {
	i := open(t, small(t))
	i.append(assessment.Answered{Answer: waiting(shown("BAA-02", "4", assessment.Verified, "EV-31", 5))})
	seen := i.snapshot().Answers["BAA-02"].Confirmed()
	i.answer(assessment.Answer{Item: "BAA-02", Value: "1"})
	i.refuses(assessment.Conflict, "lead changed BAA-02 first", seen)
}

// refuses holds that a change is not admitted, with a code and words.
func (i *interview) refuses(code assessment.Code, why string, change assessment.Change) {
	i.t.Helper()
	_, err := i.snapshot().Admit(assessment.Entry{ID: "x", At: today.Time().UnixMicro(), By: "lead", Change: change})
	if assessment.CodeOf(err) != code || !contains(err, why) {
		i.t.Errorf("%+v: %s %v, want %s %q", change, assessment.CodeOf(err), err, code, why)
	}
}

// A re-assessment takes over what was said, and nothing of what it was worth.
func TestAReassessmentCarriesOver(t *testing.T) {
	old := complete(t)
	old.answer(aside("TEC-05"))
	open1 := old.record(assessment.FlagRaised{Severity: questionnaire.Warning, Item: "TEC-01", Text: "vague"})
	settled := old.record(assessment.FlagRaised{Severity: questionnaire.Stop, Text: "wants an NDA"})
	old.record(assessment.FlagResolved{Flag: settled, Reason: "signed"})
	todo := old.record(assessment.ActionOpened{Action: assessment.Action{Item: "TEC-01", Cause: "flag/TEC-01/1", What: "Patch weekly", Owner: "Cruz", Due: today + 9}})
	done := old.record(assessment.ActionOpened{Action: assessment.Action{What: "Send the draft", Owner: "Cruz", Due: today + 9}})
	old.record(assessment.ActionClosed{Action: done, How: "It came"})
	old.record(assessment.LinkSet{Link: assessment.Link{Entity: "Hands Ltd", Country: "ph", PHI: true, Flow: &assessment.FlowDown{Signed: today - 9, UntilTerminated: true}}})

	to := anew(t, "id: TEC-01", "id: TEC-10, was: [TEC-01]", `answer("TEC-01")`, `answer("TEC-10")`, "ask: Is MFA on?", "ask: Is MFA on everywhere?", "asked_of: document, practice: true", "asked_of: document, hard: true, practice: true", "kind: clause", "kind: gate, min_assurance: documented")
	over := assessment.Reassess(old.snapshot(), to, questionnaire.Award, today)
	i := open(t, to)
	i.append(over)

	s := i.snapshot()
	because := map[string][]string{}
	for id, answer := range s.Answers {
		because[id] = answer.Reverify.Because
		if answer.By != "lead" || answer.At == 0 {
			t.Errorf("%s forgets who answered: %q at %d", id, answer.By, answer.At)
		}
	}
	want := map[string][]string{}
	for _, id := range []string{"records", "privilege", "tiers", "standing", "links", "BAA-01", "BAA-02", "BAA-03", "TEC-10", "TEC-04", "SCN-01"} {
		want[id] = []string{assessment.Reassessment}
	}
	want["TEC-02"] = []string{assessment.Reassessment, "ask"} // TEC-05 is a hard gate now: what was set aside by hand is not taken over
	if diff := cmp.Diff(want, because); diff != "" {
		t.Error(diff)
	}
	if len(s.Flags) != 1 || s.Flags[0].ID != open1 || s.Flags[0].Item != "TEC-10" {
		t.Errorf("flags: %+v", s.Flags)
	}
	if len(s.Actions) != 1 || s.Actions[0].ID != todo || s.Actions[0].Item != "TEC-10" || s.Actions[0].Cause != "flag/TEC-10/1" {
		t.Errorf("actions: %+v", s.Actions)
	}
	if len(s.Links) != 1 || s.Links[0].Entity != "Hands Ltd" || s.Links[0].Country != "PH" {
		t.Errorf("links: %+v", s.Links)
	}
	r := i.evaluate()
	if r.Reverify != len(s.Answers) || r.Gates.Closed > 0 || r.Verdict != assessment.Blocked {
		t.Errorf("%d of %d wait, %d gates are closed, the verdict is %s", r.Reverify, len(s.Answers), r.Gates.Closed, r.Verdict)
	}
	again := must(assessment.ParseSnapshot(must(s.Canonical())))
	if diff := cmp.Diff(s.State, again.State, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(assessment.State{}, "SinceChange", "Evaluations")); diff != "" {
		t.Errorf("the snapshot does not survive its text: %s", diff)
	}
}

// A re-assessment for a later milestone says which answers were to other words.
func TestAnAnswerToOtherWordsSaysSoWhenItIsCarriedOver(t *testing.T) {
	old := complete(t)
	old.q.Item("BAA-02").AskedAt = map[questionnaire.Milestone]string{questionnaire.Access: "Who pays, by the signed paper?"}
	for at, want := range map[questionnaire.Milestone][]string{
		questionnaire.Award:  {assessment.Reassessment},
		questionnaire.Access: {assessment.Reassessment, "ask_at"},
	} {
		for _, answer := range assessment.Reassess(old.snapshot(), old.q, at, today).Answers {
			if answer.Item == "BAA-02" && !cmp.Equal(answer.Reverify.Because, want) {
				t.Errorf("%s: because of %v, want %v", at, answer.Reverify.Because, want)
			}
		}
	}
}
