// Package canonical turns plain data into the one byte string that stands for
// it, so that equal data has equal bytes and therefore an equal hash on every
// machine.
//
// The form is the JSON Canonicalization Scheme of RFC 8785, restricted to what
// this product stores: objects, arrays, strings, booleans, null, integers, and
// numbers with one decimal, as scores are printed. Other fractions are refused,
// because two programs may print the same fraction differently; figures are kept
// as integers (hundredths, thousandths) instead.
package canonical

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"unicode/utf16"
)

// Marshal returns the canonical bytes of v, which is first read as
// encoding/json reads it. It fails for numbers of more than one decimal.
func Marshal(v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return Transform(plain)
}

// Transform returns the canonical bytes of one JSON text.
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

// Hash returns the SHA-256 of canonical bytes in lower-case hexadecimal.
func Hash(canonical []byte) string {
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:])
}

// number is an integer, or has one decimal that is not 0. RFC 8785 writes these
// as they are.
var number = regexp.MustCompile(`^-?[0-9]+(\.[1-9])?$`)

func write(out *bytes.Buffer, node any) error {
	switch value := node.(type) {
	case nil:
		out.WriteString("null")
	case bool:
		fmt.Fprint(out, value)
	case json.Number:
		if !number.MatchString(value.String()) {
			return fmt.Errorf("canonical form holds integers and numbers of one decimal only, not %s", value)
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

// compareUTF16 orders keys by their UTF-16 code units, as RFC 8785 section
// 3.2.3 asks; it differs from byte order only beyond the basic plane.
func compareUTF16(a, b string) int {
	return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
}

// writeString escapes only what RFC 8785 section 3.2.2.2 escapes.
func writeString(out *bytes.Buffer, text string) {
	out.WriteByte('"')
	for _, r := range text {
		switch r {
		case '"', '\\':
			out.WriteByte('\\')
			out.WriteRune(r)
		case '\b':
			out.WriteString(`\b`)
		case '\t':
			out.WriteString(`\t`)
		case '\n':
			out.WriteString(`\n`)
		case '\f':
			out.WriteString(`\f`)
		case '\r':
			out.WriteString(`\r`)
		default:
			if r < 0x20 {
				fmt.Fprintf(out, `\u%04x`, r)
			} else {
				out.WriteRune(r)
			}
		}
	}
	out.WriteByte('"')
}
