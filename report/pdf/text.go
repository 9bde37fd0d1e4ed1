package pdf

import (
	"errors"
	"strings"
	"time"
	"unicode/utf16"
)

// byteOrderMark begins a text string that is spelled in UTF-16 (7.9.2.2).
const byteOrderMark = "\xfe\xff"

// dateLayout is the one form of 7.9.4 that we write: seconds, in UTC.
const dateLayout = "D:20060102150405+00'00'"

// Text spells a human sentence as a PDF text string: as it is when it is printable ASCII, else in UTF-16.
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

// Text reads a text string. Bytes without a byte order mark are taken as Latin-1, which is the same as the PDF's own
// encoding for every string that we write.
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

// Date spells an instant, to the second and in UTC.
func Date(t time.Time) String { return String(t.UTC().Format(dateLayout)) }

// Date reads an instant that Date wrote.
func (o String) Date() (time.Time, error) {
	t, err := time.Parse(dateLayout, string(o))
	if err != nil {
		return time.Time{}, errors.New("not a date in the form that assay writes")
	}
	return t, nil
}
