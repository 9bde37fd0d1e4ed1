package assessment_test

import (
	"encoding/json"
	"testing"

	"assay/assessment"
	"assay/questionnaire"

	"github.com/google/go-cmp/cmp"
)

func TestTransitionsOfAnAnswer(t *testing.T) {
	gate := &questionnaire.Item{ID: "GOV-01", Kind: questionnaire.Gate}
	fact := &questionnaire.Item{ID: "tiers", Kind: questionnaire.Fact, Answer: "number"}
	const claimed, documented, verified, attested = assessment.Claimed, assessment.Documented, assessment.Verified, assessment.Attested
	type answer = assessment.Answer
	record := func(kind string, of ...assessment.Assurance) assessment.Evidence {
		r := assessment.Evidence{Kind: kind, Observed: "seen"}
		if len(of) > 0 {
			r.Assurance = of[0]
		}
		return r
	}
	records := func(all ...assessment.Evidence) []assessment.Evidence { return all }
	waits := &assessment.Reverify{Because: []string{assessment.Reassessment}}
	received := assessment.Evidence{Kind: "EV-01", File: "plan.pdf", Unread: true}
	aside := &assessment.NotApplicable{Reason: "r", By: "lead"}

	for name, test := range map[string]struct {
		before answer
		do     func(answer) answer
		want   answer
	}{
		"a first answer is a claim": {
			answer{},
			func(a answer) answer { return a.Given(gate, "met") },
			answer{Item: "GOV-01", Value: "met", Assurance: claimed},
		},
		"another answer keeps how it was shown": {
			answer{Item: "GOV-01", Value: "unmet", Assurance: documented, Note: "n", Evidence: records(record("EV-01"))},
			func(a answer) answer { return a.Given(gate, "met") },
			answer{Item: "GOV-01", Value: "met", Assurance: documented, Note: "n", Evidence: records(record("EV-01"))},
		},
		"an answer ends being set aside, to come back to and to re-verify": {
			answer{Item: "GOV-01", NotApplicable: aside, Later: true, Reverify: waits},
			func(a answer) answer { return a.Given(gate, "unmet") },
			answer{Item: "GOV-01", Value: "unmet", Assurance: claimed},
		},
		"a fact has no assurance": {
			answer{},
			func(a answer) answer { return a.Given(fact, "2") },
			answer{Item: "tiers", Value: "2"},
		},
		"set aside": {
			answer{Value: "3", Note: "n"},
			func(a answer) answer { return a.SetAside("r", "lead") },
			answer{NotApplicable: aside, Note: "n"},
		},
		"cleared": {
			answer{Value: "3", Note: "n", Assurance: documented, Evidence: records(record("EV-01"))},
			answer.Cleared,
			answer{Note: "n", Assurance: documented, Evidence: records(record("EV-01"))},
		},
		"only claimed, and no record counts for more": {
			answer{Value: "3", Assurance: verified, Reverify: waits, Evidence: records(record("EV-01", verified), record("EV-02", documented))},
			answer.OnlyClaimed,
			answer{Value: "3", Assurance: claimed, Evidence: records(record("EV-01"), record("EV-02"))},
		},
		"a record raises the answer, and the others stay as they were": {
			answer{Value: "3", Assurance: documented, Reverify: waits, Evidence: records(record("EV-01"))},
			func(a answer) answer { return a.ShownBy(record("EV-02"), verified) },
			answer{Value: "3", Assurance: verified, Evidence: records(record("EV-01", documented), record("EV-02", verified))},
		},
		"a record that was put right takes its place": {
			answer{Assurance: attested, Evidence: records(record("EV-01", attested), record("EV-02", documented))},
			func(a answer) answer { return a.Corrected(0, record("EV-03"), documented) },
			answer{Assurance: documented, Evidence: records(record("EV-03", documented), record("EV-02", documented))},
		},
		"a record that was received is read, and keeps its file": {
			answer{Assurance: claimed, Evidence: records(received)},
			func(a answer) answer {
				return a.Read(0, assessment.Reading{Kind: "EV-03", Assurance: documented, AsOf: 9, Seen: "page 3", Checked: []int{2}})
			},
			answer{Assurance: documented, Evidence: records(assessment.Evidence{Kind: "EV-03", File: "plan.pdf", Assurance: documented, AsOf: 9, Seen: "page 3", Checked: []int{2}})},
		},
		"one that was read already stays as it is": {
			answer{Assurance: documented, Evidence: records(record("EV-01", documented), received)},
			func(a answer) answer {
				return a.Read(0, assessment.Reading{Assurance: verified}).Read(7, assessment.Reading{})
			},
			answer{Assurance: documented, Evidence: records(record("EV-01", documented), received)},
		},
		"one that has gone meanwhile is added": {
			answer{Assurance: claimed},
			func(a answer) answer { return a.Corrected(0, record("EV-03"), documented) },
			answer{Assurance: documented, Evidence: records(record("EV-03", documented))},
		},
		"a record is valued anew": {
			answer{Assurance: documented, Evidence: records(record("EV-01"), record("EV-02"))},
			func(a answer) answer { return a.Revalued(1, claimed) },
			answer{Assurance: documented, Evidence: records(record("EV-01", documented), record("EV-02", claimed))},
		},
		"without its only record an answer is a claim": {
			answer{Assurance: documented, Evidence: records(record("EV-01"))},
			func(a answer) answer { return a.Without(0) },
			answer{Assurance: claimed, Evidence: records()},
		},
		"checks are ticked": {
			answer{Assurance: documented, Evidence: records(record("EV-01"))},
			func(a answer) answer { return a.Checked(0, []int{1}) },
			answer{Assurance: documented, Evidence: records(assessment.Evidence{Kind: "EV-01", Observed: "seen", Assurance: documented, Checked: []int{1}})},
		},
	} {
		t.Run(name, func(t *testing.T) {
			before, err := json.Marshal(test.before)
			if err != nil {
				t.Fatal(err)
			}
			got := test.do(test.before)
			if len(got.Evidence) == 0 {
				got.Evidence, test.want.Evidence = nil, nil
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if after, err := json.Marshal(test.before); err != nil || string(after) != string(before) {
				t.Errorf("the answer before was %s and is %s now", before, after)
			}
		})
	}
}
