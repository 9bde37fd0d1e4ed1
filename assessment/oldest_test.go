package assessment_test

import (
	"testing"

	"assay/assessment"
	"assay/questionnaire"
)

// What is old but counts for nothing is not what a result rests on.
func TestTheOldestEvidenceIsTheOldestThatCounts(t *testing.T) {
	i := open(t, small(t))
	snapshot := i.snapshot()
	evaluate := func(items ...assessment.ItemResult) assessment.Result { return assessment.Result{Items: items} }
	snapshot.Answers = map[string]assessment.Answer{
		"A": {Item: "A", Evidence: []assessment.Evidence{{AsOf: today - 900}, {AsOf: today - 30}}},
		"B": {Item: "B", Evidence: []assessment.Evidence{{AsOf: today - 10}, {AsOf: today - 200}}},
		"C": {Item: "C", Evidence: []assessment.Evidence{{AsOf: today - 200}}},
	}
	for _, c := range []struct {
		name  string
		items []assessment.ItemResult
		date  assessment.Date
		item  string
	}{
		{"nothing counts above a claim", []assessment.ItemResult{{ID: "A"}, {ID: "B"}}, 0, ""},
		{"the newer record of A is the one that counts", []assessment.ItemResult{{ID: "A", Record: 2}}, today - 30, "A"},
		{"B's gate is closed by another record than counts most", []assessment.ItemResult{{ID: "A", Record: 2}, {ID: "B", Record: 1, ClosedBy: 2}}, today - 200, "B"},
		{"of two equally old, the first", []assessment.ItemResult{{ID: "C", Record: 1}, {ID: "B", Record: 2}}, today - 200, "C"},
	} {
		if date, item := assessment.OldestEvidence(snapshot, evaluate(c.items...)); date != c.date || item != c.item {
			t.Errorf("%s: %s of %q, not %s of %q", c.name, date, item, c.date, c.item)
		}
	}
	if date, item := assessment.OldestEvidence(i.snapshot(), assessment.Evaluate(i.snapshot(), today, questionnaire.Award, questionnaire.Current)); item != "" || !date.IsZero() {
		t.Errorf("an empty assessment rests on %s of %q", date, item)
	}
}
