package exchange

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"assay/assessment"
	"assay/assessment/hostile"
)

// LongestName is the most bytes of a name.
const LongestName = 200

// Name is the safe form of a name that came from outside. It is the same for the safe
// form itself.
//
// Name refuses a name that leads elsewhere or hides a file: an empty one, "." and "..",
// one with / or \, one that begins with a dot, one that is a device on Windows, such as
// NUL.txt. It also refuses control characters, text that is no UTF-8, and a safe form of
// more than [LongestName] bytes. The code of the error is Refused, its case
// UnsafeName.
//
// Anything else it cleans. The letters come into the one form in which assay keeps names
// (Unicode NFC). Characters go that are invisible or change the reading order, also
// blanks at the ends, hyphens at the beginning and dots at the end. A character that
// Windows does not allow in a name becomes _.
func Name(raw string) (string, error) {
	const most = 20 * LongestName // of the raw name; more is no mistake
	name := raw
	if len(raw) <= most {
		name = cleaned(raw)
	}
	switch {
	case raw == "" || name == "" && !strings.HasPrefix(raw, "."):
		return "", unsafe("a file needs a name")
	case raw == "." || raw == "..":
		return "", unsafe("%s is a folder and no name of a file", raw)
	case len(name) > LongestName:
		return "", unsafe("the name of the file is longer than %d bytes: %s…", LongestName, shown(raw))
	case !utf8.ValidString(raw):
		return "", unsafe("the name of the file is no UTF-8: %s", shown(raw))
	case strings.ContainsAny(raw, `/\`):
		return "", unsafe("%s names another folder: a file goes by its name alone", shown(raw))
	case strings.ContainsFunc(raw, unicode.IsControl):
		return "", unsafe("the name of the file has control characters: %s", shown(raw))
	case strings.HasPrefix(strings.TrimLeft(hostile.Line(raw), " -"), "."):
		return "", unsafe("%s begins with a dot, which hides a file", shown(raw))
	case device(name):
		return "", unsafe("%s is the name of a device on Windows", shown(raw))
	}
	return name, nil
}

// cleaned normalizes twice: once before characters are replaced, since some become
// others, and once after some are gone, since letters may then meet their accents.
func cleaned(raw string) string {
	name := norm.NFC.String(hostile.FileName(norm.NFC.String(raw)))
	return strings.TrimRight(name, ". ")
}

// device reports a name that Windows keeps for a device, with any ending.
func device(name string) bool {
	base, _, _ := strings.Cut(name, ".")
	base = strings.ToUpper(strings.TrimRight(base, " "))
	if slices.Contains([]string{"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}, base) {
		return true
	}
	number, is := strings.CutPrefix(base, "COM")
	if !is {
		number, is = strings.CutPrefix(base, "LPT")
	}
	return is && utf8.RuneCountInString(number) == 1 && strings.Contains("0123456789¹²³", number)
}

// shown is the beginning of a name for a sentence.
func shown(raw string) string {
	const most = 60 // characters
	letters := []rune(hostile.Line(raw[:min(len(raw), 4*most)]))
	return string(letters[:min(len(letters), most)])
}

func unsafe(format string, args ...any) error {
	return assessment.Errorf(assessment.Refused, format, args...).Because(assessment.UnsafeName)
}
