// Package yamldoc reads a YAML file that a person wrote into Go values, and
// tells that person about every mistake at once, each with its line and column.
//
// It reads a plain dialect: mappings, sequences and scalars. Anchors, aliases,
// merge keys and tags are refused, since they let a file say something other
// than what it shows, and so are files that are too large or nested too deep.
// Key names are those of the json tags of the target, so that a file and its
// JSON form share their words. Unknown keys and keys that stand twice are
// mistakes, never silently dropped.
package yamldoc

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// The limits of a file.
const (
	MaxBytes = 1 << 20
	MaxDepth = 32
)

// Mistake is one thing wrong in a file. Line and Column count from 1; 0 means
// that the place is not known.
type Mistake struct {
	Path   string // as domains[0].items[3].weight
	Line   int
	Column int
	Text   string
	Hint   string
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

// String is the mistake as "line:column: text (hint)".
func (m Mistake) String() string {
	text := m.Text
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

// Document remembers where each value of a file stands.
type Document struct {
	places map[string]*token.Position
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
			return at.Line, at.Column
		}
		cut := strings.LastIndexAny(path, ".[")
		if cut < 0 {
			return 1, 1
		}
		path = path[:cut]
	}
}

// Read reads text into target, a pointer to a struct. It returns the document
// with the places of its values, or a [Mistakes] error with all mistakes of
// form. A target type may implement json.Unmarshaler or
// encoding.TextUnmarshaler; it then sees the value in JSON.
func Read(text []byte, target any) (*Document, error) {
	if len(text) > MaxBytes {
		return nil, Mistakes{{Line: 1, Column: 1, Text: fmt.Sprintf("the file has %d bytes, at most %d are read", len(text), MaxBytes)}}
	}
	if mistakes := refuse(lexer.Tokenize(string(text))); len(mistakes) > 0 {
		return nil, mistakes
	}
	file, err := parser.ParseBytes(text, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, Mistakes{syntaxMistake(err)}
	}
	bodies := slices.DeleteFunc(file.Docs, func(d *ast.DocumentNode) bool { return d.Body == nil })
	if len(bodies) == 0 {
		return nil, Mistakes{{Line: 1, Column: 1, Text: "the file is empty"}}
	}
	if len(bodies) > 1 {
		at := bodies[1].Body.GetToken().Position
		return nil, Mistakes{{Line: at.Line, Column: at.Column, Text: "one file holds one document"}}
	}
	r := &reader{document: &Document{places: map[string]*token.Position{}}}
	r.read(bodies[0].Body, target)
	if len(r.mistakes) > 0 {
		r.mistakes.Sort()
		return nil, r.mistakes
	}
	return r.document, nil
}

// refuse looks for what the dialect leaves out, before anything is built from
// it.
func refuse(tokens token.Tokens) Mistakes {
	var mistakes Mistakes
	flow, entries, line := 0, 0, 0
	for _, t := range tokens {
		add := func(text, hint string) {
			mistakes = append(mistakes, Mistake{Line: t.Position.Line, Column: t.Position.Column, Text: text, Hint: hint})
		}
		if t.Position.Line != line {
			line, entries = t.Position.Line, 0
		}
		switch t.Type {
		case token.AnchorType, token.AliasType:
			add("anchors and aliases are not read", "write the value out, or quote a text that begins with & or *")
		case token.MergeKeyType:
			add("merge keys are not read", "write the keys out")
		case token.TagType:
			add("tags are not read", "quote a text that begins with !")
		case token.MappingStartType, token.SequenceStartType:
			flow++
		case token.MappingEndType, token.SequenceEndType:
			flow--
		case token.SequenceEntryType:
			entries++
		}
		if flow > MaxDepth || entries > MaxDepth || t.Position.IndentNum > 8*MaxDepth {
			add(fmt.Sprintf("nested deeper than %d levels", MaxDepth), "")
			return mistakes
		}
	}
	return mistakes
}

// syntaxMistake takes the place and the first sentence out of a parser error,
// which reads "[line:column] text" and goes on with an excerpt of the file.
func syntaxMistake(err error) Mistake {
	line, _, _ := strings.Cut(err.Error(), "\n")
	var m Mistake
	if n, _ := fmt.Sscanf(line, "[%d:%d]", &m.Line, &m.Column); n == 2 {
		_, line, _ = strings.Cut(line, "] ")
	}
	m.Text = "not readable as YAML: " + line
	return m
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
