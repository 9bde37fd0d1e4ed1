package assessment_test

import (
	"slices"
	"testing"

	"assay/assessment"
)

// everybody is a record with one person for each role, named by it, and one with all.
func everybody() assessment.People {
	var p assessment.People
	for _, role := range assessment.Roles() {
		p.Accounts = append(p.Accounts, assessment.Account{ID: string(role), Name: string(role), Roles: []assessment.Role{role}})
	}
	return p
}

func TestTheTableIsWhatAllowDoes(t *testing.T) {
	people := everybody()
	seen := map[assessment.Act]bool{}
	for _, row := range assessment.Permissions() {
		if seen[row.Act] || row.Does == "" || len(row.Roles) == 0 {
			t.Errorf("the row of %s is double or empty", row.Act)
		}
		seen[row.Act] = true
		for _, role := range assessment.Roles() {
			err := people.Allow(assessment.Deed{By: string(role), Act: row.Act})
			if want := slices.Contains(row.Roles, role); (err == nil) != want {
				t.Errorf("%s, %s: %v, want allowed %t", role, row.Act, err, want)
			}
			if err != nil && assessment.CaseOf(err) != assessment.NotAllowed {
				t.Errorf("%s, %s: the case is %q", role, row.Act, assessment.CaseOf(err))
			}
			if err := (assessment.People{}).Allow(assessment.Deed{By: string(role), Act: row.Act}); err != nil {
				t.Errorf("without people, %s is refused %s: %v", role, row.Act, err)
			}
		}
		if err := people.Allow(assessment.Deed{By: "Mallory", Act: row.Act}); assessment.CaseOf(err) != assessment.NotAPerson {
			t.Errorf("somebody unknown: %s: %v", row.Act, err)
		}
	}
	if err := people.Allow(assessment.Deed{By: "administrator", Act: "something new"}); assessment.CaseOf(err) != assessment.NotAllowed {
		t.Errorf("an act that is not in the table: %v", err)
	}
}

func TestRemovedPeopleMayNothing(t *testing.T) {
	people := everybody()
	for n := range people.Accounts {
		people.Accounts[n].Removed = &assessment.Removal{By: "Dana", At: 1, Reason: "left"}
	}
	for _, row := range assessment.Permissions() {
		for _, role := range row.Roles {
			if err := people.Allow(assessment.Deed{By: string(role), Act: row.Act}); assessment.CaseOf(err) != assessment.NotAPerson {
				t.Errorf("%s, removed, %s: %v", role, row.Act, err)
			}
		}
	}
}

func TestApprovalNeedsASecondPerson(t *testing.T) {
	ann := assessment.Account{ID: "1", Name: "Ann Ortiz", Roles: []assessment.Role{assessment.Evaluator, assessment.Reviewer, assessment.Approver}}
	people := assessment.People{Accounts: []assessment.Account{ann}}
	tight := people
	tight.Rules = []assessment.Separation{assessment.ApproverNeverEvaluated, assessment.ReviewerNeverGraded}
	for _, c := range []struct {
		name   string
		people assessment.People
		deed   assessment.Deed
		want   assessment.Case
	}{
		{"alone", people, assessment.Deed{Act: assessment.ActDecide, Evaluated: []string{"ann  ORTIZ"}}, assessment.SoleEvaluator},
		{"with another", people, assessment.Deed{Act: assessment.ActDecide, Evaluated: []string{"Ann Ortiz", "Bob"}}, ""},
		{"of others", people, assessment.Deed{Act: assessment.ActWaive, Evaluated: []string{"Bob"}}, ""},
		{"a decline by whoever evaluated alone", people, assessment.Deed{Act: assessment.ActDecide}, ""},
		{"with another, tightened", tight, assessment.Deed{Act: assessment.ActAward, Evaluated: []string{"Ann Ortiz", "Bob"}}, assessment.KeptApart},
		{"of others, tightened", tight, assessment.Deed{Act: assessment.ActAward, Evaluated: []string{"Bob"}}, ""},
		{"an own grade", people, assessment.Deed{Act: assessment.ActReconcile, Graded: []string{"Ann Ortiz", "Bob"}}, ""},
		{"an own grade, tightened", tight, assessment.Deed{Act: assessment.ActReconcile, Graded: []string{"Ann Ortiz", "Bob"}}, assessment.KeptApart},
	} {
		c.deed.By = ann.Name
		err := c.people.Allow(c.deed)
		if got := assessment.CaseOf(err); got != c.want || (err == nil) != (c.want == "") {
			t.Errorf("%s: %v, want the case %q", c.name, err, c.want)
		}
	}
}
