package tui_test

import "testing"

// Everybody comes back to the item at which they left an interview: after esc, after a
// restart, and beside a colleague who is at another item of it.
func TestEverybodyComesBackToTheirItem(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 80, 24)
		ui.Press("i", "g").Type("scn2").Press("enter").See("› SCN-02").Press("esc").See("because").Press("enter").See("› SCN-02")
		ui.Press("esc", "esc").See("3 vendors").Press("i").See("› SCN-02").Press("esc", "esc", "j", "i").Miss("› SCN-02").Press("esc", "esc", "k", "i").See("› SCN-02")
		ui.Press("esc", "esc", "q").Ends()

		b.Evaluator = ciso
		ui = b.start(t, 80, 24)
		ui.See("3 vendors").Press("i").Miss("› SCN-02").Press("g").Type("tec1").Press("enter").See("› TEC-01").Leave()

		b.Evaluator = lead
		ui = b.start(t, 80, 24)
		ui.See("3 vendors").Press("i").See("› SCN-02").Leave()
		b.Evaluator = ciso
		b.start(t, 80, 24).See("› TEC-01").Leave()
	})
}

// After a key that was refused, esc takes the refusal away and stays in the interview.
func TestARefusedKeyLeavesNoInterview(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 80, 24)
		ui.Press("i", "g").Type("scn1").Press("enter")
		ui.Press("v").See("a scenario takes no evidence").Press("esc").See("› SCN-01").Miss("a scenario takes no evidence")
		ui.Press("9").See("› SCN-01").Press("x").Press("esc").See("› SCN-01")
		ui.Press("v").wait(6).Miss("a scenario takes no evidence").Press("esc").See("because").Leave()
	})
}
