package tui_test

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/store"
	"assay/questionnaire"
	"assay/templates"
)

// staffed opens an assessment of one vendor for award on the shipped staffing
// questionnaire, where some gates may be waived.
func (b *workbench) staffed() string {
	b.t.Helper()
	b.Library = questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()})
	q, err := b.Library.Get("hipaa-staffing")
	if err != nil {
		b.t.Fatal(err)
	}
	vendor, err := b.Store.AddNamesake(context.Background(), assessment.Vendor{Name: "Acme Health Staffing"}, "lead@hospital.example")
	if err != nil {
		b.t.Fatal(err)
	}
	opened, err := b.Store.OpenAssessment(context.Background(), store.Opening{Vendor: vendor, Questionnaire: q, Milestone: questionnaire.Award, By: b.Evaluator})
	if err != nil {
		b.t.Fatal(err)
	}
	return opened.Assessment
}

// An open gate that may be waived is, by somebody else than the evaluator, with
// what protects instead. What the record refuses stands in the dialog; what can
// never be waived says why.
func TestWaive(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		id := b.staffed()
		ui := b.start(t, 80, 24)
		ui.Press("i", "g").Type("inc8").Press("enter", "X").See("Waive INC-08", "▸ approver", "2026-12-22").Press("enter").See("say who approves it")
		ui.Type(b.Evaluator).Press("enter").See("say why the gate stays open").Type("The table is being written").Press("enter").See("say what protects").Type("We call their lead").Press("enter").Type("Dana").Press("enter")
		ui.See("must be somebody other than the evaluator", "Waive INC-08")
		for range len(b.Evaluator) {
			ui.Press("backspace")
		}
		ui.Type("Ruth Ortiz").Press("tab", "tab", "tab", "tab").Type("+91d").Press("enter").See("a waiver lasts at most 90 days")
		for range 4 {
			ui.Press("backspace")
		}
		ui.Type("+60d").Press("enter").Miss("Waive INC-08").See("gate ≈ waived", "≈ waived by Ruth Ortiz until 2027-01-21: The table is being written", "We call their lead")
		kept := b.snapshot(id)
		today := assessment.DateOf(testStart, testStart.Location())
		want := assessment.Waiver{Item: "INC-08", Approver: "Ruth Ortiz", Reason: "The table is being written", Control: "We call their lead", Owner: "Dana", Granted: today, Expires: today + 60}
		if got := kept.Waivers["INC-08"]; got != want {
			t.Errorf("kept as %+v", got)
		}

		ui.Press("g").Type("inc1").Press("enter", "X").See("a requirement of law cannot be waived")
		ui.Press("g").Type("tec2").Press("enter", "X").See("it counts from milestone access on, and no waiver covers that")
		ui.Press("g").Type("tec4").Press("enter", "X").See("only a gate can be waived")
		b.record(id, assessment.Moved{Milestone: questionnaire.Access})
		ui.wait(8).Press("g").Type("inc8").Press("enter", "X").See("a waiver never opens milestone access").Leave()
	})
}

// again opens another assessment of a vendor on the same questionnaire.
func (b *workbench) again(vendor assessment.Vendor, milestone questionnaire.Milestone) {
	b.t.Helper()
	q, err := b.Library.Get("hipaa-staffing")
	if err == nil {
		_, err = b.Store.OpenAssessment(context.Background(), store.Opening{Vendor: vendor, Questionnaire: q, Milestone: milestone, By: b.Evaluator})
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

// The page and the comparison name a gate that does not block but keeps the
// verdict from approve, and no id is parted by the end of a line.
func TestSoftGatesAreNamed(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		id := b.staffed()
		b.record(id, answer("TEC-06", "unmet", assessment.Documented),
			assessment.FlagRaised{Item: "BAA-06", Severity: questionnaire.Warning, Text: strings.Repeat("as BAA-09 of 2026-11-22 ", 12)})
		ui := b.start(t, 80, 24).Press("enter").At(80, 60)
		ui.See("Open gates: conditional at most", "✗ TEC-06 Encrypted at rest and in transit: failed", "not asked: ")
		for w := 80; w >= 60; w-- {
			ui.At(w, 60).See("BAA-09")
			if parted := regexp.MustCompile(`(?m)(BAA|2026|-11)-?[ ]*$`).FindString(ui.Text()); parted != "" {
				t.Fatalf("%d columns part %q:\n%s", w, parted, ui.Text())
			}
		}
		ui.At(80, 24).Press("enter", "l", "home", "w").See("record_volume ─", "its impact is 5 of 5", "esc close").Miss("j k choose").Leave()

		other, err := b.Store.AddNamesake(context.Background(), assessment.Vendor{Name: "Birch Staffing"}, "lead@hospital.example")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.Store.OpenAssessment(context.Background(), store.Opening{Vendor: other, Questionnaire: b.snapshot(id).Questionnaire, Milestone: questionnaire.Award, By: b.Evaluator}); err != nil {
			t.Fatal(err)
		}
		b.start(t, 200, 60).Press("esc", "esc", "esc", "m", "j", "m", "c", "enter").See("The reasons for each verdict", "✗ TEC-06 Encrypted at rest and in transit: failed, conditional at most", "BAA-04 Every required BAA clause present: not asked").
			Miss("present: not asked, conditional at most").Leave()
	})
}
