package questionnaire_test

import (
	"testing"

	"assay/questionnaire"
)

// A number of patient records is read at a glance; other texts stay as they are.
func TestThousandsAreSetApart(t *testing.T) {
	for digits, want := range map[string]string{
		"": "", "7": "7", "999": "999", "1000": "1,000", "180000": "180,000", "1234567": "1,234,567", "40,000": "40,000", "2026-11-22": "2026-11-22",
	} {
		if got := questionnaire.Thousands(digits); got != want {
			t.Errorf("%q is printed as %q, and not as %q", digits, got, want)
		}
	}
}
