package pdf

import (
	"bytes"
	"encoding/hex"
	"strconv"
)

// maxNesting is how deep arrays and dictionaries may lie in one another. Our own files stay below ten.
const maxNesting = 60

const (
	regular = iota
	space
	delimiter
)

// classes sorts the bytes as 7.2.2 does.
var classes = [256]byte{
	0: space, '\t': space, '\n': space, '\f': space, '\r': space, ' ': space,
	'(': delimiter, ')': delimiter, '<': delimiter, '>': delimiter, '[': delimiter, ']': delimiter,
	'{': delimiter, '}': delimiter, '/': delimiter, '%': delimiter,
}

// lexer reads objects from data, which ends where the thing being read must have ended.
type lexer struct {
	data  []byte
	pos   int
	depth int
}

func (l *lexer) skipSpace() {
	for l.pos < len(l.data) && classes[l.data[l.pos]] == space {
		l.pos++
	}
}

// accept steps over text when it comes next.
func (l *lexer) accept(text string) bool {
	if len(l.data)-l.pos < len(text) || string(l.data[l.pos:l.pos+len(text)]) != text {
		return false
	}
	l.pos += len(text)
	return true
}

// word returns the regular characters that come next, perhaps none.
func (l *lexer) word() string {
	start := l.pos
	for l.pos < len(l.data) && classes[l.data[l.pos]] == regular {
		l.pos++
	}
	return string(l.data[start:l.pos])
}

// keyword steps over text when it comes next as a whole word, after white space.
func (l *lexer) keyword(text string) bool {
	l.skipSpace()
	return l.accept(text) && (l.pos == len(l.data) || classes[l.data[l.pos]] != regular)
}

// natural reads a number of plain digits, after white space.
func (l *lexer) natural() (int, bool) {
	l.skipSpace()
	w := l.word()
	n, err := strconv.ParseUint(w, 10, 31)
	return int(n), err == nil
}

func (l *lexer) object() (Object, error) {
	l.depth++
	defer func() { l.depth-- }()
	if l.depth > maxNesting {
		return nil, l.notOurs("objects are nested more than %d deep", maxNesting)
	}
	l.skipSpace()
	if l.pos >= len(l.data) {
		return nil, l.damaged("an object breaks off")
	}
	switch c := l.data[l.pos]; {
	case c == '/':
		return l.name()
	case c == '(':
		return l.literal()
	case c == '[':
		return l.array()
	case l.accept("<<"):
		return l.dictionary()
	case c == '<':
		return l.hexadecimal()
	case c == '%':
		return nil, l.notOurs("comment inside an object")
	default:
		return l.atom()
	}
}

// atom reads what has no delimiters: keywords, numbers and references.
func (l *lexer) atom() (Object, error) {
	start := l.pos
	w := l.word()
	switch w {
	case "true":
		return Boolean(true), nil
	case "false":
		return Boolean(false), nil
	case "null":
		return Null{}, nil
	}
	whole, ok := number(w)
	if !ok {
		l.pos = start
		return nil, l.damaged("a word that is no PDF object")
	}
	if !whole {
		return Real(w), nil
	}
	n, err := strconv.Atoi(w)
	if err != nil {
		l.pos = start
		return nil, l.notOurs("whole number out of range")
	}
	if n > 0 && l.referenceTail() {
		return Reference(n), nil
	}
	return Integer(n), nil
}

// referenceTail steps over the " 0 R" that makes a reference of the number just read.
func (l *lexer) referenceTail() bool {
	start := l.pos
	l.skipSpace()
	if l.accept("0") {
		if middle := l.pos; l.keyword("R") && l.pos > middle+1 {
			return true
		}
	}
	l.pos = start
	return false
}

// number tells whether w is a PDF number (7.3.3) and whether it is a whole one.
func number(w string) (whole, ok bool) {
	if w != "" && (w[0] == '+' || w[0] == '-') {
		w = w[1:]
	}
	digits, dots := 0, 0
	for i := range len(w) {
		switch c := w[i]; {
		case c >= '0' && c <= '9':
			digits++
		case c == '.':
			dots++
		default:
			return false, false
		}
	}
	return dots == 0, digits > 0 && dots <= 1
}

func (l *lexer) array() (Object, error) {
	l.pos++
	items := Array{}
	for {
		l.skipSpace()
		if l.accept("]") {
			return items, nil
		}
		item, err := l.object()
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
}

// dictionary reads what follows "<<". A key that stands twice is refused, for readers disagree on which one counts;
// so is a null value, which would be a second way to say that the key is absent.
func (l *lexer) dictionary() (Object, error) {
	d := &Dictionary{}
	for {
		l.skipSpace()
		if l.accept(">>") {
			return d, nil
		}
		key, err := l.name()
		if err != nil {
			return nil, err
		}
		if d.find(key) >= 0 {
			return nil, l.damaged("key /%s stands twice in one dictionary", key)
		}
		l.skipSpace()
		start := l.pos
		value, err := l.object()
		if err != nil {
			return nil, err
		}
		if value == (Null{}) {
			return nil, l.notOurs("key /%s has the value null", key)
		}
		d.set(entry{key, value, start, l.pos})
	}
}

func (l *lexer) name() (Name, error) {
	if !l.accept("/") {
		return "", l.damaged("a name was expected")
	}
	w := l.word()
	if bytes.IndexByte([]byte(w), '#') < 0 {
		return Name(w), nil
	}
	var out []byte
	for i := 0; i < len(w); i++ {
		if w[i] != '#' {
			out = append(out, w[i])
			continue
		}
		if i+2 >= len(w) {
			return "", l.damaged("bad escape in a name")
		}
		c, err := hex.DecodeString(w[i+1 : i+3])
		if err != nil || c[0] == 0 {
			return "", l.damaged("bad escape in a name")
		}
		out = append(out, c[0])
		i += 2
	}
	return Name(out), nil
}

func (l *lexer) hexadecimal() (Object, error) {
	length := bytes.IndexByte(l.data[l.pos:], '>')
	if length < 0 {
		return nil, l.damaged("a string breaks off")
	}
	out, err := hex.AppendDecode(nil, l.data[l.pos+1:l.pos+length])
	if err != nil {
		return nil, l.damaged("bad hexadecimal string")
	}
	l.pos += length + 1
	return String(out), nil
}

// literal reads a string in parentheses (7.3.4.2).
func (l *lexer) literal() (Object, error) {
	l.pos++
	var out []byte
	for open := 1; l.pos < len(l.data); {
		c := l.data[l.pos]
		l.pos++
		switch c {
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				return String(out), nil
			}
		case '\r':
			l.accept("\n")
			c = '\n'
		case '\\':
			var kept bool
			if c, kept = l.escape(); !kept {
				continue
			}
		}
		out = append(out, c)
	}
	return nil, l.damaged("a string breaks off")
}

// escape reads what follows a backslash; kept is false for a line continuation, which stands for nothing.
func (l *lexer) escape() (c byte, kept bool) {
	if l.pos >= len(l.data) {
		return 0, false
	}
	c = l.data[l.pos]
	l.pos++
	switch c {
	case 'n':
		return '\n', true
	case 'r':
		return '\r', true
	case 't':
		return '\t', true
	case 'b':
		return '\b', true
	case 'f':
		return '\f', true
	case '\r':
		l.accept("\n")
		return 0, false
	case '\n':
		return 0, false
	}
	if c < '0' || c > '7' {
		return c, true
	}
	code := c - '0'
	for i := 0; i < 2 && l.pos < len(l.data) && l.data[l.pos] >= '0' && l.data[l.pos] <= '7'; i++ {
		code = code<<3 | (l.data[l.pos] - '0')
		l.pos++
	}
	return code, true
}
