package sign_test

import (
	"crypto/x509"
	"strings"
	"testing"

	"assay/report/pdf/pdftest"
	"assay/report/sign"
)

// A person who has no file of the authority of time stamps confirms its fingerprint: of
// the certificate that signs, or of one above it that the report holds.
func TestAFingerprintConfirmsAnAuthorityOfTimeStamps(t *testing.T) {
	c := newCast(t)
	clock, other := newObservatory(t, "Clock", pdftest.When, 12), newObservatory(t, "Other", pdftest.When, 12)
	alone := signed(t, c.base, c.anna, stamped(clock))
	clock.Chain = []*x509.Certificate{clock.root.Certificate}
	chained := signed(t, c.base, c.anna, stamped(clock))
	clock.Chain = []*x509.Certificate{other.root.Certificate}
	stranger, err := sign.Sign(c.base, c.anna, stamped(clock))
	if err != nil {
		t.Fatal(err)
	}
	leaf, root := sign.Fingerprint(clock.Certificate), sign.Fingerprint(clock.root.Certificate)
	for name, a := range map[string]struct {
		file   []byte
		change func(p *sign.Policy)
		want   string
	}{
		"the signing certificate":                  {alone, func(p *sign.Policy) { p.TimeConfirmed = []string{leaf[:16]} }, ""},
		"the signing certificate, with its chain":  {chained, func(p *sign.Policy) { p.TimeConfirmed = []string{leaf} }, ""},
		"the root, which the stamp holds":          {chained, func(p *sign.Policy) { p.TimeConfirmed = []string{root} }, ""},
		"the root, which the stamp lacks":          {alone, func(p *sign.Policy) { p.TimeConfirmed = []string{root} }, "time not proven"},
		"too few digits":                           {alone, func(p *sign.Policy) { p.TimeConfirmed = []string{leaf[:15]} }, "time not proven"},
		"the key of the signer":                    {alone, func(p *sign.Policy) { p.TimeConfirmed = []string{sign.Fingerprint(c.anna.Certificate)} }, "time not proven"},
		"the authority of the signer":              {alone, func(p *sign.Policy) { p.TimeConfirmed = []string{sign.Fingerprint(c.anna.Authority())} }, "time not proven"},
		"confirmed as a signer":                    {alone, func(p *sign.Policy) { p.Confirmed = []string{leaf, root} }, "time not proven"},
		"a stamp with a certificate of a stranger": {stranger, func(p *sign.Policy) { p.TimeConfirmed = []string{leaf} }, "time not proven"},
	} {
		policy := c.policy()
		policy.Now = signing.AddDate(5, 0, 1)
		a.change(&policy)
		if why := verdict(a.file, policy); a.want == "" && why != "" || !strings.Contains(why, a.want) {
			t.Errorf("%s: not proven because of %q, want %q", name, why, a.want)
		}
	}
	policy := c.policy()
	found, err := sign.Verify(alone, policy)
	if err != nil || !found.Signatures[0].StampUnconfirmed {
		t.Errorf("nobody is told that the clock can be confirmed: %+v, %v", found.Signatures, err)
	}
	policy.TimeConfirmed = []string{leaf}
	if found, err = sign.Verify(alone, policy); err != nil || found.Signatures[0].StampUnconfirmed || found.Signatures[0].StampedBy != "Clock" {
		t.Errorf("a confirmed clock: %+v, %v", found.Signatures, err)
	}
}
