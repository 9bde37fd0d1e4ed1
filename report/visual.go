package report

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// fromTheRight reports whether a character is in the blocks of Hebrew, Arabic and
// related scripts, which are written from right to left.
func fromTheRight(r rune) bool {
	return r >= 0x0590 && r <= 0x08ff || r >= 0xfb1d && r <= 0xfdff || r >= 0xfe70 && r <= 0xfefc
}

// visual puts the characters of one line in the order in which they are drawn from
// left to right, by the Unicode Bidirectional Algorithm (UAX #9) in a paragraph from
// left to right: reports are in English. Its rules for embeddings are not here, because
// package hostile removes the characters that begin one.
func visual(line string) string {
	if plain(line) {
		return line
	}
	runes := []rune(line)
	if !slices.ContainsFunc(runes, fromTheRight) {
		return line
	}
	levels := directions(runes)
	order := make([]rune, 0, len(runes))
	for start := 0; start < len(runes); {
		end := start
		for end < len(runes) && levels[end] > 0 == (levels[start] > 0) {
			end++
		}
		if levels[start] == 0 {
			order = append(order, runes[start:end]...)
		} else {
			order = appendTurned(order, runes[start:end], levels[start:end])
		}
		start = end
	}
	return string(order)
}

// appendTurned appends a run from right to left. Numbers in it keep their order, and a
// mark stays behind its letter.
func appendTurned(order, runes []rune, levels []int) []rune {
	for end := len(runes); end > 0; {
		start := end - 1
		switch {
		case levels[start] == 2:
			for start > 0 && levels[start-1] == 2 {
				start--
			}
		default:
			for start > 0 && levels[start-1] == 1 && class(runes[start]) == bidi.NSM {
				start--
			}
		}
		for _, r := range runes[start:end] {
			if levels[start] == 1 {
				r = mirrored(r)
			}
			order = append(order, r)
		}
		end = start
	}
	return order
}

func class(r rune) bidi.Class {
	properties, _ := bidi.LookupRune(r)
	return properties.Class()
}

// directions gives each character its level: 0 left to right, 1 right to left, 2 a
// number in a run from right to left.
func directions(runes []rune) []int {
	classes := make([]bidi.Class, len(runes))
	for n, r := range runes {
		classes[n] = class(r)
	}
	marksAndNumbers(classes)
	brackets(runes, classes)
	neutrals(classes)
	levels := make([]int, len(runes))
	for n, c := range classes {
		switch c {
		case bidi.R:
			levels[n] = 1
		case bidi.AN, bidi.EN:
			levels[n] = 2
		}
	}
	return levels
}

// marksAndNumbers applies the rules W1 to W7.
func marksAndNumbers(classes []bidi.Class) {
	before, strong := bidi.L, bidi.L
	for n, c := range classes { // W1, W2, W3
		if c == bidi.NSM {
			c = before
		}
		before = c
		switch c {
		case bidi.L, bidi.R, bidi.AL:
			strong = c
		case bidi.EN:
			if strong == bidi.AL {
				c = bidi.AN
			}
		}
		classes[n] = c
	}
	for n, c := range classes { // W3, W4
		if c == bidi.AL {
			classes[n] = bidi.R
		}
		if n == 0 || n+1 == len(classes) {
			continue
		}
		left, right := classes[n-1], classes[n+1]
		if left == right && (left == bidi.EN && (c == bidi.ES || c == bidi.CS) || left == bidi.AN && c == bidi.CS) {
			classes[n] = left
		}
	}
	for n := 0; n < len(classes); { // W5
		end := n
		for end < len(classes) && classes[end] == bidi.ET {
			end++
		}
		if n > 0 && classes[n-1] == bidi.EN || end < len(classes) && classes[end] == bidi.EN {
			fillClass(classes[n:end], bidi.EN)
		}
		n = end + 1
	}
	strong = bidi.L
	for n, c := range classes { // W6, W7
		switch c {
		case bidi.L, bidi.R:
			strong = c
		case bidi.ES, bidi.ET, bidi.CS:
			classes[n] = bidi.ON
		case bidi.EN:
			if strong == bidi.L {
				classes[n] = bidi.L
			}
		}
	}
}

func fillClass(classes []bidi.Class, with bidi.Class) {
	for n := range classes {
		classes[n] = with
	}
}

// side is the direction that a character has among neutral ones: L, R, or ON for none.
func side(c bidi.Class) bidi.Class {
	switch c {
	case bidi.L:
		return bidi.L
	case bidi.R, bidi.EN, bidi.AN:
		return bidi.R
	}
	return bidi.ON
}

// brackets applies rule N0: a pair of brackets has the direction of its content, if
// that is left to right or the text before the pair agrees.
func brackets(runes []rune, classes []bidi.Class) {
	type pair struct{ open, close int }
	var pairs []pair
	var open []int
	for n, r := range runes {
		if classes[n] != bidi.ON {
			continue
		}
		switch closing := mirrored(r); r {
		case '(', '[', '{':
			open = append(open, n)
		case ')', ']', '}':
			for at := len(open) - 1; at >= 0; at-- {
				if runes[open[at]] == closing {
					pairs = append(pairs, pair{open[at], n})
					open = open[:at]
					break
				}
			}
		}
	}
	slices.SortFunc(pairs, func(a, b pair) int { return a.open - b.open })
	for _, p := range pairs {
		inside := bidi.ON
		for _, c := range classes[p.open+1 : p.close] {
			if s := side(c); s == bidi.L || s == bidi.R && inside == bidi.ON {
				inside = s
			}
		}
		if inside == bidi.R {
			inside = bidi.L
			for _, c := range slices.Backward(classes[:p.open]) {
				if s := side(c); s != bidi.ON {
					inside = s
					break
				}
			}
		}
		if inside != bidi.ON {
			classes[p.open], classes[p.close] = inside, inside
		}
	}
}

// neutrals applies the rules N1 and N2: neutral characters between two of one
// direction share it, and all others run left to right.
func neutrals(classes []bidi.Class) {
	for n := 0; n < len(classes); {
		if side(classes[n]) != bidi.ON {
			n++
			continue
		}
		end := n
		for end < len(classes) && side(classes[end]) == bidi.ON {
			end++
		}
		with := bidi.L
		if n > 0 && end < len(classes) && side(classes[n-1]) == bidi.R && side(classes[end]) == bidi.R {
			with = bidi.R
		}
		fillClass(classes[n:end], with)
		n = end
	}
}

// mirrored is the character whose glyph a pair character has in a run from right to
// left, where an opening bracket opens to the left.
func mirrored(r rune) rune {
	const pairs = "()[]{}<>«»‹›≤≥"
	before := rune(0)
	for n, other := range []rune(pairs) {
		switch {
		case n%2 == 1 && r == other:
			return before
		case n%2 == 1 && r == before:
			return other
		}
		before = other
	}
	return r
}
