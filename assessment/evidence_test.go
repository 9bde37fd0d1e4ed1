package assessment_test

import (
	"testing"

	"assay/assessment"
	"assay/questionnaire"
)

func TestTheAgeOfARecordDecidesHowMuchItCounts(t *testing.T) {
	aging := &questionnaire.EvidenceKind{ID: "EV-31", FreshnessDays: 100}
	timeless := &questionnaire.EvidenceKind{ID: "EV-20"}
	hard := &questionnaire.EvidenceKind{ID: "EV-01", HardValidity: true}
	for _, test := range []struct {
		kind         *questionnaire.EvidenceKind
		record       assessment.Evidence
		words        string
		full, counts bool
	}{
		{aging, assessment.Evidence{AsOf: today - 100}, "fresh, 100 of 100 days", true, true},
		{aging, assessment.Evidence{AsOf: today - 101}, "aging, 101 days, limit 100", false, true},
		{aging, assessment.Evidence{AsOf: today - 200}, "aging, 200 days, limit 100", false, true},
		{aging, assessment.Evidence{AsOf: today - 201}, "too old, 201 days, limit 100", false, false},
		{aging, assessment.Evidence{}, "no date: counts as expired", false, false},
		{aging, assessment.Evidence{AsOf: today + 1}, "of a later day: does not count yet", false, false},
		{timeless, assessment.Evidence{AsOf: today - 5000}, "fresh, no age limit", true, true},
		{hard, assessment.Evidence{ValidUntil: today}, "in force until " + today.String(), true, true},
		{hard, assessment.Evidence{ValidUntil: today - 1}, "expired " + (today - 1).String(), false, false},
		{hard, assessment.Evidence{AsOf: today - 1}, "no end date: counts as expired", false, false},
		{nil, assessment.Evidence{AsOf: today}, "of a kind that this questionnaire does not have", false, false},
	} {
		age := assessment.AgeOf(test.kind, &test.record, today, questionnaire.Award)
		if age.Words() != test.words || age.Full() != test.full || age.Counts() != test.counts {
			t.Errorf("%+v: %q, full %t, counts %t", test.record, age.Words(), age.Full(), age.Counts())
		}
	}
}

func TestAnAttestationCountsInFullOnlyWithItsScopeMapped(t *testing.T) {
	scope := &assessment.Scope{Entity: "Acme", Site: "Manila", System: "VDI", Period: "2026"}
	for words, a := range map[string]assessment.Answer{
		"attested": {Assurance: assessment.Attested, Evidence: []assessment.Evidence{{Scope: scope}}},
		"attested, scope not mapped: counts as documented": {Assurance: assessment.Attested, Evidence: []assessment.Evidence{{Scope: &assessment.Scope{Entity: "Acme"}}}},
		"verified": {Assurance: assessment.Verified, Evidence: []assessment.Evidence{{}, {Assurance: assessment.Attested}}},
		"documented, but no record shows it: counts as claimed": {Assurance: assessment.Documented},
		"claimed": {Assurance: assessment.Claimed},
		"":        {},
	} {
		if got := a.AssuranceWords(); got != words {
			t.Errorf("got %q, want %q", got, words)
		}
	}
}
