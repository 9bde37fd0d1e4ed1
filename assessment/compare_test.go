package assessment_test

import (
	"testing"

	"assay/assessment"
	"assay/questionnaire"
	"assay/templates"

	"github.com/google/go-cmp/cmp"
)

// judged is an interview under another vendor's name.
func judged(i *interview, name string, view questionnaire.View) assessment.Judged {
	s := i.snapshot()
	s.Assessment, s.Opened.Vendor.Name = name, name
	return assessment.Judged{Snapshot: s, Result: assessment.Evaluate(s, today, questionnaire.Award, view)}
}

func across(t *testing.T, c assessment.Comparison, id string) assessment.ItemAcross {
	t.Helper()
	for _, item := range c.Items {
		if item.ID == id {
			return item
		}
	}
	t.Fatalf("%s is not compared", id)
	return assessment.ItemAcross{}
}

func TestAComparisonShowsWhatBlocksAndWhereTheyDiffer(t *testing.T) {
	good, bad := complete(t), complete(t)
	bad.answer(assessment.Answer{Item: "BAA-01", Value: "met"})
	bad.answer(shown("BAA-02", "1", assessment.Documented, "EV-31", 40))
	bad.fact("privilege", "admin")
	bad.record(assessment.FlagRaised{Item: "TEC-01", Severity: questionnaire.Stop, Text: "shared logins"})
	c := assessment.Compare([]assessment.Judged{judged(good, "Good", questionnaire.Current), judged(bad, "Bad", questionnaire.Current)})

	if p := c.Parties[0]; p.Title() != "Good" || p.Verdict != assessment.Approve || len(p.Blockers) != 0 || p.Shown != 7 || p.Answered != 7 || p.Oldest != today-5 {
		t.Errorf("the good one stands as %+v", p)
	}
	blockers := []assessment.Reason{
		{Kind: "gate", Item: "BAA-01", State: "not_shown", Text: "BAA draft: not shown"},
		{Kind: "flag", Item: "TEC-01", State: "stop", Text: "shared logins"},
	}
	if p := c.Parties[1]; p.Shown != 6 || p.Answered != 7 || p.Oldest != today-40 || p.OldestItem != "BAA-02" {
		t.Errorf("the bad one stands as %+v", p)
	} else if diff := cmp.Diff(blockers, p.Blockers); diff != "" {
		t.Error(diff)
	}

	contract := c.Domains[0]
	if contract.Same || contract.Bands[0] != assessment.Approve || contract.Bands[1] != assessment.Decline || contract.BelowFloor[0] || !contract.BelowFloor[1] {
		t.Errorf("the contract is %+v", contract)
	}
	if technology := c.Domains[1]; !technology.Same || technology.Shown[0] != technology.Shown[1] {
		t.Errorf("the technology is %+v", technology)
	}
	for id, want := range map[string][2]string{
		"BAA-01":    {"met, verified ✓", "met, claimed ◐ not shown"},
		"BAA-02":    {"4, verified", "1, documented"},
		"privilege": {"View", "Admin"},
		"SCN-01":    {"4", "4"},
	} {
		item := across(t, c, id)
		if got := [2]string{item.Marks[0].Words(), item.Marks[1].Words()}; got != want || item.Same != (got[0] == got[1]) {
			t.Errorf("%s is %q (same: %t), want %q", id, got, item.Same, want)
		}
	}
	for _, item := range c.Items {
		if item.ID == "BAA-04" || item.ID == "TEC-03" {
			t.Errorf("%s is compared, which is asked of nobody here", item.ID)
		}
	}

	d := c.Differences()
	if len(d.Domains) != 1 || len(d.Items) != 3 || d.LeftOut != (assessment.LeftOut{Domains: 2, Items: len(c.Items) - 3}) || d.Agreed() != c.Agreed() {
		t.Errorf("%d domains and %d items differ, %+v left out", len(d.Domains), len(d.Items), d.LeftOut)
	}
	if len(c.Domains) != 3 {
		t.Error("leaving out changed the comparison itself")
	}
}

func TestAnItemThatOnlyOneIsAskedIsADifference(t *testing.T) {
	c := assessment.Compare([]assessment.Judged{judged(complete(t), "A", questionnaire.Current), judged(complete(t), "B", questionnaire.NPRM2025)})
	notice := across(t, c, "TEC-03")
	if notice.Same || notice.Marks[0].Words() != "hidden" || notice.Marks[1].Words() != "not answered" {
		t.Errorf("the proposed item is %+v", notice)
	}
	aside := complete(t)
	aside.answer(assessment.Answer{Item: "TEC-05", NotApplicable: &assessment.NotApplicable{Reason: "no such clause", By: "lead"}})
	c = assessment.Compare([]assessment.Judged{judged(complete(t), "A", questionnaire.Current), judged(aside, "B", questionnaire.Current)})
	if mark := across(t, c, "TEC-05").Marks[1].Words(); mark != "n/a" {
		t.Errorf("what is set aside is %q", mark)
	}
}

// What another questionnaire asks stands behind, with a dash for the first.
func TestAnotherQuestionnairesItemsStandBehind(t *testing.T) {
	q := must(questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()}).Get("hipaa-staffing"))
	c := assessment.Compare([]assessment.Judged{judged(complete(t), "A", questionnaire.Current), judged(open(t, q), "B", questionnaire.Current)})
	if first, last := c.Domains[0], c.Domains[len(c.Domains)-1]; first.ID != "BAA" || last.Shown[0] != assessment.NoScore || last.Bands[0] != "" {
		t.Errorf("the domains run from %+v to %+v", first, last)
	}
	last := c.Items[len(c.Items)-1]
	if last.Marks[0] != (assessment.ItemMark{}) || last.Marks[0].Words() != "not in its questionnaire" || last.Same {
		t.Errorf("an item of the second alone is %+v", last)
	}
	if gate := across(t, c, "GOV-04").Marks[1].Words(); gate != "○ not asked" {
		t.Errorf("an open gate without an answer is %q", gate)
	}
}

func TestAComparisonNamesTheDecisionAndTheChangedRules(t *testing.T) {
	i := complete(t)
	i.record(assessment.Decided{Decision: assessment.Decision{Outcome: assessment.DecideApprove, By: "ciso"}})
	party := assessment.Compare([]assessment.Judged{judged(i, "A", questionnaire.Current)}).Parties[0]
	if party.Decision == nil || party.Decision.Outcome != assessment.DecideApprove || !party.Decision.InForce() || party.RulesChanged != nil {
		t.Errorf("the decision is %+v, the rules changed %+v", party.Decision, party.RulesChanged)
	}
	i.fact("records", "50000")
	if party = assessment.Compare([]assessment.Judged{judged(i, "A", questionnaire.Current)}).Parties[0]; party.Decision == nil || party.Decision.InForce() {
		t.Errorf("a decision on other facts stands: %+v", party.Decision)
	}
}
