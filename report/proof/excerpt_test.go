package proof_test

import (
	"strings"
	"testing"

	"assay/report"
	"assay/report/proof"
	"assay/report/proof/prooftest"
	"assay/report/sign"
)

// A short report beside the full one is proven, and beside another one it is not.
func TestAShortReportComesFromTheFullOne(t *testing.T) {
	ruth := prooftest.Identity(t, "Ruth Adeyemi", now)
	policy := report.Policy{Confirmed: []string{sign.Fingerprint(ruth.Certificate)}, Now: now}
	file := func(name string, p report.Profile, spoilt bool, vendor string, flags ...string) proof.Proof {
		t.Helper()
		in := prooftest.Assessed(t, "a-1", vendor, now, flags...)
		in.Profile = p
		signed := prooftest.Signed(t, prooftest.Drawn(t, in), sign.Assessor, ruth, now)
		if spoilt {
			signed[len(signed)/2] ^= 1
		}
		found, err := proof.Verify(name, signed, policy)
		if err != nil || spoilt != (found.Result == report.NotProven) {
			t.Fatalf("%s: %v, %q", name, err, found.EveryProblem())
		}
		return found
	}
	const alone, proven, fails = "excerpt proven, figures not computed again", "proven", "not proven"
	full, short := file("full.pdf", report.Full, false, "Harbor"), file("short.pdf", report.Debrief, false, "Harbor")
	pages := file("pages.pdf", report.RFP, false, "Harbor")
	later := file("later.pdf", report.Full, false, "Harbor", "vague")
	other := full
	other.Alter(report.Debrief)
	for name, test := range map[string]struct {
		files      []proof.Proof
		want, told string // of the short one, which is the last
	}{
		"alone":                      {[]proof.Proof{short}, alone, "verify it together with the signed full report"},
		"the pages that decide":      {[]proof.Proof{full, pages}, proven, "it comes from full.pdf, whose figures were computed again"},
		"two short ones":             {[]proof.Proof{short, full, pages}, proven, "it comes from full.pdf"},
		"the pages alone":            {[]proof.Proof{later, pages}, alone, "later.pdf cannot show that this is true"},
		"with the full one":          {[]proof.Proof{full, short}, proven, "it comes from full.pdf, whose figures were computed again"},
		"with another excerpt":       {[]proof.Proof{short, short}, alone, "verify it together"},
		"with one of another head":   {[]proof.Proof{later, short}, alone, "later.pdf cannot show that this is true: it is of another head"},
		"with a later one, too":      {[]proof.Proof{later, full, short}, proven, "it comes from full.pdf"},
		"with a spoilt one":          {[]proof.Proof{file("spoilt.pdf", report.Full, true, "Harbor"), short}, alone, "verify it together"},
		"with one that says another": {[]proof.Proof{other, short}, fails, "it does not come from full.pdf: that report is of the same head, day and milestone, and commits to another excerpt"},
	} {
		t.Run(name, func(t *testing.T) {
			all := proof.Together(test.files)
			got := all[len(all)-1]
			if got.Outcome() != test.want || got.Proven != (test.want == proven) || (got.Says == nil) != (test.want == fails) {
				t.Errorf("%s, proven %v, says %+v", got.Outcome(), got.Proven, got.Says)
			}
			if all := strings.Join(append(got.Problems, got.Notes...), "; "); !strings.Contains(all, test.told) {
				t.Errorf("told %q, want %q", all, test.told)
			}
		})
	}
	if short.Proven || short.Result != report.ExcerptProven {
		t.Error("the proofs that were compared changed themselves")
	}
	for _, field := range short.Says.Fields() {
		if strings.Contains(field[0]+field[1], "score") || field[0] == "verdict" {
			t.Errorf("a debrief says %q", field)
		}
	}
}
