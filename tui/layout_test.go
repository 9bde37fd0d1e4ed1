package tui_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"assay/assessment"
)

// Names as nobody should have them: sequences that clear the screen, set the
// title and the clipboard, turn the reading order around; wide and endless.
var outlandish = []string{
	"\x1b]0;owned\x07\x1b]52;c;b3duZWQ=\x07\x1b[2J\x1b[HAcme\x1bP1$r\x1b\\ \u202egnihton\u202c \u0085\u009b2J",
	"株式会社日立医療情報ソリューションズ東京本社第二事業部",
	strings.Repeat("Averyveryverylongnamewithoutanyblank", 5),
	"ÅÄÖ e\u0301tude 한국의료정보 👩‍⚕️ \xff\xfe broken",
	"\ttabs\tand\nlines\r\nin a name",
}

// Whatever the data and the size of the window, every screen is drawn in exactly
// as many lines and columns as there are, and nothing from outside but text
// reaches the terminal.
func TestScreensKeepTheirSize(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		for _, name := range outlandish {
			b.vendor(assessment.Vendor{Name: name, LegalName: name, Contact: name, Note: name}, nil,
				assessment.Answered{Answer: assessment.Answer{
					Item: "BAA-02", Value: "2", Assurance: assessment.Claimed, Note: name,
					Quotes:   []assessment.Quote{{Text: name, Who: name, At: b.Now().UnixMicro()}},
					Evidence: []assessment.Evidence{{Kind: "EV-20", Observed: name, AsOf: 20000}},
				}},
				assessment.FlagRaised{Item: "BAA-02", Severity: "warning", Text: name},
				assessment.FlagRaised{Severity: "stop", Text: name})
		}
		ui := b.start(t, 80, 24)
		random := rand.New(rand.NewPCG(1, 2))
		resize := func(after string, times int) {
			for range times * often {
				w, h := random.IntN(210), random.IntN(66)
				if ui.At(w, h); w == 0 || h == 0 {
					w, h = 80, 24 // a terminal that gives no size
				}
				checkSize(t, ui.root.View().Content, after, w, h)
			}
			ui.At(80, 24)
		}

		// Each vendor's page, and its worst question under every overlay.
		for range len(outlandish) + 3 {
			resize("portfolio", 2)
			ui.Press("enter")
			resize("vendor", 2)
			ui.Press("enter").Press("g").Type("baa2").Press("enter").See("BAA-02")
			for _, key := range []string{"k", "j", "N", "e", "f", "F", "d", "a", "x", `"`, "?", ":", "/", "t", "S"} {
				ui.Press(key)
				resize(key, 1)
				ui.Press("esc")
				if strings.Contains(ui.Text(), "because") {
					ui.Press("enter") // there was nothing to close
				}
			}
			ui.Press("esc", "esc", "esc").See("8 vendors").Press("j")
		}
	})
}

// So are the screens of a checklist, with help, checks and lists laid over.
func TestChecklistsKeepTheirSize(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.starting()
		ui := b.start(t, 80, 24)
		random := rand.New(rand.NewPCG(5, 6))
		resize := func(after string) {
			t.Helper()
			for range 2 * often {
				w, h := 20+random.IntN(190), 6+random.IntN(60)
				ui.At(w, h)
				checkSize(t, ui.root.View().Content, after, w, h)
			}
			ui.At(80, 24)
		}
		resize("portfolio")
		ui.Press("enter")
		resize("vendor")
		ui.Press("enter")
		for _, item := range []string{"con1", "baa1", "baa2", "access", "end2"} {
			ui.Press("g").Type(item).Press("enter")
			resize(item)
			for _, keys := range [][]string{{"?"}, {"?", "tab"}, {"?", "tab", "tab", "o", "down", "pgdown"}, {"enter"}, {"d"}, {"d", "shift+tab", "shift+tab", "1", "down"}} {
				ui.Press(keys...)
				resize(item + " " + strings.Join(keys, " "))
				ui.Press("esc")
				if strings.Contains(ui.Text(), "because") {
					ui.Press("enter") // there was nothing to close
				}
			}
		}
		ui.Leave()
	})
}

// Whatever is pressed in whatever order, the program goes on and keeps its size.
func TestRandomKeys(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 80, 24)
		random := rand.New(rand.NewPCG(3, 4))
		keys := []string{
			"j", "k", "G", "enter", "i", "esc", "tab", "]", "[", "space", "?", ":", "/", "g", "y", "n", "3", "0", "x", "c", "d", "v", "a", "e", "f", "F",
			"t", `"`, "+", "-", "b", "u", "s", "=", "S", "N", "down", "up", "left", "right", "日", "backspace", "p", "pgdown", "home", "D", "A", "C", "M", ".", "o",
		}
		for range 100 * often {
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

func checkSize(t *testing.T, content, key string, w, h int) {
	t.Helper()
	lines := strings.Split(content, "\n")
	if len(lines) != h {
		t.Fatalf("after %q at %dx%d: %d lines", key, w, h, len(lines))
	}
	for n, line := range lines {
		if got := ansi.StringWidth(line); got != w {
			t.Fatalf("after %q at %dx%d: line %d has %d columns: %q", key, w, h, n, got, line)
		}
	}
	for _, forbidden := range []string{"\x1b]", "\x1bP", "\x1b[2J", "\x1b[H", "\u202e", "\u0085", "\u009b", "\r", "\t"} {
		if strings.Contains(content, forbidden) {
			t.Fatalf("after %q: %q reaches the terminal", key, forbidden)
		}
	}
}
