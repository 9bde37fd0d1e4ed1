package yamldoc

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Severity says how much a mistake weighs.
type Severity string

// An error makes a file unusable; a file with warnings alone can be used.
const (
	Error   Severity = ""
	Warning Severity = "warning"
)

// Mistake is one thing wrong in a file. Line and Column count from 1; 0 means
// that the place is not known.
type Mistake struct {
	Path     string // as domains[0].items[3].weight
	Line     int
	Column   int
	Severity Severity
	Text     string
	Hint     string
}

// Mistakes are all mistakes of one file, in the order of their places.
type Mistakes []Mistake

// Error lists every mistake, one on a line.
func (m Mistakes) Error() string {
	lines := make([]string, len(m))
	for i, mistake := range m {
		lines[i] = mistake.String()
	}
	return strings.Join(lines, "\n")
}

// String is the mistake as "line:column: text (hint)"; the text of a warning
// follows the word, as in "line:column: warning: text".
func (m Mistake) String() string {
	text := m.Text
	if m.Severity == Warning {
		text = "warning: " + text
	}
	if m.Line > 0 {
		text = fmt.Sprintf("%d:%d: %s", m.Line, m.Column, text)
	}
	if m.Hint != "" {
		text += " (" + m.Hint + ")"
	}
	return text
}

// Sort orders mistakes by place.
func (m Mistakes) Sort() {
	slices.SortStableFunc(m, func(a, b Mistake) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}

// within moves every place that lies outside the file to the nearest one
// inside: the YAML library miscounts the columns of texts of several lines.
func (m Mistakes) within(lines []string) Mistakes {
	for i := range m {
		m[i].Line, m[i].Column = within(lines, m[i].Line, m[i].Column)
	}
	m.Sort()
	return m
}

// within is the place nearest to a line and column that the lines hold; the
// column after the last letter of a line counts as held.
func within(lines []string, line, column int) (int, int) {
	line = min(max(line, 1), len(lines))
	return line, min(max(column, 1), utf8.RuneCountInString(lines[line-1])+1)
}

// excerpt quotes a text, cut to what fits into a sentence.
func excerpt(text string) string {
	const most = 60
	if letters := []rune(text); len(letters) > most {
		text = string(letters[:most]) + "…"
	}
	return fmt.Sprintf("%q", text)
}
