package tui_test

import (
	"context"
	"strings"
	"testing"

	"assay/assessment"
	"assay/tui"
)

// A form for the vendor is written from the page of the vendor.
func TestAFormForTheVendor(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		id := b.asked()
		var orders []tui.FormOrder
		b.AskVendor = func(_ context.Context, order tui.FormOrder) (tui.Form, error) {
			orders = append(orders, order)
			if len(orders) == 1 {
				return tui.Form{}, assessment.Errorf(assessment.Conflict, "it exists").Because(assessment.FileExists)
			}
			return tui.Form{Path: "/forms/" + order.Path, Holds: "7 questions"}, nil
		}
		ui := b.start(t, 100, 30)
		ui.Press("enter", "Q").See("╭─ Ask Acme Health Staffing in writing", "[all written questions]", "[page for a browser]", "acme-health-staffing-questions.html", "2026-12-06")
		ui.Press("tab").Type("w").See("acme-health-staffing-questions.xlsx").Press("enter").wait(1).See("exists: save again to write over it")
		ui.Press("enter").wait(1).See("7 questions written: /forms/acme-health-staffing-questions.xlsx").Miss("╭─ Ask")
		want := tui.FormOrder{Assessment: id, By: b.Evaluator, Format: "xlsx", Due: assessment.DateOf(testStart, testStart.Location()) + 14, Path: "acme-health-staffing-questions.xlsx", Over: true}
		if len(orders) != 2 || orders[1] != want {
			t.Errorf("ordered %+v, want %+v", orders, want)
		}

		// Open points come back only in a workbook; a day that has passed is refused.
		ui.Press("Q").Type("o").Miss("page for a browser").See("questions.xlsx").Type("-3d").Press("enter").See("has passed").Press("esc").Leave()
	})
}

// The page of the vendor tells what was asked, and when the reply is due.
func TestThePageOfTheVendorTellsWhatWasAsked(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		id, today := b.asked(), assessment.DateOf(testStart, testStart.Location())
		form := assessment.Asked{Form: strings.Repeat("0a", 16), Format: "html", File: strings.Repeat("ab", 32), Milestone: "award", Due: today + 3}
		b.record(id, form)
		ui := b.start(t, 100, 30)
		ui.Press("enter").See("Q  asked in writing on 2026-11-22: all written questions, html; the reply is due on 2026-11-25")
		form.Form, form.Due = strings.Repeat("0b", 16), today-1
		b.record(id, form)
		ui.wait(3).See("the reply was due on 2026-11-21").Leave()
	})
}
