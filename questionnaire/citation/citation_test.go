package citation_test

import (
	"strings"
	"testing"

	"assay/questionnaire/citation"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]citation.Citation{
		"45 CFR 164.308(a)(3)(ii)(C)":         {Code: "45 CFR", Number: "164.308", Paragraphs: "(a)(3)(ii)(C)"},
		"45 CFR 164.306(d)(3)(ii)(B)(1)":      {Code: "45 CFR", Number: "164.306", Paragraphs: "(d)(3)(ii)(B)(1)"},
		"45 CFR 160.103":                      {Code: "45 CFR", Number: "160.103"},
		"45 CFR 160.103 (workforce)":          {Code: "45 CFR", Number: "160.103", Remark: "workforce"},
		"45 CFR 164.308(a)(5)(ii)(A)-(D)":     {Code: "45 CFR", Number: "164.308", Paragraphs: "(a)(5)(ii)(A)", Through: "(D)"},
		"45 CFR Part 164":                     {Code: "45 CFR", Unit: citation.Part, Number: "164"},
		"45 CFR Part 164 Subpart C":           {Code: "45 CFR", Unit: citation.Part, Number: "164", Subpart: "C"},
		"28 CFR Part 202":                     {Code: "28 CFR", Unit: citation.Part, Number: "202"},
		"31 CFR ch. V":                        {Code: "31 CFR", Unit: citation.Chapter, Number: "V"},
		"42 U.S.C. 1320a-7a(a)(6)":            {Code: "42 U.S.C.", Number: "1320a-7a", Paragraphs: "(a)(6)"},
		"Fla. Stat. 408.051":                  {Code: "Fla. Stat.", Number: "408.051"},
		"Tex. Health & Safety Code ch. 183":   {Code: "Tex. Health & Safety Code", Unit: citation.Chapter, Number: "183"},
		"90 FR 898 (proposed rule, not law)":  {Code: "90 FR", Number: "898", Remark: "proposed rule, not law"},
		"HHS cloud computing FAQ":             {Name: "HHS cloud computing FAQ"},
		"HHS cloud computing FAQ (locations)": {Name: "HHS cloud computing FAQ", Remark: "locations"},
		// This one does not exist. Parse accepts it; Check would not.
		"45 CFR 164.999(z)": {Code: "45 CFR", Number: "164.999", Paragraphs: "(z)"},
	} {
		got, err := citation.Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", text, diff)
		}
		if got.String() != text {
			t.Errorf("%s is written back as %s", text, got)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for text, why := range map[string]string{
		"":                                 "is not a citation",
		"164.308(b)":                       "is not a citation",
		"45 CRF 164.308":                   "is not a citation",
		"HHS cloud computing FAQs":         "no listed source has this name",
		"45 C.F.R. 164.308":                "is not a citation",
		"45 CFR":                           "expected a section",
		"45 CFR § 164.308":                 "expected a section",
		"45 CFR  164.308":                  "expected a section",
		"45 CFR 164.308(a":                 "expected a section",
		"45 CFR 164.308 a":                 "expected a section",
		"45 CFR 164.308(a) (1)":            "has a space before the paragraph (1)",
		"45 CFR 164.308(a)(1) and 164.310": "expected a section",
		"45 CFR 164.308(a); 164.310":       "expected a section",
		"45 CFR 164":                       "write a part as 45 CFR Part 164",
		"45 CFR Part 164 subpart C":        "expected a section",
		"45 CFR 164.308()":                 "() in",
		"45 CFR 164.308(A1)":               "(A1) in",
		"45 CFR 164.308(a)(workforce)":     "(workforce) in",
		"45 CFR 164.308-(b)":               "has no first paragraph",
		"45 CFR 164.308(a)-(second)":       "(second) in",
		"45 CFR 164.308(a)(5)(ii)(A)-":     "expected a section",
		"45 CFR 164.308(a)(5)(ii)(A)–(D)":  "expected a section",
		" 45 CFR 164.308":                  "is not a citation",
		"31 CFR ch V":                      "expected a section",
	} {
		got, err := citation.Parse(text)
		if err == nil {
			t.Errorf("%q was read as %+v", text, got)
			continue
		}
		if !strings.Contains(err.Error(), why) {
			t.Errorf("%q: %v\nshould say %q", text, err, why)
		}
	}
}
