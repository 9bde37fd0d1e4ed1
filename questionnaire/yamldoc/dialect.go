package yamldoc

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/token"
)

// dialect checks the tokens of a file before the parser sees them. It refuses
// the parts of YAML that the package does not read, and every file that would
// keep the library's parser busy for too long.
type dialect struct {
	lines    []string
	tokens   token.Tokens
	levels   []level // the mappings and lists around the current token
	path     int     // length in bytes of the path of the current token
	paths    int     // sum of path over all tokens so far
	empty    int     // keys and dashes without a value so far
	headers  int     // "---" lines so far
	mistakes Mistakes
	stopped  bool // skip the remaining tokens
}

// level is one mapping or list.
type level struct {
	kind   levelKind
	column int // of its keys or dashes; 0 if written in brackets
	keys   int // keys so far; in brackets, keys since the last comma
	key    int // length in bytes of the current key
}

type levelKind int

const (
	blockMap levelKind = iota
	blockList
	flowMap
	flowList
)

// check returns the mistakes in the order of the tokens.
func check(tokens token.Tokens, lines []string) Mistakes {
	tokens = slices.DeleteFunc(slices.Clone(tokens), func(t *token.Token) bool { return t.Type == token.CommentType })
	d := &dialect{tokens: tokens, lines: lines}
	if len(tokens) > MaxTokens {
		d.stop(tokens[MaxTokens], tooMany, "")
	}
	for i := range tokens {
		if d.stopped {
			break
		}
		d.token(i)
	}
	return d.mistakes
}

func (d *dialect) add(t *token.Token, text, hint string) {
	d.mistakes = append(d.mistakes, Mistake{Line: t.Position.Line, Column: t.Position.Column, Text: text, Hint: hint})
	d.stopped = d.stopped || len(d.mistakes) == maxMistakes
}

// stop adds a mistake and skips the rest of the file.
func (d *dialect) stop(t *token.Token, text, hint string) {
	d.stopped = true
	d.add(t, text, hint)
}

func (d *dialect) token(i int) {
	t := d.tokens[i]
	switch t.Type {
	case token.InvalidType:
		m := syntaxMistake(t.Error, t.Position, d.lines)
		d.stop(t, m.Text, m.Hint)
	case token.AnchorType, token.AliasType:
		d.add(t, "anchors and aliases are not allowed", "write the value itself, or quote a text that begins with & or *")
	case token.MergeKeyType:
		d.add(t, "merge keys are not allowed", "write the keys themselves")
	case token.TagType:
		d.add(t, "tags are not allowed", "quote a text that begins with !")
	case token.DirectiveType:
		d.stop(t, "directives are not allowed", "quote a text that begins with %")
	case token.MappingKeyType:
		d.stop(t, "keys after a question mark are not allowed", "write key: value, or quote a text that begins with ?")
	case token.DocumentHeaderType:
		if d.headers++; i > 0 {
			d.stop(t, "a file must contain only one document", "delete the line ---")
		}
	case token.DocumentEndType:
		if i+1 < len(d.tokens) {
			d.stop(t, "a file must contain only one document", "delete the line ...")
		}
	case token.StringType:
		d.text(t)
	case token.MappingStartType:
		d.open(t, level{kind: flowMap})
	case token.SequenceStartType:
		d.open(t, level{kind: flowList})
	case token.MappingEndType, token.SequenceEndType:
		d.comma(i)
		d.close()
	case token.CollectEntryType:
		d.comma(i)
	case token.SequenceEntryType:
		d.dash(i)
	case token.MappingValueType:
		d.colon(i)
	}
	if d.paths += d.path; d.paths > maxPath {
		d.stop(t, "the file has too many values below long keys", "")
	}
	if d.empty > MaxEmpty {
		d.stop(t, fmt.Sprintf("more than %d keys and dashes have no value", MaxEmpty), "")
	}
}

// text checks a text without quotes in brackets. A comma ends such a text, even
// a comma inside typographic quotes.
func (d *dialect) text(t *token.Token) {
	colon := strings.Contains(t.Value, ": ")
	switch {
	case !d.inFlow():
	case colon && holdsCurly(t.Value):
		d.add(t, unquotedColon, straightQuotes)
	case colon:
		d.add(t, unquotedColon, "put the whole text in quotes")
	case strings.HasPrefix(t.Value, "“") && !strings.Contains(t.Value, "”"), strings.HasPrefix(t.Value, "„") && !strings.ContainsAny(t.Value, "“”"):
		d.add(t, "this text ends at a comma or colon, because YAML ignores typographic quotes", straightQuotes)
	}
}

func (d *dialect) top() *level {
	if len(d.levels) == 0 {
		return nil
	}
	return &d.levels[len(d.levels)-1]
}

func (d *dialect) inFlow() bool {
	top := d.top()
	return top != nil && (top.kind == flowMap || top.kind == flowList)
}

func (d *dialect) open(t *token.Token, l level) {
	if len(d.levels) == MaxDepth {
		d.stop(t, fmt.Sprintf("more than %d levels of nesting", MaxDepth), "")
		return
	}
	d.levels = append(d.levels, l)
	d.path++
}

// close ends the innermost brackets.
func (d *dialect) close() {
	if d.inFlow() {
		d.leave()
	}
}

func (d *dialect) leave() {
	d.path -= d.top().key + 1
	d.levels = d.levels[:len(d.levels)-1]
}

// indentTo ends the levels that do not contain a key or dash at this column.
func (d *dialect) indentTo(column int, kind levelKind) {
	for top := d.top(); top != nil && !d.inFlow(); top = d.top() {
		if top.column < column || top.column == column && (top.kind == kind || kind == blockList) {
			return
		}
		d.leave()
	}
}

// comma ends an entry in brackets.
func (d *dialect) comma(i int) {
	if top := d.top(); d.inFlow() {
		if top.kind == flowMap && top.keys == 0 && isScalar(d.tokens[i-1]) {
			d.stop(d.tokens[i-1], fmt.Sprintf("key %s has no value", excerpt(d.tokens[i-1].Value)), "write {key: value}")
		}
		top.keys = 0
	}
}

func (d *dialect) dash(i int) {
	t := d.tokens[i]
	column := t.Position.Column
	if d.inFlow() {
		return
	}
	d.indentTo(column, blockList)
	if top := d.top(); top == nil || top.kind != blockList || top.column != column {
		d.open(t, level{kind: blockList, column: column})
	}
	if d.endsAt(i, func(next *token.Token) bool { return next.Position.Column <= column }) {
		d.empty++
	}
}

func (d *dialect) colon(i int) {
	if i == 0 {
		return
	}
	key := d.tokens[i-1]
	if len(key.Value) > MaxKey {
		d.stop(key, fmt.Sprintf("this key is longer than %d bytes", MaxKey), "quote a text that contains a colon")
		return
	}
	column := key.Position.Column
	if !d.inFlow() {
		d.indentTo(column, blockMap)
		if top := d.top(); top == nil || top.kind != blockMap || top.column != column {
			d.open(key, level{kind: blockMap, column: column})
		}
	}
	if d.stopped {
		return
	}
	top := d.top()
	d.path += len(key.Value) - top.key
	top.key = len(key.Value)
	top.keys++
	switch {
	case top.kind == blockMap && top.keys > MaxKeys:
		d.stop(key, fmt.Sprintf("more than %d keys in one mapping", MaxKeys), "")
	case top.kind != blockMap && top.keys > 1:
		d.stop(key, "a comma or a closing bracket is missing before this key", `write {a: 1, b: 2}; quote a text that contains ": "`)
	}
	if d.endsAt(i, func(next *token.Token) bool {
		return next.Position.Column < column || next.Position.Column == column && next.Type != token.SequenceEntryType
	}) {
		d.empty++
	}
}

// endsAt reports whether the dash or colon at i has no value: the file ends, the
// entry in brackets ends, or the next line is outside.
func (d *dialect) endsAt(i int, outside func(next *token.Token) bool) bool {
	if i+1 == len(d.tokens) {
		return true
	}
	switch next := d.tokens[i+1]; next.Type {
	case token.CollectEntryType, token.MappingEndType, token.SequenceEndType:
		return true
	default:
		return !d.inFlow() && next.Position.Line > d.tokens[i].Position.Line && outside(next)
	}
}

// isPlain reports whether a scalar is written without quotes.
func isPlain(t *token.Token) bool {
	return isScalar(t) && t.Type != token.SingleQuoteType && t.Type != token.DoubleQuoteType
}

func isScalar(t *token.Token) bool {
	switch t.Type {
	case token.StringType, token.SingleQuoteType, token.DoubleQuoteType, token.NullType, token.BoolType, token.IntegerType,
		token.BinaryIntegerType, token.OctetIntegerType, token.HexIntegerType, token.FloatType, token.InfinityType, token.NanType:
		return true
	}
	return false
}
