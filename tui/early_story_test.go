package tui_test

import "testing"

// Whoever knows the keys presses them before a screen has read its data. None of them is
// lost, and none acts on the screen before.
func TestKeysBeforeTheRowsAreThere(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.competed()
		ui := b.start(t, 80, 24).See("3 vendors", "b board")
		ui.Type("bjjk").See("› board", "▸  2   Birch Staffing").Press("esc")
		ui.Type("bjW").See("Award to Birch Staffing").Press("esc", "esc")
		ui.Type("bjcj").See("3 compared")
	})
}

// The keys that follow one which opens a dialog are for the dialog, and a paste keeps its
// place among them.
func TestWhatFollowsAnEarlyKeyIsForItsDialog(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.competed()
		ui := b.start(t, 80, 24).See("b board")
		ui.Type("bWCarla \x1b[200~Ruiz\x1b[201~").See("Award to Alder Clinical", "Carla Ruiz")
	})
}

// Who leaves a screen before its data is there does not want the keys before.
func TestLeavingForgetsEarlyKeys(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.competed()
		b.start(t, 80, 24).See("b board").Type("bjr\x1b").See("3 vendors", "b board").Miss("› board")
	})
}
