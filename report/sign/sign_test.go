package sign_test

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"assay/report/pdf"
	"assay/report/pdf/pdftest"
	"assay/report/sign"
)

// signing is the time of the signatures: three hours after the report was rendered.
var signing = pdftest.When.Add(3 * time.Hour)

func person(t testing.TB, name string) sign.Identity {
	t.Helper()
	id, err := sign.Create(name, "St. Elsewhere Hospital", pdftest.When, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func signed(t testing.TB, file []byte, id sign.Identity, o sign.Options) []byte {
	t.Helper()
	out, err := sign.Sign(file, id, o)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// cast holds two signers and a report. Anna, the assessor, certifies it; Ben, the reviewer, signs after her.
type cast struct {
	anna, ben sign.Identity
	base      []byte // unsigned
	once      []byte // signed by Anna
	twice     []byte // signed by both
}

func newCast(t testing.TB) cast {
	t.Helper()
	c := cast{anna: person(t, "Anna Åkesson"), ben: person(t, "Ben Okafor"), base: pdftest.Finished(t, 2)}
	c.once = signed(t, c.base, c.anna, asAssessor())
	c.twice = signed(t, c.once, c.ben, asReviewer())
	return c
}

func asAssessor() sign.Options {
	return sign.Options{
		Field: sign.Assessor, Name: "Anna Åkesson", Reason: "I made this assessment (BAA-01)", Location: "Malmö",
		When: signing, Certify: true,
	}
}

func asReviewer() sign.Options {
	return sign.Options{Field: sign.Reviewer, Name: "Ben Okafor", Reason: "/ByteRange [0 999999999", When: signing.Add(time.Hour)}
}

// unnamed leaves the name away that a signature shows to PDF readers, for a signer of another name.
func unnamed(o sign.Options) sign.Options {
	o.Name = ""
	return o
}

// policy trusts the authorities of both signers. Its time is an hour after the last signature.
func (c cast) policy() sign.Policy {
	p := sign.Policy{Now: signing.Add(2 * time.Hour)}
	p.Anchors = append(sign.Own(c.anna.Chain), sign.Own(c.ben.Chain)...)
	return p
}

func TestTwoPeopleSignAndTheReportIsProven(t *testing.T) {
	c := newCast(t)
	policy := c.policy()
	policy.Expect = map[sign.Role]sign.Expected{sign.Assessor: {Name: "Anna Åkesson"}, sign.Reviewer: {Name: "Ben Okafor"}}
	findings, err := sign.Verify(c.twice, policy)
	if err != nil {
		t.Fatal(err)
	}
	end := c.anna.Certificate.NotAfter // Ben's ends then, too
	want := sign.Findings{Until: end, Signatures: []sign.Signature{
		{
			Role: sign.Assessor, Name: "Anna Åkesson", Signer: "Anna Åkesson", Fingerprint: sign.Fingerprint(c.anna.Certificate),
			Authority: c.anna.Authority(), Anchor: c.anna.Authority(), Reason: "I made this assessment (BAA-01)", Location: "Malmö", ClaimedTime: signing, Until: end, End: len(c.once),
		},
		{
			Role: sign.Reviewer, Name: "Ben Okafor", Signer: "Ben Okafor", Fingerprint: sign.Fingerprint(c.ben.Certificate),
			Authority: c.ben.Authority(), Anchor: c.ben.Authority(), Reason: "/ByteRange [0 999999999", ClaimedTime: signing.Add(time.Hour), Until: end, End: len(c.twice),
		},
	}}
	if diff := cmp.Diff(want, findings, cmpopts.IgnoreFields(sign.Findings{}, "Document")); diff != "" || !findings.Proven() {
		t.Errorf("proven %v; findings (-want +got):\n%s", findings.Proven(), diff)
	}
	if data, err := findings.Document.Attachment("assessment.json"); err != nil || !bytes.Equal(data, pdftest.Assessment) {
		t.Errorf("attachment %q, %v", data, err)
	}
	if !bytes.HasPrefix(c.twice, c.once) || !bytes.HasPrefix(c.once, c.base) {
		t.Error("signing changed earlier bytes")
	}
}

func TestSigningIsDeterministic(t *testing.T) {
	c := newCast(t)
	if !bytes.Equal(c.once, signed(t, c.base, c.anna, asAssessor())) {
		t.Error("the same person, report and time gave two different files")
	}
}

func TestSignRefuses(t *testing.T) {
	c := newCast(t)
	withField := func(r sign.Role) sign.Options { return sign.Options{Field: r, When: signing} }
	at := func(when time.Time) sign.Options { return sign.Options{Field: sign.Assessor, When: when} }
	stolen := c.anna
	stolen.Key = c.ben.Key
	authority := c.anna
	authority.Certificate = c.anna.Authority()
	large := c.anna
	for range 20 {
		large.Chain = append(large.Chain, c.ben.Authority())
	}
	repeated := c.anna
	repeated.Chain = append(repeated.Chain, c.anna.Authority())
	tampered := update(t, c.once, func(u *pdf.Update, v pdf.View) { u.Add(pdf.Integer(1)) })
	for _, s := range []struct {
		name    string
		file    []byte
		id      sign.Identity
		options sign.Options
		want    string
	}{
		{"a missing field", c.base, c.anna, withField("witness"), `no signature field "witness"`},
		{"a field that is signed", c.once, c.ben, withField(sign.Assessor), "the assessor has already signed"},
		{"a second signature that certifies", c.once, c.ben, sign.Options{Field: sign.Reviewer, When: signing, Certify: true}, "only the first signature"},
		{"an expired certificate", c.base, c.anna, at(signing.AddDate(3, 0, 0)), "expired on 2029-11-22"},
		{"a certificate not valid yet", c.base, c.anna, at(signing.AddDate(0, 0, -1)), "valid only from 2026-11-22"},
		{"another person's key", c.base, stolen, asAssessor(), "does not belong"},
		{"no key", c.base, sign.Identity{}, asAssessor(), "lacks its key"},
		{"another key's certificate", c.base, authority, asAssessor(), "does not belong"},
		{"too many certificates", c.base, large, asAssessor(), "space for only 8192"},
		{"a certificate twice", c.base, repeated, asAssessor(), "twice"},
		{"a report with an extra object", tampered, c.ben, asReviewer(), "must not be signed"},
		{"a damaged report", c.once[:len(c.once)-9], c.ben, asReviewer(), "the PDF is damaged"},
	} {
		t.Run(s.name, func(t *testing.T) {
			out, err := sign.Sign(s.file, s.id, s.options)
			if err == nil || !strings.Contains(err.Error(), s.want) || out != nil {
				t.Errorf("error %v, want one that says %q", err, s.want)
			}
		})
	}
}

func TestPdfsigTrustsTheSignatures(t *testing.T) {
	c := newCast(t)
	// pdfsig uses the clock of the machine, so these two identities are issued now.
	now := time.Now().Truncate(time.Second)
	issue := func(name string) sign.Identity {
		id, err := sign.Create(name, "", now.Add(-time.Minute), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	anna, ben := issue("Anna Åkesson"), issue("Ben Okafor")
	first := asAssessor()
	first.When = now
	second := asReviewer()
	second.When = now
	report := signed(t, signed(t, c.base, anna, first), ben, second)

	database := "sql:" + t.TempDir()
	pdftest.Tool(t, "certutil", "-N", "-d", database, "--empty-password")
	for name, id := range map[string]sign.Identity{"anna": anna, "ben": ben} {
		path := pdftest.Save(t, name+".pem", sign.EncodeAnchor(id.Authority()))
		if out, ok := pdftest.Tool(t, "certutil", "-A", "-d", database, "-n", name, "-t", "CT,CT,CT", "-i", path); !ok {
			t.Fatalf("certutil says:\n%s", out)
		}
	}
	out, _ := pdftest.Tool(t, "pdfsig", "-nssdir", database, pdftest.Save(t, "report.pdf", report))
	for want, times := range map[string]int{
		"Signature Type: ETSI.CAdES.detached": 2, "Signature is Valid.": 2, "Certificate is Trusted.": 2,
		"Not total document signed": 1, "Total document signed": 1,
	} {
		if got := strings.Count(out, want); got != times {
			t.Errorf("found %q %d times, want %d", want, got, times)
		}
	}
	if t.Failed() {
		t.Log(out)
	}
}

func TestQpdfAndMutoolAcceptEveryStage(t *testing.T) {
	c := newCast(t)
	for name, file := range map[string][]byte{"unsigned": c.base, "signed once": c.once, "signed twice": c.twice} {
		t.Run(name, func(t *testing.T) {
			path := pdftest.Save(t, "report.pdf", file)
			out, ok := pdftest.Tool(t, "qpdf", "--check", path)
			if !ok || !strings.Contains(out, "No syntax or stream encoding errors found") || strings.Contains(out, "WARNING") {
				t.Errorf("qpdf says:\n%s", out)
			}
			if out, ok = pdftest.Tool(t, "pdfdetach", "-list", path); !ok || !strings.Contains(out, "assessment.json") {
				t.Errorf("pdfdetach says:\n%s", out)
			}
			if out, _ = pdftest.Tool(t, "mutool", "show", path, "trailer/Root"); strings.Contains(out, "error") {
				t.Errorf("mutool says:\n%s", out)
			}
		})
	}
	out, _ := pdftest.Tool(t, "mutool", "sign", "-v", pdftest.Save(t, "report.pdf", c.twice))
	if !strings.Contains(out, "The document is unchanged since signing") {
		t.Errorf("mutool says:\n%s", out)
	}
}

var rangePattern = regexp.MustCompile(`/ByteRange \[0 (\d+) (\d+) (\d+) *\]`)

// gap returns the byte range of the value of the last signature, with its angle brackets, and the end of the signed
// bytes.
func gap(t testing.TB, file []byte) (start, end, total int) {
	t.Helper()
	all := rangePattern.FindAllSubmatch(file, -1)
	last := all[len(all)-1]
	start, _ = strconv.Atoi(string(last[1]))
	end, _ = strconv.Atoi(string(last[2]))
	rest, _ := strconv.Atoi(string(last[3]))
	return start, end, end + rest
}

func TestOpensslVerifiesAsCAdES(t *testing.T) {
	c := newCast(t)
	t.Run("the first signature", func(t *testing.T) { expectCAdES(t, c.once, c.anna) })
	t.Run("the second signature", func(t *testing.T) { expectCAdES(t, c.twice, c.ben) })
}

// expectCAdES verifies the last signature of a file with openssl.
func expectCAdES(t *testing.T, file []byte, id sign.Identity) {
	t.Helper()
	start, end, total := gap(t, file)
	value := make([]byte, (end-start-2)/2)
	if _, err := hex.Decode(value, file[start+1:end-1]); err != nil {
		t.Fatal(err)
	}
	content := append(bytes.Clone(file[:start]), file[end:total]...)
	out, ok := pdftest.Tool(
		t, "openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-purpose", "any",
		"-attime", strconv.FormatInt(signing.Unix(), 10),
		"-in", pdftest.Save(t, "signature.der", value[:length(value)]),
		"-content", pdftest.Save(t, "signed.bin", content),
		"-CAfile", pdftest.Save(t, "ca.pem", sign.EncodeAnchor(id.Authority())),
		"-out", os.DevNull,
	)
	if !ok || !strings.Contains(out, "CAdES Verification successful") {
		t.Errorf("openssl says:\n%s", out)
	}
}

// length returns the length of the DER value at the beginning of value.
func length(value []byte) int {
	return 4 + int(binary.BigEndian.Uint16(value[2:]))
}
