package sign_test

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"math/big"
	"strings"
	"testing"

	pkcs12 "software.sslmate.com/src/go-pkcs12"

	"assay/assessment/input/inputtest"
	"assay/report/pdf"
	"assay/report/pdf/pdftest"
	"assay/report/sign"
)

const passphrase = "correct horse"

// small is an identity whose file is cheap to open.
func small(t testing.TB) []byte {
	t.Helper()
	id := person(t, "Anna")
	file, err := pkcs12.Modern2023.WithIterations(1).Encode(id.Key, id.Certificate, id.Chain, passphrase)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// FuzzOpen reads key files. Whatever they hold, the reader comes back with an
// identity that can sign, or with an error.
func FuzzOpen(f *testing.F) {
	f.Add(small(f))
	f.Fuzz(func(t *testing.T, file []byte) {
		inputtest.Bounded(t, func() {
			if id, err := sign.Open(file, passphrase); err == nil && (id.Key == nil || id.Certificate == nil) {
				t.Error("an identity without a key or a certificate")
			}
		})
	})
}

// A file that asks for two thousand million rounds is refused before the first one,
// wherever it asks.
func TestAKeyFileCannotAskForHoursOfWork(t *testing.T) {
	id := person(t, "Anna")
	for name, encoder := range map[string]*pkcs12.Encoder{"modern": pkcs12.Modern2023, "legacy": pkcs12.LegacyDES, "RC2": pkcs12.LegacyRC2} {
		const rounds = 12_345 // two bytes, found by their value
		file, err := encoder.WithIterations(rounds).Encode(id.Key, id.Certificate, id.Chain, passphrase)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := sign.Open(file, passphrase); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		places := 0
		for at := range file {
			if bytes.HasPrefix(file[at:], []byte{2, 2, rounds >> 8, rounds & 0xff}) {
				places++
				if _, err := sign.Open(grown(t, file, at, 1<<31-1), passphrase); err == nil || !strings.Contains(err.Error(), "hashed more than") {
					t.Errorf("%s, place %d: %v", name, at, err)
				}
			}
		}
		if places < 3 {
			t.Errorf("%s: %d places ask for rounds", name, places)
		}
	}
}

// grown replaces the integer at a place of DER by a longer one, and mends the
// lengths of everything around it.
func grown(t *testing.T, file []byte, at, value int) []byte {
	t.Helper()
	integer, err := asn1.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	var rebuild func(from, to int) []byte
	rebuild = func(from, to int) []byte {
		var out []byte
		for from < to {
			var raw asn1.RawValue
			rest, err := asn1.Unmarshal(file[from:to], &raw)
			if err != nil {
				t.Fatal(err)
			}
			end := to - len(rest)
			switch begin := end - len(raw.Bytes); {
			case from == at:
				out = append(out, integer...)
			case from < at && at < end:
				again, err := asn1.Marshal(asn1.RawValue{Class: raw.Class, Tag: raw.Tag, IsCompound: raw.IsCompound, Bytes: rebuild(begin, end)})
				if err != nil {
					t.Fatal(err)
				}
				out = append(out, again...)
			default:
				out = append(out, file[from:end]...)
			}
			from = end
		}
		return out
	}
	return rebuild(0, len(file))
}

// FuzzAnchors reads files of certificates.
func FuzzAnchors(f *testing.F) {
	f.Add(sign.EncodeAnchor(person(f, "Anna").Authority()))
	f.Add([]byte("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"))
	f.Add([]byte(strings.Repeat("-----BEGIN ", 40)))
	f.Fuzz(func(t *testing.T, text []byte) {
		inputtest.Bounded(t, func() {
			if anchors, err := sign.ParseAnchors(text); err == nil && len(anchors) == 0 {
				t.Error("no anchor and no error")
			}
		})
	})
}

// A key of a million bits would take minutes for one signature.
func TestAnAnchorHasAKeyOfUsualLength(t *testing.T) {
	long := new(big.Int).Lsh(big.NewInt(1), 20_000)
	long.Add(long, big.NewInt(1))
	// Only the key that signs must be a real one.
	signer, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		Subject: pkix.Name{CommonName: "Long"}, SerialNumber: big.NewInt(1), NotBefore: pdftest.When, NotAfter: pdftest.When.AddDate(1, 0, 0),
		BasicConstraintsValid: true, IsCA: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &rsa.PublicKey{N: long, E: 65537}, signer)
	if err != nil {
		t.Skip(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Skip(err)
	}
	if _, err := sign.ParseAnchors(sign.EncodeAnchor(certificate)); err == nil || !strings.Contains(err.Error(), "more than 8192 bits") {
		t.Error(err)
	}
}

// FuzzVerify reads signed reports.
func FuzzVerify(f *testing.F) {
	c := newCast(f)
	f.Add(c.once)
	f.Add(c.twice)
	f.Add(c.base)
	policy := sign.Policy{Anchors: sign.Own(c.anna.Chain), Now: signing}
	f.Fuzz(func(t *testing.T, file []byte) {
		inputtest.Bounded(t, func() {
			found, err := sign.Verify(file, policy)
			if err != nil && !errors.Is(err, pdf.ErrDamaged) && !errors.Is(err, pdf.ErrNotOurs) {
				t.Errorf("%v", err)
			}
			if err == nil && found.Proven() && !bytes.Equal(file, c.once) {
				t.Error("another file than the signed one is proven")
			}
		})
	})
}
