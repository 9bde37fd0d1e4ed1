package hostile

import (
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// LongestName is the largest number of characters in a name.
const LongestName = 200

// Name is [Line] in the one normal form in which names are kept, Unicode NFC. An
// accent that follows its letter becomes one character with it.
func Name(text string) string { return norm.NFC.String(Line(text)) }

// Fold is the form in which names are compared. Two names with the same form look
// the same to a reader, or differ only in case, width or white space.
func Fold(name string) string {
	if plain(name) {
		return strings.ToLower(strings.Join(strings.Fields(name), " "))
	}
	joined := strings.NewReplacer("\u200c", "", "\u200d", "").Replace(Line(name))
	return norm.NFKC.String(cases.Fold().String(norm.NFKC.String(joined)))
}
