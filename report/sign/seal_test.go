package sign_test

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"assay/report/pdf"
	"assay/report/pdf/pdftest"
	"assay/report/sign"
	"assay/report/sign/signtest"
)

// company is a signer with a certificate of an authority that revokes, as in a hospital. The authority's own certificate
// is not in the signature.
type company struct {
	root *signtest.Authority
	carl sign.Identity
}

func newCompany(t testing.TB) company {
	t.Helper()
	root := signtest.NewAuthority(t, "Lakeside Root", pdftest.When, 20)
	key := signtest.NewKey(t)
	return company{root, sign.Identity{Key: key, Certificate: root.Issue(t, "Carl Cruz", key.Public(), pdftest.When, 3, signtest.ForDocuments)}}
}

func (c company) options(field sign.Role) sign.Options {
	return sign.Options{Field: field, Name: "Carl Cruz", When: signing.Add(time.Hour)}
}

func (c company) anchor() sign.Anchor {
	return sign.Anchor{Certificate: c.root.Certificate, Names: []string{"Carl Cruz"}}
}

func (c company) authorities() []*x509.Certificate { return []*x509.Certificate{c.root.Certificate} }

func sealed(t testing.TB, file []byte, e sign.Evidence, authorities []*x509.Certificate, o *observatory) []byte {
	t.Helper()
	out, err := sign.Seal(file, e, authorities, *o.tsa())
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(out, file) {
		t.Error("the seal changed earlier bytes")
	}
	return out
}

// A report must be kept for six years at least. It outlives the certificates of its signers, and, sealed again, the first
// authority of time stamps.
func TestASealedReportProvesItselfForDecades(t *testing.T) {
	c, work := newCast(t), newCompany(t)
	first := newObservatory(t, "First Clock", pdftest.When, 6)
	second := newObservatory(t, "Second Clock", pdftest.When.AddDate(4, 0, 0), 20)
	report := signed(t, c.twice, work.carl, work.options(sign.Approver))
	policy := c.policy()
	policy.Anchors = append(policy.Anchors, work.anchor())
	policy.TimeAnchors = []*x509.Certificate{first.root.Certificate, second.root.Certificate}

	first.when = signing.AddDate(1, 0, 0)
	once := sealed(t, report, sign.Evidence{Lists: [][]byte{work.root.List(t, first.when.AddDate(0, 0, -1))}}, work.authorities(), first)
	second.when = signing.AddDate(5, 0, 0)
	again := sealed(t, once, sign.Evidence{Lists: [][]byte{first.root.List(t, second.when.AddDate(0, 0, -1))}}, []*x509.Certificate{first.root.Certificate}, second)
	third := sealed(t, again, sign.Evidence{}, nil, second)

	for _, a := range []struct {
		name  string
		file  []byte
		years int
		want  string
	}{
		{"not sealed, in the second year", report, 2, ""},
		{"not sealed, in the fourth year", report, 3, "time not proven"},
		{"sealed, in the fourth year", once, 3, ""},
		{"sealed, in the sixth year", once, 5, ""},
		{"sealed, in the seventh year", once, 6, "time not proven"},
		{"sealed twice, in the seventh year", again, 6, ""},
		{"sealed twice, in the 21st year", again, 20, ""},
		{"sealed twice, in the 25th year", again, 24, "time not proven"},
		{"sealed twice on one day", third, 20, ""},
	} {
		t.Run(a.name, func(t *testing.T) {
			policy := policy
			policy.Now = signing.AddDate(a.years, 0, 1)
			why := verdict(a.file, policy)
			if a.want == "" && why != "" || !strings.Contains(why, a.want) {
				t.Errorf("not proven because of %q, want %q", why, a.want)
			}
		})
	}

	policy.Now = signing.AddDate(6, 0, 1)
	found, err := sign.Verify(again, policy)
	if err != nil {
		t.Fatal(err)
	}
	if len(found.Stamps) != 2 || found.Stamps[0].By != "First Clock" || found.Stamps[1].By != "Second Clock" || !found.Stamps[0].Trusted || !found.Stamps[1].Trusted {
		t.Errorf("stamps %+v", found.Stamps)
	}
	if end := second.Certificate.NotAfter; !found.Until.Equal(end) || !found.Stamps[0].Until.Equal(end) {
		t.Errorf("the report proves itself until %v, and its first seal until %v; want %v", found.Until, found.Stamps[0].Until, end)
	}
	for _, s := range found.Signatures {
		if !s.Stamped.Equal(first.when) || s.StampedBy != "First Clock" || !s.Until.Equal(second.Certificate.NotAfter) {
			t.Errorf("the signature of the %s is stamped %v by %s", s.Role, s.Stamped, s.StampedBy)
		}
		want := map[sign.Role]string{
			sign.Assessor: `whether the certificate of "Anna Åkesson" was revoked: assay threw away the key of its authority`,
			sign.Reviewer: `whether the certificate of "Ben Okafor" was revoked: assay threw away the key of its authority`,
			sign.Approver: `the certificate of "Carl Cruz" had not been revoked on 2027-11-21; nothing says so of a later time`,
		}[s.Role]
		if len(s.Notes) != 1 || !strings.Contains(s.Notes[0], want) {
			t.Errorf("notes on the signature of the %s: %q, want %q", s.Role, s.Notes, want)
		}
	}
}

func TestRevocationCounts(t *testing.T) {
	c := newCast(t)
	responderKey := signtest.NewKey(t)
	for _, a := range []struct {
		name    string
		revoked time.Duration // after the time stamp; 0 for never
		earlier time.Duration // before the revocation somebody had the key
		ocsp    bool
		stamped bool
		want    string
		note    string
	}{
		{"never", 0, 0, false, true, "", ""},
		{"never, says a responder", 0, 0, true, true, "", ""},
		{"after the time stamp", time.Hour, 0, false, true, "", "was revoked on 2026-11-22, after the signature"},
		{"after the time stamp, says a responder", time.Hour, 0, true, true, "", "was revoked on 2026-11-22, after the signature"},
		{"before the time stamp", -time.Hour, 0, false, true, `the certificate of "Carl Cruz" was revoked on 2026-11-22`, ""},
		{"before the time stamp, says a responder", -time.Hour, 0, true, true, `the certificate of "Carl Cruz" was revoked on 2026-11-22`, ""},
		{"after the time stamp, for a key stolen before", time.Hour, 2 * time.Hour, false, true, "was revoked", ""},
		{"after the signature, before the seal", time.Hour, 0, false, false, "nothing proves that the signature is older", ""},
	} {
		t.Run(a.name, func(t *testing.T) {
			work := newCompany(t)
			clock := newObservatory(t, "Clock", pdftest.When, 12)
			options := work.options(sign.Assessor)
			options.When = signing
			if a.stamped {
				options.TSA = clock.tsa()
			}
			report := signed(t, c.base, work.carl, options)
			if a.revoked != 0 {
				at := signing.Add(a.revoked)
				var more []pkix.Extension
				if a.earlier != 0 {
					value, _ := asn1.MarshalWithParams(at.Add(-a.earlier), "generalized")
					more = append(more, pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 24}, Value: value})
				}
				work.root.Revoke(work.carl.Certificate, at, more...)
			}
			clock.when = signing.Add(3 * time.Hour)
			var e sign.Evidence
			if a.ocsp {
				responder := work.root.Issue(t, "Responder", responderKey.Public(), pdftest.When, 1, signtest.ForAnswers)
				e.Answers = [][]byte{work.root.Answer(t, work.carl.Certificate, clock.when, responder, responderKey)}
			} else {
				e.Lists = [][]byte{work.root.List(t, clock.when)}
			}
			report = sealed(t, report, e, work.authorities(), clock)
			policy := sign.Policy{Anchors: []sign.Anchor{work.anchor()}, TimeAnchors: []*x509.Certificate{clock.root.Certificate}, Now: signing.AddDate(5, 0, 0)}
			why := verdict(report, policy)
			if a.want == "" && why != "" || !strings.Contains(why, a.want) {
				t.Errorf("not proven because of %q, want %q", why, a.want)
			}
			found, err := sign.Verify(report, policy)
			if err != nil {
				t.Fatal(err)
			}
			if notes := strings.Join(found.Signatures[0].Notes, "; "); a.note == "" && notes != "" || !strings.Contains(notes, a.note) {
				t.Errorf("notes %q, want %q", notes, a.note)
			}
		})
	}
}

// An authority that lost its key cannot prove when something was signed.
func TestARevokedAuthorityOfTimeStampsProvesNothing(t *testing.T) {
	c := newCast(t)
	first := newObservatory(t, "First Clock", pdftest.When, 12)
	second := newObservatory(t, "Second Clock", pdftest.When, 12)
	report := signed(t, c.base, c.anna, stamped(first))
	first.root.Revoke(first.Certificate, signing.Add(time.Minute))
	second.when = signing.AddDate(1, 0, 0)
	report = sealed(t, report, sign.Evidence{Lists: [][]byte{first.root.List(t, second.when)}}, []*x509.Certificate{first.root.Certificate}, second)
	policy := c.policy()
	policy.TimeAnchors = []*x509.Certificate{first.root.Certificate, second.root.Certificate}
	policy.Now = signing.AddDate(5, 0, 0)
	found, err := sign.Verify(report, policy)
	if err != nil || !found.Proven() {
		t.Fatalf("not proven: %s, %v", verdict(report, policy), err)
	}
	s := found.Signatures[0]
	if s.StampedBy != "Second Clock" || !strings.Contains(strings.Join(s.Notes, "; "), `proves nothing: the certificate of "First Clock" was revoked on 2026-11-22`) {
		t.Errorf("stamped by %s, notes %q", s.StampedBy, s.Notes)
	}
}

// A person who confirms a key does not need its authority. The authority may have revoked the certificate all the same.
func TestAConfirmedKeyMayBeRevoked(t *testing.T) {
	c, work := newCast(t), newCompany(t)
	clock, second := newObservatory(t, "Clock", pdftest.When, 12), newObservatory(t, "Second Clock", pdftest.When, 12)
	options := work.options(sign.Assessor)
	options.When, options.TSA = signing, clock.tsa()
	report := signed(t, c.base, work.carl, options)
	work.root.Revoke(work.carl.Certificate, signing.Add(-time.Hour))
	clock.root.Revoke(clock.Certificate, signing)
	second.when = signing.AddDate(0, 1, 0)
	lists := [][]byte{work.root.List(t, second.when), clock.root.List(t, second.when)}
	known := append(work.authorities(), clock.root.Certificate)
	policy := sign.Policy{
		Confirmed:     []string{sign.Fingerprint(work.carl.Certificate)},
		TimeConfirmed: []string{sign.Fingerprint(clock.Certificate), sign.Fingerprint(second.Certificate)},
		Now:           second.when.Add(time.Hour),
	}
	for name, test := range map[string]struct {
		lists [][]byte
		want  []string
	}{
		"nobody says so":                  {nil, nil},
		"the authority revoked the key":   {lists[:1], []string{`the certificate of "Carl Cruz" was revoked on 2026-11-22`}},
		"both authorities revoked theirs": {lists, []string{`the certificate of "Carl Cruz" was revoked`, `proves nothing: the certificate of "Clock" was revoked`}},
	} {
		t.Run(name, func(t *testing.T) {
			found, err := sign.Verify(sealed(t, report, sign.Evidence{Lists: test.lists}, known, second), policy)
			if err != nil || found.Proven() != (test.want == nil) {
				t.Errorf("proven: %t, %v", found.Proven(), err)
			}
			told := strings.Join(append(found.Signatures[0].Problems, found.Signatures[0].Notes...), "\n")
			for _, want := range test.want {
				if !strings.Contains(told, want) {
					t.Errorf("%q is missing in %q", want, told)
				}
			}
		})
	}
}

func TestSealRefuses(t *testing.T) {
	c, work := newCast(t), newCompany(t)
	clock := newObservatory(t, "Clock", pdftest.When, 12)
	clock.when = signing.Add(24 * time.Hour)
	stranger := signtest.NewAuthority(t, "Lakeside Root", pdftest.When, 20) // the same name
	report := signed(t, c.base, work.carl, work.options(sign.Assessor))
	partial := pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 28}, Critical: true, Value: []byte{0x30, 4, 0x83, 2, 5, 0x60}}
	narrow := pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 28}, Critical: true, Value: []byte{0x30, 3, 0x82, 1, 0xff}}
	delta := pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 27}, Critical: true, Value: []byte{2, 1, 1}}
	lists := func(all ...[]byte) sign.Evidence { return sign.Evidence{Lists: all} }
	answers := func(all ...[]byte) sign.Evidence { return sign.Evidence{Answers: all} }
	impostor := signtest.NewKey(t)
	signer := work.root.Issue(t, "Carl Cruz", impostor.Public(), pdftest.When, 1, signtest.ForDocuments)
	for _, a := range []struct {
		name string
		file []byte
		e    sign.Evidence
		want string
	}{
		{"a report that nobody signed", c.base, sign.Evidence{}, "is not signed"},
		{"a damaged report", report[:len(report)-9], sign.Evidence{}, "the PDF is damaged"},
		{"a report with an extra object", update(t, report, func(u *pdf.Update, v pdf.View) { u.Add(pdf.Integer(1)) }), sign.Evidence{}, "must not be sealed"},
		{"a list of somebody else with the same name", report, lists(stranger.List(t, clock.when)), "not from an authority of this report"},
		{"a list that is out of date", report, lists(work.root.List(t, clock.when.AddDate(0, 0, -8))), "is out of date since 2026-11-22"},
		{"a list from the future", report, lists(work.root.List(t, clock.when.AddDate(0, 0, 1))), "is from the future, 2026-11-24"},
		{"a list of some reasons only", report, lists(work.root.List(t, clock.when, partial)), "a condition that assay does not know"},
		{"a list of authorities only", report, lists(work.root.List(t, clock.when, narrow)), "not from an authority of this report"},
		{"a list of changes only", report, lists(work.root.List(t, clock.when, delta)), "a condition that assay does not know"},
		{"no list", report, lists([]byte("no list")), "malformed"},
		{"an answer of somebody else", report, answers(stranger.Answer(t, work.carl.Certificate, clock.when, nil, nil)), "not from an authority of this report"},
		{"an answer of another signer", report, answers(work.root.Answer(t, work.carl.Certificate, clock.when, signer, impostor)), "not from an authority of this report"},
		{"an answer that is out of date", report, answers(work.root.Answer(t, work.carl.Certificate, clock.when.AddDate(0, 0, -8), nil, nil)), "is out of date"},
	} {
		t.Run(a.name, func(t *testing.T) {
			if out, err := sign.Seal(a.file, a.e, work.authorities(), *clock.tsa()); err == nil || !strings.Contains(err.Error(), a.want) || out != nil {
				t.Errorf("error %v, want one that says %q", err, a.want)
			}
		})
	}
}

// A reader may trust another certificate of the authority than the one in the report.
func TestRevocationCountsForEveryCertificateOfTheAuthority(t *testing.T) {
	c, work := newCast(t), newCompany(t)
	clock := newObservatory(t, "Clock", pdftest.When, 12)
	options := work.options(sign.Assessor)
	report := signed(t, c.base, work.carl, options)
	work.root.Revoke(work.carl.Certificate, signing)
	clock.when = options.When.Add(time.Hour)
	report = sealed(t, report, sign.Evidence{Lists: [][]byte{work.root.List(t, clock.when)}}, work.authorities(), clock)
	anchor := work.anchor()
	anchor.Certificate = work.root.Again(t, "Lakeside Root", pdftest.When, 30)
	policy := sign.Policy{Anchors: []sign.Anchor{anchor}, TimeAnchors: []*x509.Certificate{clock.root.Certificate}, Now: signing.AddDate(1, 0, 0)}
	if why := verdict(report, policy); !strings.Contains(why, `the certificate of "Carl Cruz" was revoked`) {
		t.Errorf("rejected because of %q", why)
	}
}

func TestAReportHasABoundedNumberOfSeals(t *testing.T) {
	c := newCast(t)
	clock := newObservatory(t, "Clock", pdftest.When, 12)
	report := c.once
	for range 12 {
		report = sealed(t, report, sign.Evidence{}, nil, clock)
	}
	policy := c.policy()
	policy.TimeAnchors = []*x509.Certificate{clock.root.Certificate}
	if why := verdict(report, policy); why != "" {
		t.Errorf("not proven: %s", why)
	}
	if _, err := sign.Seal(report, sign.Evidence{}, nil, *clock.tsa()); err == nil || !strings.Contains(err.Error(), "12 time stamps already") {
		t.Errorf("Seal says %v", err)
	}
}

func TestEvidenceCoversACertificate(t *testing.T) {
	work, other := newCompany(t), newCompany(t)
	l := sign.Link{Certificate: work.carl.Certificate, Issuer: work.root.Certificate}
	now := signing.AddDate(0, 1, 0)
	stale := now.AddDate(0, 0, -8)
	for _, a := range []struct {
		name string
		e    sign.Evidence
		l    sign.Link
		want bool
	}{
		{"nothing", sign.Evidence{}, l, false},
		{"a list", sign.Evidence{Lists: [][]byte{work.root.List(t, now)}}, l, true},
		{"an old list", sign.Evidence{Lists: [][]byte{work.root.List(t, stale)}}, l, false},
		{"a list of another company", sign.Evidence{Lists: [][]byte{other.root.List(t, now)}}, l, false},
		{"an answer", sign.Evidence{Answers: [][]byte{work.root.Answer(t, l.Certificate, now, nil, nil)}}, l, true},
		{"an old answer", sign.Evidence{Answers: [][]byte{work.root.Answer(t, l.Certificate, stale, nil, nil)}}, l, false},
		{"an answer about another", sign.Evidence{Answers: [][]byte{work.root.Answer(t, work.root.Certificate, now, nil, nil)}}, l, false},
		{"a certificate of nobody known", sign.Evidence{Lists: [][]byte{work.root.List(t, now)}}, sign.Link{Certificate: l.Certificate}, false},
	} {
		t.Run(a.name, func(t *testing.T) {
			if got := a.e.Covers(a.l, now); got != a.want {
				t.Errorf("covers is %v, want %v", got, a.want)
			}
		})
	}
}

func TestNobodySignsAfterTheSeal(t *testing.T) {
	c := newCast(t)
	clock := newObservatory(t, "Clock", pdftest.When, 12)
	report := sealed(t, c.once, sign.Evidence{}, nil, clock)
	if _, err := sign.Sign(report, c.ben, asReviewer()); err == nil || !strings.Contains(err.Error(), "signatures must come before the seal") {
		t.Errorf("Sign says %v", err)
	}
}

func TestAttacksOnASealAreRejected(t *testing.T) {
	c, work := newCast(t), newCompany(t)
	clock := newObservatory(t, "Clock", pdftest.When, 12)
	clock.when = signing.Add(2 * time.Hour)
	stranger := signtest.NewAuthority(t, "Stranger", pdftest.When, 20)
	report := signed(t, c.base, work.carl, work.options(sign.Assessor))
	evidence := sign.Evidence{Lists: [][]byte{work.root.List(t, clock.when)}}
	good := sealed(t, report, evidence, work.authorities(), clock)
	policy := c.policy()
	policy.Anchors, policy.TimeAnchors = []sign.Anchor{work.anchor()}, []*x509.Certificate{clock.root.Certificate}
	policy.Now = signing.AddDate(5, 0, 0)
	if why := verdict(good, policy); why != "" {
		t.Fatalf("the good file is not proven: %s", why)
	}
	policy.Now = signing.Add(24 * time.Hour)
	record := func(u *pdf.Update, v pdf.View, key pdf.Name, raw []byte) {
		r, _ := pdf.Lookup[pdf.Reference](v.Catalog(), "DSS")
		d := v.Dictionary(r).Clone()
		d.Set(key, append(append(pdf.Array{}, v.Array(d.Get(key))...), u.Add(&pdf.Stream{Dictionary: pdf.NewDictionary(), Data: raw})))
		u.Replace(r, d)
	}
	stampOf := func(v pdf.View) (pdf.Reference, *pdf.Dictionary) {
		fields := v.Fields()
		field := v.Dictionary(fields[len(fields)-1])
		r, _ := pdf.Lookup[pdf.Reference](field, "V")
		return r, v.Dictionary(r)
	}
	forged := &pdf.Stream{Dictionary: pdf.NewDictionary(), Data: []byte("BT (verdict: approved) Tj ET")}
	for _, a := range []struct {
		name string
		file []byte
		want string
	}{
		{"a certificate of a stranger", update(t, good, func(u *pdf.Update, v pdf.View) { record(u, v, "Certs", stranger.Certificate.Raw) }), "which no signature needs"},
		{"a list of a stranger", update(t, good, func(u *pdf.Update, v pdf.View) { record(u, v, "CRLs", stranger.List(t, clock.when)) }), "not from an authority"},
		{"an answer of a stranger", update(t, good, func(u *pdf.Update, v pdf.View) {
			record(u, v, "OCSPs", stranger.Answer(t, stranger.Certificate, clock.when, nil, nil))
		}), "not from an authority"},
		{"a record of another kind", update(t, good, func(u *pdf.Update, v pdf.View) { record(u, v, "VRI", evidence.Lists[0]) }), "more than the records"},
		{"a page with the record", update(t, good, func(u *pdf.Update, v pdf.View) {
			record(u, v, "CRLs", evidence.Lists[0])
			r, p := page(t, v, 1)
			p.Set("Contents", u.Add(forged))
			u.Replace(r, p)
		}), "more than the records"},
		{"a hidden object with the record", update(t, good, func(u *pdf.Update, v pdf.View) {
			record(u, v, "CRLs", evidence.Lists[0])
			u.Add(forged)
		}), "more than the records"},
		{"no new record", update(t, good, func(u *pdf.Update, v pdf.View) {
			r, _ := pdf.Lookup[pdf.Reference](v.Catalog(), "DSS")
			d := v.Dictionary(r).Clone()
			d.Set("Type", pdf.Name("DSSS"))
			u.Replace(r, d)
		}), "more than the records"},
		{"a record removed", update(t, good, func(u *pdf.Update, v pdf.View) {
			r, _ := pdf.Lookup[pdf.Reference](v.Catalog(), "DSS")
			d := v.Dictionary(r).Clone()
			d.Delete("CRLs")
			u.Replace(r, d)
		}), "removes a record"},
		{"another store", update(t, good, func(u *pdf.Update, v pdf.View) {
			catalog := v.Catalog().Clone()
			catalog.Set("DSS", u.Add(pdf.NewDictionary(pdf.Name("Type"), pdf.Name("DSS"))))
			u.Replace(v.CatalogReference(), catalog)
		}), "removes a record"},
		{"the store removed", update(t, good, func(u *pdf.Update, v pdf.View) {
			catalog := v.Catalog().Clone()
			catalog.Delete("DSS")
			u.Replace(v.CatalogReference(), catalog)
		}), "removes a record"},
		{"a page changed after the seal", update(t, good, func(u *pdf.Update, v pdf.View) {
			r, p := page(t, v, 1)
			p.Set("Contents", u.Add(forged))
			u.Replace(r, p)
		}), "page 1"},
		{"the time stamp redefined", update(t, good, func(u *pdf.Update, v pdf.View) {
			r, value := stampOf(v)
			u.Replace(r, value)
		}), "the DocTimeStamp"},
		{"the time stamp copied to the end", update(t, good, func(u *pdf.Update, v pdf.View) {
			_, value := stampOf(v)
			fields := v.Fields()
			field := u.Add(v.Dictionary(fields[len(fields)-1]))
			form, _ := pdf.Lookup[pdf.Reference](v.Catalog(), "AcroForm")
			changed := v.Dictionary(form).Clone()
			changed.Set("Fields", append(append(pdf.Array{}, fields...), field))
			u.Replace(form, changed)
			u.Add(value)
		}), "more than a time stamp"},
		{"a byte of a record", flipInside(t, good, func(v pdf.View) pdf.Reference {
			return v.Array(v.Dictionary(v.Catalog().Get("DSS")).Get("CRLs"))[0].(pdf.Reference)
		}), "made for something else"},
		{"the seal cut off in the middle of a revision", good[:len(good)-20], "damaged"},
	} {
		t.Run(a.name, func(t *testing.T) {
			if why := verdict(a.file, policy); why == "" || !strings.Contains(why, a.want) {
				t.Errorf("rejected because of %q, want %q", why, a.want)
			}
		})
	}
	t.Run("the seal cut off", func(t *testing.T) {
		policy.Now = signing.AddDate(5, 0, 0)
		if why := verdict(report, policy); !strings.Contains(why, "time not proven") {
			t.Errorf("rejected because of %q", why)
		}
	})
}

func TestOtherProgramsReadASealedReport(t *testing.T) {
	c := newCast(t)
	clock := newObservatory(t, "Clock", pdftest.When, 12)
	report := signed(t, c.base, c.anna, stamped(clock))
	clock.when = signing.Add(time.Hour)
	second := asReviewer()
	second.TSA = clock.tsa()
	report = sealed(t, signed(t, report, c.ben, second), sign.Evidence{Lists: [][]byte{clock.root.List(t, clock.when)}}, []*x509.Certificate{clock.root.Certificate}, clock)
	path := pdftest.Save(t, "report.pdf", report)
	if out, ok := pdftest.Tool(t, "qpdf", "--check", path); !ok || !strings.Contains(out, "No syntax or stream encoding errors found") || strings.Contains(out, "WARNING") {
		t.Errorf("qpdf says:\n%s", out)
	}
	if out, _ := pdftest.Tool(t, "mutool", "sign", "-v", path); strings.Count(out, "certificate") < 2 || strings.Contains(out, "was changed") {
		t.Errorf("mutool says:\n%s", out)
	}
	out, _ := pdftest.Tool(t, "pdfsig", "-nocert", path)
	for want, times := range map[string]int{"Signature Type: ETSI.CAdES.detached": 2, "Signature is Valid.": 2, "Not total document signed": 2, "Total document signed": 1} {
		if got := strings.Count(out, want); got != times {
			t.Errorf("pdfsig found %q %d times, want %d:\n%s", want, got, times, out)
		}
	}
	start, end, total := gap(t, report)
	out, ok := pdftest.Tool(t, "openssl", "ts", "-verify", "-in", pdftest.Save(t, "token.der", valueOf(t, report)), "-token_in",
		"-data", pdftest.Save(t, "signed.bin", append(bytes.Clone(report[:start]), report[end:total]...)),
		"-CAfile", pdftest.Save(t, "root.pem", sign.EncodeAnchor(clock.root.Certificate)), "-attime", "1795353000")
	if !ok || !strings.Contains(out, "Verification: OK") {
		t.Errorf("openssl says:\n%s", out)
	}
}

func TestListsAreReadInBothForms(t *testing.T) {
	root := signtest.NewAuthority(t, "Root", pdftest.When, 1)
	list := root.List(t, pdftest.When)
	text := pem.EncodeToMemory(&pem.Block{Type: "X509 CRL", Bytes: list})
	for _, a := range []struct {
		name string
		file []byte
		n    int
	}{
		{"DER", list, 1},
		{"PEM", text, 1},
		{"two in PEM", append(bytes.Clone(text), text...), 2},
		{"a certificate", sign.EncodeAnchor(root.Certificate), 0},
		{"a page", []byte("<html>"), 0},
		{"nothing", nil, 0},
	} {
		t.Run(a.name, func(t *testing.T) {
			if all, err := sign.ParseLists(a.file); len(all) != a.n || (err == nil) != (a.n > 0) {
				t.Errorf("%d lists, %v; want %d", len(all), err, a.n)
			}
		})
	}
}

// The test flips single bits of the two revisions of a seal at random positions.
func TestNoFlippedBitOfASealIsAccepted(t *testing.T) {
	c := newCast(t)
	clock := newObservatory(t, "Clock", pdftest.When, 12)
	report := signed(t, c.base, c.anna, stamped(clock))
	before := len(report)
	report = sealed(t, report, sign.Evidence{Lists: [][]byte{clock.root.List(t, clock.when)}}, []*x509.Certificate{clock.root.Certificate}, clock)
	policy := c.policy()
	policy.TimeAnchors = []*x509.Certificate{clock.root.Certificate}
	if why := verdict(report, policy); why != "" {
		t.Fatalf("the good file is not proven: %s", why)
	}
	draw := rand.New(rand.NewPCG(1, 2))
	for range 400 {
		at := before + draw.IntN(len(report)-before)
		bit := byte(1) << draw.IntN(8)
		report[at] ^= bit
		if verdict(report, policy) == "" {
			t.Errorf("the file is proven after flipping bit %#02x of byte %d of the seal", bit, at-before)
		}
		report[at] ^= bit
	}
}

// Without its time stamp, the records of a seal are covered by nothing but themselves.
func TestNoFlippedBitOfTheRecordsIsAccepted(t *testing.T) {
	c := newCast(t)
	clock := newObservatory(t, "Clock", pdftest.When, 12)
	report := signed(t, c.base, c.anna, stamped(clock))
	before := len(report)
	report = sealed(t, report, sign.Evidence{Lists: [][]byte{clock.root.List(t, clock.when)}}, []*x509.Certificate{clock.root.Certificate}, clock)
	report = report[:before+bytes.Index(report[before:], []byte("%%EOF\n"))+len("%%EOF\n")]
	policy := c.policy()
	policy.TimeAnchors = []*x509.Certificate{clock.root.Certificate}
	if why := verdict(report, policy); why != "" {
		t.Fatalf("the good file is not proven: %s", why)
	}
	draw := rand.New(rand.NewPCG(1, 2))
	for range 400 {
		at := before + draw.IntN(len(report)-before)
		bit := byte(1) << draw.IntN(8)
		report[at] ^= bit
		if verdict(report, policy) == "" {
			t.Errorf("the file is proven after flipping bit %#02x of byte %d of the records", bit, at-before)
		}
		report[at] ^= bit
	}
}
