package tui_test

import (
	"context"
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
