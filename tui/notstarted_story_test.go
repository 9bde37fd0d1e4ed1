package tui_test

import "testing"

// A vendor whom nobody has met is not started. The first answer that counts makes its
// verdict one of the rules: among the vendors, on its page, on the board.
func TestAVendorNobodyHasMet(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		acme := b.filled()
		if s := b.snapshot(acme); s.Begun(b.result(acme)) {
			t.Error("our own facts begin an assessment")
		}
		ui := b.start(t, 80, 24)
		ui.See("▸ Acme Health Staffing            ◌ not started      –").Press("enter").See("◌ not started", "not started for award; the rules block it because").Press("esc")
		ui.Press("b").See("◌ not started", "blocked or not started: no rank").Press("esc", "enter", "enter", "g").Type("gov1").Press("enter", "n", "esc")
		ui.See("■ blocked", "blocked for award, because").Miss("not started").Press("esc").See("▸ Acme Health Staffing            ■ blocked        0.0").Press("b").See("blocked: no rank").Miss("not started").Leave()
		if s := b.snapshot(acme); !s.Begun(b.result(acme)) {
			t.Error("an answer does not begin an assessment")
		}
	})
}
