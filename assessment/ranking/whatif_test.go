package ranking_test

import (
	"testing"

	"assay/assessment"
	"assay/assessment/ranking"

	"github.com/google/go-cmp/cmp"
)

func TestTryChangesOnlyTheOrder(t *testing.T) {
	// Kestrel is strong in the first domain, Oak in the second.
	kestrel := judged("Kestrel", 700, []int{10, 10}, at(900), at(500))
	oak := judged("Oak", 650, []int{10, 10}, at(400), at(900))
	ells := stopped(judged("Ells", 950, []int{10, 10}, at(950), at(950)))
	all := []assessment.Judged{{Result: ells}, {Result: oak}, {Result: kestrel}}

	w, err := ranking.Try(all, map[string]int{"D2": 30})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]int{"D1": 10, "D2": 30}, w.Weights); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]int{"D1": 10, "D2": 10}, w.Set); diff != "" {
		t.Error(diff)
	}
	var got [][4]int
	var names []string
	for _, l := range w.Lines {
		names = append(names, l.Vendor)
		got = append(got, [4]int{l.Rank, int(l.Shown), l.SetRank, int(l.SetShown)})
	}
	if diff := cmp.Diff([]string{"Oak", "Kestrel", "Ells"}, names); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][4]int{{1, 775, 2, 650}, {2, 600, 1, 700}, {3, 950, 3, 950}}, got); diff != "" {
		t.Error(diff)
	}
}

func TestTryRefusesUnknownDomainsAndWeightsOutOfRange(t *testing.T) {
	all := []assessment.Judged{{Result: judged("A", 700, []int{10}, at(700))}, {Result: judged("B", 600, []int{10}, at(600))}}
	for name, weights := range map[string]map[string]int{
		"an unknown domain":  {"D9": 10},
		"a negative weight":  {"D1": -1},
		"a too large weight": {"D1": ranking.MostWeight + 1},
	} {
		if _, err := ranking.Try(all, weights); err == nil || assessment.CodeOf(err) != assessment.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheHeadlineNamesAVendorWithABetterVerdict(t *testing.T) {
	first, second := judged("Oak", 830, nil), judged("Fir", 810, nil)
	first.Verdict, second.Verdict = assessment.Remediate, assessment.Approve
	if got, want := ranking.Rank([]assessment.Result{first, second}).Headline(), "Oak is first at 83.0, but only remediate; Fir is approve"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	first.Verdict = assessment.Approve
	if got, want := ranking.Rank([]assessment.Result{first, second}).Headline(), "Oak is first at 83.0"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
