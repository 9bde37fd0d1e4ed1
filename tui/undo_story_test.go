package tui_test

import (
	"testing"
	"time"

	"assay/assessment"
)

// Undo has a redo. Each says truly what it changes: the value with its author, and
// every other part.
func TestUndoAndRedo(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		acme := b.filled()
		value := func() string { return b.snapshot(acme).Answers["BAA-02"].Value }
		ui := b.at(t, 120, 40, "baa2", "BAA-02")
		ui.Press("U").See("there is nothing to record again").Miss("U records it again", "U redo")
		ui.Press("2").Miss("BAA-02 was").Press("2").Miss("BAA-02 was").Press("4").See("BAA-02 was 2 by lead@hospital.example; u takes it back")
		ui.Press("u").See("took back: BAA-02 4 → 2 by lead@hospital.example", "U redo")
		ui.Press("u", "u").See("took back: BAA-02 2 → unanswered")
		ui.Press("U").See("recorded again: BAA-02 unanswered → 2")
		ui.Press("U", "U").See("recorded again: BAA-02 2 → 4 by lead@hospital.example").Miss("U redo")
		if value() != "4" {
			t.Errorf("the value is %q", value())
		}
		// A new step leaves nothing to redo.
		ui.Press("u", "3", "U").See("there is nothing to record again")

		// A flag comes back, and its resolution with it.
		ui.Press("f", "3").Type("Left the room").Press("enter").See("1 stop")
		ui.Press("F", "1").Type("Came back").Press("enter").See("none")
		ui.Press("u", "u").See("took back the stop on BAA-02: Left the room")
		ui.Press("U").See("raised again, the stop on BAA-02").Press("U").See("the red flag on BAA-02 is resolved again", "none")

		// What a colleague has answered since is not overwritten.
		ui.Press("1", "u").See("1 → 3 by lead@hospital.example")
		b.colleague(acme, "BAA-02", func(a *assessment.Answer) { a.Value = "0" })
		ui.wait(4).Press("U").See("ciso@hospital.example has changed BAA-02 since")
		ui.Press("4").See("BAA-02 was 0 by ciso@hospital.example").Press("u").See("took back: BAA-02 4 → 0 by ciso@hospital.example").Leave()
	})
}

// A key that answers yes or no says which answer it replaces, too.
func TestAnOverwrittenAnswerIsNamed(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.at(t, 120, 40, "baa1", "BAA-01")
		ui.Press("n").Miss("BAA-01 was").Press("y").See("BAA-01 was unmet by lead@hospital.example; u takes it back")
		ui.Press("g").Type("scn2").Press("enter").See("SCN-02").Press("3").Miss("SCN-02 was").Press("1").See("SCN-02 was 3 by lead@hospital.example").Leave()
	})
}

// Undo does not reach into an earlier sitting unseen: it asks, with the day and the
// effect.
func TestUndoAsksBeforeAnEarlierSitting(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		acme := b.filled()
		b.at(t, 80, 24, "baa2", "BAA-02").Press("3", "1").Leave()
		time.Sleep(26 * time.Hour)
		ui := b.at(t, 80, 24, "baa2", "BAA-02")
		ui.Press("u").See("Take back what you recorded earlier?", "2026-11-22 09:00 UTC", "before this sitting", "took back: BAA-02 1 → 3", "y takes it back")
		if ui.Press("esc"); b.snapshot(acme).Answers["BAA-02"].Value != "1" {
			t.Error("it is taken back before the answer")
		}
		ui.Press("u", "y").See("took back: BAA-02 1 → 3", "[3]")
		ui.Press("4", "u").See("took back: BAA-02 4 → 3").Leave()
	})
}
