package tui_test

import (
	"testing"
	"time"
	_ "time/tzdata"
)

// An award late in the evening in New York is on that day on the board, though
// it is the next day in UTC already.
func TestTheBoardHasTheDaysOfItsReader(t *testing.T) {
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	story(t, func(t *testing.T, b *workbench) {
		b.Zone = newYork
		b.competed()
		time.Sleep(18*time.Hour + 24*time.Minute)
		ui := b.start(t, 80, 24).Press("b").Press("W").See("Award to Alder Clinical")
		ui.Type(lead).Press("enter", "enter").Type("Shows what it says").Press("ctrl+s", "ctrl+s").See("✓ awarded to Alder Clinical on 2026-11-22")
		ui.Leave()
	})
}
