// Package canonical writes data as JSON in exactly one way. Equal data gives
// equal bytes, and therefore an equal hash, on every machine.
//
// The form is the JSON Canonicalization Scheme (RFC 8785), limited to the values
// that assay stores: objects, arrays, strings, booleans, null, integers, and
// numbers with one decimal, which is how scores are printed. All other fractions
// are refused, because two programs may print the same fraction differently.
// Store a finer figure as an integer number of hundredths or thousandths.
package canonical

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// Marshal returns the canonical bytes of v. It encodes v with encoding/json
// first, so json tags apply. It fails if a number has more than one decimal.
func Marshal(v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return Transform(plain)
}

// Transform returns the canonical bytes of one JSON text. It fails if the text
// is not JSON, or if a number has more than one decimal.
func Transform(text []byte) ([]byte, error) {
	reader := json.NewDecoder(bytes.NewReader(text))
	reader.UseNumber()
	var tree any
	if err := reader.Decode(&tree); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := write(&out, tree); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// Values is the most values and keys that a JSON text can have, by its punctuation
// outside strings. It takes no memory. Ask it before you read a text of unknown
// origin: each value takes many times its length in memory.
func Values(text []byte) int {
	values, inString, escaped := 1, false, false
	for _, c := range text {
		switch {
		case escaped:
			escaped = false
		case c == '\\':
			escaped = inString
		case c == '"':
			inString = !inString
		case !inString && (c == ',' || c == ':' || c == '[' || c == '{'):
			values++
		}
	}
	return values
}

// LongestText is the length of the longest string or key of a JSON text, in bytes as
// it is spelled there. It takes no memory, as [Values].
func LongestText(text []byte) int {
	longest, start, escaped := 0, -1, false
	for i, c := range text {
		switch {
		case escaped:
			escaped = false
		case c == '\\':
			escaped = start >= 0
		case c == '"' && start < 0:
			start = i + 1
		case c == '"':
			longest, start = max(longest, i-start), -1
		}
	}
	if start >= 0 {
		longest = max(longest, len(text)-start)
	}
	return longest
}

// Hash returns the SHA-256 of canonical bytes in lower-case hexadecimal.
func Hash(canonical []byte) string {
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:])
}

// number matches an integer, or a number whose one decimal is not 0. RFC 8785
// copies these unchanged.
var number = regexp.MustCompile(`^-?[0-9]+(\.[1-9])?$`)

func write(out *bytes.Buffer, node any) error {
	switch value := node.(type) {
	case nil:
		out.WriteString("null")
	case bool:
		fmt.Fprint(out, value)
	case json.Number:
		if value == "-0" {
			return errors.New("the canonical form has 0 and not -0")
		}
		if !number.MatchString(value.String()) {
			return fmt.Errorf("the canonical form allows only integers and numbers with one decimal, not %s", value)
		}
		out.WriteString(value.String())
	case string:
		writeString(out, value)
	case []any:
		out.WriteByte('[')
		for i, element := range value {
			if i > 0 {
				out.WriteByte(',')
			}
			if err := write(out, element); err != nil {
				return err
			}
		}
		out.WriteByte(']')
	case map[string]any:
		keys := make([]string, 0, len(value))
		for key := range value {
			keys = append(keys, key)
		}
		slices.SortFunc(keys, compareUTF16)
		out.WriteByte('{')
		for i, key := range keys {
			if i > 0 {
				out.WriteByte(',')
			}
			writeString(out, key)
			out.WriteByte(':')
			if err := write(out, value[key]); err != nil {
				return err
			}
		}
		out.WriteByte('}')
	}
	return nil
}

// compareUTF16 orders keys by their UTF-16 code units (RFC 8785 section 3.2.3).
// Byte order gives another result only for characters beyond U+FFFF.
func compareUTF16(a, b string) int {
	return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
}

func writeString(out *bytes.Buffer, text string) {
	out.Write(AppendString(out.AvailableBuffer(), text))
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
