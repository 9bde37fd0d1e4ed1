package tui_test

import (
	"context"
	"os"
	"testing"
	"time"

	"assay/assessment"
	"assay/assessment/store"
	"assay/questionnaire"
)

// meeting opens an assessment of the questionnaire of a meeting, and returns it.
func (b *workbench) meeting(at questionnaire.Milestone) string {
	b.t.Helper()
	b.Library = questionnaire.NewLibrary(questionnaire.Source{Name: "live", Files: os.DirFS("testdata/live")})
	q, err := b.Library.Get("meeting")
	if err != nil {
		b.t.Fatal(err)
	}
	vendor, err := b.Store.AddNamesake(context.Background(), assessment.Vendor{Name: "Acme Health Staffing", Country: "US"}, "lead@hospital.example")
	if err != nil {
		b.t.Fatal(err)
	}
	opened, err := b.Store.OpenAssessment(context.Background(), store.Opening{Vendor: vendor, Questionnaire: q, Milestone: at, By: b.Evaluator})
	if err != nil {
		b.t.Fatal(err)
	}
	return opened.Assessment
}

// The interview opens on what is live, and goes through nothing else. The bar says
// how far it is and how many minutes are left.
func TestTheMeetingIsLive(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.meeting(questionnaire.Award)
		ui := b.start(t, 80, 24)
		ui.Press("i").See("Work at night", "── live 0 of 3 · 13 min left · l all ──", "l all")
		ui.Press("j").See("4.3 Notice of a breach").Press("j").See("Last step").Press("j", "G").See("Last step")
		ui.Press("k", "k", "k", "home").See("Work at night").Press("]").See("Last step").Press("[").See("Work at night")

		// A fact is asked in its own way, and brings the questions that depend on it.
		ui.Press("y").See("live 1 of 4 · 14 min left").Press("G").See("Night watch").Press("home", "n").See("live 1 of 3 · 11 min left")
		ui.Press("tab").See("Notice of a breach").Press("y", "tab").See("Last step", "live 2 of 3 · 6 min left").Press("y").See("live 3 of 3 · 0 min left")

		// Open gates come after unanswered items, and the last word says what is left outside.
		ui.Press("tab").See("Notice of a breach").Press("tab").See("Last step")
		ui.Leave()
	})
}

// One key lists all the rest and leads back to where the meeting was.
func TestOneKeyShowsTheRest(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.meeting(questionnaire.Award)
		ui := b.start(t, 120, 40)
		ui.Press("i", "j").See("live 0 of 3", "13 min left · l all", "· Notice of a breach").Miss("Executed agreement", "People placed")
		ui.Press("l").See("all 0 of 7", "l live 0 of 3", "Executed agreement", "People placed").At(200, 60).See("· 4.3 Notice of a breach").At(120, 40)
		ui.Press("j").See("Exclusion lists", "asked the vendor in writing · 4 min", "l live").Press("j").See("look it up · 15 min")
		ui.Press("l").See("4.3 Notice of a breach", "live 0 of 3").Miss("Executed agreement")

		// The key works from the palette, at every width, and in the help.
		ui.Press(":").Type("only what is asked live").Press("enter").See("all 0 of 7").At(110, 30).See("all 0 of 7 · l live 0 of 3").At(60, 16).See("── all 0 of 7 · l live 0 of 3 ─").At(80, 24)
		ui.Press("l").See("live 0 of 3").Press("?").See("Keys").Press("esc").Leave()
	})
}

// Whatever the user looks for can be reached: the list then holds all items.
func TestNothingIsOutOfReach(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.meeting(questionnaire.Award)
		ui := b.start(t, 80, 24)
		ui.Press("i").See("live 0 of 3")
		ui.Press("g").Type("ppl1").Press("enter").See("Exclusion lists", "all 0 of 7").Press("l").See("Work at night", "live 0 of 3")
		ui.Press("/").Type("4.2").Press("enter").See("4.2(b) Executed agreement", "all 0 of 7").Press("l").See("Work at night")
		ui.Press("g").Type("onb1").Press("enter").See("Last step", "live 0 of 3")

		// Undo leads to the item that it changes.
		ui.Press("l", "g").Type("ppl2").Press("enter", "y", "l").See("live 0 of 3").Press("u").See("PPL-02", "all 0 of 7", "took back: PPL-02 met → unanswered")

		// The program opens again on the item that was left, and lists all where it must.
		ui.Press("k").See("PPL-01").wait(2)
		ui.Press("ctrl+c").Ends()
		ui = b.start(t, 80, 24)
		ui.See("Exclusion lists", "all 0 of 7").Press("l").See("Work at night", "live 0 of 3").Leave()
	})
}

// An item that was sent ahead joins the meeting when it is marked to come back to,
// and leaves it with its answer.
func TestLaterBringsAnItemIntoTheMeeting(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.meeting(questionnaire.Award)
		ui := b.start(t, 80, 24)
		ui.Press("i", "g").Type("ppl1").Press("enter", "b").See("come back later").Press("l").See("Exclusion lists", "live 0 of 4 · 17 min left")
		ui.Press("home", "j", "j").See("Exclusion lists").Press("j").See("Last step").Press("k")
		ui.Press("y").See("Exclusion lists", "live 0 of 3").Press("j").See("Last step").Press("k").See("Notice of a breach").Leave()
	})
}

// When the meeting is done the interview opens on what is left, and tab says so
// before that.
func TestAfterTheMeeting(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		id := b.meeting(questionnaire.Award)
		today := assessment.DateOf(testStart, time.UTC)
		signed := assessment.Evidence{Kind: "EV-01", Reference: "safe 4", AsOf: today - 2, ValidUntil: today + 99}
		b.record(id, answer("BAA-02", assessment.Met, assessment.Documented, signed), answer("ONB-01", assessment.Met, assessment.Documented, signed))
		ui := b.start(t, 80, 24)
		ui.Press("i").See("Work at night", "live 2 of 3 · 2 min left").Press("n").See("live 3 of 3 · 0 min left")
		ui.Press("tab").See("no other live item is open; 4 others are: l lists all", "Work at night")
		ui.Press("esc", "esc").wait(2)
		ui.Press("i").See("People placed", "all 3 of 7", "l live 3 of 3").Press("l").See("live 3 of 3").Leave()
	})
}

// What no questionnaire calls live is one list: it has no view to choose.
func TestOneListWithoutLiveItems(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 80, 24)
		ui.Press("i").Miss("live", "l all").Press("j", "j", "l").See("no item is asked live for award: all are listed").Leave()
	})
}

// At a later milestone the meeting holds what is new and live there.
func TestTheMeetingOfALaterMilestone(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		id := b.meeting(questionnaire.Access)
		b.record(id, fact("night", "no"), answer("BAA-02", assessment.Met, assessment.Claimed), answer("ONB-01", assessment.Met, assessment.Claimed))
		ui := b.start(t, 80, 24)
		ui.Press("i").See("Start list", "live 3 of 4 · 7 min left").Leave()
	})
}
