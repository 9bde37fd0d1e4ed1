package report_test

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/questionnaire"
	"assay/report"
	"assay/report/pdf/pdftest"
)

// vendors are the three vendors of the demo, judged for one RFP. They are
// interviewed once, for all tests.
func vendors(t testing.TB) []assessment.Judged {
	interviewed.Do(func() {
		for _, name := range []string{"Ellsmarch", "Kestrelhythe", "Oakhollin"} {
			three = append(three, under(name, judged(demo(t, strings.ToLower(name), name+", Inc."), questionnaire.Current)))
		}
	})
	return slices.Clone(three)
}

var (
	interviewed sync.Once
	three       []assessment.Judged
)

// under is the same vendor by another name.
func under(name string, j assessment.Judged) assessment.Judged {
	j.Snapshot.Assessment, j.Snapshot.Opened.Vendor.Name = "a-"+name, name
	return judged(j.Snapshot, questionnaire.Current)
}

func judged(s assessment.Snapshot, view questionnaire.View) assessment.Judged {
	return assessment.Judged{Snapshot: s, Result: assessment.Evaluate(s, today, questionnaire.Award, view)}
}

func comparison(all []assessment.Judged) report.ComparisonInput {
	return report.ComparisonInput{Contest: contest.Of(all), Organisation: "St. Elsewhere Hospital", Evaluator: "Ruth Adeyemi", Paper: "a4"}
}

func renderedComparison(t testing.TB, in report.ComparisonInput) []byte {
	t.Helper()
	file, err := report.RenderComparison(in)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestAComparisonTellsAReaderWhoMayBeTrustedAndWhy(t *testing.T) {
	all := vendors(t)
	text := reading(t, renderedComparison(t, comparison(all)))
	hash, err := all[0].Snapshot.Hash()
	if err != nil {
		t.Fatal(err)
	}
	ellsmarch, kestrelhythe := all[0].Result.Shown.String(), all[1].Result.Shown.String()
	for about, want := range map[string]string{
		"the contest":                "EHR integration and after-hours interface support",
		"its number":                 "request for proposals RFP-2026-14",
		"that the ground is unequal": "▲ Not like for like: 4 questions did not apply to Ellsmarch.",
		"and why":                    " (4 did not apply) for Ellsmarch",
		"the terms":                  "award 2026-11-22 in force hipaa-staffing",
		"a verdict":                  "C Ellsmarch ■ blocked " + ellsmarch,
		"what blocks":                "decision: none BAA-09 BAA free of dilution ■ Stop flag on BAA-01: “Refuses to sign",
		"who is first":               "Kestrelhythe is first at " + kestrelhythe + ".",
		"the blocked one, apart":     "C Ellsmarch – ■ blocked " + ellsmarch,
		"how firm":                   "No realistic change of one weight changes the order",
		"what blocked means":         "Blocked vendors rank after all others, whatever they score.",
		"a domain, shown, claimed":   "SUB Subcontractor and offshore chain 76.7 89.1 56.2 ▼ 72.8 90.0 100.0",
		"how it is shown":            " 0 2025-08-09 ADM-10",
		"an open gate":               "✗ failed BAA-09 BAA free of dilution blocks",
		"a warning":                  "▲ warning SUB-07 “The employer of record",
		"no flag":                    "Every gate is closed, and no flag is open.",
		"an item, side by side":      "BAA-04 ✓ met, verified, closed ✓ met, verified, closed ✗ unmet, documented, Every required BAA clause present failed",
		"a fact in words":            "Read and write within one Broad read, bulk query or",
		"the head of a journal":      all[0].Result.Head.String(),
		"the hash of a snapshot":     hash,
		"the questionnaire's hash":   all[0].Result.Questionnaire.Hash,
		"that it proves nothing":     "This comparison is not signed and proves nothing by itself. The signed report of each vendor is the proof",
		"the method":                 "SMAA-2",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is missing: %q", about, want)
		}
	}
	if first, ranked := strings.Index(text, "Not like for like"), strings.Index(text, "Verdicts"); first > ranked {
		t.Error("a verdict stands before the unequal ground")
	}
	if strings.Contains(text, "TEC-06 ") {
		t.Error("an item stands among the differences on which all agree")
	}
}

func TestAComparisonIsTheSameInWhicheverOrderTheyCome(t *testing.T) {
	all := vendors(t)
	want := renderedComparison(t, comparison(all))
	slices.Reverse(all)
	if !bytes.Equal(renderedComparison(t, comparison(all)), want) {
		t.Error("the same vendors in another order give another file")
	}
}

func TestOnlyDifferencesLeavesOutTheDomainsOnWhichAllAgree(t *testing.T) {
	in := comparison(vendors(t))
	if text := reading(t, renderedComparison(t, in)); !strings.Contains(text, "OFF Offboarding 90.0") {
		t.Error("OFF is missing, though nothing is to be left out")
	}
	in.Contest = in.Contest.Differences()
	text := reading(t, renderedComparison(t, in))
	if strings.Contains(text, "OFF Offboarding") || !strings.Contains(text, "3 domains on which all agree: not listed.") {
		t.Error("domains on which all agree are not left out, or nobody says so")
	}
}

// Twins differ in nothing but their names.
func TestTwinsTieAndAgreeOnEverything(t *testing.T) {
	oakhollin := vendors(t)[2]
	in := comparison([]assessment.Judged{under("Ash", oakhollin), under("Box", oakhollin)})
	in.Contest = in.Contest.Differences()
	text := reading(t, renderedComparison(t, in))
	for _, want := range []string{
		" questions asked of all", "A tie: Ash and Box share the first rank at " + oakhollin.Result.Shown.String() + ".", "They agree on every item.", "No domain to show. 14 domains on which all agree: not listed.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("missing: %q", want)
		}
	}
}

func TestAsManyAsThereAreLettersFitOnPaper(t *testing.T) {
	all := crowd(t, contest.Most+1)
	for n, paper := range map[int]string{6: "letter", 9: "letter", contest.Most: "a4"} {
		in := comparison(all[:n])
		in.Paper = paper
		file := renderedComparison(t, in)
		path := pdftest.Save(t, "comparison.pdf", file)
		if out, ok := pdftest.Tool(t, "qpdf", "--check", path); !ok {
			t.Errorf("%d vendors: %s", n, out)
		}
		text := reading(t, file)
		for i, j := range in.Contest.Sides {
			if !strings.Contains(text, j.Result.Vendor) || !strings.Contains(text, j.Result.Head.String()) {
				t.Errorf("%d vendors: number %d is missing", n, i+1)
			}
		}
	}
	for _, n := range []int{0, 1, contest.Most + 1} {
		if _, err := report.RenderComparison(comparison(all[:n])); assessment.CodeOf(err) != assessment.Invalid {
			t.Errorf("%d vendors: %v", n, err)
		}
	}
	in := comparison(all[:2])
	in.Paper = "a3"
	if _, err := report.RenderComparison(in); assessment.CodeOf(err) != assessment.Invalid {
		t.Errorf("on a3: %v", err)
	}
}

// crowd are many vendors, no two alike.
func crowd(t testing.TB, n int) []assessment.Judged {
	var all []assessment.Judged
	three := vendors(t)
	for i := range n {
		j := under(fmt.Sprintf("%s %c Services", three[i%3].Result.Vendor, 'A'+i), three[i%3])
		j.Snapshot.Answers = maps.Clone(j.Snapshot.Answers)
		left := 0
		for _, item := range j.Result.Items {
			if item.State == assessment.StateAnswered && item.Weight > 0 && left < i {
				delete(j.Snapshot.Answers, item.ID)
				left++
			}
		}
		all = append(all, judged(j.Snapshot, questionnaire.Current))
	}
	return all
}

func TestHostileNamesAreHarmlessOnPaper(t *testing.T) {
	all := vendors(t)
	all[0].Snapshot.Opened.Vendor.Name = "\x1b]0;owned\x07Evil \u202e" + strings.Repeat("Anstalt für Weiterverwendung ", 12) + "😀"
	all[0] = judged(all[0].Snapshot, questionnaire.NPRM2025)
	text := reading(t, renderedComparison(t, comparison(all)))
	for _, want := range []string{"different rule views", "rule view: current for Kestrelhythe and Oakhollin; nprm-2025 for Evil", "[U+1F600]", "the proposed rule, not law", "U+1F600"} {
		if !strings.Contains(text, want) {
			t.Errorf("missing: %q", want)
		}
	}
	for _, never := range []string{"owned", "\u202e", "\x1b"} {
		if strings.Contains(text, never) {
			t.Errorf("the text holds %q", never)
		}
	}
}

func TestAComparisonNamesDecisionsAndChangedRules(t *testing.T) {
	all := vendors(t)
	for n := range all {
		s := all[n].Snapshot
		pin := all[n].Result.Questionnaire
		s.Decisions = []assessment.Decision{{Outcome: assessment.DecideRemediate, By: "ciso@hospital.example", Milestone: s.Milestone, AsOf: today}}
		switch n {
		case 1:
			s.Decisions[0].Voided = []assessment.Voiding{{Kind: "answered", Item: "TEC-03", By: "lead"}, {Kind: "answered", Item: "TEC-04", By: "lead"}}
		case 2:
			s.Decisions, s.Rules = nil, []assessment.RuleChange{{From: assessment.Pin{ID: "hipaa-staffing", Version: "1.0.0"}, To: pin, By: "lead@hospital.example", At: at(9, 30), Reason: "Counsel asked for it"}}
		}
		all[n] = judged(s, questionnaire.Current)
	}
	text := reading(t, renderedComparison(t, comparison(all)))
	for _, want := range []string{
		"decision: remediate by", "remediate, void since TEC-03 and TEC-04 changed", "decision: none",
		"▲ rules changed after opening: 2026-11-22 by", "Counsel asked for it",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("missing: %q", want)
		}
	}
}
