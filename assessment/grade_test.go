package assessment_test

import (
	"testing"

	"assay/assessment"
	"assay/questionnaire"

	"github.com/google/go-cmp/cmp"
)

// Two grades earn the credit of two scorers only when each person entered
// their own.
func TestOnlyOwnGradesCountAsTwoScorers(t *testing.T) {
	for name, test := range map[string]struct {
		by   [2]string // who entered the grade of the lead, and that of the ciso
		k    float64
		owed string
		said string
	}{
		"each their own":         {[2]string{"lead", "ciso"}, 0.9, "", "4 by ciso"},
		"one for both":           {[2]string{"lead", "lead"}, 0.7, "1 scenario scored by one person only", "4 by ciso, entered by lead"},
		"a third one for both":   {[2]string{"counsel", "counsel"}, 0.7, "1 scenario scored by one person only", "4 by ciso, entered by counsel"},
		"each for the other":     {[2]string{"ciso", "lead"}, 0.7, "1 scenario scored by one person only", "4 by ciso, entered by lead"},
		"in capitals and spaces": {[2]string{"Lead", " CISO "}, 0.9, "", "4 by ciso"},
	} {
		t.Run(name, func(t *testing.T) {
			i := open(t, small(t))
			i.recordBy(test.by[0], grade("SCN-01", "lead", 3, "actor"))
			i.recordBy(test.by[1], grade("SCN-01", "ciso", 4))
			result := i.evaluate()
			if got := result.Item("SCN-01"); got.P != 0.875 || got.K != test.k {
				t.Errorf("p %v, k %v", got.P, got.K)
			}
			owed := assessment.MissingSignOffs(i.snapshot(), result)
			if missing := len(owed) > 1; missing != (test.owed != "") || missing && owed[1] != test.owed {
				t.Errorf("missing: %q", owed)
			}
			ciso, _ := i.snapshot().Answers["SCN-01"].GradeOf("ciso")
			if ciso.Words() != test.said {
				t.Errorf("told as %q", ciso.Words())
			}
		})
	}
}

// A grade is changed by its scorer alone; one that was entered for somebody by
// anybody who has seen it.
func TestNobodyChangesTheGradeOfAnother(t *testing.T) {
	i := open(t, small(t))
	i.recordBy("ciso", grade("SCN-01", "ciso", 4, "clock"))
	i.record(grade("SCN-01", "counsel", 1))
	answer := i.snapshot().Answers["SCN-01"]
	i.refuses(assessment.Refused, "ciso graded SCN-01", grade("SCN-01", "ciso", 0))
	i.refuses(assessment.Refused, "cfo has recorded nothing", assessment.Graded{Item: "SCN-01", Scorer: "cfo"})
	i.refuses(assessment.Refused, "ciso graded SCN-01", answer.Ungraded("ciso"))
	i.refuses(assessment.Refused, "ciso graded SCN-01", answer.NotedBy("ciso", "they stalled"))
	i.refuses(assessment.Refused, "ciso recorded that", assessment.Undone{Event: answer.Grades[0].Event})

	stale := answer.GradedBy("counsel", 3)
	i.recordBy("counsel", answer.GradedBy("counsel", 2))
	i.refuses(assessment.Conflict, "the grade of counsel for SCN-01 has changed", stale)
	i.refuses(assessment.Refused, "counsel graded SCN-01", grade("SCN-01", "counsel", 3))

	i.record(assessment.Answered{Answer: assessment.Answer{Item: "SCN-01", Quotes: []assessment.Quote{{Text: "We stop"}}}})
	i.record(assessment.Answered{Answer: assessment.Answer{Item: "SCN-01"}})
	if diff := cmp.Diff(map[string]int{"ciso": 4, "counsel": 2}, i.snapshot().Answers["SCN-01"].Scores); diff != "" {
		t.Errorf("an answer changed the grades: %s", diff)
	}
}

// Each person takes back their own grade, and the grades of others stay.
func TestAGradeIsTakenBackAlone(t *testing.T) {
	i := open(t, small(t))
	i.record(grade("SCN-01", "lead", 3))
	i.recordBy("ciso", grade("SCN-01", "ciso", 1))
	i.record(grade("SCN-01", "lead", 4))
	for _, want := range []map[string]int{{"lead": 3, "ciso": 1}, {"ciso": 1}} {
		state := i.snapshot()
		i.record(assessment.Undone{Event: state.LastStep("lead").Event})
		if diff := cmp.Diff(want, i.snapshot().Answers["SCN-01"].Scores); diff != "" {
			t.Error(diff)
		}
	}
	if state := i.snapshot(); state.LastStep("lead") != nil {
		t.Error("there is more to take back")
	}
}

// Scores far apart are reconciled until one of them changes, and nobody brings
// the old reason back unseen.
func TestAnotherGradeIsNotReconciled(t *testing.T) {
	i := open(t, small(t))
	i.record(grade("SCN-01", "lead", 1))
	i.recordBy("ciso", grade("SCN-01", "ciso", 4))
	i.record(assessment.Answered{Answer: assessment.Answer{Item: "SCN-01", Reconciled: "they talked", Reconciling: new(2)}})
	seen := i.snapshot().Answers["SCN-01"]
	i.recordBy("ciso", seen.Naming("ciso", []string{"actor"}))
	if got := i.snapshot().Answers["SCN-01"]; got.Reconciled == "" || got.Grades[0].Grade == nil {
		t.Errorf("a tick changed the grades: %+v", got)
	}
	i.recordBy("ciso", i.snapshot().Answers["SCN-01"].GradedBy("ciso", 3))
	if got := i.snapshot().Answers["SCN-01"]; got.Reconciled != "" || len(got.Elements) != 1 {
		t.Errorf("%+v", got)
	}
	i.refuses(assessment.Conflict, "to be reconciled again", assessment.Answered{Answer: seen.Amended(func(a *assessment.Answer) { a.Note = "x" })})
}

// Nobody puts another grade over one that its scorers do not differ on.
func TestOnlyGradesApartAreReconciled(t *testing.T) {
	i := open(t, small(t))
	i.record(grade("SCN-01", "lead", 1))
	over := assessment.Answered{Answer: assessment.Answer{Item: "SCN-01"}.Reconcile(4, "better than that")}
	i.refuses(assessment.Refused, "do not lie far apart", over)
	i.append(over) // a foreign journal
	if got := i.evaluate(); got.Item("SCN-01").P != 0.25 {
		t.Errorf("the grade counts as %v", got.Item("SCN-01").P)
	}
}

// What was graded before is confirmed by each scorer; who confirms, confirms
// no grade of another.
func TestEachScorerConfirmsTheirOwnGrade(t *testing.T) {
	old := complete(t)
	i := open(t, old.q)
	i.append(assessment.Reassess(old.snapshot(), old.q, questionnaire.Award, today))
	k := func() float64 { result := i.evaluate(); return result.Item("SCN-01").K }
	for _, step := range []struct {
		by string
		k  float64
	}{{"counsel", 0.7}, {"lead", 0.7}, {"ciso", 0.9}} {
		i.recordBy(step.by, i.snapshot().Answers["SCN-01"].Confirming(step.by))
		if k() != step.k {
			t.Errorf("confirmed by %s: k is %v", step.by, k())
		}
	}
	// The old grade of a person who is gone may be taken out by others.
	again := open(t, old.q)
	again.append(assessment.Reassess(old.snapshot(), old.q, questionnaire.Award, today))
	again.record(again.snapshot().Answers["SCN-01"].Ungraded("ciso"))
	again.refuses(assessment.Refused, "ciso has not graded SCN-01", again.snapshot().Answers["SCN-01"].Ungraded("ciso"))
}

// A journal of the first form holds the grades of everybody within the answer:
// the author of the event that changed a grade entered it.
func TestAJournalOfTheFirstFormIsRead(t *testing.T) {
	first := func(scores map[string]int, note string, elements ...string) assessment.Change {
		return assessment.Answered{Answer: assessment.Answer{Item: "SCN-01", Scores: scores, Elements: elements, Note: note}}
	}
	i := open(t, small(t))
	i.append(first(map[string]int{"lead": 3}, "", "actor"))
	i.appendBy("ciso", first(map[string]int{"lead": 3, "ciso": 4}, "", "actor"))
	result := i.evaluate()
	if got := result.Item("SCN-01"); got.Credit != 0.875*0.9 {
		t.Errorf("credit %v", got.Credit)
	}
	i.record(assessment.Answered{Answer: assessment.Answer{Item: "SCN-01", Note: "noted later"}})
	i.recordBy("ciso", i.snapshot().Answers["SCN-01"].GradedBy("ciso", 2))
	i.record(assessment.Answered{Answer: assessment.Answer{Item: "SCN-01", Note: "and again"}})
	var told []string
	for _, g := range i.snapshot().Answers["SCN-01"].Grades {
		told = append(told, g.Words())
	}
	if diff := cmp.Diff([]string{"2 by ciso", "3 by lead"}, told); diff != "" {
		t.Error(diff)
	}
	i.append(first(nil, "cleared"))
	if got := i.snapshot().Answers["SCN-01"].Scores; !cmp.Equal(got, map[string]int{"ciso": 2}) {
		t.Errorf("an answer of the first form without scores leaves %v", got)
	}
	both := open(t, small(t))
	both.append(first(map[string]int{"lead": 3, "ciso": 4}, ""))
	if words := both.snapshot().Answers["SCN-01"].Grades[0].Words(); words != "4 by ciso, entered by lead" {
		t.Errorf("told as %q", words)
	}
}
