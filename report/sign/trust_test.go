package sign_test

import (
	"crypto"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"strings"
	"testing"

	"assay/report/pdf/pdftest"
	"assay/report/sign"
)

// office is an authority with its key, and the authorities above it.
type office struct {
	key   crypto.Signer
	chain []*x509.Certificate // its own certificate first
}

// newOffice makes an authority, below another one or on its own.
func newOffice(t testing.TB, name string, above *office) office {
	t.Helper()
	return officeWith(t, newKey(t, elliptic.P256()), name, above)
}

func officeWith(t testing.TB, key crypto.Signer, name string, above *office) office {
	t.Helper()
	template := &x509.Certificate{Subject: pkix.Name{CommonName: name}, IsCA: true, KeyUsage: x509.KeyUsageCertSign}
	parent, by, higher := template, key, []*x509.Certificate(nil)
	if above != nil {
		parent, by, higher = above.chain[0], above.key, above.chain
	}
	return office{key, append([]*x509.Certificate{certificate(t, template, parent, key, by)}, higher...)}
}

func certificate(t testing.TB, template, parent *x509.Certificate, key, by crypto.Signer) *x509.Certificate {
	t.Helper()
	template.SerialNumber, _ = rand.Int(rand.Reader, big.NewInt(1<<60))
	template.NotBefore, template.NotAfter, template.BasicConstraintsValid = pdftest.When, pdftest.When.AddDate(1, 0, 0), true
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), by)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// person issues an identity for a name.
func (o office) person(t testing.TB, name string) sign.Identity {
	t.Helper()
	return o.subject(t, pkix.Name{CommonName: name})
}

func (o office) subject(t testing.TB, subject pkix.Name) sign.Identity {
	t.Helper()
	key := newKey(t, elliptic.P256())
	template := &x509.Certificate{Subject: subject, KeyUsage: x509.KeyUsageDigitalSignature}
	return sign.Identity{Key: key, Certificate: certificate(t, template, o.chain[0], key, o.key), Chain: o.chain}
}

func (o office) root() *x509.Certificate { return o.chain[len(o.chain)-1] }

// speaks is an anchor for the root of an office.
func (o office) speaks(names ...string) sign.Anchor {
	return sign.Anchor{Certificate: o.root(), Names: names}
}

// with gives an identity other certificates beside its own.
func with(id sign.Identity, chain ...*x509.Certificate) sign.Identity {
	id.Chain = chain
	return id
}

func TestAnAuthoritySpeaksOnlyForThePeopleItIsTrustedFor(t *testing.T) {
	base := pdftest.Finished(t, 2)
	company := newOffice(t, "Lakeside CA", nil)
	issuer := newOffice(t, "Lakeside Issuer", &company)
	posing := newOffice(t, "assay CA of Karel Brandt", &company)
	mallory := newOffice(t, "assay CA of Mallory", nil)
	twin := newOffice(t, "Lakeside CA", nil)
	weak := officeWith(t, newRSAKey(t, 2048), "Old CA", nil)
	const dana, karel = "Dana Whitfield", "Karel Brandt"

	for _, c := range []struct {
		name    string
		signer  sign.Identity
		anchors []sign.Anchor
		want    string
	}{
		{"it was told the name", company.person(t, dana), []sign.Anchor{company.speaks(karel, dana)}, ""},
		{"it was told another name", company.person(t, dana), []sign.Anchor{company.speaks(karel)}, `"Lakeside CA" vouches for "Dana Whitfield", but is trusted only for "Karel Brandt"`},
		{"it was told no name", company.person(t, dana), []sign.Anchor{company.speaks()}, "is trusted only for nobody"},
		{"it has another own name", company.person(t, dana), sign.Own(company.chain), `trusted only for "Lakeside CA"`},
		{"it has this own name", company.person(t, "Lakeside CA"), sign.Own(company.chain), ""},
		{"a stranger's authority", mallory.person(t, dana), sign.Own(mallory.chain), `trusted only for "Mallory"`},
		{"the names come from two places", company.person(t, dana), []sign.Anchor{company.speaks(karel), company.speaks(dana)}, ""},
		{"an authority between", issuer.person(t, dana), []sign.Anchor{company.speaks(dana)}, ""},
		{"an authority between, for another", issuer.person(t, karel), []sign.Anchor{company.speaks(dana)}, "trusted only for"},
		{"an authority between with a person's name", posing.person(t, karel), []sign.Anchor{company.speaks(dana)}, "trusted only for"},
		{"an authority between that is trusted itself", issuer.person(t, karel), []sign.Anchor{company.speaks(dana), {issuer.chain[0], []string{karel}}}, ""},
		{"the one above it is trusted for the signer", issuer.person(t, dana), []sign.Anchor{{issuer.chain[0], []string{karel}}, company.speaks(dana)}, ""},
		{"neither is trusted for the signer", issuer.person(t, dana), []sign.Anchor{{issuer.chain[0], []string{karel}}, company.speaks(karel)}, "trusted only for"},
		{"another authority of the same name", twin.person(t, dana), []sign.Anchor{company.speaks(dana)}, "no trusted anchor vouches"},
		{"both of the same name, each for its people", twin.person(t, dana), []sign.Anchor{company.speaks(dana), twin.speaks(karel)}, "trusted only for"},
		{"both of the same name, the other way round", twin.person(t, karel), []sign.Anchor{company.speaks(dana), twin.speaks(karel)}, ""},
		{"a weak authority that the file does not hold", with(weak.person(t, dana)), []sign.Anchor{weak.speaks(dana)}, `the key of "Old CA" is too weak`},
		{"another case", company.person(t, "dana whitfield"), []sign.Anchor{company.speaks(dana)}, "trusted only for"},
		{"a name that begins so", company.person(t, "Dana Whitfield-Ortiz"), []sign.Anchor{company.speaks(dana)}, "trusted only for"},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := signed(t, base, c.signer, unnamed(asAssessor()))
			why := verdict(file, sign.Policy{Now: signing, Anchors: c.anchors})
			if (why == "") != (c.want == "") || !strings.Contains(why, c.want) {
				t.Errorf("problems %q, want %q", why, c.want)
			}
			named := sign.Expected{Name: c.signer.Certificate.Subject.CommonName}
			why = verdict(file, sign.Policy{Now: signing, Anchors: c.anchors, Expect: map[sign.Role]sign.Expected{sign.Assessor: named}})
			if (why == "") != (c.want == "") {
				t.Errorf("with the name expected: %q, want %q", why, c.want)
			}
		})
	}
}

func TestNobodySignsUnderAWeakAuthority(t *testing.T) {
	weak := officeWith(t, newRSAKey(t, 2048), "Old CA", nil)
	if _, err := sign.Sign(pdftest.Finished(t, 2), weak.person(t, "Dana Whitfield"), unnamed(asAssessor())); err == nil || !strings.Contains(err.Error(), "too weak") {
		t.Errorf("Sign returned %v", err)
	}
}

// Nobody can sign with such a certificate, nor make an identity of such a name.
func TestNamesThatPassForOthersAreRefused(t *testing.T) {
	base, company := pdftest.Finished(t, 2), newOffice(t, "Lakeside CA", nil)
	for name, want := range map[string]string{
		"":                     "names nobody",
		"Dаna Whitfield":       "mixes alphabets", // Cyrillic а
		"Dana Whitfielԁ":       "mixes alphabets",
		"Dana Ꮃhitfield":       "mixes alphabets", // Cherokee
		"Ｄana Whitfield":       "special form",
		"Dana Whitﬁeld":        "special form",
		"𝐃ana Whitfield":       "special form",
		"Dana\u200bWhitfield":  "nobody sees",
		"Dana\u00a0Whitfield":  "nobody sees",
		"Dana \u202eWhitfield": "nobody sees",
		"Dana\nWhitfield":      "nobody sees",
		"Dana  Whitfield":      "spaces",
		" Dana Whitfield":      "spaces",
		"Dana Whitfield ":      "spaces",
		"Dana Whitfield":       "",
		"Иван Петров":          "",
		"Αλέξης Ζορμπάς":       "",
		"山田 太郎":                "",
		"Zoë O’Brien-Nuñez 3.": "",
		"Zoe\u0308 Brown":      "", // the same letter, written as two characters
		"أمينة الخطيب":         "",
	} {
		if err := sign.CheckName(name); name != "" && (err == nil) != (want == "") {
			t.Errorf("the name %+q: %v, want %q", name, err, want)
		}
		_, err := sign.Sign(base, company.person(t, name), unnamed(asAssessor()))
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("signing as %+q: %v, want %q", name, err, want)
		}
		if _, err := sign.Create(name, "", pdftest.When, rand.Reader); (err == nil) != (want == "") {
			t.Errorf("an identity for %+q: %v, want %q", name, err, want)
		}
	}
	two := pkix.Name{ExtraNames: []pkix.AttributeTypeAndValue{
		{Type: asn1.ObjectIdentifier{2, 5, 4, 3}, Value: "Mallory"}, {Type: asn1.ObjectIdentifier{2, 5, 4, 3}, Value: "Dana Whitfield"},
	}}
	if _, err := sign.Sign(base, company.subject(t, two), unnamed(asAssessor())); err == nil || !strings.Contains(err.Error(), "has 2 names") {
		t.Errorf("a certificate with two names: %v", err)
	}
}

func TestAConfirmedFingerprintTrustsOneKey(t *testing.T) {
	c := newCast(t)
	company := newOffice(t, "Lakeside CA", nil)
	issuer := newOffice(t, "Lakeside Issuer", &company)
	posing := newOffice(t, "assay CA of Anna Åkesson", nil)
	employee := issuer.person(t, "Anna Åkesson")
	issued := signed(t, c.base, employee, asAssessor())
	misnamed := signed(t, c.base, newOffice(t, "assay CA of Ben Okafor", nil).person(t, "Anna Åkesson"), asAssessor())
	posed := posing.person(t, "Anna Åkesson")
	posed.Chain = append(posed.Chain, c.anna.Authority())
	certificate, authority := sign.Fingerprint(c.anna.Certificate), sign.Fingerprint(c.anna.Authority())
	var pairs []string
	for n := 0; n < len(certificate); n += 2 {
		pairs = append(pairs, strings.ToUpper(certificate[n:n+2]))
	}

	for _, a := range []struct {
		name  string
		file  []byte
		typed string
		want  string
	}{
		{"the first digits of the certificate", c.once, certificate[:16], ""},
		{"all digits of the certificate", c.once, certificate, ""},
		{"as openssl prints it", c.once, strings.Join(pairs, ":"), ""},
		{"as it is read out", c.once, " " + sign.ReadOut(certificate) + "\n", ""},
		{"the first digits of the authority", c.once, authority[:16], ""},
		{"15 digits", c.once, certificate[:15], "no trusted anchor"},
		{"15 digits and a colon", c.once, certificate[:15] + ":", "no trusted anchor"},
		{"nothing", c.once, "", "no trusted anchor"},
		{"too many digits", c.once, certificate + "0", "no trusted anchor"},
		{"digits from the middle", c.once, certificate[1:], "no trusted anchor"},
		{"one digit is wrong", c.once, certificate[:15] + "g", "no trusted anchor"},
		{"another person", c.once, sign.Fingerprint(c.ben.Certificate), "no trusted anchor"},
		{"one of two signers", c.twice, certificate, "no trusted anchor"},

		{"a company's certificate", issued, sign.Fingerprint(employee.Certificate), ""},
		{"a company's certificate alone in the file", signed(t, c.base, with(employee), asAssessor()), sign.Fingerprint(employee.Certificate), ""},
		{"the authority of a company", issued, sign.Fingerprint(company.root()), "no trusted anchor"},
		{"the lower authority of a company", issued, sign.Fingerprint(issuer.chain[0]), "no trusted anchor"},
		{"the authority of another person", misnamed, sign.Fingerprint(c.ben.Authority()), "no trusted anchor"},
		{"an authority of the same name", signed(t, c.base, with(posed, posing.root()), asAssessor()), authority, "no trusted anchor"},
		{"an authority that lies beside", signed(t, c.base, posed, asAssessor()), authority, "no trusted anchor"},
		{"a signer with an authority that lies beside", signed(t, c.base, posed, asAssessor()), sign.Fingerprint(posed.Certificate), "does not need it"},
	} {
		t.Run(a.name, func(t *testing.T) {
			why := verdict(a.file, sign.Policy{Now: signing, Confirmed: []string{a.typed}})
			if (why == "") != (a.want == "") || !strings.Contains(why, a.want) {
				t.Errorf("problems %q, want %q", why, a.want)
			}
			why = verdict(a.file, sign.Policy{Now: signing, Expect: map[sign.Role]sign.Expected{sign.Assessor: {Fingerprint: a.typed}}})
			if (why == "") != (a.want == "") {
				t.Errorf("with the fingerprint expected: %q, want %q", why, a.want)
			}
		})
	}

	confirmed := func(p sign.Policy) sign.Signature {
		if p.Now.IsZero() {
			p.Now = signing
		}
		findings, err := sign.Verify(c.once, p)
		if err != nil {
			t.Fatal(err)
		}
		return findings.Signatures[0]
	}
	if s := confirmed(sign.Policy{Confirmed: []string{authority}}); s.Anchor != nil || !s.Confirmed.Equal(c.anna.Authority()) || s.Unconfirmed {
		t.Errorf("confirmed by %v, unconfirmed %v", s.Confirmed, s.Unconfirmed)
	}
	if s := confirmed(sign.Policy{}); s.Confirmed != nil || !s.Unconfirmed || !s.Authority.Equal(c.anna.Authority()) {
		t.Errorf("without trust: confirmed by %v, unconfirmed %v", s.Confirmed, s.Unconfirmed)
	}
	// An expired key is not one that only lacks a person who confirms it.
	late := signing.AddDate(3, 0, 1)
	if s := confirmed(sign.Policy{Confirmed: []string{authority}, Now: late}); s.Unconfirmed || !strings.Contains(strings.Join(s.Problems, ""), "time not proven") {
		t.Errorf("expired: unconfirmed %v, %q", s.Unconfirmed, s.Problems)
	}
}
