package tui_test

import (
	"slices"
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"
)

// After the meeting: the review lists where to look once more, each point one key away;
// the summary is written and the record signed off there.
func TestTheReview(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		id := b.vendor(assessment.Vendor{Name: "Acme Health Staffing"}, nil,
			answer("BAA-02", "0", assessment.Claimed), assessment.Graded{Item: "SCN-01", Scorer: lead, Grade: new(4)})
		b.Evaluator = ciso
		b.record(id, assessment.Graded{Item: "SCN-01", Scorer: ciso, Grade: new(1), Note: "only a guess"})
		b.Evaluator = lead
		ui := b.start(t, 80, 24)
		ui.Press("enter", "R").See("› review", "s summary", "not written yet", "o sign off", "nobody yet", "Not answered", "(hard gate)", "▸ ")
		ui.Press("G").See("Scorers differ", "Little to go by", "no note by lead@hospital.example")

		// Each point is one key away, and esc comes back to it.
		ui.Press("k").See("▸ BAA-02").See("No note, no quote, no evidence.").Press("enter").See("› BAA-02").Press("enter").Type("they stall").Press("esc").See("● saved")
		ui.Press("esc").See("› review").Press("R").Miss("▸ BAA-02")

		// The summary.
		ui.Press("s").See("Summary for page 1", "what convinced").Type("Strong on people.").Press("esc").See("● saved", "Strong on people. (lead@hospital.example, 2026-11-22)")
		if s := b.snapshot(id); s.Summary == nil || s.Summary.Text != "Strong on people." {
			t.Errorf("the summary is %+v", s.Summary)
		}
		ui.Press("s").Type(strings.Repeat("x", assessment.LongestSummary)).Press("esc").See("page 1 of the report has room for 600").Press(slices.Repeat([]string{"backspace"}, 23)...).Press("esc").Miss("room for").See("● saved")

		// The sign-off.
		ui.Press("o").See("You say in your name", "Left in the review", "not answered").Press("enter").See("have no answer").Miss("after esc")
		ui.Type("The rest is in the contract.").Press("enter").See("signed off as of", "lead@hospital.example (evaluator), 2026-11-22; unchanged since")
		b.record(id, answer("TEC-01", "3", assessment.Claimed))
		ui.wait(4).See("(evaluator), 2026-11-22; 1 event since")
		ui.Press("esc").See("D decide", "R  Strong on", "R  signed off by lead@hospital.example (evaluator), 2026-11-22; 1 event since").Leave()
	})
}

// Two people write the summary at once: neither overwrites the other.
func TestTwoPeopleWriteTheSummary(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		id := b.vendor(assessment.Vendor{Name: "Acme Health Staffing"}, nil)
		ui := b.start(t, 80, 24)
		ui.Press("enter", "R", "s").Type("Mine.")
		b.Evaluator = ciso
		b.record(id, assessment.Summarized{Text: "Theirs."})
		b.Evaluator = lead
		ui.wait(4).Press("esc").See("ciso@hospital.example wrote a summary meanwhile", "Theirs.", "Mine.")
		ui.Press("esc").See("● saved", "Theirs. Mine. (lead@hospital.example")
		if got := b.snapshot(id).Summary.Text; got != "Theirs.\n\nMine." {
			t.Errorf("kept is %q", got)
		}
		// Not even where the other text comes at the same moment.
		ui.Press("s").Type(" More.")
		b.Evaluator = ciso
		b.record(id, assessment.Summarized{Text: "All theirs."})
		b.Evaluator = lead
		ui.Press("esc").See("kept below the summary that ciso@hospital.example wrote meanwhile")
		if got := b.snapshot(id).Summary.Text; got != "All theirs.\n\nTheirs.\n\nMine. More." {
			t.Errorf("kept is %q", got)
		}
		// Who signs off sees a change before.
		ui.Press("o").Type("read")
		b.record(id, assessment.FlagRaised{Severity: questionnaire.Warning, Text: "late"})
		ui.wait(4).Press("enter").See("look again before you sign off").Press("enter").See("signed off as of").Leave()
	})
}

// From an interview the review comes back to it, and the workbench opens in the review
// where somebody left it there.
func TestThereAndBackFromTheReview(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 80, 24)
		ui.Press("i", "g").Type("tec1").Press("enter", "R").See("› review").Press("enter").See("› GOV-01").Press("R").See("› review").Miss("› GOV-01")
		ui.Press("esc").See("› TEC-01").Press("R").See("› review").Press("q").See("› TEC-01").Press("R").wait(1).Press("ctrl+c").Ends()
		b.start(t, 80, 24).See("› review").Press("esc").See("because").Leave()
	})
}

// The review fits every window, however outlandish the texts are.
func TestTheReviewInEverySize(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		for _, name := range outlandish {
			b.Evaluator = name
			long := strings.Repeat(name+" ", 20)
			b.vendor(assessment.Vendor{Name: name}, nil,
				assessment.Graded{Item: "SCN-01", Scorer: name, Grade: new(1)},
				assessment.Summarized{Text: long[:min(len(long), 500)]},
				assessment.SignedOff{Role: name, Statement: "x " + name})
		}
		ui := b.start(t, 80, 24)
		ui.Press("enter", "R").See("› review")
		for _, size := range [][2]int{{60, 16}, {80, 24}, {200, 60}} {
			ui.At(size[0], size[1])
			checkSize(t, ui.root.View().Content, "review", size[0], size[1])
		}
		ui.Press("s").See("Summary").Press("esc").Leave()
	})
}
