// Package english writes the small things that every sentence needs: a share, a
// count with its noun, a clause as a sentence. It knows no assessment, so the
// engine and all faces use it. Statements about an assessment are in package
// wording.
package english

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Percent prints a share of 0 to 1 as a whole percentage, rounded down: 0.899 is
// 89%, so that it never reads as the 90% that it misses.
func Percent(share float64) string {
	// The conversion forbids a fused multiply-add, which some processors use and
	// others do not. The small sum is for shares that a float holds a hair too low.
	return strconv.Itoa(int(float64(share*100)+1e-9)) + "%"
}

// Count prints a number with its noun: 1 gate, 2 gates. Give the plural where it
// is not made with an s, or where a verb follows: Count(n, "answer is", "answers
// are").
func Count(n int, one string, many ...string) string {
	switch {
	case n == 1:
		return "1 " + one
	case len(many) > 0:
		return fmt.Sprintf("%d %s", n, many[0])
	}
	return fmt.Sprintf("%d %ss", n, one)
}

// Join joins the texts that are not empty.
func Join(separator string, texts ...string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(texts), func(text string) bool { return text == "" }), separator)
}

// List joins names as in: a, b and c.
func List(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// Sentence prints a clause with a capital letter and a full stop.
func Sentence(clause string) string {
	clause = strings.TrimRight(strings.TrimSpace(clause), ".")
	if clause == "" {
		return ""
	}
	return Capital(clause) + "."
}

// Capital begins a name with a capital letter.
func Capital(name string) string {
	first, size := utf8.DecodeRuneInString(name)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + name[size:]
}

// Bytes prints the size of a file or the room on a disk: 512 bytes, 1.4 kB, 3.0 GB,
// 120 GB. It uses powers of 1000, as disks and file managers do.
func Bytes(n int64) string {
	const unit = 1000
	if n < unit {
		return Count(int(n), "byte")
	}
	size, names := float64(n)/unit, []string{"kB", "MB", "GB", "TB", "PB", "EB"}
	// The next unit comes as soon as this one would print as 1000.
	for size >= unit-0.5 && len(names) > 1 {
		size, names = size/unit, names[1:]
	}
	if size < 9.95 {
		return fmt.Sprintf("%.1f %s", size, names[0])
	}
	return fmt.Sprintf("%.0f %s", size, names[0])
}

// Quoted puts one pair of quotation marks around a text. Marks that enclose the whole
// text already are replaced, and marks inside become single ones.
func Quoted(text string) string {
	text = strings.TrimSpace(text)
	for _, pair := range [][2]string{{"“", "”"}, {"\"", "\""}, {"„", "“"}, {"«", "»"}} {
		inner, opens := strings.CutPrefix(text, pair[0])
		inner, closes := strings.CutSuffix(inner, pair[1])
		if opens && closes && !strings.Contains(inner, pair[0]) && !strings.Contains(inner, pair[1]) {
			text = strings.TrimSpace(inner)
			break
		}
	}
	return "“" + singleMarks.Replace(text) + "”"
}

var singleMarks = strings.NewReplacer("“", "‘", "”", "’")
