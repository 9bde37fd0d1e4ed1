package tui_test

import (
	"context"
	"strings"
	"testing"

	"assay/assessment"
)

// What is due is one key away from all vendors: what is overdue stands first and
// is marked, and each line leads to its assessment.
func TestDueList(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.start(t, 80, 24).Press("d").See("─ Due until 2027-02-20 ─", "nothing is due until 2027-02-20").Miss("enter choose").Press("esc").Leave()

		today := assessment.DateOf(testStart, testStart.Location())
		b.filled()
		id := b.delivering(strong()...)
		for _, one := range []struct {
			what string
			due  assessment.Date
		}{{"Ask the second reference", today + 3}, {"Send the export", today - 1}} {
			opened := assessment.ActionOpened{Action: assessment.Action{Item: "TEC-01", What: one.what, Owner: "dana", Side: "vendor", Due: one.due}}
			if _, err := b.Store.Record(context.Background(), id, assessment.Entry{ID: b.NewID(), At: testStart.AddDate(0, 0, -9).UnixMicro(), By: b.Evaluator, Change: opened}); err != nil {
				t.Fatal(err)
			}
			if one.due > today {
				b.start(t, 80, 24).Press("d").See("Due until 2027-02-20: 1, none overdue", "enter choose").Press("esc").Leave()
			}
		}
		ui := b.start(t, 80, 24)
		ui.Press("d").See("Due until 2027-02-20", "1 overdue", "1 ! 2026-11-21 TEC-01 Acme Health Staffing: Send the export", "action, overdue since 2026-11-21, dana", "Send the export", "(TEC-01), ")
		if text := ui.Text(); strings.Index(text, "Send the export") > strings.Index(text, "Ask the second") {
			t.Error("what is overdue does not stand first")
		}
		for _, size := range [][2]int{{60, 16}, {200, 60}} {
			ui.At(size[0], size[1])
			checkSize(t, ui.root.View().Content, "due", size[0], size[1])
		}
		ui.At(80, 24).Press("enter").See("› Acme Health Staffing", "Who delivers, the short form").Press("esc").See("vendors")
		ui.Press(":").Type("due").See("is due within 90 days").Press("esc").Leave()
	})
}

// Assessments of one vendor on the same rules are told apart by their milestone,
// and else by the day on which they were opened.
func TestWhichOfSeveral(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		first := b.staffed()
		vendor := b.snapshot(first).Opened.Vendor
		b.again(vendor, "access")
		b.start(t, 80, 24).See("Acme Health Staffing · award", "  · access · hipaa").Leave()
		b.again(vendor, "award")
		b.start(t, 80, 24).See("award 2026-11-22", "access · hipaa").Leave()
	})
}
