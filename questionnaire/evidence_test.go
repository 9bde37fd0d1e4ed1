package questionnaire_test

import (
	"strings"
	"testing"

	"assay/questionnaire"

	"github.com/google/go-cmp/cmp"
)

// shown is a questionnaire whose gate has these keys of evidence.
func shown(keys, kinds string) string {
	return strings.NewReplacer("evidence: [EV-51]", keys, "name: Memo, freshness_days: 365}", "name: Memo, freshness_days: 365}\n"+kinds).Replace(little)
}

const threeKinds = `  - {id: EV-52, name: List, freshness_days: 30, fresh_at: {access: 7, close: 0}}
  - {id: EV-53, name: Letter, freshness_days: 30}
`

func TestWhatMustBeShownByMilestone(t *testing.T) {
	q, err := parse(shown(`evidence: [EV-53, EV-51], must_show: [{show: Memo, by: [EV-51]}],
         must_show_at: {access: [{show: Memo, by: [EV-51]}, {show: List, by: [EV-52, EV-51]}]}, shown_by: {review: [EV-53]}`, threeKinds))
	if err != nil {
		t.Fatal(err)
	}
	item, list := q.Item("GOV-01"), q.EvidenceKind("EV-52")
	type at struct {
		Groups  int
		Accepts []string
		List    bool
		Fresh   int
	}
	want := map[questionnaire.Milestone]at{
		questionnaire.Award:  {1, []string{"EV-51", "EV-53"}, false, 30},
		questionnaire.Access: {2, []string{"EV-51", "EV-52", "EV-53"}, true, 7},
		questionnaire.Review: {2, []string{"EV-51", "EV-52", "EV-53"}, true, 7},
		questionnaire.Close:  {2, []string{"EV-51", "EV-52", "EV-53"}, true, 0},
	}
	got := map[questionnaire.Milestone]at{}
	for _, m := range questionnaire.Milestones() {
		got[m] = at{len(item.Demand(m).Groups), item.Accepts(m), item.Demand(m).Takes("EV-52"), list.Fresh(m)}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if any := q.Item("GOV-02"); !any.Demand(questionnaire.Award).Takes("EV-53") || len(any.Accepts(questionnaire.Award)) > 0 {
		t.Error("an item without kinds takes any record")
	}
}

func TestGroupsThatCannotBeShown(t *testing.T) {
	for name, test := range map[string]struct{ keys, kinds, want string }{
		"an unknown kind":        {"must_show: [{show: Memo, by: [EV-51, EV-99]}]", threeKinds, `no evidence kind has the id "EV-99"`},
		"an unknown kind later":  {"must_show_at: {access: [{show: Memo, by: [EV-99]}]}", threeKinds, `no evidence kind has the id "EV-99"`},
		"a group of nothing":     {"must_show: [{show: Memo, by: []}]", "", "a group needs show, its name in plain words, and by, the evidence kinds that show it"},
		"a group without a name": {"must_show: [{by: [EV-51]}]", "", "a group needs show, its name in plain words, and by, the evidence kinds that show it"},
		"one name twice":         {"must_show: [{show: Memo, by: [EV-51]}, {show: Memo, by: [EV-51]}]", "", `two groups of GOV-01 are named "Memo"`},
		"no groups from access":  {"must_show_at: {access: []}", "", "must_show_at needs groups for award, access, review or close"},
		"an unknown milestone":   {"must_show_at: {later: [{show: Memo, by: [EV-51]}]}", "", "must_show_at needs groups for award, access, review or close"},
		"fewer days than none":   {"evidence: [EV-51]", "  - {id: EV-52, name: List, fresh_at: {access: -1}}\n", "fresh_at needs days, or 0 for no limit, for award, access, review or close"},
		"days at no milestone":   {"evidence: [EV-51]", "  - {id: EV-52, name: List, fresh_at: {later: 1}}\n", "fresh_at needs days, or 0 for no limit, for award, access, review or close"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := parse(shown(test.keys, test.kinds))
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}
