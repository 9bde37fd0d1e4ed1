package report_test

import (
	"bytes"
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"
	"assay/questionnaire/kindtest"
	"assay/report/vendorcopy"
)

// Every kind goes the whole way with each of its answers: it is admitted, judged
// by its share, explained, and printed in its words.
func TestEveryKindGoesTheWholeWay(t *testing.T) {
	q, err := questionnaire.Parse(bytes.NewReader(kindtest.File(questionnaire.Kinds()...)))
	if err != nil {
		t.Fatal(err)
	}
	for round := range 5 { // no kind takes more answers
		j := newJournal(t, q, storyVendor, nil)
		given := map[questionnaire.Kind]questionnaire.Value{}
		for _, kind := range questionnaire.Kinds() {
			item := q.Item(kindtest.ID(kind))
			values := item.Values()
			given[kind] = values[round%len(values)]
			for _, change := range answerOf(item, given[kind].Text) {
				j.record("lead@hospital.example", round, change)
			}
			wish := assessment.Answer{Item: item.ID}
			wish.Value = "wish"
			if _, err := j.snapshot().Admit(assessment.Entry{ID: "e99", At: at(15, 0), By: "lead", Change: assessment.Answered{Answer: wish}}); err == nil {
				t.Errorf("%s takes an answer that is none", kind)
			}
		}
		in := input(j.snapshot())
		result := assessment.Evaluate(in.Snapshot, in.AsOf, in.Milestone, in.View)
		text := reading(t, rendered(t, in))
		for kind, value := range given {
			item := q.Item(kindtest.ID(kind))
			got := result.Item(item.ID)
			if got.P != float64(value.Eighths)/8 || got.State != assessment.StateAnswered || (got.Weight > 0) != kind.Judged() {
				t.Errorf("%s: %s is judged as %+v", kind, value.Text, got)
			}
			if kind.IsGate() && got.Gate.Open() != (value.Eighths < 8) || !kind.IsGate() && got.Gate != "" {
				t.Errorf("%s: with %s its gate is %q", kind, value.Text, got.Gate)
			}
			if kind.TakesEvidence() != (got.Record > 0) {
				t.Errorf("%s: with %s record %d counts", kind, value.Text, got.Record)
			}
			explained, err := assessment.Explain(in.Snapshot, in.AsOf, in.Milestone, in.View, item.ID)
			if err != nil || !says(explained, value.Text) {
				t.Errorf("%s: %s is not explained: %v %+v", kind, value.Text, err, explained)
			}
			if words := strings.ToUpper(value.Words[:1]) + value.Words[1:]; !strings.Contains(text, words) {
				t.Errorf("%s: the report does not say %q", kind, words)
			}
			if len(item.Values()) > 5 {
				t.Errorf("%s takes more answers than are tried", kind)
			}
		}
	}
	questions := map[string]vendorcopy.Question{}
	for _, question := range vendorcopy.For(q, vendorcopy.Terms{Milestone: questionnaire.Award, Made: today}).Questions() {
		questions[question.ID] = question
	}
	for _, kind := range questionnaire.Kinds() {
		question, asked := questions[kindtest.ID(kind)]
		if asked != (kind.CopyForm() != questionnaire.Withheld) || (question.Form == vendorcopy.InPlace) != (kind.CopyForm() == questionnaire.AskedYesOrNo) {
			t.Errorf("the vendor's copy asks a %s as %+v", kind, question)
		}
	}
}

// answerOf is an answer that is shown as its kind can be.
func answerOf(item *questionnaire.Item, value string) []assessment.Change {
	changes := assessment.Answer{}.Giving(item, value, "lead@hospital.example")
	for n, change := range changes {
		switch c := change.(type) {
		case assessment.Graded:
			c.Elements = item.Elements
			changes[n] = c
		case assessment.Answered:
			if item.Kind.TakesEvidence() {
				c.Answer = c.Answer.ShownBy(assessment.Evidence{Kind: "EV-01", Observed: "seen", AsOf: today}, assessment.Documented)
				changes[n] = c
			}
		}
	}
	return changes
}

func says(e assessment.Explanation, text string) bool {
	for _, section := range e.Sections {
		for _, line := range section.Lines {
			if strings.Contains(line.Text, text) {
				return true
			}
		}
	}
	return false
}
