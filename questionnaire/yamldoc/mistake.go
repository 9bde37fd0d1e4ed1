package yamldoc

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Severity says whether a mistake makes a file unusable.
type Severity string

// A file with an error cannot be used. A file with only warnings can.
const (
	Error   Severity = ""
	Warning Severity = "warning"
)

// Mistake is one thing that is wrong in a file. Line and Column count from 1;
// a Line of 0 means that the position is unknown, see [Document.Locate].
type Mistake struct {
	Path     string // of the value, like domains[0].items[3].weight; may be empty
	Line     int
	Column   int // in characters
	Severity Severity
	Text     string // the problem, in words for the author of the file
	Hint     string // the way to fix it; may be empty
}

// Mistakes are all mistakes of one file, in the order of the file.
type Mistakes []Mistake

// Error writes every mistake on a line of its own.
func (m Mistakes) Error() string {
	lines := make([]string, len(m))
	for i, mistake := range m {
		lines[i] = mistake.String()
	}
	return strings.Join(lines, "\n")
}

// String returns "line:column: text (hint)". For a warning it returns
// "line:column: warning: text (hint)".
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

// Sort orders mistakes by line, then by column.
func (m Mistakes) Sort() {
	slices.SortStableFunc(m, func(a, b Mistake) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}

// within moves every position outside the file to the nearest one inside, then
// sorts. The YAML library miscounts the columns of texts of several lines.
func (m Mistakes) within(lines []string) Mistakes {
	for i := range m {
		m[i].Line, m[i].Column = within(lines, m[i].Line, m[i].Column)
	}
	m.Sort()
	return m
}

// within returns the position inside the file that is nearest to a line and
// column. The column after the last character of a line is inside.
func within(lines []string, line, column int) (int, int) {
	line = min(max(line, 1), len(lines))
	return line, min(max(column, 1), utf8.RuneCountInString(lines[line-1])+1)
}

// excerpt quotes a text for use in a sentence, and cuts it after 60 characters.
func excerpt(text string) string {
	const most = 60
	if letters := []rune(text); len(letters) > most {
		text = string(letters[:most]) + "…"
	}
	return fmt.Sprintf("%q", text)
}
