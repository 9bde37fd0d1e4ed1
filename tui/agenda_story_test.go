package tui_test

import (
	"testing"
	"time"

	"assay/assessment"
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
		ui.See("late by 6 min: T says what to skip", "ONB 13/6 min").At(80, 24)

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

// The agenda of a meeting: how long it is, what fits, who does the rest by when, and how
// the clock of each domain runs.
func TestTheAgendaPage(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		id := b.meeting(questionnaire.Award)
		ui := b.start(t, 80, 24)
		ui.Press("enter").See("T agenda").Press("T").See("› agenda", "[The meeting]", "3 questions, 13 min in all", "First: gates and core scenarios (13 min)",
			"▸ night", "decides what else counts", "Will anybody work at night?", "ask the vendor · 2 min")
		ui.Press("j", "j", "j").See("▸ ONB-01").Press("home").See("▸ night")

		// Shorter: what does not fit is said. A number can be typed; it is kept for this person.
		ui.Press("-").See("10 min: 2 questions, 7 min; 1 question, 6 min, do not fit", "Does not fit (6 min)").Press("+").See("15 min: 3 questions, 13 min").Miss("Does not fit")
		ui.Press("t").Type("never").Press("enter").See("a meeting has 1 to 1440 minutes").Press("esc")
		ui.Press("t").Type("7").Press("enter").See("7 min: 2 questions, 7 min; 1 question, 6 min, do not fit").wait(2)

		// The work outside the meeting, with who does it by when.
		ui.Press("tab").See("[Outside it]", "4 tasks, 30 minutes", "In writing, from the vendor (5 min)", "no day is set", "Documents to read (10 min)", "To look up (15 min)")
		ui.Press("j", "j", "j").See("▸ PPL-02", "us: look it up · no day is set · 15 min", "Is the firm on a list")
		ui.Press("a").See("Who does it, by when?", "look it up: Sanctions").Press("tab").Type("Kim Poe").Press("enter").See("Kim Poe: look it up · by 2026-12-22 · 15 min")
		if actions := b.snapshot(id).Actions; len(actions) != 1 || actions[0].Item != "PPL-02" || actions[0].Owner != "Kim Poe" || actions[0].Side != "us" {
			t.Errorf("kept are %+v", actions)
		}
		ui.Press("enter").See("Sanctions", "look it up", "all 0 of 7").Press("esc").See("[Outside it]")

		// During the meeting: the minutes of each domain, and what to skip.
		ui.Press("tab").See("[Clock]", "The clock runs while a session runs: S starts one", "▸ BAA  Contract", "0 of 7 min  7 min open")
		ui.Press("S").Type("Dana Cruz").Press("enter", "enter").See("session 0:00", "7 min left for 7 min of questions", "▸ BAA  Contract", "0 of 7 min  7 min open")
		ui.wait(3*60).See("4 min left for 7 min of questions: late by 3 min", "To skip (5 min)", "BAA-02", "skip: gate").Press("j").See("▸ BAA-02", "no longer fits", "Within how many hours")
		ui.Press("tab").See("4 min left for 7 min", "Does not fit").Press("enter").See("Notice of a breach", "late by 3 min").Press("y").See("4 of 7 min left")
		ui.Press("tab").See("Work at night").Press("T").See("[The meeting]", "4 min left for 2 min of questions", "▸ night").Press("esc").See("Work at night", "session 0:03")
		ui.Press("ctrl+c", "1").Ends()

		// The minutes and the place come back.
		ui = b.start(t, 80, 24)
		ui.Press("T").See("7 min: 1 question, 2 min").Press("ctrl+c").Ends()
		ui = b.start(t, 80, 24)
		ui.See("› agenda", "7 min: 1 question, 2 min").Press("esc").See("because").Leave()
	})
}

// The agenda fits every window, however outlandish the texts are.
func TestTheAgendaInEverySize(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		id := b.meeting(questionnaire.Award)
		for _, name := range outlandish {
			b.record(id, assessment.ActionOpened{Action: assessment.Action{Item: "PPL-02", What: name, Owner: name, Side: "us", Due: assessment.DateOf(testStart, time.UTC) + 3}})
		}
		ui := b.start(t, 80, 24)
		ui.Press("enter", "T").See("› agenda")
		for _, run := range []bool{false, true} {
			for range 3 {
				for _, size := range [][2]int{{60, 16}, {73, 19}, {80, 24}, {200, 60}, {61, 40}} {
					ui.At(size[0], size[1])
					checkSize(t, ui.root.View().Content, "agenda", size[0], size[1])
				}
				ui.At(80, 24).Press("tab")
			}
			if !run {
				ui.Press("S").Type("Dana Cruz").Press("enter", "enter").wait(11 * 60)
			}
		}
		ui.Press("S").See("the session is over").Leave()
	})
}
