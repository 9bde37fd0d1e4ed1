package assessment

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// HeadCode is the head of a journal in a form that people can read out and type:
// the first digits of the hash, and the number of the event that it follows. A
// receipt carries it out of the house. A journal that was written anew since does
// not fit it.
type HeadCode struct {
	Start [codeBytes]byte
	Seq   int64
}

// codeBytes is how many bytes of the hash a code has: 16 hexadecimal digits.
const codeBytes = 8

// Code is the code of the present head.
func (s *State) Code() HeadCode { return CodeFor(s.Head, s.Seq) }

// CodeFor is the code of a head after the event with this number.
func CodeFor(h Head, seq int64) HeadCode { return HeadCode{[codeBytes]byte(h[:codeBytes]), seq} }

// Fits reports whether a head after the event with this number has this code.
func (c HeadCode) Fits(h Head, seq int64) bool { return CodeFor(h, seq) == c }

// String is the code as 3f2a-91bc-0d4e-77a1-41.
func (c HeadCode) String() string {
	digits := hex.EncodeToString(c.Start[:])
	return strings.Join([]string{digits[:4], digits[4:8], digits[8:12], digits[12:], strconv.FormatInt(c.Seq, 10)}, "-")
}

// MarshalText writes the code as String does.
func (c HeadCode) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads a code as [ParseHeadCode] does.
func (c *HeadCode) UnmarshalText(text []byte) (err error) {
	*c, err = ParseHeadCode(string(text))
	return err
}

// ParseHeadCode reads a code as people type it: in small or capital letters, with
// spaces or hyphens between the groups.
func ParseHeadCode(text string) (HeadCode, error) {
	var c HeadCode
	groups := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r == '-' || r == ' ' || r == '–' || r == '\u00a0' })
	failed := invalid("%.60q is not the code of a receipt, such as 3f2a-91bc-0d4e-77a1-41", text)
	if len(groups) < 2 {
		return c, failed
	}
	last := len(groups) - 1
	start, err := hex.DecodeString(strings.Join(groups[:last], ""))
	if err != nil || len(start) != codeBytes {
		return c, failed
	}
	copy(c.Start[:], start)
	if c.Seq, err = strconv.ParseInt(groups[last], 10, 64); err != nil || c.Seq < 1 || strconv.FormatInt(c.Seq, 10) != groups[last] {
		return c, failed
	}
	return c, nil
}

// Words is the code with its event in words.
func (c HeadCode) Words() string { return fmt.Sprintf("%s (event %d)", c, c.Seq) }
