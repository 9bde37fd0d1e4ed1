package foreign

import (
	"strings"
	"unicode"

	"assay/assessment/hostile"
)

// clean makes a text of a cell fit for a questionnaire: nothing invisible, and no
// blanks at the end of its lines.
func clean(words string) string {
	words = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\r', r == '\v', r == '\u2028', r == '\u2029':
			return '\n'
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r):
			return -1
		}
		return r
	}, hostile.Clean(strings.ReplaceAll(words, "\r\n", "\n")))
	var lines []string
	for one := range strings.SplitSeq(words, "\n") {
		if one = strings.Join(strings.Fields(one), " "); one != "" {
			lines = append(lines, one)
		}
	}
	return strings.Join(lines, "\n")
}

// line is a text on one line.
func line(words string) string { return strings.ReplaceAll(clean(words), "\n", " ") }

// simple is a text without case and punctuation: two such texts ask the same.
func simple(words string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(words), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

// short is a text of at most so many letters, cut between words.
func short(words string, most int) string {
	runes := []rune(words)
	if len(runes) <= most {
		return words
	}
	cut := strings.TrimRight(string(runes[:most-1]), " ")
	if at := strings.LastIndexByte(cut, ' '); at > most/2 {
		cut = cut[:at]
	}
	return strings.TrimRight(cut, " ,;:.-–") + "…"
}
