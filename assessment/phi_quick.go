package assessment

import "strings"

// The long patterns are slow, and attached files are long. Each function here reports
// whether a text can match one of them at all. It may say so of a text that does not.

// nineDigitsNear reports whether a text has nine digits within the length of the longest
// spelling of a social security number.
func nineDigitsNear(plain string) bool {
	const digits, longest = 9, 17
	var at [digits]int
	seen := 0
	for i := range len(plain) {
		if plain[i] < '0' || plain[i] > '9' {
			continue
		}
		at[seen%digits] = i
		if seen++; seen >= digits && i-at[seen%digits] < longest {
			return true
		}
	}
	return false
}

// lettersThenDigits reports whether a text has two letters and then two digits, as a
// Medicare number has at its end. No hyphen or space comes between those four.
func lettersThenDigits(plain string) bool {
	for i := 3; i < len(plain); i++ {
		if isDigitByte(plain[i]) && isDigitByte(plain[i-1]) && isLetterByte(plain[i-2]) && isLetterByte(plain[i-3]) {
			return true
		}
	}
	return false
}

func isDigitByte(c byte) bool  { return c >= '0' && c <= '9' }
func isLetterByte(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// namesABirth reports whether a text can have a word for a birth.
func namesABirth(plain string) bool {
	lower := strings.ToLower(plain)
	for _, word := range []string{"born", "birth", "nacid", "nacimiento"} {
		if strings.Contains(lower, word) {
			return true
		}
	}
	return hasOne(lower, "do", "d.o", "d o", "d. o") && hasOne(lower, "ob", "o.b", "o b", "o. b")
}

func hasOne(text string, parts ...string) bool {
	for _, part := range parts {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}

// twoCapitals reports whether a capital letter stands after a blank, and another one in
// the word before it, as in the name of a person.
func twoCapitals(plain string) bool {
	capital := false // in the present word
	for i := range len(plain) {
		switch c := plain[i]; {
		case c == ' ' && capital && i+1 < len(plain) && plain[i+1] >= 'A' && plain[i+1] <= 'Z':
			return true
		case c == ' ':
			capital = false
		case c >= 'A' && c <= 'Z':
			capital = true
		}
	}
	return false
}
