package proof_test

import (
	"fmt"
	"strings"
	"testing"

	"assay/report"
	"assay/report/proof"
	"assay/report/proof/prooftest"
	"assay/report/sign"
)

// A signer can write to the readers of PDF whatever he likes. Nobody who verifies
// takes it for a part of the report.
func TestWhatTheSignerWroteIsToldAsSuch(t *testing.T) {
	ruth := prooftest.Identity(t, "Ruth Adeyemi", now)
	file, err := sign.Sign(prooftest.Report(t, "Harbor Staffing", now), ruth, sign.Options{
		Field: sign.Assessor, When: now, Reason: "Approved, score 95", Location: "signed by Dana Whitfield",
	})
	if err != nil {
		t.Fatal(err)
	}
	p, err := proof.Verify("harbor.pdf", file, report.Policy{Anchors: sign.Own(ruth.Chain), Now: now})
	if err != nil || !p.Proven {
		t.Fatalf("%v, %q", err, p.EveryProblem())
	}
	notes := strings.Join(p.Notes, "; ")
	for _, want := range []string{`the reason that the signer wrote, "Approved, score 95", which nothing checks`, `the place that the signer wrote, "signed by Dana Whitfield", which nothing checks`} {
		if !strings.Contains(notes, want) {
			t.Errorf("%q is missing in %q", want, notes)
		}
	}
}

// Two reports about one vendor that are of two assessments do not continue each
// other, and neither does a report that carries no journal. Silence would look as if
// they did.
func TestReportsThatCannotBeComparedSaySo(t *testing.T) {
	ruth := prooftest.Identity(t, "Ruth Adeyemi", now)
	verified := func(name string) proof.Proof {
		file := prooftest.Signed(t, prooftest.Report(t, "Harbor Staffing", now), sign.Assessor, ruth, now)
		p, err := proof.Verify(name, file, report.Policy{Anchors: sign.Own(ruth.Chain), Now: now})
		if err != nil || !p.Proven {
			t.Fatalf("%v, %q", err, p.EveryProblem())
		}
		return p
	}
	first, other := verified("first.pdf"), verified("other.pdf")
	says := *other.Says
	says.Assessment, says.Vendor = "а-1", "HARBOR  staffing"
	other.Says = &says
	for n, p := range proof.Together([]proof.Proof{first, other}) {
		if want := "it is of another assessment of this vendor than"; !strings.Contains(strings.Join(p.Notes, "; "), want) || !p.Proven {
			t.Errorf("%d: %q", n, p.Notes)
		}
	}
}

// What no longer holds is not said of a report that does not continue an earlier one.
func TestAReportThatDoesNotContinueLosesItsPromises(t *testing.T) {
	ruth := prooftest.Identity(t, "Ruth Adeyemi", now)
	var all []proof.Proof
	for n, flag := range []string{"vague", "clear"} {
		file := prooftest.Signed(t, prooftest.Report(t, "Harbor Staffing", now, flag), sign.Assessor, ruth, now)
		p, err := proof.Verify(fmt.Sprintf("%d.pdf", n), file, report.Policy{Anchors: sign.Own(ruth.Chain), Now: now})
		if err != nil || !p.Proven {
			t.Fatalf("%v, %q", err, p.EveryProblem())
		}
		all = append(all, p)
	}
	second := proof.Together(all)[1]
	if second.Proven || second.Until != "" || second.Says != nil || strings.Contains(strings.Join(second.Notes, "; "), "can prove itself") {
		t.Errorf("%s, until %q, %+v, %q", second.Outcome(), second.Until, second.Says, second.Notes)
	}
}
