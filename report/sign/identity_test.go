package sign_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	pkcs12 "software.sslmate.com/src/go-pkcs12"

	"assay/report/pdf/pdftest"
	"assay/report/sign"
)

func TestCreatedCertificates(t *testing.T) {
	id := person(t, "Anna Åkesson")
	authority := id.Authority()
	if authority.Subject.CommonName != "assay CA of Anna Åkesson" || !authority.IsCA || !authority.MaxPathLenZero {
		t.Errorf("the authority is %q, CA %v", authority.Subject, authority.IsCA)
	}
	if got := authority.NotAfter; !got.Equal(pdftest.When.AddDate(10, 0, 0)) {
		t.Errorf("the authority is valid until %v", got)
	}
	c := id.Certificate
	if got := c.NotAfter; !got.Equal(pdftest.When.AddDate(3, 0, 0)) {
		t.Errorf("the certificate is valid until %v", got)
	}
	if c.KeyUsage != x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment || c.IsCA {
		t.Errorf("the certificate has key usage %b, CA %v", c.KeyUsage, c.IsCA)
	}
	if got := c.Subject.String(); got != "CN=Anna Åkesson,O=St. Elsewhere Hospital" {
		t.Errorf("the certificate is for %s", got)
	}
	if f := sign.Fingerprint(c); len(f) != 64 || f != strings.ToLower(f) {
		t.Errorf("fingerprint %q", f)
	}
}

func TestCreateRefusesEmptyAndLongNames(t *testing.T) {
	for _, name := range []string{"", strings.Repeat("x", 53)} {
		if _, err := sign.Create(name, "", pdftest.When, rand.Reader); err == nil {
			t.Errorf("a name of %d characters was accepted", len(name))
		}
	}
	if _, err := sign.Create(strings.Repeat("Å", 52), "", pdftest.When, rand.Reader); err != nil {
		t.Errorf("a name of 52 characters: %v", err)
	}
}

func TestAnchorsAreReadBackFromPEM(t *testing.T) {
	anna, ben := person(t, "Anna"), person(t, "Ben")
	both := append(sign.EncodeAnchor(anna.Authority()), sign.EncodeAnchor(ben.Authority())...)
	anchors, err := sign.ParseAnchors(both)
	if err != nil || len(anchors) != 2 || !anchors[0].Equal(anna.Authority()) || !anchors[1].Equal(ben.Authority()) {
		t.Errorf("anchors %v, %v", anchors, err)
	}
	for name, text := range map[string][]byte{
		"has no certificate":           []byte("  \n"),
		"only PEM":                     []byte("hello"),
		"only PEM certificates":        bytes.ReplaceAll(both, []byte("CERTIFICATE"), []byte("PRIVATE KEY")),
		"is not an authority":          sign.EncodeAnchor(anna.Certificate),
		"must contain only PEM certif": append(bytes.Clone(both), "trailing"...),
	} {
		if _, err := sign.ParseAnchors(text); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("error %v, want one that says %q", err, name)
		}
	}
}

// issued returns an identity for any key, as a hospital would issue it: a root authority, an issuing authority below it,
// and the certificate of the person.
func issued(t testing.TB, key crypto.Signer, change func(template *x509.Certificate)) sign.Identity {
	t.Helper()
	certificate := func(name string, ca bool, public crypto.PublicKey, parent *x509.Certificate, by crypto.Signer, change func(*x509.Certificate)) *x509.Certificate {
		template := &x509.Certificate{
			Subject: pkix.Name{CommonName: name}, NotBefore: pdftest.When, NotAfter: pdftest.When.AddDate(1, 0, 0),
			IsCA: ca, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature,
		}
		if ca {
			template.KeyUsage = x509.KeyUsageCertSign
		}
		change(template)
		if parent == nil {
			parent = template
		}
		der, err := x509.CreateCertificate(rand.Reader, template, parent, public, by)
		if err != nil {
			t.Fatal(err)
		}
		c, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	same := func(*x509.Certificate) {}
	rootKey, issuerKey := newKey(t, elliptic.P384()), newKey(t, elliptic.P256())
	root := certificate("Hospital Root", true, rootKey.Public(), nil, rootKey, same)
	issuer := certificate("Hospital Issuer", true, issuerKey.Public(), root, rootKey, same)
	leaf := certificate("Dr. Dana Diaz", false, key.Public(), issuer, issuerKey, change)
	return sign.Identity{Key: key, Certificate: leaf, Chain: []*x509.Certificate{issuer, root}}
}

func newKey(t testing.TB, curve elliptic.Curve) crypto.Signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func newRSAKey(t testing.TB, bits int) crypto.Signer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// These identities come from another authority. They have other kinds of keys and a longer chain.
func TestIdentitiesOfOtherAuthoritiesSign(t *testing.T) {
	base := pdftest.Finished(t, 2)
	for name, key := range map[string]crypto.Signer{"P-384": newKey(t, elliptic.P384()), "RSA": newRSAKey(t, 3072)} {
		t.Run(name, func(t *testing.T) {
			id := issued(t, key, func(*x509.Certificate) {})
			file := signed(t, base, id, unnamed(asAssessor()))
			policy := sign.Policy{Now: signing, Anchors: []sign.Anchor{{id.Authority(), []string{"Dr. Dana Diaz"}}}}
			if why := verdict(file, policy); why != "" {
				t.Errorf("not proven: %s", why)
			}
			expectCAdES(t, file, id)
		})
	}
}

func TestIdentitiesThatCannotSignAreRefused(t *testing.T) {
	base := pdftest.Finished(t, 2)
	same := func(*x509.Certificate) {}
	_, edwards, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		key    crypto.Signer
		change func(*x509.Certificate)
		want   string
	}{
		"Ed25519":          {edwards, same, "pdfsig and OpenSSL 3.0 cannot verify"},
		"RSA of 2048 bits": {newRSAKey(t, 2048), same, "RSA of 3072 to 8192 bits"},
		"P-521":            {newKey(t, elliptic.P521()), same, "cannot sign a report"},
		"a server's certificate": {newKey(t, elliptic.P256()), func(c *x509.Certificate) {
			c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
		}, "not issued for signing documents"},
		"a certificate for encryption": {newKey(t, elliptic.P256()), func(c *x509.Certificate) {
			c.KeyUsage = x509.KeyUsageKeyAgreement
		}, "not issued for signing documents"},
	} {
		t.Run(name, func(t *testing.T) {
			id := issued(t, c.key, c.change)
			if _, err := sign.Sign(base, id, unnamed(asAssessor())); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("Sign returned %v, want %q", err, c.want)
			}
			p12, err := pkcs12.Modern2023.WithIterations(1).Encode(id.Key, id.Certificate, id.Chain, "x")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := sign.Open(p12, "x"); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("Open returned %v, want %q", err, c.want)
			}
		})
	}
}

func TestAnIdentityIsReadBackFromPKCS12(t *testing.T) {
	id := person(t, "Anna Åkesson")
	p12, err := id.Encode("correct horse")
	if err != nil {
		t.Fatal(err)
	}
	again, err := sign.Open(p12, "correct horse")
	if err != nil {
		t.Fatal(err)
	}
	if !again.Certificate.Equal(id.Certificate) || !again.Authority().Equal(id.Authority()) {
		t.Error("Open returned other certificates")
	}
	if !bytes.Equal(signed(t, pdftest.Finished(t, 2), again, asAssessor()), signed(t, pdftest.Finished(t, 2), id, asAssessor())) {
		t.Error("the opened identity makes another signature")
	}
	quick, err := pkcs12.Modern2023.WithIterations(1).Encode(id.Key, id.Certificate, id.Chain, "correct horse")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sign.Open(quick, "wrong horse"); !errors.Is(err, sign.ErrWrongPassphrase) {
		t.Errorf("with a wrong passphrase: %v", err)
	}
	if _, err := sign.Open([]byte("hello"), ""); err == nil || errors.Is(err, sign.ErrWrongPassphrase) {
		t.Errorf("a file that is not an identity: %v", err)
	}

	passphrase := filepath.Join(t.TempDir(), "passphrase")
	if err := os.WriteFile(passphrase, []byte("correct horse\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, ok := pdftest.Tool(t, "openssl", "pkcs12", "-in", pdftest.Save(t, "anna.p12", p12), "-passin", "file:"+passphrase, "-noenc", "-info")
	for _, want := range []string{"AES-256-CBC, Iteration 600000", "BEGIN PRIVATE KEY", "BEGIN CERTIFICATE"} {
		if !ok || !strings.Contains(out, want) {
			t.Errorf("missing %q in the output of openssl:\n%s", want, out)
		}
	}
}
