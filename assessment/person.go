package assessment

import (
	"strings"
	"unicode"

	"assay/assessment/hostile"
)

// PersonName is the name of a recorded person without a mail address: "Ruth Adeyemi" of
// "Ruth Adeyemi <ruth@lakeside.example>". A text that is only an address comes back as it is.
func PersonName(recorded string) string {
	if name, address, both := strings.Cut(recorded, "<"); both && strings.Contains(address, "@") && strings.TrimSpace(name) != "" {
		return strings.TrimSpace(name)
	}
	return recorded
}

// NamesPerson reports whether somebody is on record as the person with this name: by
// the name, by the name before a mail address, or by a mail address that spells the name,
// such as ruth.adeyemi@lakeside.example for Ruth Adeyemi.
func NamesPerson(recorded, name string) bool {
	recorded = PersonName(recorded)
	if SamePerson(recorded, name) {
		return true
	}
	local, _, isAddress := strings.Cut(recorded, "@")
	return isAddress && strings.ContainsAny(local, "._-") && words(local) == words(name)
}

// words are the words of a name in their form for comparing, without punctuation.
func words(name string) string {
	return strings.Join(strings.FieldsFunc(hostile.Fold(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }), " ")
}
