package proof_test

import (
	"strings"
	"testing"

	"assay/report"
	"assay/report/proof"
	"assay/report/proof/prooftest"
	"assay/report/sign"
)

// Two proven reports of one assessment tell whether the later continues the earlier.
func TestReportsBesideEachOther(t *testing.T) {
	ruth := prooftest.Identity(t, "Ruth Adeyemi", now)
	policy := report.Policy{Confirmed: []string{sign.Fingerprint(ruth.Certificate)}, Now: now}
	file := func(name string, trusted bool, flags ...string) proof.Proof {
		t.Helper()
		signed := prooftest.Signed(t, prooftest.Report(t, "Harbor Staffing", now, flags...), sign.Assessor, ruth, now)
		if !trusted {
			signed[len(signed)/2] ^= 1
		}
		p, err := proof.Verify(name, signed, policy)
		if err != nil || trusted != p.Proven {
			t.Fatalf("%s: %v, %q", name, err, p.EveryProblem())
		}
		return p
	}
	first, second, third := file("first.pdf", true), file("second.pdf", true, "vague"), file("third.pdf", true, "vague", "they hung up")
	other := file("other.pdf", true, "quite clear", "they hung up")
	spoilt := file("spoilt.pdf", false, "quite clear")

	const two = "their journals differ from event 2 on, so somebody wrote two journals of one assessment"
	for name, test := range map[string]struct {
		files []proof.Proof
		want  []string // of each file: a problem, or the last note
	}{
		"one continues the other":   {[]proof.Proof{first, third}, []string{"", "it continues first.pdf, which ends at event 1"}},
		"in any order":              {[]proof.Proof{third, first, second}, []string{"it continues second.pdf, which ends at event 2", "", "it continues first.pdf, which ends at event 1"}},
		"the same twice":            {[]proof.Proof{second, second}, []string{"", "it has the same journal as second.pdf"}},
		"two journals":              {[]proof.Proof{second, other}, []string{"", "it does not continue second.pdf: " + two}},
		"two journals, as long":     {[]proof.Proof{third, other}, []string{"", "it does not continue third.pdf: " + two}},
		"the longer one came first": {[]proof.Proof{other, second}, []string{"it does not continue second.pdf: " + two, ""}},
		"a report that is not proven says nothing about others": {[]proof.Proof{spoilt, third}, []string{"", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			for n, p := range proof.Together(test.files) {
				was := test.files[n]
				told, refused := strings.Join(p.Problems[len(was.Problems):], "; "), len(p.Problems) > len(was.Problems)
				if !refused {
					told = strings.Join(p.Notes[len(was.Notes):], "; ")
				}
				if told != test.want[n] || refused && (p.Proven || p.Result != report.NotProven || p.Says != nil) || !refused && p.Result != was.Result {
					t.Errorf("%s: %s, told %q, want %q", p.File, p.Outcome(), told, test.want[n])
				}
			}
		})
	}
	if len(other.Problems) > 0 || !other.Proven {
		t.Error("the proofs that were compared changed themselves")
	}
}
