package canonical

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"
)

// Transform returns the canonical bytes of one JSON text. It fails if the text
// is not JSON, or if a number has more than one decimal, even one that a later
// member of the same key replaces.
func Transform(text []byte) ([]byte, error) {
	var valid json.RawMessage
	if err := json.NewDecoder(bytes.NewReader(text)).Decode(&valid); err != nil {
		return nil, err
	}
	return transform(valid)
}

func transform(valid []byte) ([]byte, error) {
	t := transformer{rest: valid, out: make([]byte, 0, len(valid))}
	if err := t.value(); err != nil {
		return nil, err
	}
	return t.out, nil
}

// transformer writes one text that is known to be JSON. Most texts were canonical
// before, so it copies every part that can stay.
type transformer struct {
	rest    []byte // the part not yet read
	out     []byte
	members []member // of the objects that are being written, innermost last
	spare   []byte   // for putting the members of one object into another order
}

// member is one member of an object, as it was written.
type member struct {
	key      []byte
	from, to int // of key and value in out
}

// next is the next byte that is no space.
func (t *transformer) next() byte {
	for {
		switch c := t.rest[0]; c {
		case ' ', '\t', '\n', '\r':
			t.rest = t.rest[1:]
		default:
			return c
		}
	}
}

// take removes the next byte that is no space.
func (t *transformer) take() byte {
	c := t.next()
	t.rest = t.rest[1:]
	return c
}

func (t *transformer) value() error {
	switch t.next() {
	case '{':
		return t.object()
	case '[':
		return t.array()
	case '"':
		t.text()
		return nil
	default:
		return t.word()
	}
}

func (t *transformer) array() error {
	t.out = append(t.out, t.take())
	for t.next() != ']' {
		if t.next() == ',' {
			t.out = append(t.out, t.take())
		}
		if err := t.value(); err != nil {
			return err
		}
	}
	t.out = append(t.out, t.take())
	return nil
}

// object writes the members in their order and then sorts them, unless they are
// sorted already.
func (t *transformer) object() error {
	outer, start, sorted := len(t.members), len(t.out)+1, true
	t.out = append(t.out, t.take())
	for t.next() != '}' {
		if t.next() == ',' {
			t.take()
		}
		if len(t.members) > outer {
			t.out = append(t.out, ',')
		}
		t.next()
		from := len(t.out)
		key := t.text()
		sorted = sorted && (len(t.members) == outer || compareUTF16(t.members[len(t.members)-1].key, key) < 0)
		t.out = append(t.out, t.take()) // the colon
		if err := t.value(); err != nil {
			return err
		}
		t.members = append(t.members, member{key, from, len(t.out)})
	}
	t.take()
	if !sorted {
		t.sort(t.members[outer:], start)
	}
	t.members = t.members[:outer]
	t.out = append(t.out, '}')
	return nil
}

// sort writes the members that begin at start again in their order. Of two with the
// same key, the later one stays.
func (t *transformer) sort(members []member, start int) {
	slices.SortStableFunc(members, func(a, b member) int { return compareUTF16(a.key, b.key) })
	t.spare = append(t.spare[:0], t.out[start:]...)
	t.out = t.out[:start]
	for n, m := range members {
		if n+1 < len(members) && bytes.Equal(m.key, members[n+1].key) {
			continue
		}
		if len(t.out) > start {
			t.out = append(t.out, ',')
		}
		t.out = append(t.out, t.spare[m.from-start:m.to-start]...)
	}
}

// text writes a string, and returns it without quotes and escapes.
func (t *transformer) text() []byte {
	end, escaped := 1, false
	for t.rest[end] != '"' {
		if t.rest[end] == '\\' {
			escaped = true
			end++
		}
		end++
	}
	quoted, plain := t.rest[:end+1], t.rest[1:end]
	t.rest = t.rest[end+1:]
	if !escaped && utf8.Valid(plain) {
		t.out = append(t.out, quoted...)
		return plain
	}
	var decoded string
	_ = json.Unmarshal(quoted, &decoded) // Transform has found it valid
	t.out = AppendString(t.out, decoded)
	return []byte(decoded)
}

// word writes a number, true, false or null.
func (t *transformer) word() error {
	end := 0
	for end < len(t.rest) && !bytes.Contains([]byte(",]} \t\n\r"), t.rest[end:end+1]) {
		end++
	}
	word := t.rest[:end]
	t.rest = t.rest[end:]
	if word[0] == '-' || word[0] >= '0' && word[0] <= '9' {
		if err := checkNumber(word); err != nil {
			return err
		}
	}
	t.out = append(t.out, word...)
	return nil
}

// checkNumber accepts an integer, or a number whose one decimal is not 0. RFC 8785
// copies these unchanged.
func checkNumber(number []byte) error {
	if string(number) == "-0" {
		return errors.New("the canonical form has 0 and not -0")
	}
	_, decimals, fraction := bytes.Cut(number, []byte("."))
	if bytes.ContainsAny(number, "eE") || fraction && (len(decimals) != 1 || decimals[0] == '0') {
		return fmt.Errorf("the canonical form allows only integers and numbers with one decimal, not %s", number)
	}
	return nil
}

// compareUTF16 orders keys by their UTF-16 code units (RFC 8785 section 3.2.3).
// That is the order of their bytes, except that characters beyond U+FFFF, whose
// first byte is F0 or more, begin with a unit before U+E000, whose first byte is EE.
func compareUTF16(a, b []byte) int {
	for n := range min(len(a), len(b)) {
		if x, y := a[n], b[n]; x != y {
			if min(x, y) >= 0xee && (x >= 0xf0) != (y >= 0xf0) {
				x, y = y, x
			}
			return int(x) - int(y)
		}
	}
	return len(a) - len(b)
}

// AppendString appends the canonical form of a string. It escapes only the
// characters that RFC 8785 section 3.2.2.2 names.
func AppendString(out []byte, text string) []byte {
	out = append(out, '"')
	for _, r := range text {
		switch r {
		case '"', '\\':
			out = append(out, '\\', byte(r))
		case '\b':
			out = append(out, `\b`...)
		case '\t':
			out = append(out, `\t`...)
		case '\n':
			out = append(out, `\n`...)
		case '\f':
			out = append(out, `\f`...)
		case '\r':
			out = append(out, `\r`...)
		default:
			if r < 0x20 {
				out = fmt.Appendf(out, `\u%04x`, r)
			} else {
				out = utf8.AppendRune(out, r)
			}
		}
	}
	return append(out, '"')
}
