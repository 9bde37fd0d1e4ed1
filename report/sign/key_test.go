package sign_test

import (
	"crypto/rand"
	"strings"
	"testing"

	"assay/report/pdf/pdftest"
	"assay/report/sign"
)

func TestEveryKindOfKeyMakesAnIdentityThatSigns(t *testing.T) {
	base := pdftest.Finished(t, 2)
	for text, want := range map[string]string{
		"p256": "ECDSA P-256", "P-384": "ECDSA P-384", "ecdsa p384": "ECDSA P-384", "RSA-3072": "RSA of 3072 bits", "rsa4096": "RSA of 4096 bits",
	} {
		kind, err := sign.ParseKeyKind(text)
		if err != nil {
			t.Fatal(err)
		}
		key, err := sign.NewKey(kind, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		id, err := sign.Certify(key, "Anna", "", pdftest.When, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if got := sign.KeyName(id.Certificate.PublicKey); got != want {
			t.Errorf("%s: a key with %s, want %s", text, got, want)
		}
		if err := id.Try(); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		file := signed(t, base, id, unnamed(asAssessor()))
		if why := verdict(file, sign.Policy{Now: signing, Anchors: sign.Own(id.Chain)}); why != "" {
			t.Errorf("%s: not proven: %s", text, why)
		}
	}
}

func TestOtherKindsOfKeysAreRefused(t *testing.T) {
	for text, want := range map[string]string{
		"ed25519": "pdfsig and OpenSSL 3.0 cannot verify", "Ed25519": "pdfsig", "rsa2048": "choose p256", "p521": "choose p256", "": "choose p256",
	} {
		if _, err := sign.ParseKeyKind(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	if _, err := sign.NewKey("ed25519", rand.Reader); err == nil {
		t.Error("a key of another kind was made")
	}
}
