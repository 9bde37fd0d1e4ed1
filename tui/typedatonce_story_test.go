package tui_test

import "testing"

// A person presses the key for evidence and types at once, while the vendor talks: the
// dialog opens on its text, and no letter is taken for a choice. The choice above is
// turned from the empty text, and a letter that is typed on it goes into the text.
func TestNoLetterIsLostInADialog(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 80, 24)
		ui.Press("i", "g").Type("tec1").Press("enter", "3")
		ui.Type("vKnowBe4 console, by Dana").See("[seen now]", "▸ seen", "KnowBe4 console, by Dana").Press("enter").See("[verified]")
		ui.Type("dseen in the safe").See("[reference]", "▸ kept at", "seen in the safe").Press("esc")

		ui.Press("d").See("seen in the safe", "is back").Press("ctrl+u").See("← → how").Press("left").See("[promised]", "▸ promise").Press("right", "right").See("[file]", "▸ file")
		ui.Type("x").Miss("← → how").Press("right").See("[file]", "▸ file").Press("shift+tab").See("▸ how").Type("/tmp/memo").See("▸ file", "x/tmp/memo").Press("esc")
		ui.Press("d", "shift+tab").send("\x1b[200~pasted place\x1b[201~").See("▸ kept at", "pasted place").Press("esc")

		// The decision opens on the person who decides, below the suggested outcome.
		ui.Press("esc").See("because").Type("DRuth Ortiz").See("[remediate]", "▸ by", "Ruth Ortiz").Press("esc").Leave()
	})
}

// In a form, what is typed on a choice goes into the text below it. Where no line takes
// a letter, the dialog says so.
func TestLettersOnAChoice(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 80, 24)
		ui.Press("a", "3").See("▸ verdict for").Type("roster 17").See("▸ about", "roster 17").Press("esc")
		ui.Press("i", "g").Type("scn1").Press("enter", "s").See("▸ name").Type("ciso@hospital.example").Press("tab").Type("x").See("no choice begins with x")
		ui.Type("3").Press("enter").See("ciso@hospital.example 3").Leave()
	})
}
