package hostile_test

import (
	"testing"

	"assay/assessment/hostile"
)

func TestNamesThatLookTheSameFoldToOne(t *testing.T) {
	for name, same := range map[string][]string{
		"Harbor Staffing": {"harbor staffing", "  HARBOR\tStaffing ", "Harbor\u00a0Staffing", "Harbor\u3000Staffing", "Har\u00adbor Staffing", "Harbor\u200b Staffing", "Ｈａｒｂｏｒ Staffing", "\x1b[1mHarbor\x1b[0m Staffing"},
		"Nguyễn Staffing": {"Nguye\u0302\u0303n Staffing", "NGUYỄN STAFFING"},
		"Straße IT":       {"STRASSE IT", "strasse it"},
		"Ofﬁce Temps":     {"office temps"},
	} {
		for _, other := range same {
			if hostile.Fold(name) != hostile.Fold(other) {
				t.Errorf("%q folds to %q, and %q to %q", name, hostile.Fold(name), other, hostile.Fold(other))
			}
		}
	}
	for name, other := range map[string]string{"Harbor Staffing": "Harbour Staffing", "Nguyễn": "Nguyen", "Acme 1": "Acme 2"} {
		if hostile.Fold(name) == hostile.Fold(other) {
			t.Errorf("%q and %q are one", name, other)
		}
	}
	if got := hostile.Name(" Nguye\u0302\u0303n\nStaffing"); got != "Nguyễn Staffing" {
		t.Errorf("it is kept as %q", got)
	}
}
