package tui_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"assay/assessment"
)

// A comparison of many vendors, some with names as nobody should have them, is
// drawn in exactly the room there is, on every level and at every size.
func TestComparisonsKeepTheirSize(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.contested()
		for n, name := range outlandish {
			changes := b.answered(strength{fmt.Sprint(n % 5), "2", assessment.Partial, assessment.Met})
			changes = append(changes, assessment.Answered{Answer: assessment.Answer{
				Item: "BAA-02", Value: "2", Assurance: assessment.Claimed, Note: name, Evasive: true,
				Quotes:   []assessment.Quote{{Text: name, Who: name, At: b.Now().UnixMicro()}},
				Evidence: []assessment.Evidence{{Kind: "EV-20", Observed: name, AsOf: 20000}},
			}}, assessment.FlagRaised{Item: "BAA-02", Severity: "warning", Text: name})
			b.vendor(assessment.Vendor{Name: name}, nil, changes...)
		}
		ui := b.start(t, 80, 24)
		random := rand.New(rand.NewPCG(7, 8))
		resize := func(after string) {
			t.Helper()
			for range 2 * often {
				w, h := 20+random.IntN(200), 6+random.IntN(60)
				ui.At(w, h)
				checkSize(t, ui.root.View().Content, after, w, h)
			}
			ui.At(60, 16)
			checkSize(t, ui.root.View().Content, after, 60, 16)
			ui.At(80, 24)
		}
		for range len(outlandish) + 4 {
			ui.Press("m", "j")
		}
		resize("portfolio with marks")
		ui.Press("c").See("9 compared", "more ›")
		for _, keys := range [][]string{{"l", "l", "l", "l"}, {"o"}, {"o"}, {"l", "l", "l", "l", "l"}, {"space"}, {"j", "+"}, {"G"}, {"G", "enter"}, {"G", "G"}, {"esc"}, {"g", "enter"}, {"esc"}} {
			ui.Press(keys...)
			resize(fmt.Sprint(keys))
		}
		seek(ui, "▸ BAA").Press("4", "0", "0")
		resize("what if")
		for _, key := range []string{"enter", "j", "o", "j", "enter", "space", "G", "h", "w", "esc", "?", "esc", ":"} {
			ui.Press(key)
			resize(key)
		}
		ui.Press("esc", "esc", "esc", "esc").See("vendors").Leave()
	})
}

// Whatever is pressed on a comparison, in whatever order, it goes on.
func TestRandomKeysOnAComparison(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.contested()
		ui := b.start(t, 80, 24)
		random := rand.New(rand.NewPCG(9, 10))
		keys := []string{
			"m", "c", "c", "j", "k", "j", "down", "h", "l", "left", "right", "enter", "enter", "esc", "o", "+", "-", "0", "3", "9", "backspace", "w",
			"space", "pgup", "g", "G", "?", ":", "/", "]", "[", "=", "日", "s",
		}
		for range 60 * often {
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
