package pdf

import (
	"bytes"
	"encoding/hex"
	"strconv"
	"strings"
)

// maxNesting is the largest depth of arrays and dictionaries inside each other. Our own files stay below ten.
const maxNesting = 60

// The longest name that every reader takes whole (ISO 32000-1, annex C), in characters of the file; and the longest
// string, in bytes: a signature with its certificates needs a sixtieth of it.
const (
	longestName   = 127
	longestString = 1 << 20
)

const (
	regular = iota
	space
	delimiter
)

// classes gives the class of each byte (7.2.2).
var classes = [256]byte{
	0: space, '\t': space, '\n': space, '\f': space, '\r': space, ' ': space,
	'(': delimiter, ')': delimiter, '<': delimiter, '>': delimiter, '[': delimiter, ']': delimiter,
	'{': delimiter, '}': delimiter, '/': delimiter, '%': delimiter,
}

// maxObjects is the largest number of objects in a file, those inside other objects included. Our own files stay below
// a tenth of it. It keeps a file of many small objects from filling the memory.
const maxObjects = 1_000_000

// maxText is the largest size of everything in a file that is neither the data of a stream nor a cross-reference table.
// Our own files have a tenth of it. All of it is held twice: in the file, and as objects.
const maxText = 24 << 20

// lexer reads objects from data. Cut data at the point where the objects must end.
type lexer struct {
	data    []byte
	pos     int
	depth   int
	read    *int // objects of the whole file so far; nil to count none
	skipped int  // bytes before pos that were not read as objects
}

// count returns an error when the file has too many objects, or too much text.
func (l *lexer) count() error {
	if l.read == nil {
		return nil
	}
	if *l.read++; *l.read > maxObjects {
		return l.notOurs("more than %d objects", maxObjects)
	}
	if l.pos-l.skipped > maxText {
		return l.notOurs("more than %d bytes beside its streams", maxText)
	}
	return nil
}

func (l *lexer) skipSpace() {
	for l.pos < len(l.data) && classes[l.data[l.pos]] == space {
		l.pos++
	}
}

// accept skips text if it comes next.
func (l *lexer) accept(text string) bool {
	if len(l.data)-l.pos < len(text) || string(l.data[l.pos:l.pos+len(text)]) != text {
		return false
	}
	l.pos += len(text)
	return true
}

// word returns the regular characters that come next; there may be none.
func (l *lexer) word() string {
	start := l.pos
	for l.pos < len(l.data) && classes[l.data[l.pos]] == regular {
		l.pos++
	}
	return string(l.data[start:l.pos])
}

// keyword skips white space, then text if it comes next as a whole word.
func (l *lexer) keyword(text string) bool {
	l.skipSpace()
	return l.accept(text) && (l.pos == len(l.data) || classes[l.data[l.pos]] != regular)
}

// natural skips white space and reads a number of digits only, without a sign.
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
		return nil, l.notOurs("objects are nested more than %d levels deep", maxNesting)
	}
	if err := l.count(); err != nil {
		return nil, err
	}
	l.skipSpace()
	if l.pos >= len(l.data) {
		return nil, l.damaged("an object is cut off")
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
		return nil, l.notOurs("there is a comment inside an object")
	default:
		return l.atom()
	}
}

// atom reads an object without delimiters: a keyword, a number or a reference.
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
		if strings.Trim(w, "+-.0123456789") == "" {
			return nil, l.notOurs("assay spells a number in another way")
		}
		return nil, l.damaged("this word is not a PDF object")
	}
	if !whole {
		return Real(w), nil
	}
	n, _ := strconv.Atoi(w)
	if n > 0 && l.referenceTail() {
		return Reference(n), nil
	}
	return Integer(n), nil
}

// referenceTail skips " 0 R". With it, the number before is a reference.
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

// number reports whether w is a number as we write it, and whether it is a whole number. There is one spelling for each
// number with so many decimals: no plus sign, no needless zero before it, and digits on both sides of the point. The
// digits are so few that every reader can hold the number.
func number(w string) (whole, ok bool) {
	w = strings.TrimPrefix(w, "-")
	before, decimals, real := strings.Cut(w, ".")
	if !digits(before) || len(before) > mostDigits || len(before) > 1 && before[0] == '0' {
		return false, false
	}
	return !real, !real || digits(decimals) && len(decimals) <= mostDecimals
}

// The most digits of a number before and after the point.
const (
	mostDigits   = 9
	mostDecimals = 6
)

func digits(w string) bool {
	for i := range len(w) {
		if w[i] < '0' || w[i] > '9' {
			return false
		}
	}
	return w != ""
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

// dictionary reads the rest of a dictionary after "<<". It refuses a duplicate key, because readers disagree on which
// value counts. It refuses a null value, because that means the same as leaving the key out.
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
			return nil, l.damaged("a dictionary has the key /%s twice", key)
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
		return "", l.damaged("expected a name")
	}
	w := l.word()
	if w == "" || len(w) > longestName {
		return "", l.notOurs("a name is empty or longer than %d characters", longestName)
	}
	if strings.IndexByte(w, '#') < 0 {
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
	length := bytes.IndexByte(l.data[l.pos:min(len(l.data), l.pos+2*longestString+2)], '>')
	if length < 0 {
		return nil, l.damaged("a string is cut off, or longer than %d bytes", longestString)
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
		if out = append(out, c); len(out) > longestString {
			return nil, l.notOurs("a string is longer than %d bytes", longestString)
		}
	}
	return nil, l.damaged("a string is cut off")
}

// escape reads the rest of an escape sequence after its backslash. kept is false for a line continuation, which adds no
// character.
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
