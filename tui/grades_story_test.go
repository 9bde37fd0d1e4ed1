package tui_test

import "testing"

// Each grade has its meaning beside it, above the fold, in every window but the lowest. A
// meaning that is cut to one line is whole once what to listen for is folded away.
func TestEachGradeHasItsMeaning(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 80, 24)
		ui.Press("i", "g").Type("tec2").Press("enter").See("0–4 grade  0  None", "1  A fragment", "3  Complete for the delivery site").Miss("Grades")
		ui.Press("3").See("[3] Complete for the delivery site", "assurance [claimed]").Press("u")
		ui.Press("g").Type("scn1").Press("enter").See("0–4 grade  0  ", "3  She stops, tells the named client contact").Press("2").See("[2] ", "counts as 1, not 2", "the same day; a ticke…").Press("h").See("cuts the access and the log is pulled").Press("h")
		ui.At(120, 40).See("[2] ", "the access and the log is pulled").Miss("Grades")
		ui.At(80, 20).See("0–4 grade  0   1  [2]  3   4").Leave()
	})
}
