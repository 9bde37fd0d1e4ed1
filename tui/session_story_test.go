package tui_test

import "testing"

// A session ends on purpose. Leaving the interview says that it runs, quitting asks, and
// whoever comes back finds it. The next session offers the same people.
func TestASessionEndsOnPurpose(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		acme := b.filled()
		ui := b.start(t, 80, 24)
		ui.Press("i", "S").Type("Dana Cruz, delivery lead; Lee Roe").Press("enter", "enter").See("session 0:00").wait(600)
		ui.Press("esc").See("the session with Dana Cruz and 1 more runs since 09:00; it goes on", "session 0:10")
		ui.Press("esc", "q").See("End the session, and quit").Press("esc").Miss("End the session").See("3 vendors")
		ui.Press("q", "2").Ends()
		if kept := b.snapshot(acme); kept.Running() == nil {
			t.Error("the session ended by itself")
		}

		ui = b.start(t, 80, 24)
		ui.Press("i").See("the session with Dana Cruz and 1 more runs since 09:00; S ends it").Press("ctrl+c").See("Let it run").Press("ctrl+c").Ends()
		if kept := b.snapshot(acme); kept.Running() == nil {
			t.Error("ctrl+c ended the session")
		}

		ui = b.start(t, 80, 24)
		ui.Press("S").See("the session is over after 0:10").Press("S").See("The same people as on 2026-11-22?", "Dana Cruz, delivery lead; Lee Roe", lead)
		ui.Press("enter", "enter").See("session 0:00").Press("S")
		ui.Press("S").Type("Kim Poe").Press("enter", "enter", "S").Leave()
		kept := b.snapshot(acme).Sessions
		if n := len(kept); n != 3 || kept[1].Attendees[0].Role != "delivery lead" || kept[2].Attendees[0].Name != "Kim Poe" || len(kept[2].Attendees) != 2 {
			t.Errorf("kept are %+v", kept)
		}
	})
}
