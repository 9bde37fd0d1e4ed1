package dialog_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"assay/tui/dialog"
	"assay/tui/draw"
)

// texts are what people write in: wide letters, letters of several characters, letters
// from right to left, and marks without a letter.
var texts = map[string]string{
	"latin":     "Nguyen and Hårbor",
	"wide":      "北京人力资源Nguyen",
	"combining": "Ha\u0301r̈bor e\u0301\u0302 नि\u200dक क्षि",
	"emoji":     "ok 👍🏽 👩‍⚕️ 🇺🇸🇵🇭 done",
	"rtl":       "שלום עולם مرحبا",
	"lone mark": "\u0301\u0301a",
	"blanks":    "  a   b  ",
	"long":      strings.Repeat("北京 and e\u0301 👩‍⚕️ ", 10),
	"empty":     "",
}

// presses are all keys that a terminal can send, and pastes.
func presses() []tea.Msg {
	var all []tea.Msg
	var codes []rune
	for r := rune(0); r <= 0xa0; r++ {
		codes = append(codes, r)
	}
	for code := rune(tea.KeyUp); code <= tea.KeyF20; code++ {
		codes = append(codes, code)
	}
	for _, code := range append(codes, tea.KeyExtended, '\u0301', '京', '👍', '\u200d', '\U0010ffff', utf8.RuneError) {
		for _, mod := range []tea.KeyMod{0, tea.ModShift, tea.ModAlt, tea.ModCtrl, tea.ModCtrl | tea.ModAlt, tea.ModSuper} {
			press := tea.KeyPressMsg{Code: code, Mod: mod}
			if code >= 0x20 && code != 0x7f && code < tea.KeyExtended && mod&^tea.ModShift == 0 {
				press.Text = string(code)
			}
			all = append(all, press)
		}
	}
	for _, paste := range []string{"", "a\r\nb", "a\rb", "\x1b[31mred\x1b[0m\x07", "\u202eabc", "\xff\xfe", "\t", "👩‍⚕️\u0301", "\u0301", "\u200d", strings.Repeat("x", 500)} {
		all = append(all, tea.PasteMsg{Content: paste})
	}
	return all
}

// fields makes each dialog into which a text is typed, with a text in it.
func fields(text string) map[string]func() dialog.Dialog {
	return map[string]func() dialog.Dialog{
		"sheet": func() dialog.Dialog {
			return &dialog.Sheet{Title: "t", Fields: []dialog.Field{dialog.TextField("they said", text, "hint"), dialog.TextField("who", "", "")}}
		},
		"marked": func() dialog.Dialog {
			return &dialog.Sheet{Title: "t", Fields: []dialog.Field{dialog.Marked(dialog.TextField("answer", text, ""))}}
		},
		"form": func() dialog.Dialog {
			return dialog.NewForm("t", "", dialog.TextField("name", text, "hint"), dialog.ChoiceField("of", "a", "b"))
		},
		"note": func() dialog.Dialog { return dialog.NewNote("t", text, "hint") },
		"search": func() dialog.Dialog {
			p := &dialog.Picker[int]{Title: "t", Choices: make([]dialog.Choice[int], 3), Match: dialog.HasWords[int]}
			p.Update(window(80, 24), dialog.Opened{})
			p.Update(window(80, 24), tea.PasteMsg{Content: text})
			return p
		},
	}
}

// No key brings a field down, wherever the cursor is. Each key meets each field, and a
// third of the texts in it; all with -tags soak. The box stays within the window,
// and the cursor within the box.
func TestEveryKeyInEveryField(t *testing.T) {
	all := presses()
	in := window(60, 16)
	for at, name := range slices.Sorted(maps.Keys(texts)) {
		for field, make := range fields(texts[name]) {
			d := make()
			for n, msg := range all {
				if (n+at)%everyText != 0 {
					continue
				}
				outcome, _ := d.Update(in, msg)
				if n%31 == 0 || outcome == dialog.Left || outcome == dialog.Entered { // a drawing costs more than a key
					wholeIn(t, in, d, fmt.Sprintf("%s in a %s after %v", name, field, msg))
					d = make()
					d.Update(in, dialog.Opened{})
					for range n % 5 {
						d.Update(in, tea.KeyPressMsg{Code: tea.KeyLeft})
					}
					d.Update(in, msg)
				}
			}
		}
	}
}

func wholeIn(t *testing.T, in dialog.Window, d dialog.Dialog, when string) {
	t.Helper()
	b := d.Draw(in)
	for _, line := range b.Lines {
		if draw.Width(line) != draw.Width(b.Lines[0]) || draw.Width(line) > in.Width || !utf8.ValidString(line) {
			t.Fatalf("%s: a line of %d columns in a box of %d: %q", when, draw.Width(line), draw.Width(b.Lines[0]), line)
		}
	}
	if c := b.Cursor; c != nil && (c.X < 1 || c.X > draw.Width(b.Lines[0])-2 || c.Y < 1 || c.Y > len(b.Lines)-2) {
		t.Fatalf("%s: the cursor is at %d, %d in a box of %d×%d", when, c.X, c.Y, draw.Width(b.Lines[0]), len(b.Lines))
	}
}

// The cursor is where the text ends, also where its letters are wide, have marks or
// come from the right.
func TestTheCursorIsWhereTheTextEnds(t *testing.T) {
	for name, text := range texts {
		for field, make := range fields(text) {
			if text == "" || field == "marked" {
				continue
			}
			for _, size := range [][2]int{{60, 16}, {80, 24}, {200, 60}} {
				in := window(size[0], size[1])
				d := make()
				d.Update(in, dialog.Opened{})
				d.Update(in, tea.KeyPressMsg{Code: '|', Text: "|"})
				b := d.Draw(in)
				if b.Cursor == nil {
					t.Fatalf("%s in a %s: no cursor", name, field)
				}
				line := ansi.Strip(b.Lines[b.Cursor.Y])
				if before := ansi.Truncate(line, b.Cursor.X, ""); !strings.HasSuffix(before, "|") {
					t.Errorf("%s in a %s, %v: the cursor is behind %q in %q", name, field, size, before, line)
				}
			}
		}
	}
}

// One press on an arrow passes one letter, and one backspace erases it, with all its
// marks.
func TestALetterIsOne(t *testing.T) {
	for _, letter := range []string{"京", "e\u0301\u0302", "👩‍⚕️", "🇺🇸", "क्षि"} {
		in := dialog.NewInput("a" + letter + "b")
		press := func(codes ...rune) {
			for _, code := range codes {
				in.Type(tea.KeyPressMsg{Code: code})
			}
		}
		press(tea.KeyLeft, tea.KeyLeft, tea.KeyDelete)
		if in.Value() != "ab" {
			t.Errorf("%q: delete leaves %q", letter, in.Value())
		}
		in = dialog.NewInput("a" + letter + "b")
		press(tea.KeyLeft, tea.KeyBackspace, tea.KeyBackspace)
		if in.Value() != "b" {
			t.Errorf("%q: backspace leaves %q", letter, in.Value())
		}
	}
}

// Words are erased and passed whole. This is what the keys of a shell do.
func TestWords(t *testing.T) {
	alt := func(r rune) tea.Msg { return tea.KeyPressMsg{Code: r, Mod: tea.ModAlt} }
	ctrl := func(r rune) tea.Msg { return tea.KeyPressMsg{Code: r, Mod: tea.ModCtrl} }
	for _, test := range []struct {
		keys []tea.Msg
		want string
	}{
		{[]tea.Msg{ctrl('w')}, "one 京京  |"},
		{[]tea.Msg{ctrl('w'), ctrl('w')}, "one |"},
		{[]tea.Msg{alt('b'), alt('b'), alt('d')}, "one |  three"},
		{[]tea.Msg{ctrl('a'), alt('d'), alt('d')}, "|  three"},
		{[]tea.Msg{ctrl('a'), alt('f'), ctrl('k')}, "one|"},
		{[]tea.Msg{alt('b'), ctrl('u')}, "|three"},
		{[]tea.Msg{alt('d')}, "one 京京  three|"},
		{[]tea.Msg{ctrl('a'), ctrl('w'), alt('b'), ctrl('h')}, "|one 京京  three"},
	} {
		in := dialog.NewInput("one 京京  three")
		for _, key := range test.keys {
			in.Type(key)
		}
		if in.Type(tea.KeyPressMsg{Code: '|', Text: "|"}); in.Value() != test.want {
			t.Errorf("after %v the text is %q, want %q", test.keys, in.Value(), test.want)
		}
	}
}

// A pasted line end is one, whether it was written on Windows, on an old Mac or here.
func TestLineEndsArePastedAsOne(t *testing.T) {
	for paste, want := range map[string]string{"a\r\nb": "a\nb", "a\rb\n": "a\nb\n", "a\r\n\r\nb": "a\n\nb"} {
		note := dialog.NewNote("t", "", "")
		press(note)
		note.Update(window(80, 24), tea.PasteMsg{Content: paste})
		if got, _ := note.Text(); got != want {
			t.Errorf("%q is pasted as %q", paste, got)
		}
		line := dialog.NewInput("")
		line.Type(tea.PasteMsg{Content: paste})
		if want := strings.ReplaceAll(want, "\n", " "); line.Value() != want {
			t.Errorf("%q is pasted into a line as %q", paste, line.Value())
		}
	}
}

// In a note the arrows go from row to row and stay in their column.
func TestRowsOfANote(t *testing.T) {
	in := window(80, 24)
	note := dialog.NewNote("t", strings.Repeat("some words ", 20)+"\n\nend", "")
	press(note)
	at := func() string {
		c := note.Draw(in).Cursor
		return fmt.Sprintf("%d,%d", c.X, c.Y)
	}
	var places []string
	for _, code := range []rune{tea.KeyUp, tea.KeyUp, tea.KeyUp, tea.KeyDown, tea.KeyDown, tea.KeyDown, tea.KeyDown} {
		note.Update(in, tea.KeyPressMsg{Code: code})
		places = append(places, at())
	}
	if got := strings.Join(places, " "); got != "2,5 2,4 2,3 2,4 2,5 2,6 5,6" {
		t.Errorf("the cursor goes to %s", got)
	}
}
