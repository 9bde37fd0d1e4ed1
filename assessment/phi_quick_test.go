package assessment

import (
	"testing"

	"pgregory.net/rapid"
)

// Whatever a pattern finds, the quick look before it lets through.
func TestTheQuickLookMissesNothing(t *testing.T) {
	looks := map[string]struct {
		quick func(string) bool
		slow  func(string) bool
	}{
		"a social security number": {nineDigitsNear, func(text string) bool { return groupedSSN().MatchString(text) || nineDigits().MatchString(text) }},
		"a Medicare number":        {lettersThenDigits, func(text string) bool { return medicareNumber().MatchString(text) }},
		"a birth":                  {namesABirth, func(text string) bool { return birthSign().MatchString(text) }},
		"the name of a person":     {twoCapitals, func(text string) bool { return aName().MatchString(text) }},
	}
	seeds := []string{
		"219 - 09 - 9999", "219-09-9999", "219099999", "1EG4-TE5-MK73", "1eg4te5mk73", "D. O. B 1961", "dob", "born", "fecha de nacimiento",
		"Maria Lopez", "(O'Neil, J. Smith-Jones)", "LOPEZ, Maria", "x Łu Maria Lo", " ", "-", ".", "7", "Q",
	}
	rapid.Check(t, func(rt *rapid.T) {
		text := ""
		for range rapid.IntRange(1, 4).Draw(rt, "parts") {
			part := []rune(rapid.SampledFrom(seeds).Draw(rt, "part"))
			cut := rapid.IntRange(0, len(part)).Draw(rt, "cut")
			text += string(part[cut:]) + rapid.SampledFrom([]string{"", " ", "  "}).Draw(rt, "gap")
		}
		for name, look := range looks {
			if look.slow(text) && !look.quick(text) {
				rt.Fatalf("%s in %q is missed", name, text)
			}
		}
	})
}
