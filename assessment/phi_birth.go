package assessment

import (
	"strconv"
	"strings"
)

// A birth date is a date beside a word that says so, or an old date beside the name
// of a person.

const (
	monthName = `(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`
	dayNumber = `(?:the )?(?:\d{1,2}(?:st|nd|rd|th)?|` + dayInWords + `)(?: day)?`
	yearText  = `(?:in )?(?:the year )?(?:\d{4}|'?\d{2}|` + yearInWords + `)`

	dayInWords = `(?:(?:twenty[ -]|thirty[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|` +
		`(?:ten|eleven|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)th|twelfth|twentieth|thirtieth)`
	yearInWords = `(?:nineteen|twenty|two thousand)(?:[ -](?:hundred|and|oh))?[ -][a-z]+(?:-[a-z]+)?`

	// A date with its year, in figures or words.
	anyDate = `(?:\d{1,4} ?[-/. ] ?\d{1,2} ?[-/. ] ?\d{1,4}|\d{8}|` +
		monthName + `[ -]{0,2}` + dayNumber + `,?[ -]{0,2}` + yearText + `|` +
		dayNumber + `[ -]{0,2}(?:of )?` + monthName + `,?[ -]{0,2}` + yearText + `|` +
		monthName + `,? ?(?:of )?\d{4})`

	// Two or three capitalized words, or a surname, a comma and a first name. A
	// middle initial may stand between.
	personName = oneName + `,? (?:[A-Z]\.? )?` + oneName
	oneName    = `[A-Z](?:'[A-Z])?\pL+(?:[-'][A-Z]\pL+)?`
)

var (
	birthWord = `(?:\bd\.? ?o\.? ?b\b\.?|\bborn\b|\bnacid[oa]\b|\bfecha de nacimiento\b|\bdates? of birth\b|\bbirth ?(?:date|day)s?\b)`
	bornOn    = lazily(`(?i)` + birthWord + `[^\d\n]{0,24}?` + anyDate + `\b`)
	dateOfOne = lazily(`(?i)\b` + anyDate + `[ ,(:-]{0,4}(?:\w{1,3} ){0,2}(?:\bd\.? ?o\.? ?b\b|\bdate of birth\b|\bbirth ?date\b)`)

	// yearWord begins a year in words.
	yearWord = lazily(`(?i)\b(?:nineteen|twenty|two thousand)[ -]`)

	birthSign = lazily(`(?i)b(?:orn|irth)|d\.? ?o\.? ?b|nacid|nacimiento`)
	aName     = lazily(personName)
	oldYear   = lazily(`19\d\d|200\d|201[01]|\D[3-9]\d(?:\D|$)`)

	nameAndDate = lazily(`(` + personName + `)[ ,:;(-]{1,4}(?:(?i:b\.|\*) ?)?((?i:` + anyDate + `))\b`)
	dateAndName = lazily(`\b((?i:` + anyDate + `))[ ,:;)-]{1,4}(` + personName + `)`)
)

func hasBirthDate(plain string) bool {
	// The long patterns are slow, and few texts have what they begin with.
	if namesABirth(plain) && birthSign().MatchString(plain) && (bornOn().MatchString(plain) || dateOfOne().MatchString(plain)) {
		return true
	}
	if !twoCapitals(plain) || !oldYear().MatchString(plain) || !aName().MatchString(plain) {
		return false
	}
	for _, found := range nameAndDate().FindAllStringSubmatch(plain, -1) {
		if isPerson(found[1]) && longAgo(found[2]) {
			return true
		}
	}
	for _, found := range dateAndName().FindAllStringSubmatch(plain, -1) {
		if isPerson(found[2]) && longAgo(found[1]) {
			return true
		}
	}
	return false
}

// notNames are capitalized words that stand beside old dates in ordinary notes: laws,
// documents, firms.
var notNames = lazily(`(?i)\b(act|rule|rules|register|law|code|part|title|section|congress|notice|order|omnibus|final|interim|privacy|security|breach|federal|public|` +
	`agreement|addendum|amendment|contract|policy|policies|plan|procedure|report|statement|form|version|revision|edition|standard|certificate|certification|license|schedule|exhibit|appendix|memo|` +
	`inc|llc|ltd|corp|corporation|company|group|partners|staffing|services|systems|solutions|health|hospital|clinic|medical|center|university|department|office|agency|association|institute|board|` +
	`type|soc|iso|nist|hipaa|hitech|cfr|usc|baa|rfp|since|dated|signed|effective|as|of|on|the|and|for|issued|expires|version|` +
	`monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|june|july|august|september|october|november|december)\b`)

func isPerson(name string) bool { return !notNames().MatchString(name) }

var yearAtAnEnd = lazily(`^(\d{4})\D|(?:\D|^)(\d{4}|\d{2})$`)

// longAgo reports whether a date lies too far back for the date of a piece of
// evidence: before 2012, or a year of two digits from 30 on.
func longAgo(date string) bool {
	found := yearAtAnEnd().FindStringSubmatch(strings.TrimSpace(date))
	if found == nil {
		return false
	}
	digits := found[1] + found[2]
	year, err := strconv.Atoi(digits)
	if len(digits) == 2 {
		return err == nil && year >= 30
	}
	return err == nil && year > 1900 && year < 2012
}
