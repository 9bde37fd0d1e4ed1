package tui_test

import "testing"

// Whoever opens an interview for the first time sees eight keys. A key of somebody who
// types already takes the card away and does its work. The card comes once.
func TestTheCardOfTheFirstInterview(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		acme := b.filled()
		b.Evaluator = "new@hospital.example"
		ui := b.start(t, 80, 24)
		ui.Press("i").See("Eight keys for a meeting", "0–4", "d v", "red flag", "all keys").Press("n").Miss("Eight keys").See("[no]")
		if got := b.snapshot(acme).Answers["standing_access"].Value; got != "no" {
			t.Errorf("the key under the card answered %q", got)
		}
		ui.Press("esc", "enter").Miss("Eight keys").Leave()
		b.start(t, 80, 24).Miss("Eight keys").Leave()

		b.Evaluator = "second@hospital.example"
		ui = b.start(t, 60, 16)
		ui.Press("i").See("Eight keys", "all keys").Press("enter").Miss("Eight keys", "╭").Leave()
	})
}
