package report_test

import (
	"fmt"
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"
	"assay/report"
	"assay/report/pdf"
	"assay/report/pdf/pdftest"
)

// Three pages decide, on both papers: the verdict with the boxes for the signatures, the
// gates with flags and conditions, and the domains with the gap. Then the annex begins.
func TestThreePagesDecide(t *testing.T) {
	inputs := map[string]report.Input{
		"oakhollin":    input(demo(t, "oakhollin", "Oakhollin Talent Partners LLC")),
		"ellsmarch":    input(demo(t, "ellsmarch", "Ellsmarch Clinical Engineering, Inc.")),
		"kestrelhythe": input(demo(t, "kestrelhythe", "Kestrelhythe Delivery, Inc.")),
		"on condition": input(conditional(t).snapshot()),
		"empty":        input(newJournal(t, shipped(t, "hipaa-staffing"), storyVendor, nil).snapshot()),
		"crowded":      input(crowded(t).snapshot()),
		"redecided":    input(redecided(t).snapshot()),
	}
	for name, in := range inputs {
		for _, in.Paper = range []string{"a4", "letter"} {
			file := rendered(t, in)
			for _, broken := range pdftest.Broken(file) {
				t.Errorf("%s on %s: %s", name, in.Paper, broken)
			}
			pages := pagesOf(t, file)
			if len(pages) < 4 {
				t.Errorf("%s on %s has %d pages", name, in.Paper, len(pages))
				continue
			}
			for n, wants := range [][]string{
				{"Milestone As of Rule view", "Decision ", "Red flags open", "Evaluated by ", "Retain until ", "Assessor Reviewer Approver", "name date name date name date"},
				{"Gates ", "Red flags "},
				{"Domains ", "Assurance gap "},
				{"Annex "},
			} {
				for _, want := range wants {
					if !strings.Contains(pages[n], want) {
						t.Errorf("%s on %s: page %d lacks %q:\n%s", name, in.Paper, n+1, want, pages[n])
					}
				}
			}
			if strings.Contains(strings.Join(pages[3:], " "), "Domains in full") {
				t.Errorf("%s on %s: the annex repeats the domains", name, in.Paper)
			}
			if strings.Contains(pages[3], "Domains Filled") || strings.Count(strings.Join(pages, " "), "Assurance gap Claimed") > 1 {
				t.Errorf("%s on %s: page 4 goes on where page 3 ends", name, in.Paper)
			}
		}
	}
}

// crowded is a vendor with more of everything than three pages hold.
func crowded(t testing.TB) *journal {
	t.Helper()
	j := demoJournal(t, "oakhollin", "Oakhollin Talent Partners LLC")
	long := strings.Repeat("They could not say who holds the keys, nor since when, nor why nobody had asked. ", 12)
	j.record("lead@hospital.example", 1, assessment.Summarized{Text: long[:590], Replaces: assessment.Nothing})
	for n := range 25 {
		j.record("lead@hospital.example", 2, assessment.FlagRaised{Severity: questionnaire.Stop, Item: "BAA-01", Text: fmt.Sprintf("Stop %d of 25: %s", n+1, long)})
		j.record("lead@hospital.example", 3, assessment.ActionOpened{Action: assessment.Action{
			What: fmt.Sprintf("Action %d of 25: %s", n+1, long), Owner: "Joanne Whitcomb", Due: today + 30, Side: "vendor", Control: long,
		}})
	}
	for n := range 6 {
		j.record("lead@hospital.example", 4+n, assessment.SessionStarted{Start: at(14, 4+n), Attendees: []assessment.Attendee{{Name: "Senthil Varadan", Role: "delivery lead", Side: "vendor"}}})
		j.record("lead@hospital.example", 4+n, assessment.SessionEnded{End: at(14, 5+n)})
	}
	return j
}

// A list that is too long for its page says how many more there are, and the annex has
// them all.
func TestTheAnnexHasAllThatThreePagesShorten(t *testing.T) {
	in := input(crowded(t).snapshot())
	for _, in.Paper = range []string{"a4", "letter"} {
		pages := pagesOf(t, rendered(t, in))
		annex := strings.Join(pages[3:], " ")
		for _, want := range []string{"in the annex under Red flags in full", "in the annex under Conditions in full"} {
			if !strings.Contains(pages[1], want) {
				t.Errorf("page 2 lacks %q:\n%s", want, pages[1])
			}
		}
		if !strings.Contains(pages[0], "more lines, in the annex") {
			t.Errorf("page 1 does not say that it is shortened:\n%s", pages[0])
		}
		for n := range 25 {
			for _, want := range []string{fmt.Sprintf("Stop %d of 25", n+1), fmt.Sprintf("Action %d of 25", n+1)} {
				if !strings.Contains(annex, want) {
					t.Errorf("the annex lacks %q", want)
				}
			}
		}
		if got, want := strings.Count(annex, "They could not say who holds the keys"), 25*12*3; got < want {
			t.Errorf("the annex has %d sentences of %d", got, want)
		}
	}
}

// The boxes lie on the first page, side by side, above its foot.
func TestTheBoxesLieOnTheFirstPage(t *testing.T) {
	for _, in := range []report.Input{input(crowded(t).snapshot()), input(story(t).snapshot())} {
		document, err := pdf.Parse(rendered(t, in))
		if err != nil {
			t.Fatal(err)
		}
		view := document.AsOf(0)
		boxes := 0
		for _, item := range view.Fields() {
			widget := view.Dictionary(item)
			rect, _ := pdf.Lookup[pdf.Array](widget, "Rect")
			var edges [4]float64
			for n := range edges {
				edges[n], _ = pdf.Number(rect[n])
			}
			boxes++
			if edges[1] < 60 || edges[3] > 140 || edges[3]-edges[1] < 45 || edges[0] < 51 || edges[2] > 545 {
				t.Errorf("a box lies at %v", edges)
			}
		}
		if boxes != 3 {
			t.Errorf("%d boxes", boxes)
		}
	}
}

// Page 1 names people where the journal has addresses, and who signs for an evaluation is
// somebody who evaluated.
func TestPage1NamesPeople(t *testing.T) {
	in := input(demo(t, "oakhollin", "Oakhollin Talent Partners LLC"))
	for asking, want := range map[string]string{
		"ruth.adeyemi@hospital.example": "Evaluated by Ruth Adeyemi, procurement lead; Karel Brandt, CISO; lead@hospital.example Sessions",
		"Karel Brandt":                  "Evaluated by Ruth Adeyemi, procurement lead; Karel Brandt, CISO; lead@hospital.example Sessions",
		"Dana Whitfield":                "Evaluated by Ruth Adeyemi, procurement lead; Karel Brandt, CISO; lead@hospital.example; this report was drawn for Dana Whitfield",
	} {
		in.Evaluator = asking
		box := map[string]string{"Karel Brandt": "Karel Brandt name date"}[asking]
		if box == "" {
			box = "Ruth Adeyemi name date"
		}
		holds(t, page1(t, in), map[string]string{"who evaluated": want, "who signs as assessor": box})
	}
}

// Page 1 says by when the offers of the RFP are due.
func TestPage1SaysWhenTheRFPIsDue(t *testing.T) {
	j := newJournal(t, storyQuestionnaire(t), storyVendor, &assessment.RFP{ID: "r1", Title: "Interface support", Reference: "RFP-2026-114", Due: today + 20, Milestone: questionnaire.Award})
	holds(t, page1(t, input(j.snapshot())), map[string]string{"the due day": "request for proposals RFP-2026-114, Interface support, due 2026-12-12."})
}

// The pre-engagement checklist is one page of the access report.
func TestThePreEngagementChecklistIsOnePage(t *testing.T) {
	q := shipped(t, "pre-engagement")
	in := input(newJournal(t, q, storyVendor, nil).snapshot())
	in.Milestone = questionnaire.Access
	for _, in.Paper = range []string{"a4", "letter"} {
		page, lines := pagesOf(t, rendered(t, in))[1], 0
		for item := range q.Items() {
			if len(item.ClosedBy) == 0 {
				continue
			}
			lines++
			if !strings.Contains(page, item.ID+" "+item.Title[:12]) {
				t.Errorf("%s lacks %s %s:\n%s", in.Paper, item.ID, item.Title, page)
			}
			for _, id := range item.ClosedBy {
				if !strings.Contains(page, "○ "+id+" "+q.Item(id).Title) {
					t.Errorf("%s lacks %s", in.Paper, id)
				}
			}
		}
		if lines != 18 || !strings.HasPrefix(page, "Checklist") {
			t.Errorf("%d lines, and the page begins %.60s", lines, page)
		}
	}
}
