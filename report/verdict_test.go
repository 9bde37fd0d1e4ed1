package report_test

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"
)

// wellAnswered is a call on which everything was said as well as it can be, and
// nothing was shown.
func wellAnswered(t testing.TB, q *questionnaire.Questionnaire) assessment.Snapshot {
	t.Helper()
	j := newJournal(t, q, assessment.Vendor{ID: "v1", Name: "Harbor Staffing"}, nil)
	minute := 0
	for d := range q.Domains {
		for i := range q.Domains[d].Items {
			item := &q.Domains[d].Items[i]
			a := assessment.Answer{Item: item.ID}
			switch item.Kind {
			case questionnaire.Gate:
				a.Value = assessment.Met
			case questionnaire.Scenario:
				j.grade("lead@hospital.example", minute%60, item.ID, 4, "actor", "clock")
				j.grade("ciso@hospital.example", minute%60, item.ID, 4, "actor", "clock")
				minute++
				continue
			case questionnaire.Control:
				a.Value = "4"
			default:
				continue
			}
			j.record("lead@hospital.example", minute%60, assessment.Answered{Answer: a})
			minute++
		}
	}
	return j.snapshot()
}

// A screening call has no gates, so a vendor that answers well is approved for
// the full assessment without a document.
func TestAScreeningCallIsNoAward(t *testing.T) {
	q := shipped(t, "hipaa-screening-call")
	page := page1(t, input(wellAnswered(t, q)))
	form, verdict, found := strings.Cut(page, "✓ APPROVE")
	if !found {
		t.Fatal(page)
	}
	for _, want := range []string{q.Title, "Approve means: go on to the full assessment.", "None of these is an award", "asked everything again, with evidence, on the full questionnaire."} {
		if !strings.Contains(form, want) {
			t.Errorf("%q does not stand before the verdict:\n%s", want, form)
		}
	}
	for _, want := range []string{
		"verdict by the rules of hipaa-screening-call, for award",
		"0 of 0 closed",
	} {
		if !strings.Contains(verdict, want) {
			t.Errorf("%q is missing:\n%s", want, verdict)
		}
	}
	if strings.Contains(page, "gate is closed") {
		t.Error("a gate is said to be closed")
	}
}

// What a questionnaire says about itself at length stands in full under Method.
func TestALongPurposeGoesOnUnderMethod(t *testing.T) {
	q := storyQuestionnaire(t)
	for n := range 60 {
		q.About += fmt.Sprintf("This is sentence %d of what it is for. ", n)
	}
	in := input(newJournal(t, q, storyVendor, nil).snapshot())
	page, method, _ := strings.Cut(reading(t, rendered(t, in)), "page 1 of")
	if !strings.Contains(page, "sentence 1 of") || !strings.Contains(page, "… (in full under Method)") || strings.Contains(page, "sentence 59 of") {
		t.Errorf("the first page has:\n%s", page)
	}
	if !strings.Contains(method, "The form This is sentence 0 of") || !strings.Contains(method, "sentence 59 of") {
		t.Error("Method does not have the whole of it")
	}
	if text := reading(t, rendered(t, input(wellAnswered(t, shipped(t, "hipaa-screening-call"))))); strings.Count(text, "None of these is an award") != 1 {
		t.Error("what fits is said twice")
	}
}

// The verdict speaks of hard gates where there are others, and of those that
// are open but do not block.
func TestTheVerdictSaysNoMoreThanTheGates(t *testing.T) {
	page := page1(t, input(story(t).snapshot()))
	for _, want := range []string{"○ 1 gate is open that does not block, but keeps the verdict at conditional or below: TEC-04", "1 of them does not block"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is missing:\n%s", want, page)
		}
	}

	source, err := os.ReadFile("testdata/soft.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ hard, soft, verdict, want, never string }{
		{"met", "met", "PASSED", "Every gate is closed. This questionnaire gives no score.", "conditional at most"},
		{"met", "unmet", "CONDITIONAL", "each with an owner and a date. ○ 1 gate is open that does not block, but keeps the verdict at conditional or below: ALL-02", "very gate is closed"},
		{"", "unmet", "CONDITIONAL", "each with an owner and a date. ○ 2 gates are open that do not block, but keep the verdict at conditional or below: ALL-01", "gate is closed"},
	} {
		text := string(source)
		if c.hard == "" {
			text = strings.Replace(text, "hard: true", "hard: false", 1)
		}
		q, err := questionnaire.Parse(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		j := newJournal(t, q, storyVendor, nil)
		for item, value := range map[string]string{"ALL-01": c.hard, "ALL-02": c.soft} {
			if value != "" {
				j.record("lead@hospital.example", 1, assessment.Answered{Answer: assessment.Answer{
					Item: item, Value: value, Assurance: assessment.Verified, Evidence: []assessment.Evidence{{Kind: "EV-01", Reference: "vault", AsOf: today}},
				}})
			}
		}
		page := page1(t, input(j.snapshot()))
		if !strings.Contains(page, c.verdict) || !strings.Contains(page, c.want) || strings.Contains(page, c.never) {
			t.Errorf("hard %q, soft %q:\n%s", c.hard, c.soft, page)
		}
	}
}

// What the forms that come with the program are for has room on the first page.
func TestEachShippedFormSaysWhatItIsFor(t *testing.T) {
	for _, id := range []string{"hipaa-staffing", "hipaa-screening-call", "hipaa-offshore", "baa-clauses", "pre-engagement", "onboarding-gate", "access-review", "offboarding-record"} {
		q := shipped(t, id)
		form, _, _ := strings.Cut(page1(t, input(newJournal(t, q, storyVendor, nil).snapshot())), " verdict by the rules of ")
		if q.About == "" || !strings.Contains(form, q.Title+" "+strings.Join(strings.Fields(q.About), " ")) {
			t.Errorf("%s:\n%s", id, form)
		}
	}
}

// The names of the bands never run into each other nor into a tick, however
// close the bands lie.
func TestTheNamesOfBandsDoNotCollide(t *testing.T) {
	source, err := os.ReadFile("testdata/story.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, bands := range [][3]int{{80, 65, 50}, {50, 40, 30}, {51, 51, 50}, {95, 88, 80}, {100, 99, 98}, {1, 0, 0}} {
		q, err := questionnaire.Parse(strings.NewReader(strings.Replace(string(source), "approve: 80, conditional: 65, remediate: 50",
			fmt.Sprintf("approve: %d, conditional: %d, remediate: %d", bands[0], bands[1], bands[2]), 1)))
		if err != nil {
			t.Fatal(err)
		}
		names := bandNames(t, rendered(t, input(newJournal(t, q, storyVendor, nil).snapshot())))
		if len(names) != 3 {
			t.Fatalf("%v: %d names were found", bands, len(names))
		}
		for i, a := range names {
			if a.left < 51 || a.right > 595.28-51 {
				t.Errorf("%v: %s stands at %.0f–%.0f", bands, a.name, a.left, a.right)
			}
			for j, b := range names {
				sameRow := math.Abs(a.top-b.top) < 5
				if i != j && sameRow && a.left < b.right && b.left < a.right {
					t.Errorf("%v: %s and %s overprint each other", bands, a.name, b.name)
				}
				// A tick runs from the bar down to the row of its own name.
				for _, tick := range []float64{b.left - 2.5, b.right + 2.5} {
					if near := math.Abs(tick-b.tick) < 1; near && b.top > a.top-1 && a.left < tick && tick < a.right {
						t.Errorf("%v: the tick of %s runs through %s", bands, b.name, a.name)
					}
				}
			}
		}
	}
}

// bandName is where the name of a band is printed, and at which x its tick is.
type bandName struct {
	name                   string
	left, right, top, tick float64
}

func bandNames(t testing.TB, file []byte) (names []bandName) {
	t.Helper()
	words := wordsOn(t, file, "-l", "1")[0].Words
	for i, w := range words[:len(words)-2] {
		if words[i+1].Text != "from" || !slices.Contains([]string{"approve", "conditional", "remediate"}, w.Text) {
			continue
		}
		least, err := strconv.Atoi(words[i+2].Text)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, bandName{w.Text, w.Left, words[i+2].Right, w.Top, 52 + float64(least)*(595.28-2*52)/100})
	}
	return names
}

// The page on the method states every rule that can keep a vendor from approve.
func TestTheMethodStatesTheRulesOfGates(t *testing.T) {
	page := reading(t, rendered(t, input(story(t).snapshot())))
	_, method, _ := strings.Cut(page, "Method Credit")
	for _, want := range []string{
		"each of its groups of evidence needs a record of one of the kinds in the group", "any other open gate allows at most conditional", "an open gate that is not hard, each of which allows at most conditional",
		"A record of any kind counts 0 after the end that it states itself", "at most 5, rounded to one decimal",
	} {
		if !strings.Contains(method, want) {
			t.Errorf("%q is missing in:\n%s", want, method)
		}
	}
}
