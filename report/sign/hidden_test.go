package sign

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"strings"
	"testing"
	"time"

	"assay/report/pdf/pdftest"
	"assay/report/sign/signtest"
)

// An insider chooses the bytes of a reason, of a certificate, and of a list of revoked certificates. A report keeps them
// as they are, and no reader looks for another page in them.
func TestNothingThatAnInsiderAddsShowsAnotherPage(t *testing.T) {
	in, readers := newInsider(t), pdftest.NewReaders(t)
	when := pdftest.When.Add(time.Hour)
	for n, hidden := range in.hidden(t) {
		if n >= readOfAKind {
			break
		}
		// Whoever looks backward for the end of the file finds this one first.
		hidden += "\nstartxref\n0\n%%EOF\n"
		page := pkix.Extension{Id: asn1.ObjectIdentifier{1, 2, 3, 4}, Value: []byte("\n" + hidden)}
		root := signtest.NewAuthority(t, "Root", pdftest.When, 12)
		key := signtest.NewKey(t)
		carl := Identity{Key: key, Certificate: root.Issue(t, "Carl Cruz", key.Public(), pdftest.When, 3, func(c *x509.Certificate) {
			signtest.ForDocuments(c)
			if len(hidden) < 2000 { // what has room in a signature
				c.ExtraExtensions = append(c.ExtraExtensions, page)
			}
		})}
		report, err := Sign(pdftest.Finished(t, 2), carl, Options{Field: Assessor, Name: "Carl Cruz", Reason: hidden, Location: hidden, When: when, Certify: true})
		if err != nil {
			t.Fatal(err)
		}
		clockRoot := signtest.NewAuthority(t, "Clock Root", pdftest.When, 12)
		stamper := signtest.NewStamper(t, clockRoot, "Clock", pdftest.When, 12, func() time.Time { return when })
		sealed, err := Seal(report, Evidence{Lists: [][]byte{root.List(t, when, page)}}, []*x509.Certificate{root.Certificate}, TSA{Ask: stamper.Reply, Random: strings.NewReader(strings.Repeat("x", 64)), Now: when})
		if err != nil {
			t.Fatal(err)
		}
		for name, file := range map[string][]byte{"signed": report, "sealed": sealed} {
			found, err := Verify(file, Policy{Anchors: []Anchor{{root.Certificate, []string{"Carl Cruz"}}}, Now: when})
			if err != nil || !found.Proven() {
				t.Errorf("%d, %s: refused: %v, %+v", n, name, err, found.Problems)
			}
			for reader, text := range readers.Page1(t, file) {
				if strings.Contains(text, "APPROVE") || strings.Contains(text, "cannot read") {
					t.Errorf("%d, %s: %s shows %q", n, name, reader, text)
				}
			}
		}
	}
}
