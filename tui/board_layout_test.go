package tui_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"
)

// The board of an RFP that everybody wrote into as nobody should, with its
// dialog, is drawn in exactly the room there is.
func TestBoardsKeepTheirSize(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		ctx := context.Background()
		rfp, err := b.Store.AddRFP(ctx, assessment.RFP{Title: outlandish[0], Reference: outlandish[2], Due: 20000, Milestone: questionnaire.Award}, b.questionnaire(), "lead@hospital.example")
		if err != nil {
			t.Fatal(err)
		}
		for n := range 14 {
			name := outlandish[n%len(outlandish)]
			changes := b.answered(strength{fmt.Sprint(n % 5), "2", assessment.Partial, assessment.Met})
			if n%3 == 0 {
				changes = append(changes, assessment.FlagRaised{Item: "BAA-02", Severity: questionnaire.Stop, Text: name})
			}
			changes = append(changes, assessment.Decided{Decision: assessment.Decision{Outcome: assessment.DecideDecline, By: name, Role: name, Reason: name}})
			if n%4 == 0 {
				changes = append(changes, answer("TEC-02", "3", assessment.Claimed))
			}
			b.vendor(assessment.Vendor{Name: fmt.Sprintf("%s %d", name, n)}, &rfp, changes...)
		}
		ui := b.start(t, 80, 24)
		random := rand.New(rand.NewPCG(11, 12))
		resize := func(after string) {
			t.Helper()
			for range often {
				w, h := 20+random.IntN(220), 6+random.IntN(60)
				ui.At(w, h)
				checkSize(t, ui.root.View().Content, after, w, h)
			}
			ui.At(60, 16)
			checkSize(t, ui.root.View().Content, after, 60, 16)
			ui.At(80, 24)
		}
		ui.Press("b").See("14 vendors")
		for _, keys := range [][]string{{"j"}, {"G"}, {"space"}, {"pgup", "k"}, {"g"}, {"?"}, {"esc", ":"}, {"esc"}} {
			ui.Press(keys...)
			resize(fmt.Sprint(keys))
		}
		// In every field of the dialog the mark is in view, however low the window.
		ui.Press("W").See("▸ approved by")
		for range 19 {
			ui.At(60, 16)
			ui.See("▸ ", "ctrl+s save")
			resize("field")
			ui.Press("tab")
		}
		ui.Type(outlandish[1]).Press("ctrl+s")
		resize("refused")
		ui.Press("esc", "W").Type(lead).Press("tab", "tab").Type(strings.ReplaceAll(outlandish[3], "\xff\xfe", "")).Press("ctrl+s")
		resize("awarded")
		ui.Press("space", "space")
		resize("what is on record")
		ui.Leave()
	})
}

// Whatever is pressed on a board, in whatever order, it goes on.
func TestRandomKeysOnABoard(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.competed()
		ui := b.start(t, 80, 24)
		random := rand.New(rand.NewPCG(13, 14))
		keys := []string{
			"b", "b", "b", "j", "k", "j", "down", "h", "l", "enter", "esc", "W", "W", "tab", "shift+tab", "x", "=", ";", "c", "i", "w",
			"space", "pgup", "g", "G", "?", ":", "backspace", "日",
		}
		for range 75 * often {
			key := keys[random.IntN(len(keys))]
			ui.Press(key)
			select {
			case <-ui.done:
				ui = b.start(t, 80, 24) // esc left the portfolio
			default:
			}
			w, h := 60+random.IntN(150), 16+random.IntN(46)
			ui.At(w, h)
			checkSize(t, ui.root.View().Content, key, w, h)
		}
	})
}
