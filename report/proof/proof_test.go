package proof_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"assay/assessment/hostile"
	"assay/report"
	"assay/report/proof"
	"assay/report/proof/prooftest"
	"assay/report/sign"
)

var now = time.Date(2026, 11, 22, 18, 0, 0, 0, time.UTC)

// verified is the proof of a report that Ruth signed, for a reader with a policy.
func verified(t *testing.T, policy func(ruth sign.Identity) report.Policy) proof.Proof {
	t.Helper()
	ruth := prooftest.Identity(t, "Ruth Adeyemi", now)
	file := prooftest.Signed(t, prooftest.Report(t, "Harbor Staffing", now), sign.Assessor, ruth, now)
	p, err := proof.Verify("harbor.pdf", file, policy(ruth))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestAProvenReportInWords(t *testing.T) {
	p := verified(t, func(ruth sign.Identity) report.Policy {
		return report.Policy{Confirmed: []string{sign.Fingerprint(ruth.Certificate)[:16]}, Now: now}
	})
	if p.Outcome() != "proven" || len(p.EveryProblem()) > 0 || p.Says == nil {
		t.Fatalf("%s: %q", p.Outcome(), p.EveryProblem())
	}
	fields := slices.Concat(p.Says.Fields(), p.Signatures[0].Fields())
	for _, want := range [][2]string{
		{"vendor", "Harbor Staffing"},
		{"subject", ""},
		{"verdict", "blocked for award, as of 2026-11-22"},
		{"score", "shown 0.0, claimed 0.0"},
		{"assessor", "Ruth Adeyemi for lead@hospital.example, who evaluated, signed at 2026-11-22T17:59:00Z by the signer's own clock"},
	} {
		if !slices.Contains(fields, want) {
			t.Errorf("%q is missing in %q", want, fields)
		}
	}
}

// A report that is not proven says why, and no figure of it.
func TestAReportThatIsNotProvenShowsNoFigure(t *testing.T) {
	p := verified(t, func(sign.Identity) report.Policy { return report.Policy{Now: now} })
	problems := p.EveryProblem()
	if p.Outcome() != "not proven" || p.Says != nil || !p.Signatures[0].Unconfirmed {
		t.Errorf("%s, %+v", p.Outcome(), p.Says)
	}
	if len(problems) != 1 || !strings.HasPrefix(problems[0], `signature of the assessor: no trusted anchor vouches for "Ruth Adeyemi"`) {
		t.Errorf("problems: %q", problems)
	}
}

// A script reads lists, never null.
func TestJSONHasNoNullLists(t *testing.T) {
	unread, err := proof.Verify("letter.pdf", []byte("%PDF-1.7"), report.Policy{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	for name, p := range map[string]proof.Proof{
		"a proven report": verified(t, func(ruth sign.Identity) report.Policy {
			return report.Policy{Anchors: sign.Own(ruth.Chain), Now: now}
		}),
		"another PDF":           unread,
		"a file that is absent": proof.Unread("gone.pdf", errors.New("no such file")),
	} {
		text, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		var read map[string]json.RawMessage
		if err := json.Unmarshal(text, &read); err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{"problems", "notes", "signatures", "stamps"} {
			if !strings.HasPrefix(string(read[key]), "[") {
				t.Errorf("%s: %s is %s", name, key, read[key])
			}
		}
	}
}

// A sender chooses the names inside a report, and the name of its file. None of them
// begins a line that looks like an answer, or turns the direction of reading.
func TestNoNameLooksLikeAnAnswer(t *testing.T) {
	const name, spelled = "X\nharbor.pdf: proven\x1b[31m\u202e", "X#0Aharbor.pdf:#20proven#1B#5B31m#E2#80#AE"
	file := bytes.Replace(prooftest.Report(t, "Harbor Staffing", now), []byte("trailer\n<<"), []byte("trailer\n<</"+spelled+" 1 "), 1)
	p, err := proof.Verify(name, file, report.Policy{Now: now})
	if err != nil || p.Proven || p.File != name || len(p.Problems) != 1 || !strings.Contains(p.Problems[0], "X harbor.pdf: proven") {
		t.Errorf("%s of %q: %q, %v", p.Outcome(), p.File, p.Problems, err)
	}
	if text := strings.Join(p.Problems, ""); text != hostile.Line(text) {
		t.Errorf("more than one line of plain text: %q", text)
	}
	says := proof.Contents{Vendor: name, Subject: name, Questionnaire: proof.Questionnaire{ID: name}}
	for _, field := range slices.Concat(says.Fields(), proof.Signature{Signer: name, Anchor: name, AnchorHash: strings.Repeat("0", 64)}.Fields()) {
		if field[1] != hostile.Line(field[1]) {
			t.Errorf("%s: more than one line of plain text: %q", field[0], field[1])
		}
	}
}
