package proof_test

import (
	"slices"
	"strings"
	"testing"

	"assay/report"
	"assay/report/proof"
	"assay/report/proof/prooftest"
	"assay/report/sign"
)

// A comparison beside signed reports says of each side whether its report says the
// same.
func TestAComparisonIsComparedWithTheReports(t *testing.T) {
	ruth := prooftest.Identity(t, "Ruth Adeyemi", now)
	policy := report.Policy{Confirmed: []string{sign.Fingerprint(ruth.Certificate)}, Now: now}
	proven := func(name string, file []byte) proof.Proof {
		t.Helper()
		p, err := proof.Verify(name, prooftest.Signed(t, file, sign.Assessor, ruth, now), policy)
		if err != nil || !p.Proven {
			t.Fatalf("%s: %v, %q", name, err, p.EveryProblem())
		}
		return p
	}
	harbor := func(flags ...string) report.Input {
		return prooftest.Assessed(t, "a-1", "Harbor Staffing", now, flags...)
	}
	north := prooftest.Assessed(t, "a-2", "Northstar", now, "vague")
	compared := proven("compared.pdf", prooftest.Comparison(t, harbor("slow"), north))
	if compared.Says != nil || compared.Compares == nil || len(compared.Compares.Sides) != 2 {
		t.Fatalf("%+v", compared)
	}
	yesterday := harbor("slow")
	yesterday.AsOf--
	reports := map[string]proof.Proof{}
	for name, of := range map[string]report.Input{
		"harbor.pdf": harbor("slow"), "earlier.pdf": harbor(), "later.pdf": harbor("slow", "rude"), "signed.pdf": harbor("slow", "signed"),
		"other.pdf": harbor("quick"), "yesterday.pdf": yesterday, "north.pdf": north,
	} {
		reports[name] = proven(name, prooftest.Drawn(t, of))
	}
	without := func(letters string) string {
		return "verify it together with the signed reports, to see whether they say the same: there is none here of " + letters
	}
	const matches = "A Harbor Staffing: it has the answers and the figures of "
	for name, test := range map[string]struct {
		beside  []string
		problem string
		notes   []string
		report  string // beside which side A says the same
	}{
		"alone":                               {nil, "", []string{without("A and B")}, ""},
		"the report of one side":              {[]string{"harbor.pdf"}, "", []string{matches + "harbor.pdf", without("B")}, "harbor.pdf"},
		"both reports":                        {[]string{"north.pdf", "harbor.pdf"}, "", []string{matches + "harbor.pdf", "B Northstar: it has the answers and the figures of north.pdf"}, "harbor.pdf"},
		"a signature came in between":         {[]string{"signed.pdf"}, "", []string{matches + "signed.pdf", without("B")}, "signed.pdf"},
		"of another day, with the same score": {[]string{"yesterday.pdf"}, "", []string{matches + "yesterday.pdf", without("B")}, "yesterday.pdf"},
		"an earlier report":                   {[]string{"earlier.pdf"}, "it is of event 1, and here of event 2", nil, ""},
		"a later report":                      {[]string{"later.pdf"}, "it is of event 3, and here of event 2", nil, ""},
		"an earlier one and the right one":    {[]string{"earlier.pdf", "harbor.pdf"}, "", []string{matches + "harbor.pdf", without("B")}, "harbor.pdf"},
		"another journal":                     {[]string{"other.pdf"}, "A Harbor Staffing: its journal and that of other.pdf differ from event 2 on, so somebody wrote two journals of one assessment", nil, ""},
		"another journal beside the right":    {[]string{"other.pdf", "harbor.pdf"}, "differ from event 2 on", nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			files := []proof.Proof{compared}
			for _, file := range test.beside {
				files = append(files, reports[file])
			}
			got := proof.Together(files)[0]
			if test.problem != "" {
				if got.Proven || got.Tells() || got.Until != "" || !strings.Contains(strings.Join(got.Problems, "; "), test.problem) {
					t.Errorf("%s, %q", got.Outcome(), got.Problems)
				}
				return
			}
			if notes := got.Notes[len(compared.Notes):]; !got.Proven || len(got.Problems) > 0 || !slices.Equal(notes, test.notes) {
				t.Errorf("%s, %q, notes %q, want %q", got.Outcome(), got.Problems, notes, test.notes)
			}
			if side := got.Compares.Sides[0]; side.Report != test.report {
				t.Errorf("side A is beside %q", side.Report)
			}
		})
	}
	if compared.Compares.Sides[0].Report != "" {
		t.Error("the proofs that were compared changed themselves")
	}
}

func TestAProvenComparisonInWords(t *testing.T) {
	ruth := prooftest.Identity(t, "Ruth Adeyemi", now)
	north := prooftest.Assessed(t, "a-2", "North\nstar: proven", now)
	file := prooftest.Signed(t, prooftest.Comparison(t, prooftest.Assessed(t, "a-1", "Harbor Staffing", now), north), sign.Assessor, ruth, now)
	p, err := proof.Verify("c.pdf", file, report.Policy{Confirmed: []string{sign.Fingerprint(ruth.Certificate)}, Now: now})
	if err != nil || !p.Proven {
		t.Fatalf("%v, %q", err, p.EveryProblem())
	}
	fields := p.Fields()
	for _, want := range [][2]string{
		{"compared", "2 assessments, as of 2026-11-22"},
		{"order", "nobody is ranked: every vendor is blocked or has no score"},
		{"A", "Harbor Staffing: blocked for award, as of 2026-11-22, shown 0.0, claimed 0.0; head " + p.Compares.Sides[0].Head},
		{"B", "North star: proven: blocked for award, as of 2026-11-22, shown 0.0, claimed 0.0; head " + p.Compares.Sides[1].Head},
	} {
		if !slices.Contains(fields, want) {
			t.Errorf("%q is missing in %q", want, fields)
		}
	}
}
