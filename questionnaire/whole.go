package questionnaire

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

var (
	grouped  = regexp.MustCompile(`^\d{1,3}([,_ \x{00a0}\x{2009}\x{202f}]\d{3})+$`) // thousands between
	pointed  = regexp.MustCompile(`^\d{1,3}(\.\d{3})+$`)
	fraction = regexp.MustCompile(`^\d+[.,]\d+$`)
	between  = regexp.MustCompile(`[,._ \x{00a0}\x{2009}\x{202f}]`)
)

// ParseWhole reads a whole number from 0 on. Commas, spaces and underscores may
// set the thousands between, as in 40,000. It refuses 40.000, which is forty in
// one country and forty thousand in another, and every fraction.
func ParseWhole(text string) (int64, error) {
	digits := text
	switch {
	case grouped.MatchString(text):
		digits = between.ReplaceAllString(text, "")
	case pointed.MatchString(text):
		few, _, _ := strings.Cut(text, ".")
		return 0, fmt.Errorf("%q can mean %s or %s: write the digits alone", text, between.ReplaceAllString(text, ""), few)
	case fraction.MatchString(text):
		return 0, fmt.Errorf("%q is a fraction", text)
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if errors.Is(err, strconv.ErrRange) {
		return 0, fmt.Errorf("%q is too large", text)
	}
	if err != nil || n < 0 {
		return 0, fmt.Errorf("%q is not one", text)
	}
	return n, nil
}

// Thousands separates the thousands of a whole number with commas: 40,000. Any other
// text it returns as it is.
func Thousands(digits string) string {
	if strings.Trim(digits, "0123456789") != "" {
		return digits
	}
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}
