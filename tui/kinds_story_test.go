package tui_test

import (
	"maps"
	"slices"
	"testing"
	"testing/fstest"

	"assay/assessment"
	"assay/questionnaire"
	"assay/questionnaire/kindtest"
)

// Each answer to each kind has a key, and a key that answers other kinds says
// which keys answer this one.
func TestEveryKindIsAnsweredByItsKeys(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.Library = questionnaire.NewLibrary(questionnaire.Source{Name: "test", Files: fstest.MapFS{"kinds.yaml": {Data: kindtest.File(questionnaire.Kinds()...)}}})
		id := b.about("kinds", "")
		ui := b.start(t, 120, 40)
		ui.Press("i")
		q, err := b.Library.Get("kinds")
		if err != nil {
			t.Fatal(err)
		}
		var keys []string
		for item := range q.Items() {
			for _, value := range item.Values() {
				if !slices.Contains(keys, value.Key) {
					keys = append(keys, value.Key)
				}
			}
		}
		for item := range q.Items() {
			ui.Press("g").Type(item.ID).Press("enter").See(item.Title)
			for _, key := range keys {
				n := slices.IndexFunc(item.Values(), func(v questionnaire.Value) bool { return v.Key == key })
				before := b.snapshot(id).Seq
				ui.Press(key)
				if n < 0 {
					ui.See("answer this " + string(item.Kind))
					if got := b.snapshot(id).Seq; got != before {
						t.Errorf("%s answers %s", key, item.ID)
					}
					continue
				}
				value := item.Values()[n]
				ui.See(value.Text + "]")
				got, want := b.snapshot(id).Answers[item.ID], wanted(item, value.Text, b.Evaluator)
				if got.Value != want.Value || !maps.Equal(got.Scores, want.Scores) || got.Assurance != want.Assurance {
					t.Errorf("%s answers %s with %+v, want %+v", key, item.ID, got, want)
				}
			}
		}
		ui.Leave()
	})
}

// wanted is an empty answer after it was given a value.
func wanted(item *questionnaire.Item, value, scorer string) assessment.Answer {
	var a assessment.Answer
	for _, change := range a.Giving(item, value, scorer) {
		a = a.After(assessment.Entry{By: scorer, Change: change}, "")
	}
	return a
}
