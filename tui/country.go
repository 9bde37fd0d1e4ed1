package tui

import (
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// countryName is a country by its two-letter code (ISO 3166-1), or the code where
// there is no such country. ZZ, which the standard leaves to its users, is
// anywhere.
func countryName(code string) string {
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
