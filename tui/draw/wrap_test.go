package draw

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

// Texts of ASCII are wrapped as all others are.
func TestTextsOfASCIIWrapAsOthers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOf(rapid.SampledFrom([]string{" ", " ", "  ", "-", "--", "a", "word", "BAA-09", "2026-11-22", "well-known", "EV-", "-1", "4-5-6", "\"quoted\"", strings.Repeat("endless", 5)})).Draw(t, "parts")
		text := strings.Trim(strings.Join(parts, ""), " ")
		w := rapid.IntRange(2, 40).Draw(t, "w")
		if Width(text) <= w {
			return
		}
		var want []string
		for line := range strings.SplitSeq(ansi.Wrap(hyphenOfID.ReplaceAllString(text, "$1"+unbroken+"$2"), w, ""), "\n") {
			want = append(want, strings.TrimRight(strings.ReplaceAll(line, unbroken, "-"), " "))
		}
		if got := wrapASCII(nil, text, w); !slices.Equal(got, want) {
			t.Errorf("%q at %d:\ngot  %q\nwant %q", text, w, got, want)
		}
	})
}
