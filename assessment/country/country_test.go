package country_test

import (
	"testing"

	"assay/assessment/country"
)

func TestCountriesAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]string{
		"India": "IN", "india": "IN", " Philippines ": "PH", "IND": "IN", "in": "IN", "US": "US", "USA": "US", "United States": "US",
		"uk": "GB", "GB": "GB", "anywhere": "ZZ", "ZZ": "ZZ", "": "",
		"Indai": "Indai", "the moon": "the moon", // the check of the field refuses these
	} {
		if got := country.Code(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	if got := country.Codes("India; Philippines,US"); got != "IN, PH, US" {
		t.Errorf("several are %q", got)
	}
	for code, want := range map[string]string{"IN": "India", "ZZ": "anywhere in the world", "Q9": "Q9", "BU": "Myanmar (Burma)"} {
		if got := country.Name(code); got != want {
			t.Errorf("%s is called %q, want %q", code, got, want)
		}
	}
}
