package assessment_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/assessment"
	"assay/questionnaire"
)

func TestABodyCountsUntilItsAnswerIsReplaced(t *testing.T) {
	i := open(t, small(t))
	first := i.append(assessment.Answered{Answer: assessment.Answer{Item: "BAA-02", Value: "3", Note: "MRN 0012345"}})
	flag := i.record(assessment.FlagRaised{Severity: questionnaire.Stop, Item: "BAA-01", Text: "born March 5, 1987"})
	action := i.record(todo(today + 30))
	counting := func(ids ...string) []string {
		t.Helper()
		return must(assessment.Counting(i.events, ids...))
	}
	for name, id := range map[string]string{"the opening": i.events[0].ID, "an answer": first, "a flag": flag, "an action": action} {
		if got := counting(id); !slices.Equal(got, []string{id}) {
			t.Errorf("%s counts, and the list says %v", name, got)
		}
	}

	second := i.append(assessment.Answered{Answer: assessment.Answer{Item: "BAA-02", Value: "3", Note: "said so"}, Replaces: first})
	resolved := i.record(assessment.FlagResolved{Flag: flag, Reason: "a mistake"})
	closed := i.record(assessment.ActionClosed{Action: action, How: "done"})
	if got := counting(first); len(got) != 0 {
		t.Errorf("a replaced answer counts: %v", got)
	}
	if got := counting(first, second); !slices.Equal(got, []string{second}) {
		t.Errorf("of both answers these count: %v", got)
	}
	if got := counting(flag, resolved, action, closed); len(got) != 0 {
		t.Errorf("a resolved flag or a closed action counts: %v", got)
	}
	if got := counting(resolved); !slices.Equal(got, []string{resolved}) {
		t.Errorf("a resolution without its flag: %v", got)
	}
}

// A note after a decision is an addition to it, whether its text is there or not.
func TestANoteAfterADecisionCanBeStruck(t *testing.T) {
	i := complete(t)
	i.record(decide(assessment.DecideDecline, "too dear"))
	noted := func(note string) string {
		now := i.snapshot().Answers["BAA-02"]
		return i.record(assessment.Answered{Answer: now.Amended(func(a *assessment.Answer) { a.Note = note }), Replaces: now.Event})
	}
	first := noted("MRN 0012345")
	noted("said so")
	now := i.snapshot()
	if d := now.Decision(); !d.InForce() || len(d.Added) != 2 {
		t.Fatalf("the decision: %+v", d)
	}
	if got := must(assessment.Counting(i.events, first)); len(got) != 0 {
		t.Errorf("the note counts: %v", got)
	}
}

// A scorer who writes a note anew keeps the grade. The first note can then go, and
// the grade stays as it was entered.
func TestTheNoteOfAGradeCanBeStruckOnceItWasWrittenAnew(t *testing.T) {
	i := open(t, small(t))
	grade := 3
	first := i.append(assessment.Graded{Item: "SCN-01", Scorer: "lead", Grade: &grade, Note: "MRN 0012345", Elements: []string{"actor"}})
	if got := must(assessment.Counting(i.events, first)); !slices.Equal(got, []string{first}) {
		t.Errorf("the only grade counts, and the list says %v", got)
	}
	i.append(i.snapshot().Answers["SCN-01"].NotedBy("lead", "she named somebody"))
	if got := must(assessment.Counting(i.events, first)); len(got) != 0 {
		t.Errorf("the replaced note counts: %v", got)
	}
	rest := must(assessment.Fold(assessment.Without(i.events, first)))
	if diff := cmp.Diff(i.snapshot().Answers, rest.Answers); diff != "" {
		t.Errorf("without the first note the answers are others: %s", diff)
	}
}

// Of a carried scenario that was graded anew nothing is left but its item, and of
// one that was only noted anew the grade.
func TestACarriedNoteOfAGradeCanBeStruck(t *testing.T) {
	grade := 3
	for name, test := range map[string]struct {
		anew assessment.Graded
		left int // grades
	}{
		"graded anew": {assessment.Graded{Item: "SCN-01", Scorer: "lead", Grade: &grade, Note: "clean"}, 0},
		"noted anew":  {assessment.Graded{Item: "SCN-01", Scorer: "lead", Grade: &grade, Note: "clean", Keeps: true}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			i := open(t, small(t))
			answer := waiting(scored(nil, assessment.Graded{Item: "SCN-01", Scorer: "lead", Grade: &grade, Note: "MRN 0012345"}))
			answer.Item, answer.Quotes = "SCN-01", []assessment.Quote{{Text: "as Ana Ruiz said"}}
			carried := i.append(assessment.CarriedOver{Answers: []assessment.Answer{answer}})
			i.append(assessment.Answered{Answer: assessment.Answer{Item: "SCN-01", Later: true}})
			i.append(test.anew)
			rest, less, err := assessment.StillCarried(i.events, carried)
			if err != nil || !less || len(rest.Answers) > 1 {
				t.Fatalf("left are %+v, %v", rest.Answers, err)
			}
			for _, a := range rest.Answers {
				if len(a.Quotes) > 0 || len(a.Grades) != test.left || a.Grades != nil && a.Grades[0].Note != "" {
					t.Errorf("left is %+v", a)
				}
			}
			if rest, less, err := assessment.StillCarried(assessment.With(i.events, carried, rest), carried); err != nil || less {
				t.Errorf("again it leaves %+v, %v", rest.Answers, err)
			}
		})
	}
}

func TestOnlyTheLatestDecisionCounts(t *testing.T) {
	i := complete(t)
	first := i.record(decide(assessment.DecideDecline, "too dear"))
	second := i.record(decide(assessment.DecideDecline, "too far"))
	if got := must(assessment.Counting(i.events, first)); len(got) != 0 {
		t.Errorf("an earlier decision counts: %v", got)
	}
	if got := must(assessment.Counting(i.events, second)); !slices.Equal(got, []string{second}) {
		t.Errorf("of the last decision counts: %v", got)
	}
}

// A struck body keeps its place in the chain, and its decision stays void. An undo
// does not reach behind it.
func TestAStruckBodyKeepsItsPlace(t *testing.T) {
	i := complete(t)
	i.append(assessment.Answered{Answer: assessment.Answer{Item: "BAA-02", Value: "1"}})
	i.record(decide(assessment.DecideDecline, "too dear"))
	struck := i.append(assessment.Answered{Answer: assessment.Answer{Item: "BAA-02", Value: "2", Note: "MRN 0012345"}})
	i.append(assessment.Answered{Answer: assessment.Answer{Item: "BAA-02", Value: "3"}})
	before := i.snapshot()
	for n, e := range i.events { // as they are read
		w := must(e.Write())
		if e.ID == struck {
			w.Salt, w.Body = nil, nil
		}
		i.events[n] = must(assessment.ReadEvent(w))
	}
	i.append(assessment.Struck{Event: struck, Reason: "a patient's record number"})
	after := i.snapshot()
	if after.Answers["BAA-02"].Value != "3" || len(after.Decision().Voided) != len(before.Decision().Voided) || after.Decision().InForce() {
		t.Errorf("afterwards the answer is %+v, the decision %+v", after.Answers["BAA-02"], after.Decision())
	}
	if len(after.Struck) != 1 || after.Struck[0].Event != struck || after.Struck[0].Reason != "a patient's record number" {
		t.Errorf("struck: %+v", after.Struck)
	}
	if step := after.LastStep("lead"); step != nil {
		t.Errorf("an undo would bring back what the struck answer had replaced: %+v", step)
	}
}

func TestTextsOfABody(t *testing.T) {
	body := []byte(`{"answer":{"item":"BAA-02","note":"Ana Ruiz\nborn March 5, 1987","value":"3","evidence":[{"as_of":"2026-10-02","file":"Scan of Ana Ruiz.pdf","kind":"EV-31","sha256":"ab12cd34"}]},"replaces":"0193a000"}`)
	texts := assessment.Texts(body)
	if want := []string{"Ana Ruiz", "Scan of Ana Ruiz.pdf", "ab12cd34", "born March 5, 1987"}; !slices.Equal(texts, want) {
		t.Errorf("the texts are %q", texts)
	}
	for other, want := range map[string]bool{
		`{"answer":{"item":"BAA-02","note":"we met Ana Ruiz again"}}`:             true,
		`{"answer":{"item":"BAA-02","note":"said so","value":"3"}}`:               false,
		`{"text":"the patient was born March 5, 1987, they said"}`:                true,
		`{"answer":{"evidence":[{"sha256":"ab12cd34"}],"item":"X"},"by":"lead@"}`: true,
	} {
		if got := assessment.Repeats([]byte(other), texts); got != want {
			t.Errorf("%s: %v", other, got)
		}
	}
	if got := assessment.EvidenceIn(body); !slices.Equal(got, []string{"ab12cd34"}) {
		t.Errorf("it names the files %v", got)
	}
}
