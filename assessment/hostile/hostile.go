// Package hostile makes text from outside harmless.
//
// Any text that other people supply (a vendor's name, a note, the name of a
// file) may contain sequences that move the terminal's cursor, reverse the
// reading order, or start a formula in a spreadsheet. Call [Clean] when such
// text enters the program, and again before you draw it. Call [Cell] before you
// write it to a spreadsheet.
package hostile

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Clean removes terminal sequences, control characters, characters that change
// the reading order, and invisible characters. It replaces invalid UTF-8 with
// U+FFFD. It keeps newlines and tabs.
func Clean(text string) string {
	if plain(text) || harmless(text) {
		return text
	}
	text = ansi.Strip(strings.ToValidUTF8(text, "\uFFFD"))
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		if unicode.IsControl(r) || deceives(r) {
			return -1
		}
		return r
	}, text)
}

// Line is [Clean] for text that must stay on one line: every run of white space
// becomes one space.
func Line(text string) string {
	if oneLine(text) {
		return text
	}
	return strings.Join(strings.Fields(Clean(text)), " ")
}

// Cell is [Clean] for a cell of CSV or XLSX. It puts an apostrophe before a text
// that a spreadsheet would run as a formula: one that begins, maybe after white
// space, with = + - @ or with their wide forms, which some spreadsheets read as the
// same, or with a tab or a line end.
func Cell(text string) string {
	begins := runs(text)
	if text = Clean(text); begins || runs(text) {
		return "'" + text
	}
	return text
}

// FileName is [Line] for the name of a file, without anything that leads to another
// folder or hides the file. It is empty where nothing is left.
func FileName(text string) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, Line(text))
	return strings.TrimLeft(name, ". -")
}

// runs reports whether a spreadsheet would take a text for a formula.
func runs(text string) bool {
	if text == "" {
		return false
	}
	if strings.ContainsRune("\t\r\n", rune(text[0])) {
		return true
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(text, unicode.IsSpace))
	return strings.ContainsRune("=+-@＝＋－＠", first)
}

func plain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < 0x20 && c != '\n' && c != '\t' || c >= 0x7f {
			return false
		}
	}
	return true
}

// harmless reports a text that Clean leaves as it is. It allocates nothing: every screen
// asks it about all that it draws.
func harmless(text string) bool {
	for _, r := range text {
		switch {
		case r == '\n', r == '\t':
		case r == utf8.RuneError, unicode.IsControl(r), deceives(r):
			return false
		}
	}
	return true
}

// oneLine reports a text that Line leaves as it is.
func oneLine(text string) bool {
	before := ' ' // a blank at the edge, and a second one, go
	for _, r := range text {
		if r == utf8.RuneError || unicode.IsControl(r) || deceives(r) || unicode.IsSpace(r) && (r != ' ' || before == ' ') {
			return false
		}
		before = r
	}
	return text == "" || before != ' '
}

// deceives reports whether a character changes the reading order, or is
// invisible and so lets two different names look the same.
func deceives(r rune) bool {
	switch {
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
		return true
	case r == 0x200e, r == 0x200f, r == 0x061c, r == 0xfeff:
		return true
	case r == 0x200b, r == 0x2060, r == 0x00ad: // U+200C and U+200D stay: some scripts need them
		return true
	}
	return false
}
