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
