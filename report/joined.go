package report

import (
	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// The forms of an Arabic letter by its neighbors, in the order of Unicode's blocks of
// presentation forms.
const (
	isolated = iota
	final
	initial
	medial
	arabicForms
)

// arabic is how letters of Arabic script join: the forms of each letter in the blocks
// of presentation forms, and of the pairs of lam and alef, which have one glyph.
type arabic struct {
	letters map[rune][arabicForms]rune
	pairs   map[[2]rune][2]rune // isolated and final
}

const lam, tatweel = 'ل', 'ـ'

// readArabic reads the forms from Unicode's own tables: a presentation form decomposes
// into its letter.
func readArabic() arabic {
	a := arabic{map[rune][arabicForms]rune{}, map[[2]rune][2]rune{}}
	next := map[string]int{}
	for _, block := range [][2]rune{{0xfb50, 0xfbb1}, {0xfbd3, 0xfbe7}, {0xfbfc, 0xfbff}, {0xfe80, 0xfefc}} {
		for r := block[0]; r <= block[1]; r++ {
			of := []rune(norm.NFKC.String(string(r)))
			n := next[string(of)]
			next[string(of)]++
			switch {
			case len(of) == 1 && of[0] != r && n < arabicForms:
				forms := a.letters[of[0]]
				forms[n] = r
				a.letters[of[0]] = forms
			case len(of) == 2 && of[0] == lam && n < 2:
				forms := a.pairs[[2]rune(of)]
				forms[n] = r
				a.pairs[[2]rune(of)] = forms
			}
		}
	}
	return a
}

// joins reports whether a letter joins the one before it and the one after it.
func (a arabic) joins(r rune) (before, after bool) {
	if r == tatweel {
		return true, true
	}
	forms := a.letters[r]
	return forms[final] != 0, forms[initial] != 0
}

// joined writes each letter in the form that its neighbors ask for. A form that the
// face lacks is left as the letter itself.
func (a arabic) joined(text string, face metrics) string {
	in := []rune(text)
	out := make([]rune, 0, len(in))
	open := false // the letter before joins the next one
	for n := 0; n < len(in); n++ {
		r := in[n]
		if class(r) == bidi.NSM {
			out = append(out, r)
			continue
		}
		before, after := a.joins(r)
		follower := n + 1
		for follower < len(in) && class(in[follower]) == bidi.NSM {
			follower++
		}
		if follower == n+1 && follower < len(in) {
			if form := a.pairs[[2]rune{r, in[follower]}][choice(open, 1, 0)]; form != 0 && face.has(form) {
				out, open = append(out, form), false
				n = follower
				continue
			}
		}
		ahead := false
		if follower < len(in) && after {
			ahead, _ = a.joins(in[follower])
		}
		form := a.letters[r][choice(open && before, choice(ahead, medial, final), choice(ahead, initial, isolated))]
		if form == 0 || !face.has(form) || !ahead && !(open && before) {
			form = r
		}
		out, open = append(out, form), ahead
	}
	return string(out)
}

func choice(is bool, yes, no int) int {
	if is {
		return yes
	}
	return no
}
