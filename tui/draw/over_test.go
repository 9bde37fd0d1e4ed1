package draw

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// A box lies over its lines to the column, also where its edge runs through a wide
// letter, and leaves them their inks.
func TestOver(t *testing.T) {
	theme := NewTheme(true)
	bad := theme.Bad.On
	for _, test := range []struct{ line, want string }{
		{"abcdefgh", "ab##efgh"},
		{bad("abcdefgh"), bad("ab") + "##" + bad("efgh")},
		{"a京京京h", "a ## 京h"},
		{"京京e\u0301京", "京##e\u0301京 "},
		{bad("a京") + "c京" + bad("gh"), bad("a ") + "##" + "京" + bad("gh")},
	} {
		lines := []string{Fit(test.line, 8)}
		Over(theme, lines, []string{"##"}, 2, 0, 8, 2)
		if want := Fit(test.want, 8); lines[0] != want && ansi.Strip(lines[0]) != ansi.Strip(want) || Width(lines[0]) != 8 {
			t.Errorf("over %q: %q, want %q", test.line, lines[0], want)
		}
	}
}

// A hundred boxes over one another are drawn into no more bytes than one.
func TestOverDoesNotGrow(t *testing.T) {
	theme := NewTheme(true)
	line := strings.Repeat(theme.Bad.On("a")+theme.Good.On("b")+theme.Chip.On("京"), 20)
	box := Card(theme, "title", []string{theme.Key.On("enter") + " does it     "}, 18)
	lines := []string{Fit(line, 80), Fit(line, 80), Fit(line, 80)}
	Over(theme, lines, box, 10, 0, 80, 22)
	once := len(strings.Join(lines, ""))
	for range 100 {
		Over(theme, lines, box, 10, 0, 80, 22)
	}
	if grown := len(strings.Join(lines, "")); grown > once {
		t.Errorf("one box makes %d bytes, a hundred %d", once, grown)
	}
}
