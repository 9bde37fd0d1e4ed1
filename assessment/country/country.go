// Package country knows the countries by their English names, for the people who type
// and read them. What is kept is the two-letter code of ISO 3166-1.
package country

import (
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Name is a country by its two-letter code (ISO 3166-1), or the code where
// there is no such country. ZZ, which the standard leaves to its users, is
// anywhere.
func Name(code string) string {
	if code == anywhere {
		return "anywhere in the world"
	}
	region, err := language.ParseRegion(code)
	if err != nil || !region.IsCountry() {
		return code
	}
	return display.English.Regions().Name(region)
}

const anywhere = "ZZ"

// Code is the code of a country that is written by its code or its English name.
// What is neither comes back as it is, for the check to refuse.
func Code(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return "" // some codes that are no longer in use have no name, which would match
	}
	if strings.EqualFold(text, "uk") {
		return "GB" // no code of the standard, but everybody writes it
	}
	if len(text) == 2 {
		return strings.ToUpper(text)
	}
	if strings.EqualFold(text, "anywhere") {
		return anywhere
	}
	if region, err := language.ParseRegion(text); err == nil && region.IsCountry() { // USA, IND
		return region.Canonicalize().String()
	}
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			region, err := language.ParseRegion(string(a) + string(b))
			if err == nil && region.IsCountry() && strings.EqualFold(display.English.Regions().Name(region), text) {
				return region.Canonicalize().String()
			}
		}
	}
	return text
}

// Codes reads countries between commas, each by its code or its name.
func Codes(text string) string {
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' })
	for n, part := range parts {
		parts[n] = Code(part)
	}
	return strings.Join(parts, ", ")
}
