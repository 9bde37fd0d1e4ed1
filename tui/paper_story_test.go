package tui_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"assay/assessment"
)

// One agreement shows many clauses: it is described once, and then one key takes
// it again. What was checked in it for one clause was not checked for the next.
func TestSamePaperAgain(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		id := b.starting()
		ui := b.start(t, 80, 24)
		ui.Press("i", "g").Type("baa1").Press("enter", "y", "d").Miss("same as")
		ui.Type("safe 4").Press("tab").Type("-2d").Press("tab").Type("+300d").Press("tab", "1", "enter").See("gate ✓ closed")
		ui.Press("g").Type("baa2").Press("enter", "y", "d").See("[same as BAA-01]", "BAA-01: EV-01 Executed agreement, kept at safe 4, as of 2026-11-20, valid", "until 2027-09-18", "0 of 4").Miss("kept at  ", "valid until  ")
		ui.Press("enter").See("[documented]", "gate ✓ closed", "0 of 4 checked")
		today := assessment.DateOf(testStart, time.UTC)
		want := assessment.Evidence{Kind: "EV-01", Assurance: assessment.Documented, Reference: "safe 4", AsOf: today - 2, ValidUntil: today + 300}
		if diff := cmp.Diff([]assessment.Evidence{want}, b.snapshot(id).Answers["BAA-02"].Evidence); diff != "" {
			t.Error(diff)
		}

		// It is not offered where it is listed already, nor while a record is put
		// right; and any other paper can be named instead.
		ui.Press("d").Miss("same as").Press("esc", "e", "enter").See("Record 1 of BAA-02").Miss("same as").Press("esc", "u").See("took back: BAA-02: evidence")
		ui.Press("d").See("[same as BAA-01]").Press("r").Type("safe 9").Press("tab").Type("-1d").Press("tab").Type("+9d").Press("enter").See("kept at safe 9")

		ui.Leave()
	})
}

// A paper is taken again only from the evaluator's own answers, at the same
// assurance, while it is worth something; what was seen live is not a paper.
func TestPapersNotTakenAgain(t *testing.T) {
	today := assessment.DateOf(testStart, time.UTC)
	for name, record := range map[string]assessment.Evidence{
		"seen live": {Kind: "EV-01", Observed: "on their screen", AsOf: today - 2, ValidUntil: today + 99},
		"run out":   {Kind: "EV-01", Reference: "safe", AsOf: today - 99, ValidUntil: today - 1},
		"by others": {Kind: "EV-01", Reference: "safe", AsOf: today - 2, ValidUntil: today + 99},
		"verified":  {Kind: "EV-01", Reference: "safe", AsOf: today - 2, ValidUntil: today + 99, Assurance: assessment.Verified},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, b *workbench) {
				id := b.starting()
				by := b.Evaluator
				if name == "by others" {
					by = "other@hospital.example"
				}
				assurance := assessment.Documented
				if record.Assurance != "" {
					assurance = record.Assurance
				}
				entry := assessment.Entry{ID: b.NewID(), At: b.Now().UnixMicro(), By: by, Change: answer("BAA-01", assessment.Met, assurance, record)}
				if _, err := b.Store.Record(context.Background(), id, entry); err != nil {
					t.Fatal(err)
				}
				b.start(t, 80, 24).Press("i", "g").Type("baa2").Press("enter", "y", "d").See("BAA-02 is documented").Miss("same as").Press("esc").Leave()
			})
		})
	}
}
