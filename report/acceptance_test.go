package report_test

import (
	"bytes"
	"crypto/rand"
	"crypto/x509"
	"encoding/binary"
	"encoding/hex"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"assay/report"
	"assay/report/pdf"
	"assay/report/pdf/pdftest"
	"assay/report/sign"
	"assay/report/sign/signtest"
)

// acceptance is one report of the demo on its whole way: drawn, signed by three
// people, each with a time stamp, and sealed.
type acceptance struct {
	signers []sign.Identity // by the order in which they sign
	clock   *signtest.Stamper
	root    *signtest.Authority // of the clock
	base    []byte              // unsigned
	signed  []byte              // by all three
	sealed  []byte
}

var signersRoles = []sign.Role{sign.Assessor, sign.Reviewer, sign.Approver}

// accepted makes the report. Other programs use the clock of the machine, so that all
// is signed now.
func accepted(t testing.TB) acceptance {
	t.Helper()
	now := time.Now().Truncate(time.Second)
	a := acceptance{base: rendered(t, input(demo(t, "kestrelhythe", "Kestrelhythe Delivery, Inc.")))}
	a.root = signtest.NewAuthority(t, "Clock Root", now.Add(-time.Hour), 12)
	a.clock = signtest.NewStamper(t, a.root, "Clock", now.Add(-time.Hour), 12, func() time.Time { return now })
	tsa := sign.TSA{Ask: a.clock.Reply, Random: rand.Reader, Now: now}
	a.signed = a.base
	for n, name := range []string{"Ruth Adeyemi", "Ben Okafor", "Carla Cruz"} {
		id, err := sign.Create(name, "St. Elsewhere Hospital", now.Add(-time.Hour), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		a.signers = append(a.signers, id)
		if a.signed, err = sign.Sign(a.signed, id, sign.Options{Field: signersRoles[n], Name: name, When: now, Certify: n == 0, TSA: &tsa}); err != nil {
			t.Fatal(err)
		}
	}
	var err error
	evidence := sign.Evidence{Lists: [][]byte{a.root.List(t, now.Add(-time.Minute))}}
	if a.sealed, err = sign.Seal(a.signed, evidence, []*x509.Certificate{a.root.Certificate}, tsa); err != nil {
		t.Fatal(err)
	}
	return a
}

// policy trusts the three signers and the clock.
func (a acceptance) policy() report.Policy {
	p := report.Policy{Now: a.clock.Now().Add(time.Hour), TimeAnchors: []*x509.Certificate{a.root.Certificate}, Expect: map[sign.Role]sign.Expected{}}
	for n, id := range a.signers {
		p.Anchors = append(p.Anchors, sign.Own(id.Chain)...)
		p.Expect[signersRoles[n]] = sign.Expected{Name: id.Certificate.Subject.CommonName}
	}
	return p
}

// One report goes its whole way, and programs by other authors agree on it at each stage.
func TestTheAcceptanceList(t *testing.T) {
	a := accepted(t)
	if again := rendered(t, input(demo(t, "kestrelhythe", "Kestrelhythe Delivery, Inc."))); !bytes.Equal(again, a.base) {
		t.Error("two renders differ")
	}
	if !bytes.HasPrefix(a.signed, a.base) || !bytes.HasPrefix(a.sealed, a.signed) {
		t.Error("a signature or the seal changed earlier bytes")
	}
	t.Run("assay proves it", a.expectProven)
	t.Run("qpdf and pdfcpu find no error", func(t *testing.T) {
		for _, file := range [][]byte{a.base, a.signed, a.sealed} {
			expectSyntax(t, pdftest.Save(t, "report.pdf", file))
		}
	})
	path := pdftest.Save(t, "report.pdf", a.sealed)
	t.Run("the fonts are embedded", func(t *testing.T) { expectFonts(t, path) })
	t.Run("the facts are right", func(t *testing.T) { expectFacts(t, path) })
	t.Run("each bookmark has its page", func(t *testing.T) { expectBookmarks(t, path) })
	t.Run("the attachments are whole", func(t *testing.T) { expectAttachments(t, path, a.sealed) })
	t.Run("pdfsig trusts the signatures", a.expectTrust)
	t.Run("openssl verifies each signature", a.expectCAdES)
	t.Run("openssl verifies the time stamp of the document", a.expectStamp)
	t.Run("mutool finds nothing changed", a.expectUnchanged)
}

func (a acceptance) expectProven(t *testing.T) {
	for stage, file := range map[string][]byte{"signed": a.signed, "sealed": a.sealed} {
		v := verified(t, file, a.policy())
		if !v.Proven() || len(v.Findings.Signatures) != 3 {
			t.Errorf("%s: %s, %q %q", stage, v.Outcome(), v.Findings.Problems, v.Problems)
		}
		for _, s := range v.Findings.Signatures {
			if s.StampedBy != "Clock" {
				t.Errorf("%s: the signature of the %s has no proven time", stage, s.Role)
			}
		}
	}
	later := a.policy()
	later.Now = later.Now.AddDate(10, 0, 0) // the certificates of the signers have ended
	if v := verified(t, a.sealed, later); !v.Proven() {
		t.Errorf("in ten years: %q %q", v.Findings.Problems, v.Problems)
	}
	ends := verified(t, a.signed, a.policy()).Findings.Signatures
	for _, cut := range []int{len(a.base), ends[0].End, ends[1].End} {
		if v := verified(t, a.sealed[:cut], a.policy()); v.Proven() {
			t.Errorf("proven after it was cut to %d bytes", cut)
		}
	}
	unknown := a.policy()
	unknown.Anchors = nil
	if v := verified(t, a.sealed, unknown); v.Proven() {
		t.Error("proven without trust")
	}
}

func expectSyntax(t *testing.T, path string) {
	if out, ok := pdftest.Tool(t, "qpdf", "--check", path); !ok || !strings.Contains(out, "No syntax or stream encoding errors found") || strings.Contains(out, "WARNING") {
		t.Errorf("qpdf says:\n%s", out)
	}
	out, ok := pdftest.Tool(t, "pdfcpu", "validate", "--conf", "disable", path)
	if !ok || !strings.Contains(out, "validation ok") || regexp.MustCompile(`digested|repaired`).MatchString(out) {
		t.Errorf("pdfcpu says:\n%s", out)
	}
}

func expectFonts(t *testing.T, path string) {
	out, ok := pdftest.Tool(t, "pdffonts", path)
	fonts := strings.Split(strings.TrimSpace(out), "\n")[2:]
	if !ok || len(fonts) != 3 {
		t.Errorf("pdffonts says:\n%s", out)
	}
	for _, font := range fonts {
		if !regexp.MustCompile(`CID TrueType +Identity-H +yes (yes|no) +yes `).MatchString(font) {
			t.Error(font)
		}
	}
}

func expectFacts(t *testing.T, path string) {
	out, ok := pdftest.Tool(t, "pdfinfo", path)
	for _, want := range []string{"Metadata Stream: +yes", "Form: +AcroForm", "JavaScript: +no", "Encrypted: +no", "PDF version: +1.7"} {
		if !ok || !regexp.MustCompile(want).MatchString(out) {
			t.Errorf("pdfinfo does not say %s:\n%s", want, out)
		}
	}
}

func expectBookmarks(t *testing.T, path string) {
	out, ok := pdftest.Tool(t, "mutool", "show", path, "outline")
	entries := regexp.MustCompile(`"([^"]+)"\s+#page=(\d+)`).FindAllStringSubmatch(out, -1)
	if !ok || len(entries) < 20 || regexp.MustCompile("invalid|error|warning").MatchString(out) {
		t.Fatalf("mutool says:\n%s", out)
	}
	text, _ := pdftest.Tool(t, "pdftotext", "-raw", path, "-")
	pages := strings.Split(text, "\f")
	for _, entry := range entries {
		page, _ := strconv.Atoi(entry[2])
		if title := strings.Join(strings.Fields(entry[1]), " "); page < 1 || page >= len(pages) || title != "Verdict" && !strings.Contains(strings.Join(strings.Fields(pages[page-1]), " "), title) {
			t.Errorf("%q is not on page %s", title, entry[2])
		}
	}
}

func expectAttachments(t *testing.T, path string, file []byte) {
	out, ok := pdftest.Tool(t, "pdfdetach", "-list", path)
	names := regexp.MustCompile(`(?m)^(\d+): (.+)$`).FindAllStringSubmatch(out, -1)
	if !ok || len(names) == 0 || names[0][2] != report.AttachmentName || regexp.MustCompile("(?i)error|warning").MatchString(out) {
		t.Fatalf("pdfdetach says:\n%s", out)
	}
	document, err := pdf.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		saved := filepath.Join(t.TempDir(), "saved")
		if out, ok := pdftest.Tool(t, "pdfdetach", "-save", name[1], "-o", saved, path); !ok {
			t.Error(out)
		}
		other, err := os.ReadFile(saved)
		if err != nil {
			t.Fatal(err)
		}
		ours, err := document.Attachment(name[2])
		if err != nil || !bytes.Equal(ours, other) || len(other) == 0 {
			t.Errorf("%s: pdfdetach saves %d other bytes, %v", name[2], len(other), err)
		}
	}
}

// pdfsig ends without an error for a signature that is not valid, so that its text counts.
func (a acceptance) expectTrust(t *testing.T) {
	database := "sql:" + t.TempDir()
	pdftest.Tool(t, "certutil", "-N", "-d", database, "--empty-password")
	for _, id := range a.signers {
		name := id.Certificate.Subject.CommonName
		if out, ok := pdftest.Tool(t, "certutil", "-A", "-d", database, "-n", name, "-t", "CT,CT,CT", "-i", pdftest.Save(t, "ca.pem", sign.EncodeAnchor(id.Authority()))); !ok {
			t.Fatalf("certutil says:\n%s", out)
		}
	}
	for _, stage := range []struct {
		name     string
		file     []byte
		partial  int
		complete int
	}{{"signed", a.signed, 2, 1}, {"sealed", a.sealed, 3, 1}} {
		out, _ := pdftest.Tool(t, "pdfsig", "-nssdir", database, pdftest.Save(t, "report.pdf", stage.file))
		for want, times := range map[string]int{
			"Signature Type: ETSI.CAdES.detached": 3, "Signature is Valid.": 3, "Certificate is Trusted.": 3,
			"Not total document signed": stage.partial, "Total document signed": stage.complete,
		} {
			if got := strings.Count(out, want); got != times {
				t.Errorf("%s: pdfsig says %q %d times, want %d:\n%s", stage.name, want, got, times, out)
			}
		}
	}
}

var rangePattern = regexp.MustCompile(`/ByteRange \[0 (\d+) (\d+) (\d+) *\]`)

// signatures are the values of the signatures of a file in DER, the last of which is the seal
// if there is one, and the bytes that each of them covers.
func signatures(t testing.TB, file []byte) (values, covered [][]byte) {
	t.Helper()
	for _, found := range rangePattern.FindAllSubmatch(file, -1) {
		var at [3]int
		for n := range at {
			at[n], _ = strconv.Atoi(string(found[n+1]))
		}
		start, end, total := at[0], at[1], at[1]+at[2]
		value, err := hex.DecodeString(string(file[start+1 : end-1]))
		if err != nil {
			t.Fatal(err)
		}
		values = append(values, value[:4+int(binary.BigEndian.Uint16(value[2:]))])
		covered = append(covered, append(bytes.Clone(file[:start]), file[end:total]...))
	}
	return values, covered
}

func (a acceptance) expectCAdES(t *testing.T) {
	values, covered := signatures(t, a.signed)
	if len(values) != 3 {
		t.Fatalf("%d signatures", len(values))
	}
	for n, id := range a.signers {
		out, ok := pdftest.Tool(
			t, "openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-purpose", "any",
			"-in", pdftest.Save(t, "signature.der", values[n]), "-content", pdftest.Save(t, "signed.bin", covered[n]),
			"-CAfile", pdftest.Save(t, "ca.pem", sign.EncodeAnchor(id.Authority())), "-out", os.DevNull,
		)
		if !ok || !strings.Contains(out, "CAdES Verification successful") {
			t.Errorf("openssl says of the %s:\n%s", signersRoles[n], out)
		}
	}
}

func (a acceptance) expectStamp(t *testing.T) {
	values, covered := signatures(t, a.sealed)
	if len(values) != 4 {
		t.Fatalf("%d signatures and seals", len(values))
	}
	out, ok := pdftest.Tool(
		t, "openssl", "ts", "-verify", "-in", pdftest.Save(t, "token.der", values[3]), "-token_in",
		"-data", pdftest.Save(t, "signed.bin", covered[3]), "-CAfile", pdftest.Save(t, "root.pem", sign.EncodeAnchor(a.root.Certificate)),
	)
	if !ok || !strings.Contains(out, "Verification: OK") {
		t.Errorf("openssl says of the seal:\n%s", out)
	}
}

func (a acceptance) expectUnchanged(t *testing.T) {
	out, _ := pdftest.Tool(t, "mutool", "sign", "-v", pdftest.Save(t, "report.pdf", a.signed))
	if !strings.Contains(out, "The document is unchanged since signing") || strings.Count(out, "Verifying signature") != 3 {
		t.Errorf("mutool says:\n%s", out)
	}
}
