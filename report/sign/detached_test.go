package sign_test

import (
	"bytes"
	"crypto/x509"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"assay/report/pdf/pdftest"
	"assay/report/sign"
)

var list = []byte(`{"files":[{"path":"report.pdf","sha256":"00"}]}`)

func detached(t *testing.T, id sign.Identity, tsa *sign.TSA) []byte {
	t.Helper()
	signature, err := sign.SignDetached(list, id, signing, tsa)
	if err != nil {
		t.Fatal(err)
	}
	return signature
}

func TestADetachedSignatureIsProvenForItsContentAlone(t *testing.T) {
	c := newCast(t)
	signature := detached(t, c.anna, nil)
	found := sign.VerifyDetached(list, signature, signing, c.policy())
	if len(found.Problems) > 0 || found.Signer != "Anna Åkesson" || found.Anchor == nil || found.Role != sign.Filer || !found.ClaimedTime.Equal(signing) {
		t.Fatalf("%+v", found)
	}
	for name, other := range map[string][]byte{"another content": append(slices.Clone(list), '\n'), "no content": nil} {
		if found := sign.VerifyDetached(other, signature, signing, c.policy()); !slices.Contains(found.Problems, "somebody changed the signed bytes after signing") {
			t.Errorf("%s: problems %q", name, found.Problems)
		}
	}
	for at := range signature {
		broken := bytes.Clone(signature)
		broken[at] ^= 1
		if found := sign.VerifyDetached(list, broken, signing, c.policy()); len(found.Problems) == 0 {
			t.Fatalf("a signature with another byte %d is accepted", at)
		}
	}
	for name, broken := range map[string][]byte{"nothing": nil, "half": signature[:len(signature)/2], "more": append(bytes.Clone(signature), 0), "too much": make([]byte, sign.MostDetached+1)} {
		if found := sign.VerifyDetached(list, broken, signing, c.policy()); len(found.Problems) == 0 {
			t.Errorf("%s is accepted as a signature", name)
		}
	}
}

func TestADetachedSignatureNeedsTrust(t *testing.T) {
	c := newCast(t)
	signature := detached(t, c.anna, nil)
	nobody := sign.Policy{Now: signing}
	if found := sign.VerifyDetached(list, signature, signing, nobody); !found.Unconfirmed {
		t.Errorf("trusted by nobody: %+v", found)
	}
	nobody.Expect = map[sign.Role]sign.Expected{sign.Filer: {Fingerprint: sign.Fingerprint(c.anna.Certificate)}}
	if found := sign.VerifyDetached(list, signature, signing, nobody); len(found.Problems) > 0 || found.Confirmed == nil {
		t.Errorf("its key is expected: %+v", found)
	}
	other := c.policy()
	other.Expect = map[sign.Role]sign.Expected{sign.Filer: {Name: "Ben Okafor"}}
	if found := sign.VerifyDetached(list, signature, signing, other); !slices.Equal(found.Problems, []string{`it is not that of "Ben Okafor"`}) {
		t.Errorf("somebody else is expected: %q", found.Problems)
	}
	late := c.policy()
	late.Now = signing.AddDate(4, 0, 0)
	if found := sign.VerifyDetached(list, signature, signing, late); len(found.Problems) == 0 {
		t.Error("accepted after its certificate expired")
	}
	if found := sign.VerifyDetached(list, signature, signing.AddDate(0, 0, 1), c.policy()); len(found.Problems) == 0 {
		t.Error("accepted with a time in the future")
	}
}

func TestATimeStampKeepsADetachedSignature(t *testing.T) {
	c, clock := newCast(t), newObservatory(t, "Clock", pdftest.When, 12)
	signature := detached(t, c.anna, clock.tsa())
	late := c.policy()
	late.Now = signing.AddDate(5, 0, 0)
	if found := sign.VerifyDetached(list, signature, signing, late); len(found.Problems) == 0 || found.Ignored == "" {
		t.Errorf("the stamp of an unknown authority counts: %+v", found)
	}
	late.TimeAnchors = []*x509.Certificate{clock.root.Certificate}
	if found := sign.VerifyDetached(list, signature, signing, late); len(found.Problems) > 0 || found.Stamped.IsZero() {
		t.Errorf("five years later: %+v", found)
	}
}

// Anybody can check a list without assay.
func TestOpenSSLVerifiesADetachedSignature(t *testing.T) {
	c := newCast(t)
	out, ok := pdftest.Tool(
		t, "openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-purpose", "any",
		"-attime", strconv.FormatInt(signing.Unix(), 10),
		"-in", pdftest.Save(t, "list.p7s", detached(t, c.anna, nil)), "-content", pdftest.Save(t, "list.json", list),
		"-CAfile", pdftest.Save(t, "ca.pem", sign.EncodeAnchor(c.anna.Authority())), "-out", os.DevNull,
	)
	if !ok || !strings.Contains(out, "CAdES Verification successful") {
		t.Errorf("openssl says:\n%s", out)
	}
}
