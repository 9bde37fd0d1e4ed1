package exchange_test

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"assay/assessment"
	"assay/assessment/workspace/exchange"
)

func TestNames(t *testing.T) {
	long := strings.Repeat("x", exchange.LongestName)
	for raw, want := range map[string]string{
		"report.pdf":           "report.pdf",
		"Bericht für Zoë.pdf":  "Bericht für Zoë.pdf",
		"Zoe\u0308.pdf":        "Zo\u00eb.pdf",
		"報告書.pdf":              "報告書.pdf",
		"a  b .pdf ":           "a b .pdf",
		"fdp.\u202etxt":        "fdp.txt",
		"re\u200bport\ufeff":   "report",
		"10:30 what? \"a\"<b>": "10_30 what_ _a__b_",
		"-rf":                  "rf",
		"a...":                 "a",
		"console.txt":          "console.txt",
		"COM10":                "COM10",
		"a..b":                 "a..b",
		long:                   long,
	} {
		if got, err := exchange.Name(raw); got != want || err != nil {
			t.Errorf("%q gives %q, %v, want %q", raw, got, err, want)
		}
	}
	for raw, want := range map[string]string{
		"":                "a file needs a name",
		"   ":             "a file needs a name",
		"\u200b":          "a file needs a name",
		"-":               "a file needs a name",
		".":               "is a folder",
		"..":              "is a folder",
		"...":             "begins with a dot",
		".ssh":            "begins with a dot",
		" .ssh":           "begins with a dot",
		"-.ssh":           "begins with a dot",
		"\u200b.ssh":      "begins with a dot",
		"../x":            "names another folder",
		"/etc/passwd":     "names another folder",
		"a/b":             "names another folder",
		"a/":              "names another folder",
		`C:\x`:            "names another folder",
		`..\x`:            "names another folder",
		"a\nb":            "control characters",
		"a\tb":            "control characters",
		"a\x00b":          "control characters",
		"a\x7f":           "control characters",
		"\x1b[2Jx":        "control characters",
		"\u009b2Jx":       "control characters",
		"a\xffb":          "no UTF-8",
		long + "x":        "longer than 200 bytes",
		long + long + "/": "longer than 200 bytes",
		"nul":             "device on Windows",
		"NUL.txt":         "device on Windows",
		"aux .tar.gz":     "device on Windows",
		"com1":            "device on Windows",
		"LPT².x":          "device on Windows",
		"conin$":          "device on Windows",
		strings.Repeat("ä", exchange.LongestName): "longer than 200 bytes",
	} {
		got, err := exchange.Name(raw)
		if got != "" || assessment.CodeOf(err) != assessment.Refused || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %q, %v, want %q", raw, got, err, want)
		}
		if err != nil && (strings.ContainsFunc(err.Error(), unicode.IsControl) || len(err.Error()) > 400) {
			t.Errorf("%q gives a sentence that is not safe to print: %q", raw, err)
		}
	}
}

func FuzzName(f *testing.F) {
	for _, raw := range []string{"report.pdf", "../x", "a\nb", "\x1b]0;x\a", "Zoe\u0308", "\u202ex", "nul.txt", "a:b", ". .", "\u037e\u0338", "é.", "\u200d.x", "e\u200b\u0301"} {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		name, err := exchange.Name(raw)
		if err != nil {
			if name != "" || assessment.CodeOf(err) != assessment.Refused || !utf8.ValidString(err.Error()) || strings.ContainsFunc(err.Error(), unicode.IsControl) {
				t.Fatalf("%q gives %q, %q", raw, name, err)
			}
			return
		}
		if again, err := exchange.Name(name); again != name || err != nil {
			t.Errorf("%q is no safe form of %q: %q, %v", name, raw, again, err)
		}
		switch {
		case name == "", len(name) > exchange.LongestName, !utf8.ValidString(name), !norm.NFC.IsNormalString(name):
		case strings.ContainsFunc(name, unicode.IsControl), strings.ContainsAny(name, `/\:*?"<>|`), strings.HasPrefix(name, "."):
		case filepath.Base(name) != name, !filepath.IsLocal(name):
		default:
			return
		}
		t.Errorf("%q gives %q", raw, name)
	})
}
