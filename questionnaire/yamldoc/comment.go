package yamldoc

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// comments finds the comments that follow a text without quotes or the colon of
// a key on its line, by the position of that text or colon. YAML ends a text at
// " #", so a note like "see ticket #4711" would lose its end, and a note like
// "#4711 is theirs" would be lost.
func comments(tokens token.Tokens, lines []string) map[token.Position]*token.Token {
	found := map[token.Position]*token.Token{}
	for i, t := range tokens {
		if t.Type != token.CommentType || i == 0 || !isPlain(tokens[i-1]) && tokens[i-1].Type != token.MappingValueType {
			continue
		}
		line, column := within(lines, t.Position.Line, t.Position.Column)
		if before := []rune(lines[line-1])[:column-1]; strings.TrimSpace(string(before)) != "" {
			found[*tokens[i-1].Position] = t
		}
	}
	return found
}

// lost finds texts in brackets that YAML reads as comments, because they begin
// with # right after a bracket or comma, like [a, #4711 is theirs].
func lost(tokens token.Tokens, lines []string) Mistakes {
	var mistakes Mistakes
	for i, t := range tokens {
		if t.Type != token.CommentType || i == 0 || !opensEntry(tokens[i-1]) || strings.HasPrefix(strings.TrimLeft(t.Value, "#")+" ", " ") {
			continue
		}
		line, column := within(lines, t.Position.Line, t.Position.Column)
		if before := []rune(lines[line-1])[:column-1]; strings.TrimSpace(string(before)) != "" {
			mistakes = append(mistakes, Mistake{Line: line, Column: column, Text: fmt.Sprintf("YAML reads %s as a comment", excerpt("#"+t.Value)), Hint: quoteOrSpace})
		}
	}
	return mistakes[:min(len(mistakes), maxMistakes)]
}

const quoteOrSpace = "put a text that begins with # in quotes; put a comment on its own line"

func opensEntry(t *token.Token) bool {
	return t.Type == token.CollectEntryType || t.Type == token.MappingStartType || t.Type == token.SequenceStartType
}

// whole refuses a text that YAML cuts at " #". It accepts a comment behind a
// single word, if the comment cannot be part of the text.
func (r *reader) whole(path string, node ast.Node, free bool) {
	at := node.GetToken()
	if at == nil || !isSingle(node) {
		return
	}
	if comment, apart := r.comment(at, free); comment != nil && (!apart || strings.Contains(at.Value, " ")) {
		r.mistake(path, node, fmt.Sprintf("this text ends at %s, because YAML reads the rest of the line as a comment", excerpt("#"+comment.Value)),
			"put the whole text in quotes, or the comment on its own line")
		r.moveTo(comment)
	}
}

// given refuses a key without a value if the comment behind it may be its text.
func (r *reader) given(path string, entry *ast.MappingValueNode, free bool) {
	if _, isNull := entry.Value.(*ast.NullNode); !isNull || entry.Start == nil {
		return
	}
	if comment, apart := r.comment(entry.Start, free); comment != nil && !apart {
		r.mistake(path, entry.Key, fmt.Sprintf("%s has no value, because YAML reads %s as a comment", excerpt(keyText(entry)), excerpt("#"+comment.Value)), quoteOrSpace)
		r.moveTo(comment)
	}
}

// comment returns the comment behind a token on its line, or nil, and whether it
// cannot be part of a text: a space follows the #, and two spaces come before it
// where any text fits (free).
func (r *reader) comment(behind *token.Token, free bool) (comment *token.Token, apart bool) {
	if comment = r.comments[*behind.Position]; comment == nil {
		return nil, false
	}
	line, column := within(r.document.lines, comment.Position.Line, comment.Position.Column)
	before := string([]rune(r.document.lines[line-1])[:column-1])
	apart = strings.HasPrefix(strings.TrimLeft(comment.Value, "#")+" ", " ") && (!free || strings.HasSuffix(before, "  ") || strings.HasSuffix(before, "\t"))
	return comment, apart
}

// moveTo gives the last mistake the position of a comment.
func (r *reader) moveTo(comment *token.Token) {
	last := &r.mistakes[len(r.mistakes)-1]
	last.Line, last.Column = within(r.document.lines, comment.Position.Line, comment.Position.Column)
}

// anyText reports whether any text fits a value of this type: a text, or a struct
// that also has a short form of text alone.
func anyText(target reflect.Type) bool {
	return target == reflect.TypeFor[string]() || target.Kind() == reflect.Struct
}
