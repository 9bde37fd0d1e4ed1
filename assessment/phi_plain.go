package assessment

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// plainly writes a text with plain digits, hyphens and spaces. A number looks the
// same to a reader whichever hyphen, space or digits it has, and whatever invisible
// characters stand between them.
func plainly(text string) string {
	if isPlain(text) {
		return text
	}
	var out strings.Builder
	out.Grow(len(text))
	last := rune(0)
	for _, r := range norm.NFKC.String(text) {
		switch {
		case r == '\n':
		case r == 0xad && unicode.IsDigit(last):
			r = '-' // a hyphen that shows only at the end of a line
		case unicode.In(r, unicode.Cf, unicode.Mn, unicode.Me, unicode.Cc) && r != '\t' && r != '\r':
			continue
		case unicode.In(r, unicode.Pd, unicode.Zs) || unicode.IsSpace(r) || strings.ContainsRune(otherHyphens, r):
			r = spaceOrHyphen(r)
		case unicode.IsDigit(r):
			r = '0' + digitValue(r)
		case r == '’' || r == 'ʼ':
			r = '\''
		case r == '∕' || r == '⁄':
			r = '/'
		case r == '·' || r == '․' || r == '•' || r == '‧':
			r = '.'
		}
		out.WriteRune(r)
		last = r
	}
	return out.String()
}

// otherHyphens look like hyphens and are not of their category: the minus, bullets
// and modifiers.
const otherHyphens = "−⁃˗➖\u30fc\uff70"

func spaceOrHyphen(r rune) rune {
	if unicode.IsSpace(r) || unicode.Is(unicode.Zs, r) {
		return ' '
	}
	return '-'
}

// digitValue is the value of a decimal digit of any script. Each script has ten in a
// row.
func digitValue(r rune) rune {
	zero := r
	for unicode.IsDigit(zero-1) && r-zero < 9 {
		zero--
	}
	return (r - zero) % 10
}

func isPlain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c >= 0x7f || c < ' ' && c != '\n' {
			return false
		}
	}
	return true
}
