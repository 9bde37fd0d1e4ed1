package report_test

import (
	"slices"
	"strings"
	"testing"

	"assay/assessment"
	"assay/report"
	"assay/report/sign"
)

// foreign is an assessment with three names without Latin letters: the vendor, the
// evaluator and a guest.
func foreign(t testing.TB, vendor assessment.Vendor) *journal {
	t.Helper()
	j := newJournal(t, shipped(t, "hipaa-staffing"), vendor, nil)
	j.record("lead@hospital.example", 1, assessment.SessionStarted{Start: at(14, 1), Attendees: []assessment.Attendee{
		{Name: "山田太郎", Role: "delivery lead", Side: "vendor"}, {Name: "Dana Whitfield", Role: "CISO", Side: "us"},
	}})
	j.record("王芳", 2, assessment.Answered{Answer: assessment.Answer{Item: "TEC-06", Value: "met", Note: "東京のデータセンター"}})
	return j
}

// Page 1 names nobody by codes of characters alone: the report asks for the names in
// Latin letters.
func TestThreeNamesWithoutLatinLetters(t *testing.T) {
	j := foreign(t, assessment.Vendor{ID: "v1", Name: "東京データ", LegalName: "株式会社東京データ"})
	refuses := func(names ...string) {
		t.Helper()
		_, err := report.Render(input(j.snapshot()))
		if assessment.CodeOf(err) != assessment.Refused || assessment.CaseOf(err) != assessment.NoLatinName || !slices.Equal(assessment.AboutOf(err), names) {
			t.Errorf("the report of a vendor without a Latin name: %v, about %q", err, assessment.AboutOf(err))
		}
	}
	refuses("山田太郎", "株式会社東京データ", "王芳")
	j.record("lead@hospital.example", 3, assessment.Spelled{Name: "株式会社東京データ", Latin: "Tokyo Data KK"})
	j.record("lead@hospital.example", 4, assessment.Spelled{Name: "山田太郎", Latin: "Taro Yamada"})
	refuses("王芳")
	j.record("lead@hospital.example", 5, assessment.Spelled{Name: "王芳", Latin: "Wang Fang"})
	file := rendered(t, input(j.snapshot()))
	text := reading(t, file)
	for about, want := range map[string]string{
		"the vendor":                     "Tokyo Data KK",
		"the evaluator":                  "Evaluated by Wang Fang",
		"the guest":                      "Taro Yamada ([U+5C71][U+7530][U+592A][U+90CE])",
		"a note keeps its codes":         "Note: [U+6771][U+4EAC][U+306E]",
		"the characters, in the annex":   "The typefaces of this report lack these characters.",
		"the title on the pages":         "Tokyo Data KK Assessment for award",
		"the legal name, below the name": "In contracts [U+682A][U+5F0F][U+4F1A][U+793E][U+6771][U+4EAC][U+30C7][U+30FC][U+30BF]",
		"the name in the journal":        "Wang Fang in the journal [U+738B][U+82B3]",
		"the assessor, below the box":    "answers for the decision Wang Fang name",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is missing: %q in\n%.3000s", about, want, text)
		}
	}
}

// A name that a vendor had in Latin letters at the opening needs no other.
func TestAVendorWithALatinName(t *testing.T) {
	for name, vendor := range map[string]assessment.Vendor{
		"a Latin name":               {ID: "v1", Name: "東京データ", LatinName: "Tokyo Data"},
		"a usual name that is drawn": {ID: "v1", Name: "Tokyo Data", LegalName: "東京データ"},
		"Latin letters in the name":  {ID: "v1", Name: "東京データ Tokyo Data"},
	} {
		file, err := report.Render(input(newJournal(t, shipped(t, "hipaa-staffing"), vendor, nil).snapshot()))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if !strings.Contains(reading(t, file), "Tokyo Data") {
			t.Errorf("%s: no name on the page", name)
		}
	}
	for _, name := range []string{"דלתא", "شركة", "Дельта", "Δέλτα"} { // drawn in their own letters
		if _, err := report.Render(input(newJournal(t, shipped(t, "hipaa-staffing"), assessment.Vendor{ID: "v1", Name: name}, nil).snapshot())); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A box for a signature names its signer, too.
func TestASignerWithoutLatinLetters(t *testing.T) {
	file := rendered(t, input(story(t).snapshot()))
	_, err := report.Sign(file, identity(t, "王芳"), report.Signer{Role: sign.Assessor, When: signedAt})
	if assessment.CodeOf(err) != assessment.Refused || !strings.Contains(err.Error(), "certificate that has the name in Latin letters too") {
		t.Errorf("a box of codes alone gives %v", err)
	}
	for _, name := range []string{"王芳 Wang Fang", "Рут Адейеми", "דנה לוי"} {
		if _, err := report.Sign(file, identity(t, name), report.Signer{Role: sign.Assessor, When: signedAt}); err != nil {
			t.Errorf("%s cannot sign: %v", name, err)
		}
	}
}
