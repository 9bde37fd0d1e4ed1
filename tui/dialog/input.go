package dialog

import (
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"assay/assessment/hostile"
	"assay/tui/draw"
	"assay/tui/keys"
)

// Input is a text that is typed, with the cursor of the terminal in it. All fields of
// the workbench use it. It holds clean text only, so that its drawn text is as
// wide as it looks. The zero Input is an empty line.
//
// The cursor is always between two letters. A letter is one to its reader: marks
// belong to the letter that they are put on.
type Input struct {
	text  string
	at    int  // of the cursor, in bytes
	lines bool // of several lines; otherwise a line end becomes a blank
	from  int  // the first row shown, of several lines
}

// NewInput is a line with a text and the cursor at its end.
func NewInput(text string) Input {
	var in Input
	in.SetValue(text)
	return in
}

// Value is the present text.
func (in *Input) Value() string { return in.text }

// SetValue writes a text, with the cursor at its end.
func (in *Input) SetValue(text string) {
	in.text = in.clean(text)
	in.at = len(in.text)
}

// ToStart puts the cursor at the start of the text.
func (in *Input) ToStart() { in.at = 0 }

// masked is the line with a dot for each letter.
func (in *Input) masked() Input {
	const dot = "•"
	hide := func(text string) (dots string) {
		for text != "" {
			text = text[len(firstLetter(text)):]
			dots += dot
		}
		return dots
	}
	before := hide(in.text[:in.at])
	return Input{text: before + hide(in.text[in.at:]), at: len(before)}
}

// lineEnds makes every line end one character.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\v", "\n", "\f", "\n")

func (in *Input) clean(text string) string {
	text = strings.ReplaceAll(hostile.Clean(lineEnds.Replace(text)), "\t", "    ")
	if !in.lines {
		text = strings.ReplaceAll(text, "\n", " ")
	}
	return text
}

// Type takes a key or a paste, and reports whether it had a use for it.
func (in *Input) Type(msg tea.Msg) bool {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		in.insert(msg.Content)
		return true
	case tea.KeyPressMsg:
		if a := keys.Of(msg, keys.InTyping); a != "" {
			in.edit(a)
			return true
		}
		if msg.Mod.Contains(tea.ModAlt) && !msg.Mod.Contains(tea.ModCtrl) { // both together are AltGr
			return false
		}
		in.insert(msg.Text)
		return msg.Text != ""
	}
	return false
}

// Holds reports whether a key that goes to the first or last line of a list moves the
// cursor in this search above the list instead: it does while something is typed.
func (in *Input) Holds(a keys.Action, msg tea.Msg) bool {
	return (a == keys.Top || a == keys.Bottom) && in.text != "" && keys.Of(msg, keys.InTyping) != ""
}

func (in *Input) insert(text string) {
	in.replace(in.at, in.at, in.clean(text))
}

// replace puts a text in the place of a part, and the cursor behind it.
func (in *Input) replace(from, to int, text string) {
	in.text = in.text[:from] + text + in.text[to:]
	in.at = from + len(text)
	in.settle()
}

// settle moves the cursor out of the middle of a letter: two neighbors may have become
// one.
func (in *Input) settle() {
	for at := in.lineStart(); at < in.at; {
		at += len(firstLetter(in.text[at:]))
		if at > in.at {
			in.at = at
		}
	}
}

func (in *Input) edit(a keys.Action) {
	switch a {
	case keys.LetterLeft:
		in.at = in.before()
	case keys.LetterRight:
		in.at += len(firstLetter(in.text[in.at:]))
	case keys.WordLeft:
		in.at = in.wordBefore()
	case keys.WordRight:
		in.at = in.wordAfter()
	case keys.LineStart:
		in.at = in.lineStart()
	case keys.LineEnd:
		in.at = in.lineEnd()
	case keys.EraseLeft:
		in.replace(in.before(), in.at, "")
	case keys.EraseRight:
		in.replace(in.at, in.at+len(firstLetter(in.text[in.at:])), "")
	case keys.EraseWordLeft:
		in.replace(in.wordBefore(), in.at, "")
	case keys.EraseWordRight:
		in.replace(in.at, in.wordAfter(), "")
	case keys.EraseToStart:
		in.replace(in.lineStart(), in.at, "")
	case keys.EraseToEnd:
		in.replace(in.at, in.lineEnd(), "")
	}
	in.settle()
}

// firstLetter is the first letter of a text with all its marks.
func firstLetter(text string) string {
	if text == "" {
		return ""
	}
	letter, _ := ansi.FirstGraphemeCluster(text, ansi.GraphemeWidth)
	return letter
}

// before is the place before the letter at the left of the cursor.
func (in *Input) before() int {
	start := in.lineStart()
	if start == in.at {
		return max(start-1, 0) // the line end
	}
	at := start
	for {
		next := at + len(firstLetter(in.text[at:]))
		if next >= in.at {
			return at
		}
		at = next
	}
}

func (in *Input) lineStart() int { return strings.LastIndexByte(in.text[:in.at], '\n') + 1 }

func (in *Input) lineEnd() int {
	if n := strings.IndexByte(in.text[in.at:], '\n'); n >= 0 {
		return in.at + n
	}
	return len(in.text)
}

// AtLineEnd reports whether the cursor is at the end of its line.
func (in *Input) AtLineEnd() bool { return in.at == in.lineEnd() }

// wordBefore is the start of the word at the left of the cursor.
func (in *Input) wordBefore() int {
	rest := strings.TrimRightFunc(in.text[:in.at], unicode.IsSpace)
	n := strings.LastIndexFunc(rest, unicode.IsSpace)
	if n < 0 {
		return 0
	}
	_, size := utf8.DecodeRuneInString(rest[n:])
	return n + size
}

// wordAfter is the end of the word at the right of the cursor.
func (in *Input) wordAfter() int {
	rest := in.text[in.at:]
	skipped := len(rest) - len(strings.TrimLeftFunc(rest, unicode.IsSpace))
	if n := strings.IndexFunc(rest[skipped:], unicode.IsSpace); n >= 0 {
		return in.at + skipped + n
	}
	return len(in.text)
}

// Line draws the part of the text around the cursor in w columns, and gives the column
// of the cursor, which is one of them.
func (in *Input) Line(w int) (shown string, cursor int) {
	w = max(w, 1)
	from := 0
	cursor = draw.Width(in.text[:in.at])
	for cursor > w-1 {
		letter := firstLetter(in.text[from:])
		from += len(letter)
		cursor -= draw.Width(letter)
	}
	return ansi.Truncate(in.text[from:], w, ""), cursor
}
