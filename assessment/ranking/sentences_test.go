package ranking_test

import (
	"testing"

	"assay/assessment"
	"assay/assessment/ranking"

	"github.com/google/go-cmp/cmp"
)

// What would change who leads is said in whole sentences, wherever it is said.
func TestTheFirmnessOfAnOrderInWords(t *testing.T) {
	both := []int{10, 10}
	for _, c := range []struct {
		name    string
		results []assessment.Result
		want    []string
	}{
		{"one alone has nobody to lose to", []assessment.Result{judged("Ash", 700, both, at(700), at(700)), stopped(judged("Birch", 900, both, at(900), at(900)))}, nil},
		{
			"ahead everywhere",
			[]assessment.Result{judged("Ash", 700, both, at(700), at(700)), judged("Birch", 600, both, at(600), at(600))},
			[]string{"No change of one weight alone puts another first."},
		},
		{
			"each is ahead in one",
			[]assessment.Result{judged("Ash", 650, both, at(800), at(500)), judged("Birch", 600, both, at(500), at(700))},
			[]string{
				"Birch leads when the weight of D1, now 10, falls below 6.7 (-33 %).",
				"Birch leads when the weight of D2, now 10, goes beyond 15.0 (+50 %).",
				"Others lead when one of these is left out: D1.",
			},
		},
		{
			"a tenth apart in print, equal in the sum of what is printed",
			[]assessment.Result{judged("Ash", 601, both, at(600), at(600)), judged("Birch", 600, both, at(600), at(600))},
			[]string{"Rounding alone decides between first and second.", "Others lead when one of these is left out: D1, D2."},
		},
	} {
		if diff := cmp.Diff(c.want, ranking.Firm(c.results, 100).Sentences()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}
