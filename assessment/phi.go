package assessment

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// Data about patients does not belong in an assessment. This file knows what such
// data looks like. It only points out: a person reads the warning and decides. So
// every rule needs a sign that a person is meant, such as a word beside the number,
// and the dates, citations and numbers of ordinary evidence stay silent.

// lazily is a pattern that is compiled when a text first needs it. Few runs of the
// program need one, and to compile them all takes as long as the rest of its start.
func lazily(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}

// PatientData names the parts of a text that look like patient data, for a
// warning before it is saved.
func PatientData(text string) []string {
	worded := yearWord().MatchString(text)
	if !worded && !strings.ContainsFunc(text, unicode.IsNumber) {
		return nil
	}
	plain := plainly(text)
	if !worded && len(digitsOf(plain)) < 3 {
		return nil // every shape has a number
	}
	lower := strings.ToLower(plain)
	var found []string
	for _, rule := range patientRules {
		words := strings.Split(rule.needs, "|")
		if slices.ContainsFunc(words, func(word string) bool { return strings.Contains(lower, word) }) && rule.in(plain) {
			found = append(found, rule.what)
		}
	}
	return found
}

// patientRules are the shapes, in the order in which they are named. A text with
// the shape has at least one of the words that it needs; to look for those first
// is much quicker.
var patientRules = []struct {
	what  string
	needs string
	in    func(plain string) bool
}{
	{"a social security number", "", hasSSN},
	{"a medical record number", "mrn|m.r.n|rec|patient|pt|chart|enterprise|unit|empi", func(plain string) bool { return medicalRecord().MatchString(plain) }},
	{"a Medicare number", "", hasMedicareNumber},
	{"a birth date", "", hasBirthDate},
	{"a health plan number", "member|subscriber|enrollee|beneficiary|medic|insur|plan|recipient|hicn", func(plain string) bool { return healthPlan().MatchString(plain) }},
	{"an account number", "acc|visit|encounter|har|csn|fin", hasAccount},
	{"the phone number of a patient", "pt|patient", hasPatientsPhone},
}

// Nine digits in groups, with the same sort of sign between them or not. RE2 knows
// no look-around, so the code looks at the neighbors.
var (
	groupedSSN = lazily(`\d{3}( ?[-./_]{1,2} ?| )\d{2}( ?[-./_]{1,2} ?| )\d{4}`)
	nineDigits = lazily(`\d{9}`)
	lastFour   = lazily(`(?i)\b(ssn|social( security)?)\b[^\d\n]{0,12}\blast (4|four)\b[^\d\n]{0,12}\d{4}\b|(?i)\blast (4|four)\b[^\d\n]{0,20}\b(ssn|social( security)?)\b[^\d\n]{0,8}\d{4}\b`)
	ssnWord    = lazily(`(?i)\b(ssns?|s\.s\.n|ss ?(#|no\b|number)|itin|social( security)?|soc\.? ?sec)`)
	// A number of another kind begins with its name, or is part of an identifier.
	otherWord = lazily(`(?i)(\b(rfp|rfq|bid|contract|invoice|purchase order|po|policy|ticket|case|order|part|ein|fein|tax id|npi|tel|telephone|phone|fax|call|mobile|cell|duns|uei)\b[^\d\n]{0,8}|[a-z]-|\+\d{1,3}[ -]?)$`)
)

func hasSSN(plain string) bool {
	if strings.Contains(strings.ToLower(plain), "last") && lastFour().MatchString(plain) {
		return true
	}
	if !nineDigitsNear(plain) {
		return false
	}
	for _, at := range groupedSSN().FindAllStringSubmatchIndex(plain, -1) {
		number, first := digitsOf(plain[at[0]:at[1]]), plain[at[2]:at[3]]
		if !standsAlone(plain, at[0], at[1]) || !possibleSSN(number) {
			continue
		}
		before := leadUp(plain, at[0])
		// Hyphens in these places are the form of this number. Spaces, points and
		// slashes also part phone numbers and identifiers.
		hyphens := strings.Trim(first, " -") == "" && first != " "
		if !hyphens && inSeries(plain, at[0], at[1]) {
			continue
		}
		if ssnNear(plain, at[0], at[1]) || !otherWord().MatchString(before) || hyphens && phoneWord().MatchString(before) {
			return true
		}
	}
	for _, at := range nineDigits().FindAllStringIndex(plain, -1) {
		if standsAlone(plain, at[0], at[1]) && possibleSSN(plain[at[0]:at[1]]) && ssnNear(plain, at[0], at[1]) {
			return true
		}
	}
	return false
}

// phoneWord ends a text before a number that may be no phone number all the same.
var phoneWord = lazily(`(?i)\b(tel|telephone|phone|call|mobile|cell)\b[^\d\n]{0,8}$`)

// possibleSSN reports whether nine digits can be a social security number or the
// taxpayer number of a person.
func possibleSSN(nine string) bool {
	return nine[:3] != "000" && nine[:3] != "666" && nine[3:5] != "00" && nine[5:] != "0000"
}

// ssnNear reports whether the words around a number name it as one.
func ssnNear(plain string, from, to int) bool {
	return ssnWord().MatchString(leadUp(plain, from)) || ssnWord().MatchString(plain[to:min(to+24, len(plain))])
}

// leadUp is the text shortly before a place, in its line.
func leadUp(plain string, at int) string {
	before := plain[max(0, at-32):at]
	return before[strings.LastIndexByte(before, '\n')+1:]
}

// standsAlone reports whether a number is whole: no digit, and no hyphen or point
// with a digit, adjoins it. A single letter may follow, as in old Medicare numbers.
func standsAlone(plain string, from, to int) bool {
	digit := func(at int) bool { return at >= 0 && at < len(plain) && plain[at] >= '0' && plain[at] <= '9' }
	letter := func(at int) bool {
		return at >= 0 && at < len(plain) && (plain[at]|0x20 >= 'a' && plain[at]|0x20 <= 'z' || plain[at] == '_')
	}
	joint := func(at int) bool { return at >= 0 && at < len(plain) && strings.IndexByte("-./", plain[at]) >= 0 }
	return !digit(from-1) && !digit(to) && !letter(from-1) && !(joint(from-1) && digit(from-2)) && !(joint(to) && digit(to+1)) && !(letter(to) && letter(to+1))
}

// inSeries reports whether more digits follow or precede after a space, as in an
// international phone number.
func inSeries(plain string, from, to int) bool {
	digit := func(at int) bool { return at >= 0 && at < len(plain) && plain[at] >= '0' && plain[at] <= '9' }
	return from > 1 && plain[from-1] == ' ' && digit(from-2) || to < len(plain) && plain[to] == ' ' && digit(to+1)
}

func digitsOf(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}

// between may stand between a name of a number and the number.
const between = `(?:(?: |:|#|=|-|\(|,)|\b(?:is|was|of|no|nr|num|number|the|patient|member)\b\.?){0,10}`

// A record number has at least five digits, or four that are no year; letters may
// come first.
var medicalRecord = lazily(`(?i)\b(?:mrns?|m\.r\.n\.?|med(?:ical|\.)? rec(?:ord\b)?|(?:patient|pt|chart|record|enterprise|unit) ?(?:id|no|num|number|#)|chart ?#|empi)` +
	between + `(?:[a-z]{1,3}-?)?(?:\d{5,}|\d{2,4}(?:[- ]\d{2,4}){1,3}|(?:0|1[0-8]|2[1-9]|[3-9])\d{2,3})(?:\b|$)`)

// The Medicare beneficiary identifier of the Centers for Medicare & Medicaid
// Services: eleven places, letters without S, L, O, I, B and Z.
var (
	medicareNumber = lazily(`(?i)[1-9][ac-hjkmnp-rt-y][0-9ac-hjkmnp-rt-y]\d[- ]?[ac-hjkmnp-rt-y][0-9ac-hjkmnp-rt-y]\d[- ]?[ac-hjkmnp-rt-y]{2}\d{2}`)
	medicareWord   = lazily(`(?i)\b(mbi|medicare|hicn|beneficiary)\b`)
)

func hasMedicareNumber(plain string) bool {
	if !lettersThenDigits(plain) {
		return false
	}
	for _, at := range medicareNumber().FindAllStringIndex(plain, -1) {
		number := plain[at[0]:at[1]]
		named := medicareWord().MatchString(plain[max(0, at[0]-40):at[0]])
		if standsAlone(plain, at[0], at[1]) && !(at[1] < len(plain) && isWord(plain[at[1]])) && (named || number == strings.ToUpper(number) && !strings.Contains(number, " ")) {
			return true
		}
	}
	return false
}

func isWord(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_'
}

// A number of a health plan has at least six places, four of them digits. A vendor's
// insurance policy is none.
var healthPlan = lazily(`(?i)\b(?:member|subscriber|enrollee|beneficiary|medicaid|medicare|insured|insurance|health plan|plan member|recipient|hicn) ?(?:id|no|num|number|#|card)s?\b` +
	between + `(?:[a-z]{1,4}-?)?\d[\d -]{3,}\d[a-z]?(?:\b|$)`)

var (
	account = lazily(`(?i)\b(?:(?:patient|guarantor|bank|checking|savings|billing|hospital|visit|encounter)s? (?:acct|account)|(?:acct|account) ?(?:no|num|number|#)|(?:visit|encounter) ?(?:no|num|number|id|#))\b?\.?` +
		between + `(?:[a-z]{1,3}-?)?\d{6,}(?:\b|$)|\b(?:HAR|CSN|FIN)[ :#=]{1,3}\d{6,}\b`)
	cloudWord = lazily(`(?i)\b(aws|amazon|azure|gcp|google|cloud|tenant|service|subscription|customer|vendor|gl)\b`)
)

func hasAccount(plain string) bool {
	for _, at := range account().FindAllStringIndex(plain, -1) {
		if !cloudWord().MatchString(leadUp(plain, at[0])) {
			return true
		}
	}
	return false
}

var patientsPhone = lazily(`\b[Pp](?:atient|ATIENT|t\.?)(?:'s|s')?[ :,(]{1,3}(` + personName + `)[^\d\n]{0,30}(?:\+?1[-. ]?)?\(?\d{3}\)?[-. ]{0,2}\d{3}[-. ]?\d{4}\b`)

func hasPatientsPhone(plain string) bool {
	for _, found := range patientsPhone().FindAllStringSubmatch(plain, -1) {
		if isPerson(found[1]) {
			return true
		}
	}
	return false
}
