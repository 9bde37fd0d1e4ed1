package history_test

import (
	"testing"

	"assay/assessment"
	"assay/assessment/history"

	"github.com/google/go-cmp/cmp"
)

// Each change of the people is told with the values that it changed and its reason.
func TestHistoryOfPeople(t *testing.T) {
	key := assessment.AccountKey{Fingerprint: "SHA256:one", Comment: "dana@laptop"}
	dana := func(edit func(a *assessment.Account)) *assessment.Account {
		a := &assessment.Account{ID: "1", Name: "Dana", Roles: []assessment.Role{assessment.Evaluator}, Keys: []assessment.AccountKey{key}}
		if edit != nil {
			edit(a)
		}
		return a
	}
	roles := func(a *assessment.Account) { a.Roles, a.Login = []assessment.Role{assessment.Reviewer}, "dana" }
	keys := func(a *assessment.Account) { a.Keys = []assessment.AccountKey{{Fingerprint: "SHA256:two"}} }
	gone := func(a *assessment.Account) { a.Removed = &assessment.Removal{} }
	var got []string
	for _, e := range history.OfPeople([]assessment.PeopleChange{
		{Kind: "person_added", After: dana(nil), Operator: true, Reason: "first start"},
		{Kind: "person_changed", Before: dana(nil), After: dana(roles)},
		{Kind: "person_changed", Before: dana(nil), After: dana(keys), Reason: "lost"},
		{Kind: "rules_tightened", Rule: assessment.OneRole, Reason: "policy 12"},
		{Kind: "person_removed", Before: dana(nil), After: dana(gone), Reason: "left"},
		{Kind: "person_added", Before: dana(gone), After: dana(nil)},
	}) {
		line := e.Text
		for _, c := range e.Changes {
			line += " | " + c.What + ": " + c.String()
		}
		got = append(got, line)
	}
	want := []string{
		"added Dana; roles bind from then on, as whoever runs the computer | roles: – → evaluator | key: – → SHA256:one dana@laptop | reason: – → first start",
		"changed the roles of Dana and changed the login of Dana | roles: evaluator → reviewer | login: – → dana",
		"gave Dana a key and took a key from Dana | key: – → SHA256:two | key: SHA256:one dana@laptop → – | reason: – → lost",
		"tightened the rules | rule: – → each person has one role | reason: – → policy 12",
		"removed Dana | reason: – → left",
		"added Dana again | roles: – → evaluator | key: – → SHA256:one dana@laptop",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
