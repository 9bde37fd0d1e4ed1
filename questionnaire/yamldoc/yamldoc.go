// Package yamldoc reads a YAML file that a person wrote into Go values. It
// reports all mistakes in the file at once, each with its line and column, in
// words for a person who does not know YAML.
//
// The package reads only mappings, lists and scalars. It refuses anchors,
// aliases, merge keys and tags, because the meaning of such a file differs from
// the text that a reader sees. The names of keys are the json tags of the
// target, so a file and its JSON form use the same words. An unknown key and a
// duplicate key are mistakes; neither is silently dropped.
//
// The file may come from an attacker. Some files would keep the YAML library
// busy for hours. So [Read] checks a file in three steps: first its bytes
// (survey), then its tokens (dialect), and only then the library parses it. See
// the limits at [MaxBytes].
package yamldoc

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// Document holds the position of each value of a file. A value is named by its
// path, like domains[0].items[3].weight.
type Document struct {
	lines     []string
	positions map[string]*token.Position
	nulls     map[string]bool
}

// Locate returns a sorted copy of the mistakes. In it, a mistake without a line
// gets the position of its path, see [Document.Position].
func (d *Document) Locate(mistakes []Mistake) Mistakes {
	located := make(Mistakes, len(mistakes))
	for i, mistake := range mistakes {
		if mistake.Line == 0 {
			mistake.Line, mistake.Column = d.Position(mistake.Path)
		}
		located[i] = mistake
	}
	located.Sort()
	return located
}

// Position returns the line and column of a path, both from 1. If the file does
// not have this path, it returns the position of the nearest parent.
func (d *Document) Position(path string) (line, column int) {
	for {
		if at := d.positions[path]; at != nil {
			return within(d.lines, at.Line, at.Column)
		}
		cut := strings.LastIndexAny(path, ".[")
		if cut < 0 {
			return 1, 1
		}
		path = path[:cut]
	}
}

// Given reports whether the file has exactly this path, even with the value null.
func (d *Document) Given(path string) bool {
	return d.positions[path] != nil
}

// Null reports whether the file has this path with null or with no value.
func (d *Document) Null(path string) bool {
	return d.nulls[path]
}

// Read reads text into target, which must point to a struct. It returns the
// document with the positions of its values. Its error is of type [Mistakes].
// If the YAML is well formed but does not fit the target, Read returns both the
// document and the mistakes.
//
// A type inside the target may implement json.Unmarshaler, and then gets the
// value as JSON; or encoding.TextUnmarshaler, and then gets the text of a single
// value. Read skips a leading byte order mark. Lines may end in LF, CR LF or CR.
func Read(text []byte, target any) (*Document, error) {
	if len(text) > MaxBytes {
		return nil, Mistakes{{Line: 1, Column: 1, Text: fmt.Sprintf("the file has %d bytes; the limit is %d", len(text), MaxBytes)}}
	}
	source := unifyLines(string(text))
	lines := strings.Split(source, "\n")
	root, comments, mistakes := parse(source, lines)
	if len(mistakes) > 0 {
		return nil, mistakes.within(lines)
	}
	r := &reader{
		document: &Document{lines: lines, positions: map[string]*token.Position{}, nulls: map[string]bool{}},
		fields:   map[reflect.Type]map[string][]int{},
		comments: comments,
	}
	r.value("", root, reflect.ValueOf(target).Elem())
	if len(r.mistakes) > 0 {
		return r.document, r.mistakes.within(lines)
	}
	return r.document, nil
}

// parse builds the tree of a file after it has checked the bytes and the tokens.
// It also returns the comments behind texts, see [comments].
func parse(source string, lines []string) (ast.Node, map[token.Position]*token.Token, Mistakes) {
	if mistake := new(survey).look(source); mistake != nil {
		return nil, nil, Mistakes{*mistake}
	}
	tokens := lexer.Tokenize(source)
	if mistakes := check(tokens, lines); len(mistakes) > 0 {
		return nil, nil, mistakes
	}
	if mistakes := lost(tokens, lines); len(mistakes) > 0 {
		return nil, nil, mistakes
	}
	behind := comments(tokens, lines)
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, nil, Mistakes{parserMistake(err, tokens, lines)}
	}
	for _, document := range file.Docs {
		if document.Body != nil {
			return document.Body, behind, nil
		}
	}
	return nil, nil, Mistakes{{Line: 1, Column: 1, Text: "the file is empty"}}
}

func unifyLines(text string) string {
	text = strings.TrimPrefix(text, "\uFEFF")
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// jsonText encodes a value from reader.plain as JSON.
func jsonText(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		return []byte("null")
	}
	return text
}
