package wording_test

import (
	"slices"
	"testing"

	"assay/assessment"
	"assay/assessment/wording"
)

// All faces list the groups of a delta in this order and in these words.
func TestADeltaIsSortedByWhatAReaderLooksForFirst(t *testing.T) {
	was := func(answer string) *assessment.PreviousItem {
		return &assessment.PreviousItem{Answer: answer, Assurance: assessment.Verified}
	}
	is := func(answer string, reverify bool) *assessment.ItemResult {
		state := assessment.StateAnswered
		if answer == "" {
			state = assessment.StateUnanswered
		}
		return &assessment.ItemResult{Answer: answer, State: state, Assurance: assessment.Claimed, Reverify: reverify}
	}
	d := assessment.Delta{Same: 4, Items: []assessment.ItemDelta{
		{Item: "A", Trend: assessment.New, After: is("", false)},
		{Item: "B", Trend: assessment.Gone, Before: was("3")},
		{Item: "C", Trend: assessment.Better, Before: was("1"), After: is("4", false)},
		{Item: "D", Trend: assessment.Worse, Before: was("3"), After: is("3", true)},
		{Item: "E", Trend: assessment.New, After: is("2", false)},
		{Item: "F", Trend: assessment.Worse, Before: was("3"), After: is("2", true)},
		{Item: "G", Trend: assessment.Worse, Before: was("3"), After: is("1", false)},
	}}
	want := []string{"2 worse", "1 better", "1 worse until re-verified", "1 new", "1 new and unanswered", "1 gone"}
	if got := wording.DeltaChanges(d); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := wording.DeltaItem(d.Items[3]); got != "3 of 4, verified → 3 of 4, to be re-verified" {
		t.Errorf("an item reads %q", got)
	}
}
