package hostile

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Field is [Cell] for a field of CSV, whose reader guesses the type of every field. It
// also puts an apostrophe before a text that a spreadsheet would take for a number or a
// date, such as 01-02, 1E5 or Mar 3. A whole number without a leading zero and a date
// such as 2026-11-30 stay: a spreadsheet shows them as they are.
//
// Some spreadsheets read a comma-separated file as separated by semicolons, and then
// begin a new cell at each semicolon, tab and line end. Field puts an apostrophe before
// a formula there, too.
func Field(text string) string {
	text = formulaInside.ReplaceAllString(Cell(text), "$1'$2")
	if !strings.HasPrefix(text, "'") && guessed(text) {
		return "'" + text
	}
	return text
}

var formulaInside = regexp.MustCompile(`([;\t\n][\s\p{Z}]*)([=+\-@＝＋－＠])`)

// FromField undoes [Field]. A text that only looks guarded stays.
func FromField(field string) string {
	text := guardInside.ReplaceAllString(strings.TrimPrefix(field, "'"), "$1$2")
	if Field(text) == field {
		return text
	}
	return field
}

var guardInside = regexp.MustCompile(`([;\t\n][\s\p{Z}]*)'([=+\-@＝＋－＠])`)

// guessed reports whether a spreadsheet would show a text as something else, because it
// takes it for a number, a date, a time, an amount of money or a truth value.
func guessed(text string) bool {
	const longest = 40
	text = strings.TrimSpace(text)
	switch {
	case text == "" || len(text) > longest:
		return false
	case keptAsItIs.MatchString(text):
		return false
	case slices.Contains(truths, strings.ToLower(text)):
		return true
	case !strings.ContainsFunc(text, unicode.IsDigit):
		return false
	}
	rest := wordsIn.ReplaceAllStringFunc(strings.ToLower(text), func(word string) string {
		if slices.Contains(numberWords, word) {
			return ""
		}
		return word
	})
	return !strings.ContainsFunc(rest, func(r rune) bool { return !unicode.IsDigit(r) && !strings.ContainsRune(" -/.,:()%+$€£¥'", r) })
}

// Spreadsheets keep 15 digits of a number.
var (
	keptAsItIs = regexp.MustCompile(`^(0|[1-9][0-9]{0,14}|[0-9]{4}-[01][0-9]-[0-3][0-9]( [0-2][0-9]:[0-5][0-9])?)$`)
	wordsIn    = regexp.MustCompile(`\p{L}+`)
	truths     = strings.Fields("true false wahr falsch vrai faux verdadero falso vero waar onwaar")
)

// numberWords are the words that a spreadsheet accepts in a number, a time or a date:
// the exponent, the halves of the day, and the months in the languages of the most
// common spreadsheets.
var numberWords = strings.Fields(`e am pm a p
	jan feb mar apr may jun jul aug sep sept oct nov dec
	january february march april june july august september october november december
	mär mrz mai okt dez januar februar märz juni juli oktober dezember jänner
	janv févr mars avr juin juil août déc janvier février avril juillet septembre octobre novembre décembre
	ene abr ago dic enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
	gen mag giu lug set ott gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre
	fev out dez janeiro fevereiro março maio junho julho setembro outubro dezembro
	mrt mei januari februari maart juni juli augustus oktober`)
