package draw

import (
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

// The short way to the width of a text leads to the same as the long one.
func TestWidth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := ""
		for _, part := range rapid.SliceOf(rapid.OneOf(
			rapid.String(),
			rapid.Map(rapid.RuneFrom([]rune("a -─┃█░▒▟·–…›●○◐✓✗■▲▸▰▱☐京é\u0301\ufe0f\u200d👩⚕")), func(r rune) string { return string(r) }),
			rapid.SampledFrom([]string{"\x1b[1;96m", "\x1b[m", "\x1b[2J", "\x1b]0;x\x07", "\x1b[", "\x1b"}),
		)).Draw(t, "parts") {
			text += part
		}
		if got, want := Width(text), ansi.StringWidth(text); got != want {
			t.Errorf("Width(%q) = %d, want %d", text, got, want)
		}
	})
}

// Each letter that surely takes one column does.
func TestSingle(t *testing.T) {
	for r := rune(0x20); r < 0x20000; r++ {
		if text := string(r); single(text) > 0 && ansi.StringWidth(text) != 1 {
			t.Errorf("%q has %d columns", text, ansi.StringWidth(text))
		}
	}
}
