package pdf

import (
	"errors"
	"strings"
	"time"
	"unicode/utf16"
)

// byteOrderMark is the start of a text string in UTF-16 (7.9.2.2).
const byteOrderMark = "\xfe\xff"

// dateLayout is the only form of a date (7.9.4) that we write: in UTC, to the second.
const dateLayout = "D:20060102150405+00'00'"

// Text encodes a text for people as a PDF text string. Printable ASCII stays as it is; anything else becomes UTF-16.
func Text(s string) String {
	if strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) < 0 {
		return String(s)
	}
	out := []byte(byteOrderMark)
	for _, unit := range utf16.Encode([]rune(s)) {
		out = append(out, byte(unit>>8), byte(unit))
	}
	return String(out)
}

// Text decodes a text string. It reads bytes without a byte order mark as Latin-1. For every string that we write, that
// gives the same text as PDFDocEncoding.
func (o String) Text() string {
	rest, wide := strings.CutPrefix(string(o), byteOrderMark)
	if !wide {
		runes := make([]rune, len(rest))
		for i := range len(rest) {
			runes[i] = rune(rest[i])
		}
		return string(runes)
	}
	units := make([]uint16, len(rest)/2)
	for i := range units {
		units[i] = uint16(rest[2*i])<<8 | uint16(rest[2*i+1])
	}
	return string(utf16.Decode(units))
}

// Date encodes an instant in UTC, to the second.
func Date(t time.Time) String { return String(t.UTC().Format(dateLayout)) }

// Date decodes an instant that [Date] encoded.
func (o String) Date() (time.Time, error) {
	t, err := time.Parse(dateLayout, string(o))
	if err != nil {
		return time.Time{}, errors.New("not a date of the form that assay writes")
	}
	return t, nil
}
