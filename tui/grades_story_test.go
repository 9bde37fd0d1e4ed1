package tui_test

import "testing"

// At 80x24 each grade has its meaning beside it, above the fold; a higher window has the
// list of grades in view. A meaning that is cut there is in full in that list.
func TestEachGradeHasItsMeaning(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 80, 24)
		ui.Press("i", "g").Type("tec2").Press("enter").See("answer     0  None", "1  A fragment", "3  Complete for the delivery site").Miss("Grades")
		ui.Press("3").See("[3] Complete for the delivery site", "assurance [claimed]").Press("u")
		ui.Press("g").Type("scn1").Press("enter").See("answer     0  ", "3  She stops, tells the named client contact").Press("2").See("[2] ", "counts as 1")
		ui.At(120, 40).See("answer     0   1  [2]  3   4", "Grades").Leave()
	})
}
