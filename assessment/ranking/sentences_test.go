package ranking_test

import (
	"testing"

	"assay/assessment"
	"assay/assessment/ranking"

	"github.com/google/go-cmp/cmp"
)

func TestSentencesAboutTheFirmness(t *testing.T) {
	both := []int{10, 10}
	for _, c := range []struct {
		name    string
		results []assessment.Result
		want    []string
	}{
		{"only one vendor competes", []assessment.Result{judged("Ash", 700, both, at(700), at(700)), stopped(judged("Birch", 900, both, at(900), at(900)))}, nil},
		{
			"ahead everywhere",
			[]assessment.Result{judged("Ash", 700, both, at(700), at(700)), judged("Birch", 600, both, at(600), at(600))},
			[]string{"No realistic change of one weight changes the order: none between half and twice the set weight puts another first."},
		},
		{
			"another would lead only under a weight that nobody gives",
			[]assessment.Result{judged("Ash", 650, both, at(800), at(500)), judged("Birch", 520, both, at(500), at(540))},
			[]string{
				"No realistic change of one weight changes the order: none between half and twice the set weight puts another first.",
				"Leaving out one of these domains changes who is first: D1.",
			},
		},
		{
			"each is ahead in one",
			[]assessment.Result{judged("Ash", 650, both, at(800), at(500)), judged("Birch", 600, both, at(500), at(700))},
			[]string{
				"Birch leads if D1 weighs less than 6.7 instead of 10 (-33%).",
				"Birch leads if D2 weighs more than 15.0 instead of 10 (+50%).",
				"Leaving out one of these domains changes who is first: D1.",
			},
		},
		{
			"a tenth apart in print, equal in the sum of what is printed",
			[]assessment.Result{judged("Ash", 601, both, at(600), at(600)), judged("Birch", 600, both, at(600), at(600))},
			[]string{"Rounding alone decides between first and second.", "Leaving out one of these domains changes who is first: D1, D2."},
		},
	} {
		if diff := cmp.Diff(c.want, ranking.Firm(c.results, 100).Sentences()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}
