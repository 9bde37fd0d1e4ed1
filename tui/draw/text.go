package draw

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"assay/assessment/hostile"
)

// Width is the number of columns that a text takes, escape sequences not
// counted.
func Width(text string) int {
	n := 0
	for at := 0; at < len(text); n++ {
		size := single(text[at:])
		if size == 0 {
			if size = inkLength(text[at:]); size == 0 {
				return ansi.StringWidth(text)
			}
			n-- // an ink takes no column
		}
		at += size
	}
	return n
}

// single is the length of the first letter of a text if that surely takes one column:
// ASCII, or a sign with which screens are drawn. Otherwise it is 0.
func single(text string) int {
	if text[0] >= 0x20 && text[0] < 0x7f {
		return 1
	}
	if r, size := utf8.DecodeRuneInString(text); r >= '─' && r <= '▟' || strings.ContainsRune("·×–—…›‘’“”●○◌◐◑◔◕■□▲▸▰▱☐☑✓✗≈−→←↑↓", r) {
		return size
	}
	return 0
}

// inkLength is the length of the ink with which a text begins, or 0.
func inkLength(text string) int {
	if !strings.HasPrefix(text, "\x1b[") {
		return 0
	}
	for n := 2; n < len(text); n++ {
		switch c := text[n]; {
		case c == 'm':
			return n + 1
		case c != ';' && (c < '0' || c > '9'):
			return 0
		}
	}
	return 0
}

// Widest is the number of columns that the widest of some texts takes.
func Widest[T any](list []T, text func(T) string) int {
	most := 0
	for _, one := range list {
		most = max(most, Width(text(one)))
	}
	return most
}

// ascii reports a text of printable ASCII only: harmless, one column a byte.
func ascii(text string) bool {
	for i := range len(text) {
		if text[i] < 0x20 || text[i] >= 0x7f {
			return false
		}
	}
	return true
}

// Harmless is a text from outside, safe to write on one line.
func Harmless(text string) string {
	if ascii(text) {
		return text
	}
	return hostile.Line(text)
}

const manyBlanks = "                                                                                                                                "

// Blanks is a text of n blanks.
func Blanks(n int) string {
	switch {
	case n <= 0:
		return ""
	case n <= len(manyBlanks):
		return manyBlanks[:n]
	}
	return strings.Repeat(" ", n)
}

// Fit cuts or fills a drawn line to exactly w columns.
func Fit(line string, w int) string {
	n := Width(line)
	if n > w {
		line = ansi.Truncate(line, w, "…")
		n = Width(line)
	}
	return line + Blanks(w-n)
}

// Middle cuts a name to w columns in its middle, so that two names that begin
// or end alike stay apart.
func Middle(name string, w int) string {
	name = Harmless(name)
	n := Width(name)
	if n <= w {
		return name
	}
	tail := max(w-1, 0) / 2
	return ansi.Truncate(name, max(w-1-tail, 0), "") + "…" + ansi.TruncateLeft(name, n-tail, "")
}

// unbroken replaces a hyphen at which a line must not break.
const unbroken = "\u2011"

// hyphenOfID is a hyphen within an id or a date, as in BAA-09 and 2026-11-22.
var hyphenOfID = regexp.MustCompile(`([A-Z0-9])-([0-9])`)

// Wrap breaks a text from outside into lines of at most w columns. An id or a
// date stays on one line.
func Wrap(text string, w int) []string {
	text = strings.ReplaceAll(hostile.Clean(text), "\t", "    ")
	lines := make([]string, 0, len(text)/max(w, 1)+1)
	for paragraph := range strings.SplitSeq(strings.TrimRight(text, "\n "), "\n") {
		if Width(paragraph) <= w {
			lines = append(lines, paragraph)
			continue
		}
		if ascii(paragraph) {
			lines = wrapASCII(lines, paragraph, max(w, 2))
			continue
		}
		whole := !strings.Contains(paragraph, unbroken)
		if whole {
			paragraph = hyphenOfID.ReplaceAllString(paragraph, "$1"+unbroken+"$2")
		}
		for line := range strings.SplitSeq(ansi.Wrap(paragraph, max(w, 2), ""), "\n") {
			if whole {
				line = strings.ReplaceAll(line, unbroken, "-")
			}
			lines = append(lines, strings.TrimRight(line, " "))
		}
	}
	return lines
}

// wrapASCII is Wrap for one paragraph of printable ASCII, which nearly all texts are:
// it appends the lines that ansi.Wrap makes, but cuts them out of the text and so costs
// no memory.
func wrapASCII(lines []string, text string, w int) []string {
	from, end := 0, 0    // of the present line, as far as it is sure
	word, blanks := 0, 0 // columns after that: blanks, then the word that is read
	flush := func() {    // the word belongs to the line
		if word > 0 {
			end += blanks + word
			word, blanks = 0, 0
		}
	}
	newLine := func() { // the line is over; the blanks before the word go
		lines = append(lines, strings.TrimRight(text[from:end], " "))
		from = end + blanks
		end, blanks = from, 0
	}
	for n := range len(text) {
		switch c := text[n]; {
		case c == ' ':
			flush()
			blanks++
		case c == '-' && !hyphenOf(text, n):
			end, blanks = end+blanks, 0
			if end-from+word >= w {
				word++
			} else {
				flush()
				end++
			}
		case c == '-': // as ansi.Wrap treats unbroken
			if word+1 > w {
				flush()
			}
			if word++; end-from+blanks+word > w {
				newLine()
			}
			if word == w {
				flush()
			}
		default:
			if end-from == w {
				newLine()
			}
			if word++; word == w {
				flush()
			}
			if end-from+blanks+word > w {
				newLine()
			}
		}
	}
	if word == 0 {
		blanks = 0
	}
	flush()
	return append(lines, strings.TrimRight(text[from:end], " "))
}

// hyphenOf reports whether the hyphen at n is one of an id or a date, see hyphenOfID.
func hyphenOf(text string, n int) bool {
	if n == 0 || n+1 == len(text) {
		return false
	}
	if n > 1 && text[n-2] == '-' && hyphenOf(text, n-2) {
		return false // the sign between them belongs to the other
	}
	before, after := text[n-1], text[n+1]
	return (before >= 'A' && before <= 'Z' || before >= '0' && before <= '9') && after >= '0' && after <= '9'
}
