package sign

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"io"
	"math/big"
	"strings"
	"testing"
	"time"

	"assay/assessment/input/inputtest"
	"assay/report/pdf"
	"assay/report/pdf/pdftest"
	"assay/report/sign/signtest"
)

// slowKey is an RSA key of a length that no computer makes. Nobody has its other half, but a check of a signature takes
// its time before it fails.
type slowKey struct{ *rsa.PublicKey }

func newSlowKey(bits int) slowKey {
	return slowKey{&rsa.PublicKey{N: new(big.Int).SetBytes(bytes.Repeat([]byte{0xff}, bits/8)), E: 1<<31 - 1}}
}

func (k slowKey) Public() crypto.PublicKey { return k.PublicKey }

func (k slowKey) Sign(io.Reader, []byte, crypto.SignerOpts) ([]byte, error) {
	return bytes.Repeat([]byte{0x7f}, k.Size()), nil
}

// Anybody can send a report with records about certificates. A check of one with a slow key took a minute, and there is
// room for thousands of checks.
func TestNobodyChoosesHowLongAReportIsChecked(t *testing.T) {
	when := pdftest.When.Add(time.Hour)
	root := signtest.NewAuthority(t, "Root", pdftest.When, 12)
	key := signtest.NewKey(t)
	carl := Identity{Key: key, Certificate: root.Issue(t, "Carl Cruz", key.Public(), pdftest.When, 3, signtest.ForDocuments)}
	for range 8 { // nobody needs them
		carl.Chain = append(carl.Chain, root.Issue(t, "Carl Cruz", key.Public(), pdftest.When, 3, signtest.ForDocuments))
	}
	o := Options{Field: Assessor, Name: "Carl Cruz", When: when, Certify: true}
	document, err := pdf.Parse(forge(t, pdftest.Finished(t, 2), carl, o, func(forgery) {}))
	if err != nil {
		t.Fatal(err)
	}
	large, err := ecdsa.GenerateKey(elliptic.P521(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	var twins [][]byte
	for range 40 {
		twins = append(twins, root.Issue(t, "Root", large.Public(), pdftest.When, 3, func(c *x509.Certificate) {
			c.IsCA, c.KeyUsage = true, x509.KeyUsageCertSign|x509.KeyUsageCRLSign
		}).Raw)
	}
	answered := func(bits int) [][]byte {
		slow := newSlowKey(bits)
		responder := root.Issue(t, "Responder", slow.Public(), pdftest.When, 3, signtest.ForAnswers)
		return [][]byte{root.Answer(t, carl.Certificate, when, responder, slow)}
	}
	for name, test := range map[string]struct {
		store
		want string
	}{
		"a responder with a key of 200,000 bits": {store{certificates: [][]byte{root.Certificate.Raw}, answers: answered(200_000)}, `the key of "Responder" has more than 8192 bits`},
		"an answer of 130,000 bytes":             {store{certificates: [][]byte{root.Certificate.Raw}, answers: answered(500_000)}, "an answer about revocation has more than 65536 bytes"},
		"forty authorities of one name":          {store{certificates: twins}, "the report has too many records about its certificates to check them all"},
		"something else instead of an answer":    {store{certificates: [][]byte{root.Certificate.Raw}, answers: [][]byte{{0x30, 0}}}, "an answer about revocation is malformed"},
	} {
		t.Run(name, func(t *testing.T) {
			file := test.update(document).Bytes()
			inputtest.Bounded(t, func() {
				f, err := Verify(file, Policy{Now: when})
				if err != nil || !strings.Contains(strings.Join(f.Problems, "\n"), test.want) {
					t.Errorf("%q, %v", f.Problems, err)
				}
			})
		})
	}
}
