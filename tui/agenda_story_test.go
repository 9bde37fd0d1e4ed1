package tui_test

import (
	"testing"

	"assay/questionnaire"
)

// While the vendor waits, tab goes through the live items by the agenda: gates first,
// and never our own desk work, whatever is listed.
func TestTabKeepsToTheMeeting(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.meeting(questionnaire.Award)
		ui := b.start(t, 80, 24)
		ui.Press("i").See("Work at night", "13 min left")
		ui.Press("S").Type("Dana Cruz").Press("enter", "enter").See("session 0:00", "13 of 13 min left")

		// All items are listed; tab skips those that are written, read or looked up.
		ui.Press("l").See("all 0 of 7")
		ui.Press("k").See("People placed").Press("tab").See("Work at night").Press("tab").See("Notice of a breach").Press("tab").See("Last step")
		ui.Press("tab").See("Work at night").Press("n", "tab", "n", "tab").See("Last step")

		// The clock tells each domain its minutes, also after a restart.
		ui.Press("l").wait(7*60).See("6 of 13 min left").At(200, 60).See("Session  0:07", "ONB 7/6 min").At(80, 24)
		ui.wait(6*60+5).See("late by 6 min", "session 0:13")
		ui.Press("ctrl+c", "2").Ends()
		ui = b.start(t, 200, 60)
		ui.See("late by 6 min: tab passes", "ONB 13/6 min").At(80, 24)

		// The last word says what waits until the vendor has left.
		ui.Press("y").See("0 of 13 min left").Press("tab").See("Notice of a breach").Press("l", "y").See("all 3 of 7")
		ui.Press("tab").See("Last step").Press("g").Type("people").Press("enter").See("People placed")
		ui.Press("tab").See("Notice of a breach")
		ui.Press("S").See("the session is over").Press("tab").See("Exclusion lists").Leave()
	})
}

// A filter lists the items by whom to ask, or by what is missing. One key chooses it and
// takes it back; whatever is looked for is found all the same.
func TestTheListCanBeNarrowed(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		id := b.meeting(questionnaire.Award)
		ui := b.start(t, 120, 40)
		ui.Press("i").See("Work at night", "Notice of a breach").Press("j", "y").See("answered yes, no evidence yet").Press("j", "b").See("come back later")
		ui.Press("L").See("List only", "all", "open", "to come back to", "not shown yet", "with a red flag", "look it up", "1, none of them live", "ask the vendor")
		ui.Press("5").See("there are no such items").Press("4").See("not shown yet", "1 · L others", "BAA-02").Miss("· Work at night")
		ui.Press("tab").See("nothing else here is open; listed is only: not shown yet. L lists others")
		ui.Press("L", "3").See("to come back to", "1 · L others", "» Last step").Press("j").See("Last step").Press("b").See("to come back to", "0 · L others")

		// What none of the live items is, is listed from all of them.
		ui.Press("L").Press("8").See("look it up", "1 · L others", "Sanctions").Press("L", "1").See("all 1 of 7", "l live 1 of 3")
		ui.Press("l", "L", "2").See("open", "2 · L others").Press("home").See("Work at night").Press("tab").See("Last step").Press("tab").See("Work at night")
		ui.Press("g").Type("baa2").Press("enter").See("Notice of a breach", "live 1 of 3").Miss("L others").At(80, 24).Press("L", "2").See("── open · 2 · L others ──")

		// An answer takes its item off the list once the user goes on.
		ui.Press("j").See("Last step").Press("y").See("open", "1 · L others", "Last step").Press("k").See("Work at night").Press("j").See("Work at night")
		ui.Press("esc").See("because").Leave()
		if got := b.snapshot(id).Answers["ONB-01"].Value; got != "met" {
			t.Errorf("kept as %q", got)
		}
	})
}
