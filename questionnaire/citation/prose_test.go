package citation_test

import (
	"testing"

	"assay/questionnaire/citation"

	"github.com/google/go-cmp/cmp"
)

func TestCheckProse(t *testing.T) {
	for text, want := range map[string][]string{
		"the vendor must report (45 CFR 164.410(b), 164.504(e)(5)).":                  nil,
		"Access ends, as 164.308(a)(3)(ii)(C) asks, and not in 24 hours or $160.50.":  nil,
		"Proposed 164.312(h)(2)(i) and (iii): a scan and a test.":                     nil,
		"Under 42 CFR Part 2 and 42 CFR 2.12(c)(4), see 89 FR 12472; 15 U.S.C. 1681.": nil,
		"Tex. Bus. & Com. Code § 521.053 and Tex. Health & Safety Code ch. 183":       nil,
		"as IC3 PSA250723-4, OEI-09-12-00530 and the CMS memo 2008-08-28 say":         nil,
		"bulk is what exceeds the number of 28 CFR 202.205, not 28 CFR\n  202.206":    nil,
		"See 45 CFR 164.308(a)(9)(i).":                                                {"45 CFR 164.308(a)(9)(i) is not listed: 45 CFR 164.308(a) has only (1), (2), (3), (4), (5), (6), (7), (8)"},
		"164.308(b)(1) and (b)(4)":                                                    {"45 CFR 164.308(b)(4) is not listed: 45 CFR 164.308(b) has only (1), (2), (3)"},
		"164.314(a)(2)(i)(D) asks for it":                                             {"45 CFR 164.314(a)(2)(i)(D) is only proposed: it is not part of the regulation in force"},
		"Proposed\n164.312(b) would do so":                                            {"nobody has checked that 45 CFR 164.312(b) is the number in the proposed rule; cite proposed 45 CFR 164.312"},
		"proposed 45 CFR 164.312(z)":                                                  {"45 CFR 164.312(z) is not in the list of proposed provisions"},
		"45 C.F.R. 164.308 and 45 CFR 164.308": {
			`"45 C.F.R. 164.308" is not a citation: it does not begin with 45 CFR, 42 U.S.C., 90 FR, Fla. Stat., Tex. Bus. & Com. Code or Tex. Health & Safety Code, and no listed source has this name`,
		},
		"91 FR 1 and 28 CFR 202.999": {"91 FR 1 is not in the list of provisions that can be cited", "28 CFR 202.999 is not in the list of provisions that can be cited"},
	} {
		var got []string
		for _, err := range citation.CheckProse(text) {
			got = append(got, err.Error())
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s\n%s", text, diff)
		}
	}
}
