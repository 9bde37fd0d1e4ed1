package ranking_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/assessment"
	"assay/assessment/ranking"
	"assay/questionnaire"
)

func item(id string, state assessment.ItemState) assessment.ItemResult {
	return assessment.ItemResult{ID: id, Weight: 2, State: state}
}

func TestSentenceIsEmptyWithoutDifferences(t *testing.T) {
	a, b := judged("A", 800, []int{1}, at(800)), judged("B", 700, []int{1}, at(700))
	a.Items = []assessment.ItemResult{item("BAA-01", assessment.StateAnswered), item("BAA-02", assessment.StateNA)}
	b.Items = []assessment.ItemResult{item("BAA-01", assessment.StateUnanswered), item("BAA-02", assessment.StateNA)}
	g := ranking.Rank([]assessment.Result{a, b}).Ground
	if !g.Even || g.Sentence() != "" || g.Why() != nil || g.AskedOfAll != 1 || g.AskedOfAny != 1 {
		t.Errorf("both were asked the same and set aside the same, but there is a difference: %+v", g)
	}
}

func TestSentenceNamesTheDifferencesInOneLine(t *testing.T) {
	a, b := judged("A", 800, []int{1}, at(800)), judged("B", 700, []int{1}, at(700))
	us := assessment.ItemResult{ID: "BAA-03", State: assessment.StateAnswered, Gate: assessment.GateClosed}
	a.Items = []assessment.ItemResult{
		item("BAA-01", assessment.StateAnswered), item("BAA-02", assessment.StateAnswered), us,
		{ID: "records", State: assessment.StateAnswered}, // a fact
	}
	b.Items = []assessment.ItemResult{
		item("BAA-01", assessment.StateAnswered), item("BAA-02", assessment.StateNA),
		{ID: "BAA-03", State: assessment.StateHidden},
		item("BAA-09", assessment.StateAnswered),
	}
	b.Questionnaire.Version, b.Questionnaire.Hash = "1.1.0", "ddddccccbbbbaaaa"
	b.View, b.Milestone, b.AsOf = questionnaire.NPRM2025, questionnaire.Access, 20_001
	b.Domains[0].Weight = 7
	g := ranking.Rank([]assessment.Result{b, a}).Ground
	want := ranking.Ground{
		Vendors: []string{"A", "B"}, AskedOfAll: 1, AskedOfAny: 4, Asked: []int{3, 2}, NotAsked: []int{1, 2}, SetAside: []int{0, 1},
		Differences: []ranking.Difference{
			{What: "questionnaire", Values: []string{"small 1.0.0 (aaaabbbbcccc)", "small 1.1.0 (ddddccccbbbb)"}},
			{What: "milestone", Values: []string{"award", "access"}},
			{What: "rule view", Values: []string{"current", "nprm-2025"}},
			{What: "day", Values: []string{"2024-10-04", "2024-10-05"}},
			{What: "weight of D1", Values: []string{"1", "7"}},
		},
		Items: []ranking.ItemDifference{
			{Item: "BAA-02", States: []assessment.ItemState{assessment.StateAnswered, assessment.StateNA}},
			{Item: "BAA-03", States: []assessment.ItemState{assessment.StateAnswered, assessment.StateHidden}},
			{Item: "BAA-09", States: []assessment.ItemState{"", assessment.StateAnswered}},
		},
	}
	if diff := cmp.Diff(want, g); diff != "" {
		t.Error(diff)
	}
	sentence := "not like for like: different questionnaires, different milestones, different rule views, different days, a different weight of 1 domain, " +
		"1 question was not asked of A and 2 questions did not apply to B"
	if got := g.Sentence(); got != sentence {
		t.Errorf("%q, want %q", got, sentence)
	}
	why := []string{
		"questionnaire: small 1.0.0 (aaaabbbbcccc) for A; small 1.1.0 (ddddccccbbbb) for B",
		"milestone: award for A; access for B",
		"rule view: current for A; nprm-2025 for B",
		"day: 2024-10-04 for A; 2024-10-05 for B",
		"weight of D1: 1 for A; 7 for B",
		"questions asked, of 4: 3 for A; 2 (2 did not apply) for B",
	}
	if diff := cmp.Diff(why, g.Why()); diff != "" {
		t.Error(diff)
	}
}

func TestAnotherRuleViewIsADifference(t *testing.T) {
	a, b := judged("A", 800, []int{1}, at(800)), judged("B", 700, []int{1}, at(700))
	b.View = questionnaire.NPRM2025
	if g := ranking.Rank([]assessment.Result{a, b}).Ground; g.Even || g.Sentence() != "not like for like: different rule views" {
		t.Errorf("even %v: %q", g.Even, g.Sentence())
	}
}

func TestForManyVendorsSentenceGivesOnlyTheNumberOfQuestions(t *testing.T) {
	var all []assessment.Result
	for n := range 4 {
		r := judged(string(rune('A'+n)), 800, []int{1}, at(800))
		for k := range 4 {
			state := assessment.StateAnswered
			if k == n {
				state = assessment.StateNA
			}
			r.Items = append(r.Items, item("BAA-0"+string(rune('1'+k)), state))
		}
		all = append(all, r)
	}
	if got := ranking.Rank(all).Ground.Sentence(); got != "not like for like: 4 questions were not asked of all" {
		t.Error(got)
	}
}
