package report_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"assay/assessment"
	"assay/report"
	"assay/report/pdf"
	"assay/report/sign"
)

// Nobody draws the pages of another renderer again. What a report attaches still has
// one reading, for every program, before its figures are proven.
func TestFiguresAloneHaveOneReading(t *testing.T) {
	ruth := identity(t, "Ruth Adeyemi")
	honest := rendered(t, input(story(t).snapshot()))
	older := func(change func(data string) string) []byte {
		return forge(t, honest, func(_ pdf.Reference, head string, data []byte) []byte {
			if !strings.Contains(head, "#2Fjson ") {
				return data
			}
			return []byte(change(strings.Replace(string(data), `"renderer":"`+report.Renderer+`"`, `"renderer":"assay-pdf/26"`, 1)))
		})
	}
	plain := older(func(data string) string { return data })
	replaced := func(old, with string) []byte {
		t.Helper()
		if !bytes.Contains(plain, []byte(old)) || len(old) != len(with) {
			t.Fatalf("cannot replace %s", old)
		}
		return bytes.Replace(plain, []byte(old), []byte(with), 1)
	}
	data := func(old, with string) []byte {
		return older(func(data string) string {
			if !strings.Contains(data, old) {
				t.Fatalf("the data does not hold %s", old)
			}
			return strings.Replace(data, old, with, 1)
		})
	}
	attached := func(name string) string {
		_, rest, _ := bytes.Cut(plain, []byte("/UF ("+name+")"))
		_, rest, _ = bytes.Cut(rest, []byte("/EF <<"))
		files, _, _ := bytes.Cut(rest, []byte(">>"))
		_, reference, _ := strings.Cut(string(files), "/UF ")
		return strings.TrimSpace(reference)
	}
	const names = "readers may find another file under a name"
	for name, test := range map[string]struct {
		file []byte
		want string // empty: the figures are proven
	}{
		"nothing is changed":                       {plain, ""},
		"readers show another name":                {replaced("/UF (assessment.json)", "/UF (assessment.jsom)"), names},
		"older readers show another name":          {replaced("/F (assessment.json)", "/F (assessment.jsom)"), names},
		"readers open another file under the name": {replaced("/UF "+attached("assessment.json"), "/UF "+attached("journal.jsonl")), names},
		"an associated file is another":            {replaced("/AF [", "/AE ["), "/AE"},
		"a key in capitals, before the right one":  {data(`{"as_of"`, `{"AS_OF":"2020-01-01","as_of"`), "not in the words that assay writes"},
		"a key in capitals, instead":               {data(`{"as_of"`, `{"AS_OF"`), "not in the words that assay writes"},
		"a view in capitals beside it":             {data(`"view":"current"`, `"view":"current","vieW":"nprm-2025"`), "the data cannot be read"},
		"a key with a long s":                      {data(`"snapshot":`, `"ſnapshot":`), "the data cannot be read"},
		"a number with a fraction":                 {data(`"seq":`, `"seq":0`), "the data cannot be read"},
		"minus nothing":                            {data(`:0,`, `:-0,`), "and not -0"},
		"a key that nobody knows in the snapshot":  {data(`"opened_at"`, `"opened_aa":1,"opened_at"`), "are not those of its journal"},
		"the milestone of another verdict":         {data(`"milestone":"award","organisation"`, `"milestone":"later","organisation"`), "the milestone is award"},
		"a renderer that looks like this one":      {data(`assay-pdf/26`, `assay-pdf/0`+strings.TrimPrefix(report.Renderer, "assay-pdf/")), ""},
		"an engine in another spelling":            {data(`"engine":"assay/1"`, `"engine":"ASSAY/1"`), "figures cannot be computed again"},
		"the questionnaire has a key nobody knows": {data(`"questionnaire":{`, `"questionnaire":{"aaa":1,`), "not"},
	} {
		t.Run(name, func(t *testing.T) {
			policy := trusting(ruth)
			policy.FiguresOnly = true
			signed, err := report.Sign(test.file, ruth, report.Signer{Role: sign.Assessor, When: signedAt})
			if err != nil {
				if test.want == "" || !strings.Contains(err.Error(), test.want) {
					t.Errorf("nobody can sign it: %v", err)
				}
				return
			}
			v := verified(t, signed, policy)
			if all := strings.Join(append(v.Problems, v.Findings.Problems...), "; "); (test.want == "") != (v.Outcome() == report.FiguresProven) || !strings.Contains(all, test.want) {
				t.Errorf("%s, problems %q, notes %q", v.Outcome(), v.Problems, v.Notes)
			}
			if v.Proven() {
				t.Error("the pages are proven")
			}
		})
	}
}

// Nobody signs what has not happened yet. Whoever dates a signature back, or an
// event ahead, is told apart by the journal.
func TestTheTimesOfAReportAgree(t *testing.T) {
	ruth := identity(t, "Ruth Adeyemi")
	for name, test := range map[string]struct {
		signed time.Time
		asOf   assessment.Date
		event  time.Time // of one more flag
		want   string    // a problem
		note   string
	}{
		"all is well":           {signedAt, today, signedAt.Add(-time.Hour), "", ""},
		"clocks differ":         {signedAt, today, signedAt.Add(4 * time.Minute), "", ""},
		"an event ahead":        {signedAt, today, signedAt.Add(24 * time.Hour), "claims to have signed at 2026-11-22 18:00:00 UTC, but event", ""},
		"a signature back":      {today.Time().Add(9 * time.Hour), today, signedAt.Add(-time.Hour), "claims to have signed at 2026-11-22 09:00:00 UTC, but event", ""},
		"times that go back":    {signedAt, today, today.Time(), "", "before event"},
		"judged for the past":   {signedAt, today - 30, signedAt.Add(-time.Hour), "", "the verdict is as of 2026-10-23, and the journal goes on until 2026-11-22"},
		"judged for the future": {signedAt, today + 30, signedAt.Add(-time.Hour), "", "the verdict is as of 2026-12-22, and the assessor signed before, on 2026-11-22"},
	} {
		t.Run(name, func(t *testing.T) {
			j := story(t)
			j.append(assessment.Entry{ID: "x1", At: test.event.UnixMicro(), By: "lead@hospital.example", Change: assessment.FlagRaised{Severity: "warning", Text: "late"}})
			in := input(j.snapshot())
			in.AsOf = test.asOf
			signed, err := report.Sign(rendered(t, in), ruth, report.Signer{Role: sign.Assessor, When: test.signed})
			if err != nil {
				t.Fatal(err)
			}
			v := verified(t, signed, trusting(ruth))
			if v.Proven() != (test.want == "") || !strings.Contains(fmt.Sprint(v.Problems), test.want) {
				t.Errorf("%s, %q", v.Outcome(), v.Problems)
			}
			notes := len(v.Notes)
			if test.want == "" {
				notes-- // that head and answers belong together
			}
			if !strings.Contains(fmt.Sprint(v.Notes), test.note) || test.note == "" && notes > 0 {
				t.Errorf("notes %q", v.Notes)
			}
		})
	}
}

// The page of the signatures names people, and whoever draws it chooses them. A key
// of somebody else under such a name is told.
func TestANameOnPaperThatIsNotTheSignersIsTold(t *testing.T) {
	mallory := identity(t, "Mallory Quist")
	j := story(t)
	j.record("lead@hospital.example", 52, assessment.Decided{Decision: assessment.Decision{Outcome: assessment.DecideDecline, By: "Dana Whitfield", Reason: "too weak"}})
	in := input(j.snapshot())
	in.Evaluator = "Ruth  ADEYEMI"
	file := rendered(t, in)
	for _, test := range []struct {
		signer sign.Identity
		role   sign.Role
		want   string
	}{
		{mallory, sign.Assessor, `below the signature of the assessor the report prints "Ruth Adeyemi", but the key is that of "Mallory Quist"`},
		{mallory, sign.Approver, `below the signature of the approver the report prints "Dana Whitfield", but the key is that of "Mallory Quist"`},
		{mallory, sign.Reviewer, ""},
		{identity(t, "Ruth Adeyemi"), sign.Assessor, ""},
	} {
		signed, err := report.Sign(file, test.signer, report.Signer{Role: test.role, When: signedAt})
		if err != nil {
			t.Fatal(err)
		}
		v := verified(t, signed, report.Policy{Anchors: sign.Own(test.signer.Chain), Now: signedAt})
		if all := strings.Join(v.Notes, "; "); !v.Proven() || !strings.Contains(all, test.want) || test.want == "" && strings.Contains(all, "below the signature") {
			t.Errorf("%s as %s: %s, notes %q", test.signer.Certificate.Subject.CommonName, test.role, v.Outcome(), v.Notes)
		}
	}
}
