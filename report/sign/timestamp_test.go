package sign_test

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"errors"
	"math/big"
	mrand "math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"assay/report/pdf/pdftest"
	"assay/report/sign"
	"assay/report/sign/signtest"
)

// observatory is an authority of time stamps whose clock shows the time of the signatures. Its certificate is valid for
// twelve years.
type observatory struct {
	*signtest.Stamper
	root *signtest.Authority
	when time.Time
}

func newObservatory(t testing.TB, name string, from time.Time, years int) *observatory {
	t.Helper()
	o := &observatory{root: signtest.NewAuthority(t, name+" Root", from, years), when: signing}
	o.Stamper = signtest.NewStamper(t, o.root, name, from, years, func() time.Time { return o.when })
	return o
}

// tsa is the observatory as a signer reaches it.
func (o *observatory) tsa() *sign.TSA {
	return &sign.TSA{Ask: o.Reply, Random: rand.Reader, Now: o.when}
}

func stamped(o *observatory) sign.Options {
	options := asAssessor()
	options.TSA = o.tsa()
	return options
}

func TestATimeStampOutlivesTheCertificate(t *testing.T) {
	c := newCast(t)
	clock := newObservatory(t, "Clock", pdftest.When, 12)
	report := signed(t, c.base, c.anna, stamped(clock))
	policy := c.policy()
	policy.TimeAnchors = []*x509.Certificate{clock.root.Certificate}

	for _, later := range []struct {
		name   string
		file   []byte
		years  int
		change func(p *sign.Policy)
		want   string
	}{
		{"now", report, 0, nil, ""},
		{"after the end of the signer's certificate", report, 5, nil, ""},
		{"after the end of the signer's authority", report, 11, nil, ""},
		{"after the end of the time stamp", report, 13, nil, "time not proven"},
		{"without trust in the authority of time stamps", report, 5, func(p *sign.Policy) { p.TimeAnchors = nil }, "time not proven"},
		{"with trust in the signer's authority instead", report, 5, func(p *sign.Policy) { p.TimeAnchors = c.anna.Chain }, "time not proven"},
		{"without a time stamp", c.once, 5, nil, "time not proven"},
	} {
		t.Run(later.name, func(t *testing.T) {
			policy := policy
			policy.Now = signing.AddDate(later.years, 0, 1)
			if later.change != nil {
				later.change(&policy)
			}
			why := verdict(later.file, policy)
			if later.want == "" && why != "" || !strings.Contains(why, later.want) {
				t.Errorf("not proven because of %q, want %q", why, later.want)
			}
		})
	}

	policy.Now = signing.Add(time.Hour)
	found, err := sign.Verify(report, policy)
	if err != nil {
		t.Fatal(err)
	}
	s := found.Signatures[0]
	if !s.Stamped.Equal(signing) || s.StampedBy != "Clock" || !s.Until.Equal(clock.Certificate.NotAfter) || !found.Until.Equal(s.Until) || len(s.Notes) > 0 {
		t.Errorf("stamped %v by %q, proven until %v, notes %q", s.Stamped, s.StampedBy, s.Until, s.Notes)
	}
	policy.TimeAnchors = nil
	if found, err = sign.Verify(report, policy); err != nil {
		t.Fatal(err)
	}
	s = found.Signatures[0]
	if !s.Stamped.IsZero() || s.StampedBy != "" || !s.Until.Equal(c.anna.Certificate.NotAfter) || !found.Proven() {
		t.Errorf("without trust: stamped %v by %q, proven until %v", s.Stamped, s.StampedBy, s.Until)
	}
	if len(s.Notes) != 1 || !strings.Contains(s.Notes[0], `the time stamp of "Clock", 2026-11-22 12:30:00 UTC, proves nothing: no trusted authority`) {
		t.Errorf("notes %q", s.Notes)
	}
}

// A time stamp of a later signature also shows how old the earlier signatures are.
func TestATimeStampCoversEarlierSignatures(t *testing.T) {
	c := newCast(t)
	clock := newObservatory(t, "Clock", pdftest.When, 12)
	second := asReviewer()
	clock.when = second.When
	second.TSA = clock.tsa()
	report := signed(t, c.once, c.ben, second)
	policy := c.policy()
	policy.TimeAnchors = []*x509.Certificate{clock.root.Certificate}
	policy.Now = signing.AddDate(5, 0, 0)
	found, err := sign.Verify(report, policy)
	if err != nil || !found.Proven() {
		t.Fatalf("not proven: %s, %v", verdict(report, policy), err)
	}
	if !found.Signatures[0].Stamped.Equal(second.When) {
		t.Errorf("the first signature is proven to be from %v", found.Signatures[0].Stamped)
	}
}

func TestTimeStampsThatAreRefused(t *testing.T) {
	c := newCast(t)
	clock := newObservatory(t, "Clock", pdftest.When, 12)
	other := newObservatory(t, "Other", pdftest.When, 12)
	issue := func(change func(*x509.Certificate)) *signtest.Stamper {
		key := signtest.NewKey(t)
		return &signtest.Stamper{Certificate: clock.root.Issue(t, "Clock", key.Public(), pdftest.When, 12, change), Key: key, Now: clock.Now}
	}
	weak := signtest.NewRSAKey(t, 1024)
	weakly := &signtest.Stamper{Certificate: clock.root.Issue(t, "Clock", weak.Public(), pdftest.When, 12, signtest.ForTimeStamps), Key: weak, Now: clock.Now}
	critical, _ := asn1.Marshal([]pkix.Extension{{Id: asn1.ObjectIdentifier{1, 2, 3}, Critical: true, Value: []byte{5, 0}}})
	critical[0] = 0xa1
	slow, _ := asn1.Marshal(struct{ Seconds int }{61})
	more := signtest.Attribute(asn1.ObjectIdentifier{1, 2, 3}, []byte{5, 0})

	for _, a := range []struct {
		name   string
		by     *signtest.Stamper
		change func(t *signtest.Token)
		want   string
	}{
		{"made for another request", clock.Stamper, func(t *signtest.Token) { t.Nonce = big.NewInt(7) }, "an old time stamp"},
		{"without the number of the request", clock.Stamper, func(t *signtest.Token) { t.Nonce = nil }, "an old time stamp"},
		{"of something else", clock.Stamper, func(t *signtest.Token) { t.Imprint.Hash = make([]byte, 32) }, "made for something else"},
		{"of a hash that is too short", clock.Stamper, func(t *signtest.Token) { t.Imprint.Hash = t.Imprint.Hash[:31] }, "malformed"},
		{"of SHA-1", clock.Stamper, func(t *signtest.Token) {
			t.Imprint.Algorithm.ID, t.Imprint.Hash = asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}, t.Imprint.Hash[:20]
		}, "uses SHA-1"},
		{"of an unknown hash", clock.Stamper, func(t *signtest.Token) { t.Imprint.Algorithm.ID = asn1.ObjectIdentifier{1, 2, 3} }, "unknown hash, 1.2.3"},
		{"signed with SHA-1", clock.Stamper, func(t *signtest.Token) { t.Hash = crypto.SHA1 }, "uses SHA-1"},
		{"of another version", clock.Stamper, func(t *signtest.Token) { t.Version = 2 }, "malformed"},
		{"with a malformed time", clock.Stamper, func(t *signtest.Token) { t.Time = "20261122123000+0000" }, "malformed"},
		{"of another day", clock.Stamper, func(t *signtest.Token) { t.Time = "20261123123000Z" }, "differ by 24h0m0s: it is 2026-11-23T12:30:00Z there"},
		{"of a slow clock", clock.Stamper, func(t *signtest.Token) { t.Accuracy = slow }, "may be wrong by 1m1s"},
		{"with an unknown condition", clock.Stamper, func(t *signtest.Token) { t.Extensions = critical }, "a condition that assay does not know"},
		{"with something after it", clock.Stamper, func(t *signtest.Token) { t.Extensions = []byte{5, 0} }, "malformed"},
		{"without its certificate", clock.Stamper, func(t *signtest.Token) { t.Certificates = nil }, "lacks the certificate"},
		{"with a certificate twice", clock.Stamper, func(t *signtest.Token) { t.Certificates = append(t.Certificates, t.Certificates[0]) }, "twice"},
		{"with too many certificates", clock.Stamper, func(t *signtest.Token) {
			for range 10 {
				t.Certificates = append(t.Certificates, other.Certificate)
			}
		}, "more than 10"},
		{"that names no certificate", clock.Stamper, func(t *signtest.Token) { t.Attributes["certificate"] = more }, "does not name the certificate"},
		{"that names another certificate", clock.Stamper, func(t *signtest.Token) { t.Attributes["certificate"] = signtest.OldName(other.Certificate) }, "does not name the certificate"},
		{"that names two certificates", clock.Stamper, func(t *signtest.Token) { t.Attributes["more"] = signtest.OldName(other.Certificate) }, "does not name the certificate"},
		{"of another content", clock.Stamper, func(t *signtest.Token) {
			t.Attributes["digest"] = signtest.Attribute(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}, []byte{4, 1, 0})
		}, "changed the time stamp"},
		{"with an attribute twice", clock.Stamper, func(t *signtest.Token) {
			t.Attributes["more"] = signtest.Attribute(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}, []byte{4, 1, 0})
		}, "malformed"},
		{"with an attribute that nobody signed", clock.Stamper, func(t *signtest.Token) { t.Unsigned = append([]byte{0xa1, byte(len(more))}, more...) }, "malformed"},
		{"with another's signature", clock.Stamper, func(t *signtest.Token) { t.Sign = func([]byte) []byte { return []byte{0x30, 6, 2, 1, 1, 2, 1, 1} } }, "not signed by the key"},
		{"by somebody who may also sign mail", issue(func(c *x509.Certificate) {
			signtest.ForTimeStamps(c)
			c.ExtraExtensions[0].Value, _ = asn1.Marshal([]asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 8}, {1, 3, 6, 1, 5, 5, 7, 3, 4}})
		}), nil, "not issued for time stamps alone"},
		{"by somebody who may do more in the future", issue(func(c *x509.Certificate) {
			signtest.ForTimeStamps(c)
			c.ExtraExtensions[0].Critical = false
		}), nil, "not issued for time stamps alone"},
		{"by a signer of documents", issue(signtest.ForDocuments), nil, "not issued for time stamps alone"},
		{"by an authority of certificates", issue(func(c *x509.Certificate) {
			signtest.ForTimeStamps(c)
			c.IsCA, c.KeyUsage = true, x509.KeyUsageCertSign|x509.KeyUsageDigitalSignature
		}), nil, "not issued for time stamps alone"},
		{"with a weak key", weakly, nil, "too weak"},
		{"after the end of its certificate", &signtest.Stamper{
			Certificate: clock.root.Issue(t, "Old Clock", clock.Key.Public(), pdftest.When.AddDate(-2, 0, 0), 1, signtest.ForTimeStamps), Key: clock.Key, Now: clock.Now,
		}, nil, "expired on 2025-11-22"},
	} {
		t.Run(a.name, func(t *testing.T) {
			a.by.Change = a.change
			defer func() { a.by.Change = nil }()
			options := asAssessor()
			options.TSA = &sign.TSA{Ask: a.by.Reply, Random: rand.Reader, Now: signing}
			if out, err := sign.Sign(c.base, c.anna, options); err == nil || !strings.Contains(err.Error(), a.want) || out != nil {
				t.Errorf("error %v, want one that says %q", err, a.want)
			}
		})
	}
}

// Authorities differ in ways that do no harm.
func TestTimeStampsOfAllKindsAreAccepted(t *testing.T) {
	c := newCast(t)
	clock := newObservatory(t, "Clock", pdftest.When, 12)
	key := signtest.NewRSAKey(t, 2048)
	rsa := &signtest.Stamper{Certificate: clock.root.Issue(t, "Clock", key.Public(), pdftest.When, 12, signtest.ForTimeStamps), Key: key, Now: clock.Now}
	exact, _ := asn1.Marshal(struct {
		Seconds int
		Millis  int `asn1:"tag:0"`
	}{1, 500})
	harmless, _ := asn1.Marshal([]pkix.Extension{{Id: asn1.ObjectIdentifier{1, 2, 3}, Value: []byte{5, 0}}})
	harmless[0] = 0xa1
	for _, a := range []struct {
		name   string
		by     *signtest.Stamper
		change func(t *signtest.Token)
	}{
		{"with RSA", rsa, nil},
		{"with SHA-384", clock.Stamper, func(t *signtest.Token) { t.Hash = crypto.SHA384 }},
		{"with SHA-512", clock.Stamper, func(t *signtest.Token) { t.Hash = crypto.SHA512 }},
		{"that names its certificate by SHA-1", clock.Stamper, func(t *signtest.Token) { t.Attributes["certificate"] = signtest.OldName(clock.Certificate) }},
		{"that names its certificate twice", clock.Stamper, func(t *signtest.Token) { t.Attributes["more"] = signtest.OldName(clock.Certificate) }},
		{"with its whole chain", clock.Stamper, func(t *signtest.Token) { t.Certificates = append(t.Certificates, clock.root.Certificate) }},
		{"with fractions of a second", clock.Stamper, func(t *signtest.Token) { t.Time, t.Accuracy = "20261122123000.25Z", exact }},
		{"with an extension", clock.Stamper, func(t *signtest.Token) { t.Extensions = harmless }},
	} {
		t.Run(a.name, func(t *testing.T) {
			a.by.Change = a.change
			defer func() { a.by.Change = nil }()
			options := asAssessor()
			options.TSA = &sign.TSA{Ask: a.by.Reply, Random: rand.Reader, Now: signing}
			report := signed(t, c.base, c.anna, options)
			policy := c.policy()
			policy.Now = signing.AddDate(5, 0, 0)
			policy.TimeAnchors = []*x509.Certificate{clock.root.Certificate}
			if why := verdict(report, policy); why != "" {
				t.Errorf("not proven: %s", why)
			}
		})
	}
}

func TestAnAuthorityThatSendsNoTimeStamp(t *testing.T) {
	c := newCast(t)
	for _, a := range []struct {
		name string
		ask  func([]byte) ([]byte, error)
		want string
	}{
		{"refuses", signtest.Refuse, "refused a time stamp: status 2, no credit left, it does not permit this request"},
		{"cannot be reached", func([]byte) ([]byte, error) { return nil, errors.New("no route to host") }, "cannot get a time stamp: no route to host"},
		{"sends a page", func([]byte) ([]byte, error) { return []byte("<html>"), nil }, "not that of an authority"},
		{"sends nothing", func([]byte) ([]byte, error) { return nil, nil }, "not that of an authority"},
	} {
		t.Run(a.name, func(t *testing.T) {
			options := asAssessor()
			options.TSA = &sign.TSA{Ask: a.ask, Random: rand.Reader, Now: signing}
			if _, err := sign.Sign(c.base, c.anna, options); err == nil || !strings.Contains(err.Error(), a.want) {
				t.Errorf("error %v, want one that says %q", err, a.want)
			}
		})
	}
}

// Nobody signs the time stamp of a signature, so anybody can exchange it.
func TestExchangedTimeStampsAreRejected(t *testing.T) {
	c := newCast(t)
	clock := newObservatory(t, "Clock", pdftest.When, 12)
	report := signed(t, c.base, c.anna, stamped(clock))
	policy := c.policy()
	policy.TimeAnchors = []*x509.Certificate{clock.root.Certificate}
	start, end, _ := gap(t, report)
	over := func(value []byte) []byte {
		out := bytes.Clone(report)
		hex.Encode(out[start+1:end-1], append(bytes.Clone(value), make([]byte, (end-start-2)/2-len(value))...))
		return out
	}
	value := valueOf(t, report)
	at := bytes.Index(value, tokenMark)
	swapped := value
	// An ECDSA signature has no fixed length. Take another one of the same length.
	for later := 1; bytes.Equal(swapped, value); later++ {
		options := stamped(clock)
		options.When = signing.Add(time.Duration(later) * time.Second)
		other := valueOf(t, signed(t, c.base, c.anna, options))
		if from := bytes.Index(other, tokenMark); len(other)-from == len(value)-at {
			swapped = append(bytes.Clone(value[:at]), other[from:]...)
		}
	}

	for name, file := range map[string][]byte{
		"removed":   over(unstamped(t, value)),
		"exchanged": over(swapped),
	} {
		t.Run(name, func(t *testing.T) {
			want := map[string]string{"removed": "removed the time stamp", "exchanged": "made for something else"}[name]
			if why := verdict(file, policy); !strings.Contains(why, want) {
				t.Errorf("rejected because of %q, want %q", why, want)
			}
		})
	}
	draw := mrand.New(mrand.NewPCG(1, 2))
	for range 400 {
		pos := start + 1 + 2*at + draw.IntN(2*(len(value)-at))
		bit := byte(1) << draw.IntN(8)
		report[pos] ^= bit
		if verdict(report, policy) == "" {
			t.Errorf("the file is proven after flipping bit %#02x of byte %d of the value", bit, (pos-start-1)/2)
		}
		report[pos] ^= bit
	}
}

// tokenMark is the name of the attribute with the time stamp.
var tokenMark = []byte{0x06, 0x0b, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x02, 0x0e}

// valueOf returns the value of the last signature.
func valueOf(t testing.TB, file []byte) []byte {
	t.Helper()
	start, end, _ := gap(t, file)
	value := make([]byte, (end-start-2)/2)
	if _, err := hex.Decode(value, file[start+1:end-1]); err != nil {
		t.Fatal(err)
	}
	return value[:length(value)]
}

// unstamped returns a signature without its time stamp. It corrects the lengths of everything around it.
func unstamped(t testing.TB, value []byte) []byte {
	t.Helper()
	cut := bytes.Index(value, tokenMark)
	cut -= 8 // the heads of the list of attributes and of the attribute
	if value[cut] != 0xa1 || value[cut+1] != 0x82 {
		t.Fatalf("the attributes begin with % x", value[cut:cut+8])
	}
	removed := len(value) - cut
	out := bytes.Clone(value[:cut])
	signer := bytes.LastIndex(out[:bytes.LastIndex(out, []byte{0x02, 0x01, 0x01, 0x30})], []byte{0x31, 0x82})
	for _, head := range []int{0, bytes.Index(out, []byte{0xa0, 0x82}), bytes.Index(out, []byte{0xa0, 0x82}) + 4, signer, signer + 4} {
		n := int(out[head+2])<<8 | int(out[head+3]) - removed
		if n < 256 {
			t.Fatal("a length changes its form")
		}
		out[head+2], out[head+3] = byte(n>>8), byte(n)
	}
	return out
}

func TestOpensslAgreesAboutTimeStamps(t *testing.T) {
	c := newCast(t)
	clock := newObservatory(t, "Clock", pdftest.When, 12)
	var request, reply []byte
	options := stamped(clock)
	options.TSA.Ask = func(q []byte) ([]byte, error) {
		var err error
		request = q
		reply, err = clock.Reply(q)
		return reply, err
	}
	signed(t, c.base, c.anna, options)
	root := pdftest.Save(t, "root.pem", sign.EncodeAnchor(clock.root.Certificate))
	out, ok := pdftest.Tool(t, "openssl", "ts", "-verify", "-queryfile", pdftest.Save(t, "q.tsq", request), "-in", pdftest.Save(t, "r.tsr", reply),
		"-CAfile", root, "-attime", "1795353000")
	if !ok || !strings.Contains(out, "Verification: OK") {
		t.Errorf("openssl says:\n%s", out)
	}
}

func TestTimeStampsOfOpensslAreAccepted(t *testing.T) {
	c := newCast(t)
	// openssl uses the clock of the machine.
	now := time.Now().Truncate(time.Second)
	anna, err := sign.Create("Anna Åkesson", "", now.Add(-time.Minute), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	root := signtest.NewAuthority(t, "Openssl Root", now.Add(-time.Hour), 12)
	key := signtest.NewRSAKey(t, 2048)
	certificate := root.Issue(t, "Openssl Clock", key.Public(), now.Add(-time.Hour), 12, signtest.ForTimeStamps)
	folder := t.TempDir()
	save := func(name string, data []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	configuration := save("ts.cnf", []byte(`[tsa]
default_tsa = main
[main]
serial = `+filepath.Join(folder, "serial")+`
default_policy = 1.2.3.4.1
signer_digest = sha256
digests = sha256, sha384
accuracy = secs:1
ess_cert_id_chain = yes
ess_cert_id_alg = sha256
`))
	save("serial", []byte("01\n"))
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	keyFile := save("key.der", pkcs8)
	if out, ok := pdftest.Tool(t, "openssl", "pkey", "-inform", "DER", "-in", keyFile, "-out", filepath.Join(folder, "key.pem")); !ok {
		t.Fatalf("openssl says:\n%s", out)
	}
	options := asAssessor()
	options.When = now
	options.TSA = &sign.TSA{Random: rand.Reader, Now: now, Ask: func(request []byte) ([]byte, error) {
		reply := filepath.Join(folder, "reply.tsr")
		out, ok := pdftest.Tool(t, "openssl", "ts", "-reply", "-config", configuration, "-queryfile", save("q.tsq", request),
			"-signer", save("signer.pem", sign.EncodeAnchor(certificate)), "-inkey", filepath.Join(folder, "key.pem"),
			"-chain", save("root.pem", sign.EncodeAnchor(root.Certificate)), "-out", reply)
		if !ok {
			t.Fatalf("openssl says:\n%s", out)
		}
		return os.ReadFile(reply)
	}}
	report := signed(t, c.base, anna, options)
	policy := sign.Policy{Anchors: sign.Own(anna.Chain), TimeAnchors: []*x509.Certificate{root.Certificate}, Now: now.AddDate(5, 0, 0)}
	if why := verdict(report, policy); why != "" {
		t.Errorf("not proven: %s", why)
	}
}

// An authority cannot have made time stamps before it existed.
func TestATimeStampIsNotOlderThanItsAuthority(t *testing.T) {
	c := newCast(t)
	root := signtest.NewAuthority(t, "Young Root", signing.Add(time.Hour), 12)
	stamper := signtest.NewStamper(t, root, "Young Clock", pdftest.When, 12, func() time.Time { return signing })
	options := asAssessor()
	options.TSA = &sign.TSA{Ask: stamper.Reply, Random: rand.Reader, Now: signing}
	report := signed(t, c.base, c.anna, options)
	policy := c.policy()
	policy.TimeAnchors = []*x509.Certificate{root.Certificate}
	found, err := sign.Verify(report, policy)
	if err != nil {
		t.Fatal(err)
	}
	if s := found.Signatures[0]; !s.Stamped.IsZero() || s.Ignored != "Young Clock" || !strings.Contains(strings.Join(s.Notes, "; "), "before the certificate of its authority began") {
		t.Errorf("stamped %v, notes %q", s.Stamped, s.Notes)
	}
}

// Somebody who can forge certificates of an old authority could set back every clock that it vouches for.
func TestAWeakAuthorityProvesNoTime(t *testing.T) {
	c := newCast(t)
	for bits, trusted := range map[int]bool{1024: false, 2048: true} {
		root := signtest.NewAuthorityWith(t, signtest.NewRSAKey(t, bits), "Old Root", pdftest.When, 12)
		clock := &observatory{root: root, when: signing}
		clock.Stamper = signtest.NewStamper(t, root, "Clock", pdftest.When, 12, func() time.Time { return clock.when })
		policy := c.policy()
		policy.TimeAnchors = []*x509.Certificate{root.Certificate}
		found, err := sign.Verify(signed(t, c.base, c.anna, stamped(clock)), policy)
		if err != nil {
			t.Fatal(err)
		}
		s := found.Signatures[0]
		if s.Stamped.IsZero() == trusted || !trusted && !strings.Contains(strings.Join(s.Notes, ""), `the key of "Old Root" is too weak`) {
			t.Errorf("%d bits: stamped at %v, notes %q", bits, s.Stamped, s.Notes)
		}
	}
}
