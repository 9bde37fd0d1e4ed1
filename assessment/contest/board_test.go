package contest_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/assessment/ranking"
)

func TestAnAwardIsDatedInTheZoneOfTheReader(t *testing.T) {
	newYork := time.FixedZone("EST", -5*60*60)
	award := assessment.Award{
		Chosen: "a1", RunnerUp: "b1", By: "R. Ortiz", Role: "CISO", Reason: "shows most", At: time.Date(2026, 11, 29, 3, 24, 0, 0, time.UTC).UnixMicro(),
		Outside: []assessment.Criterion{{Name: "price", Text: "second lowest"}},
		Contenders: []assessment.Contender{
			{Assessment: "a1", Vendor: "Alder", Verdict: assessment.Approve, Shown: 802, Claimed: 967},
			{Assessment: "b1", Vendor: "Birch", WhyNot: "shows less"},
		},
	}
	want := [][2]string{{"approved by", "R. Ortiz, CISO on 2026-11-28"}, {"why", "shows most"}, {"runner-up", "Birch"}, {"price", "second lowest"}}
	if diff := cmp.Diff(want, contest.AwardFields(award, newYork)); diff != "" {
		t.Error(diff)
	}
	for n, want := range []string{"Alder, chosen: approve, shown 80.2, claimed 96.7", "Birch, not chosen: shows less"} {
		if got := contest.AwardReason(award, award.Contenders[n]); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := contest.Replaced(award, newYork); got != "replaces the award to Alder, approved by R. Ortiz, CISO on 2026-11-28" {
		t.Error(got)
	}
}

func TestWhatIfInWords(t *testing.T) {
	w := assessment.WhatIf{
		Name: "as the contract counts", By: "ruth", At: time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC).UnixMicro(),
		Weights: map[string]int{"BAA": 60, "TEC": 5}, Set: map[string]int{"BAA": 13, "TEC": 5},
		Lines: []assessment.WhatIfLine{{Vendor: "Alder", Rank: 1, Shown: 702}, {Vendor: "Cedar", Blocked: true, Shown: 580}},
	}
	if got := contest.WhatIf(w, time.UTC); got != "as the contract counts, by ruth on 2026-11-28: with BAA 60 instead of 13 the order is 1 Alder (70.2), Cedar (blocked)" {
		t.Error(got)
	}
}

func TestOnlyTheFirstBlockersAreListed(t *testing.T) {
	gate := func(item string) assessment.Reason {
		return assessment.Reason{Kind: "gate", Item: item, Hard: true, Text: "agreement: failed"}
	}
	entry := ranking.BoardEntry{
		Blockers: []assessment.Reason{gate("BAA-01"), {Kind: "flag", Text: "shared logins"}, gate("BAA-03")}, Missing: []string{"no decision"},
	}
	want := []string{"BAA-01 agreement: failed", "stop flag: shared logins", "and 1 more that block", "no decision"}
	if diff := cmp.Diff(want, contest.Owed(entry, 2)); diff != "" {
		t.Error(diff)
	}
}
