package yamldoc

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/token"
)

// advice replaces a message of the YAML library with words for a person who does
// not know YAML, and says how to fix the file. The first advice applies whose
// words are part of the message and whose condition holds for the line.
type advice struct {
	words string
	when  func(line string) bool // nil: any line
	text  string
	hint  string
}

const (
	oneQuote      = `write a quote as \" inside "…", and as '' inside '…'`
	unquotedColon = "a text without quotes contains a colon and a space"
	tabIndent     = "the line is indented with a tab"
	strayKey      = "there should be no key here"
	alignKeys     = "indent all keys of one mapping by the same number of spaces"
)

// straightQuotes is the hint for the typographic quotes of a word processor.
const straightQuotes = `use straight quotes " instead of “ ”`

// holdsCurly reports whether a text contains typographic quotes, which mean
// nothing to YAML.
func holdsCurly(text string) bool { return strings.ContainsAny(text, "“”„") }

var advices = []advice{
	{
		words: "mapping value is not allowed", when: holdsCurly, text: unquotedColon,
		hint: straightQuotes,
	},
	{
		words: "tab character", text: tabIndent,
		hint: "indent with spaces only",
	},
	{
		words: `character '	'`, text: tabIndent,
		hint: "indent with spaces only",
	},
	{
		words: "could not find end character", text: "the quote that opens here is never closed",
		hint: "end the text with the same quote; " + oneQuote,
	},
	{
		words: "map key-value is pre-defined", text: "there is more text after the closing quote",
		hint: "an earlier text may lack its closing quote; " + oneQuote,
	},
	{
		words: "mapping value is not allowed", when: holdsTwoColons, text: unquotedColon,
		hint: `put the whole text in quotes, like ask: "Who: the vendor?"`,
	},
	{
		words: "mapping value is not allowed", text: "a key is indented like a part of the value before it",
		hint: alignKeys,
	},
	{
		words: "block sequence entries are not allowed", text: "a list begins on the line of its key",
		hint: "begin the list on the next line, and put each entry on its own line after a dash",
	},
	{
		words: "value is", when: isEntry, text: "expected a key, got a list entry",
		hint: "align all dashes of a list, and put the key of the list above them",
	},
	{
		words: "value is", when: holdsTwoColons, text: strayKey,
		hint: alignKeys + ", and begin each list entry with a dash and a space",
	},
	{
		words: "value is", when: holdsKey, text: strayKey,
		hint: alignKeys + ", and begin each list entry with a dash and a space",
	},
	{
		words: "value is", when: holdsBareColon, text: "this is neither a key nor a list entry",
		hint: "put a space after the colon, like id: A-1",
	},
	{
		words: "value is", text: "this text belongs to no key and no list",
		hint: "begin each list entry with a dash and a space; indent the second and later lines of a text",
	},
	{
		words: "must be specified", text: "a comma or a closing bracket is missing before this",
		hint: "write [a, b] or {a: 1, b: 2}",
	},
	{
		words: "end token", text: "the bracket that opens here is never closed",
		hint: "write [a, b] or {a: 1, b: 2}; quote a text that begins with a bracket",
	},
	{
		words: "corresponding to", text: "this closing bracket was never opened",
		hint: "quote a text that begins with a bracket",
	},
	{
		words: "reserved character", text: "a text without quotes cannot begin with this character",
		hint: "put the text in quotes",
	},
	{
		words: "invalid header option", text: "there is text on the same line after | or >",
		hint: "begin the text on the next line, or quote a text that begins with | or >",
	},
	{
		words: "unknown escape", text: `inside "…", a backslash before this letter means nothing`,
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

// syntaxMistake translates a message of the library into plain words.
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

// parserMistake turns an error of the library's parser into a mistake.
func parserMistake(err error, tokens token.Tokens, lines []string) Mistake {
	var told interface {
		GetMessage() string
		GetToken() *token.Token
	}
	if !errors.As(err, &told) || told.GetToken() == nil {
		return Mistake{Line: 1, Column: 1, Text: "not readable as YAML: " + err.Error()}
	}
	at := told.GetToken().Position
	for i := 2; i < len(tokens); i++ {
		if comment := tokens[i-1]; *tokens[i].Position == *at && isScalar(tokens[i]) && comment.Type == token.CommentType && isPlain(tokens[i-2]) {
			line, column := within(lines, comment.Position.Line, comment.Position.Column)
			return Mistake{
				Line: line, Column: column, Text: fmt.Sprintf("this text ends at %s, because YAML reads it as a comment", excerpt("#"+comment.Value)),
				Hint: "put the whole text in quotes, or the comment above its key",
			}
		}
	}
	return syntaxMistake(told.GetMessage(), at, lines)
}
