// Package hostile makes text from outside harmless.
//
// A vendor's name, a note, a file's name: all of it may carry sequences that
// move a terminal's cursor, reverse the reading order, or start a formula in a
// spreadsheet. [Clean] is applied wherever such text enters, and again wherever
// it is drawn; [Cell] where it leaves for a spreadsheet.
package hostile

import (
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"
)

// Clean removes terminal sequences, control characters, characters that change
// the reading order and invisible ones, and replaces invalid UTF-8 by U+FFFD. New lines and
// tabs stay.
func Clean(text string) string {
	if plain(text) {
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

// Line is Clean for text that must stay on one line.
func Line(text string) string {
	return strings.Join(strings.Fields(Clean(text)), " ")
}

// Cell is Clean for a cell of CSV or XLSX: a text that a spreadsheet would take
// for a formula gets a leading apostrophe.
func Cell(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + Clean(text)
	}
	text = Clean(text)
	if text != "" && strings.ContainsRune("=+-@\t", rune(text[0])) {
		return "'" + text
	}
	return text
}

func plain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < 0x20 && c != '\n' && c != '\t' || c >= 0x7f {
			return false
		}
	}
	return true
}

// deceives reports characters that change the reading order, or that nobody sees
// and that make two names look alike.
func deceives(r rune) bool {
	switch {
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
		return true
	case r == 0x200e, r == 0x200f, r == 0x061c, r == 0xfeff:
		return true
	case r == 0x200b, r == 0x2060, r == 0x00ad: // but U+200C and U+200D, which some scripts need
		return true
	}
	return false
}
