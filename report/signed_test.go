package report_test

import (
	"strings"
	"testing"
	"time"

	"assay/report"
	"assay/report/pdf"
	"assay/report/pdf/pdftest"
	"assay/report/sign"
)

// Assessor, reviewer and approver sign in turn. Each box shows its signer in words that
// another program reads, and the report is proven.
func TestEachBoxShowsItsSigner(t *testing.T) {
	file := rendered(t, input(story(t).snapshot()))
	policy := report.Policy{Now: signedAt.Add(4 * time.Hour), Expect: map[sign.Role]sign.Expected{}}
	var keys []string
	for n, s := range []struct {
		role sign.Role
		name string
	}{{sign.Assessor, "Ruth Adeyemi"}, {sign.Reviewer, "Karel Brandt"}, {sign.Approver, "Aylin Öztürk"}} {
		id := identity(t, s.name)
		var err error
		if file, err = report.Sign(file, id, report.Signer{Role: s.role, When: signedAt.Add(time.Duration(n) * time.Hour)}); err != nil {
			t.Fatal(err)
		}
		policy.Anchors = append(policy.Anchors, sign.Own(id.Chain)...)
		policy.Expect[s.role] = sign.Expected{Name: s.name}
		keys = append(keys, sign.ReadOut(sign.Fingerprint(id.Certificate)))
	}
	if v := verified(t, file, policy); !v.Proven() {
		t.Fatalf("not proven: %q %q", v.Findings.Problems, v.Problems)
	}
	text := pageText(t, file)
	for _, want := range append(keys, "Ruth Adeyemi", "Assessor · signed 2026-", "Karel Brandt", "Reviewer · signed 2026-", "Aylin Öztürk", "Approver · signed 2026-") {
		if !strings.Contains(text, want) {
			t.Errorf("the pages do not show %q", want)
		}
	}
}

// pageText is the text of all pages and boxes, as another program reads it.
func pageText(t *testing.T, file []byte) string {
	t.Helper()
	pdftest.Need(t, "pdftotext")
	text, ok := pdftest.Tool(t, "pdftotext", pdftest.Save(t, "signed.pdf", file), "-")
	if !ok {
		t.Fatal(text)
	}
	return strings.Join(strings.Fields(text), " ")
}

// Who signs as assessor without having evaluated is named as signing for who did.
func TestASignerForSomebodyElseIsNamedSo(t *testing.T) {
	dana := identity(t, "Dana Whitfield")
	in := input(story(t).snapshot())
	file, err := report.Sign(rendered(t, in), dana, report.Signer{Role: sign.Assessor, When: signedAt})
	if err != nil {
		t.Fatal(err)
	}
	text := pageText(t, file)
	if want := "signs for "; !strings.Contains(text, want) {
		t.Errorf("the box does not say %q", want)
	}
	v := verified(t, file, report.Policy{Anchors: sign.Own(dana.Chain), Now: signedAt.Add(time.Hour)})
	if !v.Proven() || !strings.HasPrefix(v.Findings.Signatures[0].Reason, "assessed, for ") {
		t.Errorf("proven %v, reason %q", v.Proven(), v.Findings.Signatures[0].Reason)
	}
}

// A box that shows another person, another role or another day than its signature is a
// problem, even if the signer drew it.
func TestABoxThatLiesIsAProblem(t *testing.T) {
	ruth, dana := identity(t, "Ruth Adeyemi"), identity(t, "Dana Whitfield")
	base := rendered(t, input(story(t).snapshot()))
	shownBy := func(id sign.Identity, when time.Time) pdf.Picture {
		file, err := report.Sign(base, id, report.Signer{Role: sign.Assessor, When: when})
		if err != nil {
			t.Fatal(err)
		}
		return verified(t, file, report.Policy{Anchors: sign.Own(id.Chain), Now: when.Add(time.Hour)}).Findings.Signatures[0].Picture
	}
	for name, c := range map[string]struct {
		picture pdf.Picture
		want    string
	}{
		"its own":       {shownBy(ruth, signedAt), ""},
		"another name":  {shownBy(dana, signedAt), "shows something else"},
		"another day":   {shownBy(ruth, signedAt.AddDate(0, 0, 1)), "shows something else"},
		"nothing shown": {pdf.Picture{}, ""},
	} {
		file, err := sign.Sign(base, ruth, sign.Options{Field: sign.Assessor, When: signedAt, Certify: true, Picture: c.picture})
		if err != nil {
			t.Fatal(err)
		}
		v := verified(t, file, trusting(ruth))
		if got := strings.Join(v.Problems, "; "); v.Proven() != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s: proven %v, problems %q", name, v.Proven(), got)
		}
		if told := strings.Contains(strings.Join(v.Notes, "; "), "is empty on the page"); told != c.picture.Empty() {
			t.Errorf("%s: notes %q", name, v.Notes)
		}
	}
}
