package filing

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"assay/assessment/hostile"
	"assay/report/pdf"
)

// Search says which names a package for a bidder must not have.
type Search struct {
	Names   []string // of the other vendors
	Common  string   // text that everybody may read; a single word of it is no sign of a vendor
	Allowed []string // names, or parts of them, that mean something else here
}

// Leak is a name that was found. It is the error of a package that is not made because of it.
type Leak struct{ Path, Name string }

func (l Leak) Error() string {
	return fmt.Sprintf("%s names %q, another vendor of this RFP", l.Path, l.Name)
}

// shortestAlone is the number of letters from which the first word of a name is searched alone.
const shortestAlone = 5

// find returns the first name in the bytes of the files: in their paths, in them as they are, in UTF-16, and in all
// strings and unpacked streams of a PDF. Case, accents in either form, punctuation and line breaks hide no name.
func (s Search) find(files []File) (Leak, bool, error) {
	for _, f := range files {
		texts := []string{f.Path, string(f.Content), strings.ReplaceAll(string(f.Content), "\x00", "")}
		if document, err := pdf.Parse(f.Content); err == nil {
			inside, err := document.Texts()
			if err != nil {
				return Leak{}, false, err
			}
			texts = append(texts, inside...)
		} else if strings.HasPrefix(string(f.Content), "%PDF") {
			return Leak{}, false, err
		}
		if name, found := s.in(strings.Join(texts, "\n")); found {
			return Leak{f.Path, name}, true, nil
		}
	}
	return Leak{}, false, nil
}

// in returns the first name in a text.
func (s Search) in(text string) (string, bool) {
	spaced := words(text)
	apart := words(parted(text))
	joined := strings.ReplaceAll(spaced, " ", "")
	for _, name := range s.Names {
		if slices.ContainsFunc(s.Allowed, func(allowed string) bool { return strings.Contains(words(name), words(allowed)) }) {
			continue
		}
		for _, form := range s.forms(name) {
			whole := strings.ReplaceAll(form, " ", "")
			if strings.Contains(spaced, form) || strings.Contains(apart, form) || mayJoin(whole) && strings.Contains(joined, whole) {
				return name, true
			}
		}
	}
	return "", false
}

// parted puts spaces where names are written together, such as in the file name NorthstarSOC2.pdf: before a capital after a small
// letter, and between letters and digits.
func parted(text string) string {
	var out strings.Builder
	before := ' '
	for _, r := range text {
		if unicode.IsLower(before) && unicode.IsUpper(r) || unicode.IsLetter(before) && unicode.IsDigit(r) || unicode.IsDigit(before) && unicode.IsLetter(r) {
			out.WriteByte(' ')
		}
		out.WriteRune(r)
		before = r
	}
	return out.String()
}

// mayJoin reports whether a name without its spaces is searched in a text without spaces, where a line may break a word in
// two. A short Latin name would be found by chance. Scripts of East Asia have no spaces anyway.
func mayJoin(name string) bool {
	return utf8.RuneCountInString(name) >= 2*shortestAlone || strings.ContainsFunc(name, func(r rune) bool { return r >= '\u2e80' })
}

// forms returns the words of a name, and its first word if that is a sign of this vendor.
func (s Search) forms(name string) []string {
	all := words(name)
	if strings.TrimSpace(all) == "" {
		return nil
	}
	first := " " + strings.Fields(all)[0] + " "
	if first == all || utf8.RuneCountInString(first) < shortestAlone+2 || strings.Contains(words(s.Common), first) {
		return []string{all}
	}
	return []string{all, first}
}

// words returns the letters and digits of a text in the form in which names are compared, with one space around each word.
func words(text string) string {
	plain := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return r
		}
		return ' '
	}, hostile.Fold(strings.Map(visible, text)))
	return " " + strings.Join(strings.Fields(plain), " ") + " "
}

// visible replaces the characters around which a text from a binary file would be read as a control sequence.
func visible(r rune) rune {
	if unicode.IsControl(r) {
		return ' '
	}
	return r
}
