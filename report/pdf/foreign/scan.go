package foreign

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strconv"
)

// maxNesting is how deep arrays and dictionaries may lie in each other.
const maxNesting = 100

// mostMembers is how many values an array or a dictionary may have.
const mostMembers = 500_000

// scanner reads values. It keeps them as they are spelled.
type scanner struct {
	data []byte
	pos  int
}

func (s *scanner) damaged(what string) error {
	return fmt.Errorf("%w: %s (at byte %d)", ErrDamaged, what, s.pos)
}

func isSpace(c byte) bool {
	return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' '
}

func isRegular(c byte) bool { return !isSpace(c) && !bytes.ContainsRune([]byte("()<>[]{}/%"), rune(c)) }

// space skips white space and comments.
func (s *scanner) space() {
	for s.pos < len(s.data) {
		switch c := s.data[s.pos]; {
		case isSpace(c):
			s.pos++
		case c == '%':
			for s.pos < len(s.data) && s.data[s.pos] != '\n' && s.data[s.pos] != '\r' {
				s.pos++
			}
		default:
			return
		}
	}
}

// accept skips white space and then a text, if it is there.
func (s *scanner) accept(text string) bool {
	s.space()
	if !bytes.HasPrefix(s.data[s.pos:], []byte(text)) {
		return false
	}
	s.pos += len(text)
	return true
}

// keyword is accept for a whole word.
func (s *scanner) keyword(word string) bool {
	before := s.pos
	if s.accept(word) && (s.pos == len(s.data) || !isRegular(s.data[s.pos])) {
		return true
	}
	s.pos = before
	return false
}

// integer reads a number without a sign.
func (s *scanner) integer() (int, bool) {
	s.space()
	start := s.pos
	for s.pos < len(s.data) && s.data[s.pos] >= '0' && s.data[s.pos] <= '9' {
		s.pos++
	}
	const longest = 12
	if n, err := strconv.Atoi(string(s.data[start:s.pos])); err == nil && s.pos-start <= longest {
		return n, true
	}
	s.pos = start
	return 0, false
}

// reference reads a reference, such as 12 0 R.
func (s *scanner) reference() (number, generation int, ok bool) {
	before := s.pos
	if number, ok = s.integer(); ok {
		if generation, ok = s.integer(); ok && s.keyword("R") {
			return number, generation, true
		}
	}
	s.pos = before
	return 0, 0, false
}

// value reads any value, as it is spelled.
func (s *scanner) value() ([]byte, error) { return s.valueWithin(maxNesting) }

func (s *scanner) valueWithin(depth int) ([]byte, error) {
	s.space()
	start := s.pos
	if s.pos == len(s.data) {
		return nil, s.damaged("a value is missing")
	}
	if depth == 0 {
		return nil, s.damaged("values lie too deep in each other")
	}
	var err error
	switch c := s.data[s.pos]; {
	case bytes.HasPrefix(s.data[s.pos:], []byte("<<")):
		err = s.group("<<", ">>", depth)
	case c == '[':
		err = s.group("[", "]", depth)
	case c == '<':
		end := bytes.IndexByte(s.data[s.pos:], '>')
		if end < 0 {
			return nil, s.damaged("a string has no end")
		}
		s.pos += end + 1
	case c == '(':
		err = s.literal()
	case c == '/' || isRegular(c):
		if _, _, is := s.reference(); is {
			break
		}
		s.pos++
		for s.pos < len(s.data) && isRegular(s.data[s.pos]) {
			s.pos++
		}
	default:
		err = s.damaged("there is no value")
	}
	return s.data[start:s.pos], err
}

// group reads the values between two marks.
func (s *scanner) group(from, to string, depth int) error {
	s.pos += len(from)
	for !s.accept(to) {
		if _, err := s.valueWithin(depth - 1); err != nil {
			return err
		}
	}
	return nil
}

// literal reads a string in parentheses.
func (s *scanner) literal() error {
	for open := 0; s.pos < len(s.data); s.pos++ {
		switch s.data[s.pos] {
		case '\\':
			s.pos++
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				s.pos++
				return nil
			}
		}
	}
	s.pos = len(s.data)
	return s.damaged("a string has no end")
}

// entry is one entry of a dictionary.
type entry struct {
	key   string
	value []byte
}

// dictionary is a dictionary in the order of its keys.
type dictionary []entry

// parseDictionary reads the entries of a dictionary.
func parseDictionary(raw []byte) (dictionary, error) {
	s := scanner{data: raw}
	if !s.accept("<<") {
		return nil, s.damaged("a dictionary is missing")
	}
	var d dictionary
	keys := map[string]bool{}
	for !s.accept(">>") {
		s.space()
		if s.pos == len(raw) || raw[s.pos] != '/' {
			return nil, s.damaged("a dictionary has a key that is no name")
		}
		key, err := s.value()
		if err != nil {
			return nil, err
		}
		value, err := s.value()
		if err != nil {
			return nil, err
		}
		name := nameOf(key)
		if keys[name] {
			return nil, s.damaged("a dictionary has the key " + name + " twice")
		}
		if keys[name] = true; len(keys) > mostMembers {
			return nil, s.damaged("a dictionary has too many keys")
		}
		d = append(d, entry{name, value})
	}
	return d, nil
}

// get returns the value of a key, or nil.
func (d dictionary) get(key string) []byte {
	for _, e := range d {
		if e.key == key {
			return e.value
		}
	}
	return nil
}

// integer returns the value of a key, or a default.
func (d dictionary) integer(key string, otherwise int) int {
	s := scanner{data: d.get(key)}
	if n, ok := s.integer(); ok && s.pos == len(s.data) {
		return n
	}
	return otherwise
}

// without returns the dictionary without some keys.
func (d dictionary) without(keys ...string) dictionary {
	var kept dictionary
	for _, e := range d {
		drop := false
		for _, key := range keys {
			drop = drop || key == e.key
		}
		if !drop {
			kept = append(kept, e)
		}
	}
	return kept
}

// write spells the dictionary.
func (d dictionary) write(w *bytes.Buffer) {
	w.WriteString("<<")
	for _, e := range d {
		fmt.Fprintf(w, " %s %s", spellName(e.key), e.value)
	}
	w.WriteString(" >>")
}

func (d dictionary) bytes() []byte {
	var w bytes.Buffer
	d.write(&w)
	return w.Bytes()
}

// nameOf returns a name without its slash and its escapes (7.3.5).
func nameOf(raw []byte) string {
	var name []byte
	for i := 0; i < len(raw); i++ {
		if c, err := hex.DecodeString(string(raw[min(i+1, len(raw)):min(i+3, len(raw))])); raw[i] == '#' && err == nil && len(c) == 1 {
			name, i = append(name, c[0]), i+2
			continue
		}
		name = append(name, raw[i])
	}
	return string(bytes.TrimPrefix(name, []byte("/")))
}

// spellName is the counterpart of nameOf.
func spellName(name string) string {
	out := []byte{'/'}
	for i := range len(name) {
		if c := name[i]; c > ' ' && c <= '~' && c != '#' && isRegular(c) {
			out = append(out, c)
		} else {
			out = fmt.Appendf(out, "#%02x", c)
		}
	}
	return string(out)
}

// parseArray reads the values of an array.
func parseArray(raw []byte) ([][]byte, error) {
	s := scanner{data: raw}
	if !s.accept("[") {
		return nil, s.damaged("an array is missing")
	}
	var all [][]byte
	for !s.accept("]") {
		v, err := s.value()
		if err != nil {
			return nil, err
		}
		if all = append(all, v); len(all) > mostMembers {
			return nil, s.damaged("an array has too many values")
		}
	}
	return all, nil
}

// parseString returns the bytes of a string.
func parseString(raw []byte) (string, error) {
	s := scanner{data: raw}
	switch {
	case len(raw) > 1 && raw[0] == '<' && raw[1] != '<':
		digits := bytes.Join(bytes.FieldsFunc(raw[1:len(raw)-1], func(r rune) bool { return r < 256 && isSpace(byte(r)) }), nil)
		if len(digits)%2 == 1 {
			digits = append(digits, '0')
		}
		text, err := hex.DecodeString(string(digits))
		if err != nil {
			return "", s.damaged("a string has a digit that is none")
		}
		return string(text), nil
	case len(raw) > 1 && raw[0] == '(':
		return unescape(raw[1 : len(raw)-1]), nil
	}
	return "", s.damaged("a string is missing")
}

// unescape reads the escapes of a string in parentheses (7.3.4.2).
func unescape(raw []byte) string {
	plain := map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f'}
	var out []byte
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		if c != '\\' || i+1 == len(raw) {
			out = append(out, c)
			continue
		}
		i++
		switch c = raw[i]; {
		case plain[c] != 0:
			out = append(out, plain[c])
		case c == '\r' || c == '\n': // the string goes on in the next line
			if c == '\r' && i+1 < len(raw) && raw[i+1] == '\n' {
				i++
			}
		case c >= '0' && c <= '7':
			code := 0
			for n := 0; n < 3 && i < len(raw) && raw[i] >= '0' && raw[i] <= '7'; n++ {
				code, i = code*8+int(raw[i]-'0'), i+1
			}
			i--
			out = append(out, byte(code))
		default:
			out = append(out, c)
		}
	}
	return string(out)
}
