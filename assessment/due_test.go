package assessment_test

import (
	"fmt"
	"testing"

	"assay/assessment"
	"assay/questionnaire"

	"github.com/google/go-cmp/cmp"
)

// dueOn lists what is due, seen from a day, a line each: the day, an exclamation
// mark where it is over, the kind, the owner and what it is.
func dueOn(i *interview, day assessment.Date) (lines []string) {
	s := i.snapshot()
	for _, d := range assessment.DueOf(s, assessment.Evaluate(s, day, s.Milestone, questionnaire.Current)) {
		late := ""
		if d.Overdue {
			late = "!"
		}
		lines = append(lines, fmt.Sprintf("%s%s %s %s: %s", d.On, late, d.Kind, d.Owner, d.Text))
	}
	return lines
}

// What is due, the earliest first. The review follows the risk: 365 days where
// it is low or moderate, 180 where it is high.
func TestTheDueList(t *testing.T) {
	i := complete(t)
	ends := []string{
		"2027-02-15 evidence : Draft ends: BAA draft",
		"2027-11-17 evidence : Plan ends: Sub BAA",
		"2027-11-17 evidence : Plan ends: MFA",
		"2027-11-17 evidence : Plan ends: Our memo",
	}
	expect := func(when string, day assessment.Date, want ...string) {
		t.Helper()
		if diff := cmp.Diff(want, dueOn(i, day)); diff != "" {
			t.Errorf("%s: %s", when, diff)
		}
	}
	expect("before a decision, no review is due", today, ends...)
	i.record(decide(assessment.DecideApprove, ""))
	review := "2027-11-22 review N. Sharma: re-assess: risk moderate, every 365 days"
	expect("a decision starts the cadence", today, append(ends, review)...)

	action := i.record(todo(today + 10))
	expect("an action", today, append(append([]string{"2026-12-02 action R. Cruz: Turn MFA on"}, ends...), review)...)
	expect("an action that is late", today+11, append(append([]string{"2026-12-02! action R. Cruz: Turn MFA on"}, ends...), review)...)
	i.record(assessment.ActionClosed{Action: action, How: "It is on"})
	expect("a closed action", today+11, append(ends, review)...)

	i.record(assessment.WaiverGranted{Waiver: assessment.Waiver{Item: "TEC-02", Approver: "ciso", Reason: "r", Control: "c", Owner: "o. ng", Granted: today, Expires: today + 9}})
	i.answer(assessment.Answer{Item: "TEC-02", Value: "unmet"})
	expect("a waiver; and the decision is void", today,
		"2026-11-22 decision N. Sharma: the decision of 2026-11-22 for award is void: TEC-02 and the waiver of TEC-02 changed since",
		"2026-12-01 waiver o. ng: the waiver ends: MFA", ends[0], ends[1], ends[3], review)
	expect("a waiver that ended blocks, and who is blocked is reviewed sooner", today+10,
		"2026-11-22! decision N. Sharma: the decision of 2026-11-22 for award is void: TEC-02 and the waiver of TEC-02 changed since",
		"2026-12-01! waiver o. ng: the waiver ends: MFA", ends[0],
		"2027-05-21 review N. Sharma: re-assess: risk high, every 180 days", ends[1], ends[3])
	s := i.snapshot()
	if got := assessment.ReviewDue(s, assessment.Evaluate(s, today, questionnaire.Award, questionnaire.Current)); got != today+365 {
		t.Errorf("the review is due on %s", got)
	}
}

func TestARecordThatDoesNotAgeIsNeverDue(t *testing.T) {
	i := open(t, anew(t, "name: Plan, freshness_days: 365", "name: Plan"))
	i.answer(shown("TEC-02", "met", assessment.Verified, "EV-31", 5))
	if got := dueOn(i, today+2000); got != nil {
		t.Errorf("due: %v", got)
	}
}

func TestAnEndedEngagementIsNotReviewed(t *testing.T) {
	i := complete(t)
	i.record(decide(assessment.DecideApprove, ""))
	i.record(assessment.Moved{Milestone: questionnaire.Close})
	s := i.snapshot()
	if got := assessment.ReviewDue(s, i.evaluate()); !got.IsZero() {
		t.Errorf("it ended, and a review is due on %s", got)
	}
}
