package yamldoc

import (
	"errors"
	"strings"

	"github.com/goccy/go-yaml/token"
)

// advice says in plain words what a message of the YAML library means to
// somebody who has never read about YAML, and what to do. The first entry whose
// words the message holds and whose condition the line meets is taken.
type advice struct {
	words string
	when  func(line string) bool
	text  string
	hint  string
}

const oneQuote = `inside "…" a quote is written \", inside '…' it is written ''`

// straightQuotes is for a text that a word processor has dressed up.
const straightQuotes = `use straight quotes " instead of “ ”`

// holdsCurly reports whether a text holds quotes that are none to YAML.
func holdsCurly(text string) bool { return strings.ContainsAny(text, "“”„") }

var advices = []advice{
	{
		words: "mapping value is not allowed", when: holdsCurly, text: "a colon and a space stand inside a text without quotes",
		hint: straightQuotes,
	},
	{
		words: "tab character", text: "a tab stands where the line is indented",
		hint: "indent with spaces only",
	},
	{
		words: `character '	'`, text: "a tab stands where the line is indented",
		hint: "indent with spaces only",
	},
	{
		words: "could not find end character", text: "the quote that opens here is never closed",
		hint: "end the text with the same quote; " + oneQuote,
	},
	{
		words: "map key-value is pre-defined", text: "something stands behind the closing quote of a text",
		hint: "the closing quote of an earlier text may be missing; " + oneQuote,
	},
	{
		words: "mapping value is not allowed", when: holdsTwoColons, text: "a colon and a space stand inside a text without quotes",
		hint: `put the whole text in quotes, as ask: "Who: the vendor?"`,
	},
	{
		words: "mapping value is not allowed", text: "a key is indented as if it belonged to the value before it",
		hint: "give all keys of one place the same number of spaces",
	},
	{
		words: "block sequence entries are not allowed", text: "a list begins on the line of its key",
		hint: "begin it on the next line, one dash and entry to a line",
	},
	{
		words: "value is", when: isEntry, text: "a list entry stands where a key is expected",
		hint: "write all dashes of a list below each other, and the key of the list above them",
	},
	{
		words: "value is", when: holdsTwoColons, text: "this key stands where none is expected",
		hint: "give all keys of one place the same number of spaces, and begin each entry of a list with a dash and a space",
	},
	{
		words: "value is", when: holdsKey, text: "this key stands where none is expected",
		hint: "give all keys of one place the same number of spaces, and begin each entry of a list with a dash and a space",
	},
	{
		words: "value is", when: holdsBareColon, text: "this is neither a key nor an entry of a list",
		hint: "write a space after the colon, as id: A-1",
	},
	{
		words: "value is", text: "this text belongs to no key and to no list",
		hint: "begin each entry of a list with a dash and a space; indent the further lines of a text",
	},
	{
		words: "must be specified", text: "a comma or a closing bracket is missing before this",
		hint: "as [a, b] or {a: 1, b: 2}",
	},
	{
		words: "end token", text: "the bracket that opens here is never closed",
		hint: "as [a, b] or {a: 1, b: 2}; quote a text that begins with a bracket",
	},
	{
		words: "corresponding to", text: "this closing bracket was never opened",
		hint: "quote a text that begins with a bracket",
	},
	{
		words: "reserved character", text: "a text cannot begin with this letter",
		hint: "put the text in quotes",
	},
	{
		words: "invalid header option", text: "nothing may follow | or > on its line",
		hint: "begin the text on the next line, or quote a text that begins with | or >",
	},
	{
		words: "unknown escape", text: `a backslash inside "…" is followed by a letter that means nothing there`,
		hint: `write \\ for a backslash`,
	},
}

func holdsTwoColons(line string) bool {
	_, rest, _ := strings.Cut(line, ": ")
	return strings.Contains(rest, ": ") || strings.HasSuffix(rest, ":")
}

func holdsKey(line string) bool { return strings.Contains(line, ": ") || strings.HasSuffix(line, ":") }

func holdsBareColon(line string) bool { return strings.Contains(line, ":") }

func isEntry(line string) bool {
	return strings.HasPrefix(strings.TrimLeft(line, " "), "- ")
}

// syntaxMistake puts a message of the library into plain words. Lines are those
// of the file.
func syntaxMistake(message string, at *token.Position, lines []string) Mistake {
	line, column := within(lines, at.Line, at.Column)
	content := strings.TrimRight(lines[line-1], " ")
	for _, a := range advices {
		if strings.Contains(message, a.words) && (a.when == nil || a.when(content)) {
			return Mistake{Line: line, Column: column, Text: a.text, Hint: a.hint}
		}
	}
	return Mistake{Line: line, Column: column, Text: "not readable as YAML: " + message}
}

// parserMistake is what the library's parser says.
func parserMistake(err error, lines []string) Mistake {
	var told interface {
		GetMessage() string
		GetToken() *token.Token
	}
	if !errors.As(err, &told) || told.GetToken() == nil {
		return Mistake{Line: 1, Column: 1, Text: "not readable as YAML: " + err.Error()}
	}
	return syntaxMistake(told.GetMessage(), told.GetToken().Position, lines)
}
