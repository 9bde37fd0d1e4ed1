package tui_test

import (
	"fmt"
	"testing"
)

// figures are the figures of an assessment, as everybody sees them.
func (b *workbench) figures(id string) string {
	r := b.result(id)
	return fmt.Sprint(r.Verdict, r.Shown, r.Claimed, r.Items)
}

// Two people who came to the meeting grade blind: each sees that the other is in,
// and no grade, note, figure or notice of it until both are in.
func TestTwoGradersGradeBlind(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		acme := b.filled()
		ui := b.start(t, 80, 24)
		ui.Press("i", "S").Type("Rosa Cruz").Press("enter").Press("end").Type("; ciso@hospital.example").Press("enter")
		ui.See("Do they grade blind?", "ciso@hospital.example", "Each person must use this name").Press("y").See("scenarios are graded blind")
		ui.Press("g").Type("scn1").Press("enter", "3").See("you 3, your note is missing", "0 of 2 graders")
		ui.Press("N").Type("They stalled on the clock").Press("esc").See("you 3, with your note", "1 of 2 graders")
		shown := b.figures(acme)
		ui.Press("q").Press("q")

		b.Evaluator = "ciso@hospital.example"
		other := b.start(t, 80, 24)
		other.Press("i", "g").Type("scn1").Press("enter").See("not scored by you yet", "ciso@hospital.example missing").Miss("stalled").Miss("[3]")
		if again := b.figures(acme); again != shown {
			t.Errorf("the hidden grade moved the figures: %s, %s", shown, again)
		}
		other.Press("1", "N").Type("Nobody named the clock").Press("esc").See("lead@hospital.example 3", "ciso@hospital.example 1")
		other.Press("=").See("counts instead of their own grades").Type("heard again").Press("tab", "2", "enter").See("reconciled")
		if agreed := b.snapshot(acme).Answers["SCN-01"].ReconciledAs(); agreed == nil || *agreed != 2 {
			t.Errorf("reconciled as %+v", b.snapshot(acme).Answers["SCN-01"])
		}
	})
}

// The panel page names the graders, also where nobody came to a session yet.
func TestThePanelPageNamesTheGraders(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		acme := b.filled()
		ui := b.start(t, 80, 24)
		ui.Press("i", "P").See("Nobody is named as a grader", "n graders").Press("n").See("Two or more grade blind")
		ui.Type("lead@hospital.example; ciso@hospital.example").Press("enter").See("grade blind: a panel hides")
		if graders := b.snapshot(acme).Graders; len(graders) != 2 {
			t.Errorf("the graders are %q", graders)
		}
		ui.Press("n", "enter").See("these graders are named already")
	})
}
