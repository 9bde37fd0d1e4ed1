package ranking_test

import (
	"os"
	"testing"

	"assay/assessment"
	"assay/assessment/ranking"
	"assay/questionnaire"

	"github.com/google/go-cmp/cmp"
)

// onBoard returns a result together with an assessment that has this number of
// answers and these decisions.
func onBoard(t *testing.T, r assessment.Result, answers int, decisions ...assessment.Decision) assessment.Judged {
	t.Helper()
	file, err := os.Open("../testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	q, err := questionnaire.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	s := assessment.Snapshot{Assessment: r.Assessment, Questionnaire: q, State: assessment.State{
		Opened: assessment.Opened{Vendor: assessment.Vendor{Name: r.Vendor}}, Milestone: r.Milestone, Decisions: decisions, Head: r.Head,
		Answers: map[string]assessment.Answer{},
	}}
	for item := range q.Items() {
		if len(s.Answers) == answers {
			break
		}
		s.Answers[item.ID] = assessment.Answer{Item: item.ID, Value: "1"}
	}
	return assessment.Judged{Snapshot: s, Result: r}
}

func fiveVendors(t *testing.T) []assessment.Judged {
	decided := assessment.Decision{Outcome: assessment.DecideApprove, By: "R. Ortiz", Milestone: questionnaire.Award}
	void := decided
	void.Voided = []assessment.Voiding{{Kind: "answered", Item: "TEC-01", By: "lead"}}
	approved := judged("Kestrel", 829, nil)
	approved.Verdict, approved.Coverage = assessment.Approve, 1
	second := judged("Oak", 672, nil)
	second.Coverage = 1
	level := judged("Pine", 672, nil)
	level.Coverage = 0.5
	blocked := stopped(judged("Ells", 859, nil))
	blocked.Coverage = 1
	blocked.Because = []assessment.Reason{{Kind: "gate", Item: "BAA-01", Hard: true, Text: "BAA in force: failed"}}
	none := judged("Willow", none, nil)
	none.Verdict = assessment.Incomplete
	return []assessment.Judged{
		onBoard(t, blocked, 3), onBoard(t, none, 0), onBoard(t, second, 3, void), onBoard(t, approved, 3, decided), onBoard(t, level, 2),
	}
}

func TestABoardShowsRankStatusAndMissingSignOffs(t *testing.T) {
	type line struct {
		Vendor  string
		Rank    int
		Status  ranking.Status
		Missing []string
	}
	var got []line
	for _, row := range ranking.BoardOf(fiveVendors(t)).Entries {
		got = append(got, line{row.Vendor, row.Rank, row.Status, row.Missing})
	}
	want := []line{
		{"Kestrel", 1, ranking.Decided, []string{}},
		{"Oak", 2, ranking.Answered, []string{"the decision is void"}},
		{"Pine", 2, ranking.Interviewing, []string{"no decision"}},
		{"Willow", 4, ranking.NotStarted, []string{"no decision"}},
		{"Ells", 5, ranking.Answered, []string{"no decision"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAnAwardSaysWhyEachOtherWasNotChosen(t *testing.T) {
	all := fiveVendors(t)
	board := ranking.BoardOf(all)
	for chosen, want := range map[string]map[string]string{
		"a-Kestrel": {
			"Oak": "conditional with 67.2 shown; Kestrel has 82.9", "Pine": "conditional with 67.2 shown; Kestrel has 82.9",
			"Willow": "it has no score", "Ells": "blocked: BAA in force: failed",
		},
		// Passed over though they rank with the chosen one or before it: that has
		// to be said by those who decide.
		"a-Oak": {"Kestrel": "", "Pine": "", "Willow": "it has no score", "Ells": "blocked: BAA in force: failed"},
	} {
		award, err := board.Award(chosen, all)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		for _, c := range award.Contenders {
			if len(c.Snapshot) != 64 {
				t.Errorf("the award binds %s to snapshot %q", c.Vendor, c.Snapshot)
			}
			if c.Assessment != chosen {
				got[c.Vendor] = c.WhyNot
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", chosen, diff)
		}
		award.By, award.Reason = "R. Ortiz", "shows most"
		if _, err := award.Admit(); (err == nil) != (chosen == "a-Kestrel") {
			t.Errorf("%s: %v", chosen, err)
		}
	}
}

func TestTheRunnerUpIsTheBestOtherThatIsNotBlocked(t *testing.T) {
	all := fiveVendors(t)
	for chosen, want := range map[string]string{"a-Kestrel": "a-Oak", "a-Oak": "a-Kestrel"} {
		award, err := ranking.BoardOf(all).Award(chosen, all)
		if err != nil || award.RunnerUp != want {
			t.Errorf("%s: %s, %v", chosen, award.RunnerUp, err)
		}
	}
	alone := all[3:4]
	if award, err := ranking.BoardOf(alone).Award("a-Kestrel", alone); err != nil || award.RunnerUp != "" {
		t.Errorf("%q, %v", award.RunnerUp, err)
	}
}

func TestABlockedVendorCannotBeChosen(t *testing.T) {
	all := fiveVendors(t)
	award, err := ranking.BoardOf(all).Award("a-Ells", all)
	if err != nil {
		t.Fatal(err)
	}
	award.By, award.Reason = "R. Ortiz", "cheapest"
	for n := range award.Contenders {
		award.Contenders[n].WhyNot = "dearer"
	}
	if _, err := award.Admit(); err == nil || assessment.CodeOf(err) != assessment.Refused {
		t.Errorf("%v", err)
	}
}

func TestABoardMarksTheChosenVendorAndALaterMilestone(t *testing.T) {
	all := fiveVendors(t)
	board := ranking.BoardOf(all)
	award, err := board.Award("a-Kestrel", all)
	if err != nil {
		t.Fatal(err)
	}
	board.Awarded(award)
	board.MovedOn(map[string]questionnaire.Milestone{"a-Kestrel": questionnaire.Access})
	got := map[string]string{}
	for _, row := range board.Entries {
		got[row.Vendor] = row.StatusText() + ", " + row.Award.Sign()
	}
	want := map[string]string{
		"Kestrel": "moved on to access, ✓ chosen", "Oak": "answered, runner-up", "Pine": "interviewing, ", "Willow": "not started, ", "Ells": "answered, ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
