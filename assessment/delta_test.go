package assessment_test

import (
	"fmt"
	"testing"

	"assay/assessment"
	"assay/questionnaire"

	"github.com/google/go-cmp/cmp"
)

// trends are the items of a delta that are not the same.
func trends(i *interview) (map[string]assessment.Trend, assessment.Delta) {
	i.t.Helper()
	d, is := assessment.DeltaOf(i.snapshot(), i.evaluate())
	if !is {
		i.t.Fatal("there is nothing before it")
	}
	all := map[string]assessment.Trend{}
	for _, item := range d.Items {
		all[item.Item] = item.Trend
	}
	return all, d
}

// A re-assessment beside the one before it, from the first minute to the end.
func TestTheDelta(t *testing.T) {
	old := complete(t)
	old.answer(shown("TEC-01", "2", assessment.Verified, "EV-31", 5)).answer(assessment.Answer{Item: "BAA-02", Value: "3"})
	old.record(decide(assessment.DecideApprove, "good enough"))
	then := old.evaluate()
	gone := "      - {id: TEC-05, kind: clause, title: Segmentation clause, ask: Is the clause there?, weight: 2, basis: K, phase: pre-award, asked_of: document, practice: true}\n"
	come := "      - {id: TEC-09, kind: control, title: Logs, ask: Who reads them?, weight: 4, basis: K, phase: pre-award, asked_of: vendor, practice: true, evidence: [EV-31]}\n"
	to := anew(t, gone, come, "id: TEC-02", "id: TEC-20, was: [TEC-02]")
	i := open(t, to)
	if _, is := assessment.DeltaOf(i.snapshot(), i.evaluate()); is {
		t.Error("the first assessment has something before it")
	}
	i.append(assessment.Reassess(old.snapshot(), to, questionnaire.Award, today))

	expect := func(when string, same, waiting int, want map[string]assessment.Trend) assessment.Delta {
		t.Helper()
		got, d := trends(i)
		if diff := cmp.Diff(want, got); diff != "" || d.Same != same || d.Waiting != waiting {
			t.Errorf("%s: %d the same, %d wait; %s", when, d.Same, d.Waiting, diff)
		}
		return d
	}
	const better, worse, fresh, over = assessment.Better, assessment.Worse, assessment.New, assessment.Gone
	d := expect("at its opening all that was shown is only said", 1, 12, map[string]assessment.Trend{
		"BAA-01": worse, "BAA-03": worse, "TEC-01": worse, "TEC-20": worse, "TEC-04": worse, "SCN-01": worse, "TEC-09": fresh, "TEC-05": over,
	})
	if d.Before.Verdict != then.Verdict || d.Before.Shown != then.Shown || d.Before.Claimed != then.Claimed || d.Before.Decision != assessment.DecideApprove || d.Before.Assessment != "a1" || d.Verdict != assessment.Blocked {
		t.Errorf("before: %+v, now %s", d.Before, d.Verdict)
	}
	last := d.Items[len(d.Items)-1]
	if last.After != nil || last.Before == nil || last.Title != "Segmentation clause" {
		t.Errorf("the one that is gone comes last: %+v", last)
	}

	for _, id := range i.snapshot().ToReverify() {
		i.confirm(id)
	}
	d = expect("once all are confirmed", 7, 0, map[string]assessment.Trend{"TEC-09": fresh, "TEC-05": over})
	var domains []string
	for _, domain := range d.Domains {
		domains = append(domains, fmt.Sprint(domain.ID, domain.Before, domain.After))
	}
	if diff := cmp.Diff([]string{"BAA[91.7 70.0] [91.7 70.0]", "TEC[87.5 78.8] [50.0 45.0]", "SCN[100.0 90.0] [100.0 90.0]"}, domains); diff != "" {
		t.Error(diff)
	}

	i.answer(shown("TEC-01", "3", assessment.Verified, "EV-31", 5)) // 2 before
	i.answer(shown("BAA-02", "3", assessment.Documented, "EV-31", 5))
	i.answer(assessment.Answer{Item: "BAA-03", Value: "unmet"})
	i.answer(twoScorers(4, 3))
	i.answer(aside("TEC-04"))
	expect("answered anew", 2, 0, map[string]assessment.Trend{
		"TEC-01": better, "BAA-02": better, "BAA-03": worse, "SCN-01": worse, "TEC-04": over, "TEC-09": fresh, "TEC-05": over,
	})
}

// Where the same is shown, an opened gate and a smaller claim are worse.
func TestEqualCreditIsToldApartByGateAndClaim(t *testing.T) {
	old := complete(t)
	old.answer(assessment.Answer{Item: "TEC-04", Value: "met"})         // no weight, open
	old.answer(shown("BAA-02", "2", assessment.Verified, "EV-31", 547)) // ½·0.9·f
	old.answer(assessment.Answer{Item: "TEC-05", Value: "absent"})      // 0
	i := open(t, old.q)
	i.append(assessment.Reassess(old.snapshot(), old.q, questionnaire.Award, today))
	for _, id := range i.snapshot().ToReverify() {
		i.confirm(id)
	}
	if got, d := trends(i); len(got) > 0 || d.Same != 8 {
		t.Errorf("nothing changed, and yet %v", got)
	}
	i.answer(shown("TEC-04", "met", assessment.Documented, "EV-31", 1))
	i.answer(assessment.Answer{Item: "TEC-05", Value: "partial"})
	if got, _ := trends(i); !cmp.Equal(got, map[string]assessment.Trend{"TEC-04": assessment.Better, "TEC-05": assessment.Better}) {
		t.Errorf("%v", got)
	}
}
