// Package yamldoc reads a YAML file that a person wrote into Go values, and
// tells that person about every mistake at once, each with its line and column.
//
// It reads a plain dialect: mappings, sequences and scalars. Anchors, aliases,
// merge keys and tags are refused, since they let a file say something other
// than what it shows. So are files that are too large or nested too deep: the
// bytes and then the tokens of a file are checked against limits before the YAML
// library builds anything from them, since some files would keep it for hours.
// Key names are those of the json tags of the target, so that a file and its
// JSON form share their words. Unknown keys and keys that stand twice are
// mistakes, never silently dropped.
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

// Document remembers where each value of a file stands.
type Document struct {
	lines  []string
	places map[string]*token.Position
	nulls  map[string]bool
}

// Locate fills in the line and column of mistakes that carry only a path. A
// path that the file does not hold takes the place of its nearest parent.
func (d *Document) Locate(mistakes []Mistake) Mistakes {
	located := make(Mistakes, len(mistakes))
	for i, mistake := range mistakes {
		if mistake.Line == 0 {
			mistake.Line, mistake.Column = d.Place(mistake.Path)
		}
		located[i] = mistake
	}
	located.Sort()
	return located
}

// Place is the line and column of a path, or of its nearest parent.
func (d *Document) Place(path string) (line, column int) {
	for {
		if at := d.places[path]; at != nil {
			return within(d.lines, at.Line, at.Column)
		}
		cut := strings.LastIndexAny(path, ".[")
		if cut < 0 {
			return 1, 1
		}
		path = path[:cut]
	}
}

// Given tells whether the file holds exactly this path: its key stands there,
// even if its value is null.
func (d *Document) Given(path string) bool {
	return d.places[path] != nil
}

// Null tells whether the file gives null, or nothing at all, for this path.
func (d *Document) Null(path string) bool {
	return d.nulls[path]
}

// Read reads text into target, a pointer to a struct. It returns the document
// with the places of its values, or a [Mistakes] error with all mistakes of
// form. A target type may implement json.Unmarshaler or
// encoding.TextUnmarshaler; it then sees the value in JSON. A leading byte order
// mark is passed over, and lines may end in LF, CR LF or CR.
func Read(text []byte, target any) (*Document, error) {
	if len(text) > MaxBytes {
		return nil, Mistakes{{Line: 1, Column: 1, Text: fmt.Sprintf("the file has %d bytes, at most %d are read", len(text), MaxBytes)}}
	}
	source := unifyLines(string(text))
	lines := strings.Split(source, "\n")
	root, mistakes := parse(source, lines)
	if len(mistakes) > 0 {
		return nil, mistakes.within(lines)
	}
	r := &reader{
		document: &Document{lines: lines, places: map[string]*token.Position{}, nulls: map[string]bool{}},
		fields:   map[reflect.Type]map[string][]int{},
	}
	r.value("", root, reflect.ValueOf(target).Elem())
	if len(r.mistakes) > 0 {
		return r.document, r.mistakes.within(lines)
	}
	return r.document, nil
}

// parse builds the tree of a file, once its bytes and then its tokens have
// shown that this is safe.
func parse(source string, lines []string) (ast.Node, Mistakes) {
	if mistake := new(survey).look(source); mistake != nil {
		return nil, Mistakes{*mistake}
	}
	tokens := lexer.Tokenize(source)
	if mistakes := check(tokens, lines); len(mistakes) > 0 {
		return nil, mistakes
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, Mistakes{parserMistake(err, lines)}
	}
	for _, document := range file.Docs {
		if document.Body != nil {
			return document.Body, nil
		}
	}
	return nil, Mistakes{{Line: 1, Column: 1, Text: "the file is empty"}}
}

func unifyLines(text string) string {
	text = strings.TrimPrefix(text, "\uFEFF")
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// jsonText writes a value as read from the file in JSON, for types that read
// themselves.
func jsonText(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		return []byte("null")
	}
	return text
}
