package sign_test

import (
	"bytes"
	"crypto"
	"crypto/elliptic"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/assessment/input/inputtest"
	"assay/report/pdf/pdftest"
	"assay/report/sign"
)

// plainPEM returns a key and its certificates as a hospital hands them out.
func plainPEM(t testing.TB, id sign.Identity) []byte {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(id.Key)
	if err != nil {
		t.Fatal(err)
	}
	return append(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), id.EncodeCertificates()...)
}

func TestAKeyInPEMSigns(t *testing.T) {
	base := pdftest.Finished(t, 2)
	same := func(*x509.Certificate) {}
	for name, key := range map[string]crypto.Signer{
		"P-256": newKey(t, elliptic.P256()), "P-384": newKey(t, elliptic.P384()), "RSA": newRSAKey(t, 3072),
	} {
		t.Run(name, func(t *testing.T) {
			was := issued(t, key, same)
			text := plainPEM(t, was)
			if sign.NeedsPassphrase(text) {
				t.Error("a plain key asks for a passphrase")
			}
			id, err := sign.OpenPEM(text, "")
			if err != nil {
				t.Fatal(err)
			}
			if !id.Certificate.Equal(was.Certificate) || !id.Authority().Equal(was.Authority()) {
				t.Error("OpenPEM returned other certificates")
			}
			policy := sign.Policy{Now: signing, Anchors: []sign.Anchor{{Certificate: id.Authority(), Names: []string{"Dr. Dana Diaz"}}}}
			if why := verdict(signed(t, base, id, unnamed(asAssessor())), policy); why != "" {
				t.Errorf("not proven: %s", why)
			}
		})
	}
}

// openssl writes keys in all the forms that people have.
func TestKeysThatOpenSSLWrote(t *testing.T) {
	was := issued(t, newKey(t, elliptic.P256()), func(*x509.Certificate) {})
	rsa := issued(t, newRSAKey(t, 3072), func(*x509.Certificate) {})
	folder := t.TempDir()
	in := func(name string, content []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	phrase := in("phrase", []byte("correct horse\n"))
	for name, c := range map[string]struct {
		of        sign.Identity
		arguments []string
		want      string // empty if the key can be read
	}{
		"the default":           {was, []string{"pkcs8", "-topk8", "-passout", "file:" + phrase}, ""},
		"AES-128 and SHA-512":   {was, []string{"pkcs8", "-topk8", "-v2", "aes-128-cbc", "-v2prf", "hmacWithSHA512", "-passout", "file:" + phrase}, ""},
		"AES-192 and SHA-1":     {was, []string{"pkcs8", "-topk8", "-v2", "aes-192-cbc", "-v2prf", "hmacWithSHA1", "-passout", "file:" + phrase}, ""},
		"100,000 rounds":        {was, []string{"pkcs8", "-topk8", "-iter", "100000", "-passout", "file:" + phrase}, ""},
		"RSA, encrypted":        {rsa, []string{"pkcs8", "-topk8", "-passout", "file:" + phrase}, ""},
		"a plain EC key":        {was, []string{"ec"}, ""},
		"a plain RSA key":       {rsa, []string{"rsa", "-traditional"}, ""},
		"an old encryption":     {was, []string{"ec", "-aes256", "-passout", "file:" + phrase}, "openssl pkcs8 -topk8"},
		"scrypt":                {was, []string{"pkcs8", "-topk8", "-scrypt", "-passout", "file:" + phrase}, "openssl pkcs8 -topk8"},
		"triple DES":            {was, []string{"pkcs8", "-topk8", "-v2", "des3", "-passout", "file:" + phrase}, "openssl pkcs8 -topk8"},
		"an encryption of 1993": {was, []string{"pkcs8", "-topk8", "-v1", "PBE-SHA1-3DES", "-passout", "file:" + phrase}, "openssl pkcs8 -topk8"},
	} {
		t.Run(name, func(t *testing.T) {
			key := in("key", plainPEM(t, c.of))
			out, ok := pdftest.Tool(t, "openssl", append(c.arguments, "-in", key)...)
			if !ok {
				t.Fatalf("openssl: %s", out)
			}
			file := append([]byte(out), c.of.EncodeCertificates()...)
			id, err := sign.OpenPEM(file, "correct horse")
			switch {
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("%v, want %q", err, c.want)
			case c.want == "" && err != nil:
				t.Error(err)
			case c.want == "":
				if err := id.Try(); err != nil {
					t.Error(err)
				}
			}
			if c.want == "" && sign.NeedsPassphrase(file) {
				if _, err := sign.OpenPEM(file, "battery staple"); !errors.Is(err, sign.ErrWrongPassphrase) {
					t.Errorf("with a wrong passphrase: %v", err)
				}
			}
		})
	}
}

// A file that asks for two thousand million rounds is refused before the first one.
func TestAKeyInPEMCannotAskForHoursOfWork(t *testing.T) {
	const rounds = 12_345 // two bytes, found by their value
	id := person(t, "Anna")
	plain := pdftest.Save(t, "key", plainPEM(t, id))
	out, ok := pdftest.Tool(t, "openssl", "pkcs8", "-topk8", "-iter", "12345", "-passout", "pass:"+passphrase, "-in", plain)
	if !ok {
		t.Fatalf("openssl: %s", out)
	}
	block, _ := pem.Decode([]byte(out))
	at := bytes.Index(block.Bytes, []byte{2, 2, rounds >> 8, rounds & 0xff})
	block.Bytes = grown(t, block.Bytes, at, 1<<31-1)
	file := append(pem.EncodeToMemory(block), id.EncodeCertificates()...)
	if _, err := sign.OpenPEM(file, passphrase); err == nil || !strings.Contains(err.Error(), "hashed more than") {
		t.Error(err)
	}
}

func TestPEMFilesThatAreNoIdentityAreRefused(t *testing.T) {
	anna, ben := person(t, "Anna"), person(t, "Ben")
	whole := plainPEM(t, anna)
	key, _ := pem.Decode(whole)
	alone := pem.EncodeToMemory(key)
	for want, text := range map[string][]byte{
		"holds 0":                      []byte("hello"),
		"one private key, and holds 2": append(bytes.Clone(whole), alone...),
		"not its certificate":          alone,
		"belongs to the key":           append(bytes.Clone(alone), ben.EncodeCertificates()...),
		"no key and no certificate":    append(bytes.Clone(whole), pem.EncodeToMemory(&pem.Block{Type: "X509 CRL", Bytes: []byte{1}})...),
		"ssh-agent":                    pem.EncodeToMemory(&pem.Block{Type: "OPENSSH PRIVATE KEY", Bytes: []byte{1}}),
		"longer than any key":          append(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: make([]byte, 1<<15)}), anna.EncodeCertificates()...),
	} {
		if _, err := sign.OpenPEM(text, ""); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// FuzzOpenPEM reads key files. Whatever they hold, the reader comes back with an
// identity that can sign, or with an error.
func FuzzOpenPEM(f *testing.F) {
	f.Add(plainPEM(f, person(f, "Anna")))
	f.Fuzz(func(t *testing.T, file []byte) {
		inputtest.Bounded(t, func() {
			if id, err := sign.OpenPEM(file, passphrase); err == nil && (id.Key == nil || id.Certificate == nil) {
				t.Error("an identity without a key or a certificate")
			}
		})
	})
}
