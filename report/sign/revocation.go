package sign

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"
	"golang.org/x/crypto/ocsp"
)

// Object identifiers in lists of revoked certificates (RFC 5280, 5.2.5 and 5.3.2).
var (
	oidDistributionPoint = asn1.ObjectIdentifier{2, 5, 29, 28}
	oidInvalidityDate    = asn1.ObjectIdentifier{2, 5, 29, 24}
)

// Link is a certificate of a report and the certificate of its issuer.
type Link struct {
	Certificate *x509.Certificate
	Issuer      *x509.Certificate // nil if nobody knows it
}

// standing is what the authorities have said about one certificate.
type standing struct {
	asOf    time.Time // not revoked at this time; zero if nobody said so
	revoked time.Time // no longer valid since; zero if nobody revoked it
}

// records are the lists and the answers of a report about its certificates.
type records struct {
	lists   []list
	answers []answer
}

// list is a list of revoked certificates, and the authorities that may have made it: those whose key signed it.
type list struct {
	*x509.RevocationList
	of scope
	by []*x509.Certificate
}

// parseRecords reads the records of a store. It refuses lists whose conditions it does not know. It looks for the issuer
// of each list among the known certificates.
func parseRecords(s store, known []*x509.Certificate, k *checks) (records, error) {
	var r records
	for _, raw := range s.answers {
		a, err := newAnswer(raw)
		if err != nil {
			return r, err
		}
		r.answers = append(r.answers, a)
	}
	for _, raw := range s.lists {
		read, err := x509.ParseRevocationList(raw)
		if err != nil {
			return r, fmt.Errorf("a list of revoked certificates is malformed: %w", err)
		}
		of, ok := scopeOf(read)
		if !ok {
			return r, fmt.Errorf("the list of revoked certificates of %q has a condition that assay does not know", read.Issuer.CommonName)
		}
		l := list{RevocationList: read, of: of}
		for _, c := range known {
			if bytes.Equal(c.RawSubject, read.RawIssuer) && !slices.ContainsFunc(l.by, c.Equal) && k.allow() && read.CheckSignatureFrom(c) == nil {
				l.by = append(l.by, c)
			}
		}
		r.lists = append(r.lists, l)
	}
	return r, nil
}

// scope says of which certificates a list speaks.
type scope struct{ people, authorities bool }

// scopeOf reads the scope of a list. It is not ok if the list has other conditions, such as only some reasons, or only
// the changes since another list.
func scopeOf(list *x509.RevocationList) (scope, bool) {
	all := scope{true, true}
	for _, e := range list.Extensions {
		if !e.Critical {
			continue
		}
		if !e.Id.Equal(oidDistributionPoint) {
			return all, false
		}
		input := cryptobyte.String(e.Value)
		var fields, name cryptobyte.String
		if !input.ReadASN1(&fields, der.SEQUENCE) || !input.Empty() || !fields.ReadOptionalASN1(&name, nil, tag(0)) {
			return all, false
		}
		for _, only := range []struct {
			tag   der.Tag
			other *bool
		}{{der.Tag(1).ContextSpecific(), &all.authorities}, {der.Tag(2).ContextSpecific(), &all.people}} {
			var value cryptobyte.String
			if fields.PeekASN1Tag(only.tag) && fields.ReadASN1(&value, only.tag) {
				*only.other = false
			}
		}
		if !fields.Empty() {
			return all, false
		}
	}
	return all, true
}

// about returns the standing of a certificate.
func (r records) about(l Link, k *checks) standing {
	var s standing
	for _, list := range r.lists {
		if list.speaksOf(l) {
			s.add(list.ThisUpdate, list.revokes(l.Certificate))
		}
	}
	for _, a := range r.answers {
		if found := a.about(l, k); found != nil && found.Status != ocsp.Unknown {
			s.add(found.ThisUpdate, found.RevokedAt)
		}
	}
	return s
}

// add takes in one statement: the certificate was revoked, or it was not at a time.
func (s *standing) add(asOf, revoked time.Time) {
	switch {
	case revoked.IsZero():
		s.asOf = latest(s.asOf, asOf)
	case s.revoked.IsZero() || revoked.Before(s.revoked):
		s.revoked = revoked
	}
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earliest(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// speaksOf reports whether the issuer of a certificate made the list for certificates of its kind.
func (made list) speaksOf(l Link) bool {
	return l.Issuer != nil && bytes.Equal(made.RawIssuer, l.Certificate.RawIssuer) && slices.ContainsFunc(made.by, func(c *x509.Certificate) bool { return sameAuthority(c, l.Issuer) }) &&
		(made.of.authorities || !l.Certificate.IsCA) && (made.of.people || l.Certificate.IsCA)
}

// sameAuthority reports whether two certificates are of one authority: they have one name and one key. The reader may
// trust another certificate of an authority than the one in the report.
func sameAuthority(a, b *x509.Certificate) bool {
	return bytes.Equal(a.RawSubject, b.RawSubject) && bytes.Equal(a.RawSubjectPublicKeyInfo, b.RawSubjectPublicKeyInfo)
}

// revokes returns since when a certificate is not valid, or zero. The issuer may say that somebody had got hold of the key
// before the issuer learned of it.
func (made list) revokes(c *x509.Certificate) time.Time {
	for _, entry := range made.RevokedCertificateEntries {
		if entry.SerialNumber.Cmp(c.SerialNumber) != 0 {
			continue
		}
		since := entry.RevocationTime
		for _, e := range entry.Extensions {
			value := cryptobyte.String(e.Value)
			var earlier time.Time
			if e.Id.Equal(oidInvalidityDate) && value.ReadASN1GeneralizedTime(&earlier) {
				since = earliest(since, earlier)
			}
		}
		return since
	}
	return time.Time{}
}

// links returns the chain of a certificate, up to an authority that issued its own certificate, or up to one whose issuer
// is unknown. An end that the caller trusts needs no issuer.
func links(c *x509.Certificate, known []*x509.Certificate, k *checks) []Link {
	var chain []Link
	for len(chain) < maxCertificates && !bytes.Equal(c.RawIssuer, c.RawSubject) {
		i := slices.IndexFunc(known, func(issuer *x509.Certificate) bool { return k.isIssuer(Link{c, issuer}) })
		if i < 0 {
			return append(chain, Link{c, nil})
		}
		chain = append(chain, Link{c, known[i]})
		c = known[i]
	}
	return chain
}

// checkRecords reads records that were added to a store. It returns an error unless every record belongs to the certificates of the
// report: a certificate is in a signature or a time stamp, or issued one that is; and an issuer of one of them made each
// list and answer.
func checkRecords(s store, own, kept, added []*x509.Certificate, k *checks) (records, error) {
	known := slices.Concat(own, kept, added)
	var all []Link
	for _, c := range own {
		all = append(all, links(c, known, k)...)
	}
	for _, c := range added {
		if !slices.ContainsFunc(own, c.Equal) && !slices.ContainsFunc(all, func(l Link) bool { return l.Issuer != nil && c.Equal(l.Issuer) }) {
			return records{}, fmt.Errorf("the report keeps the certificate of %q, which no signature needs", c.Subject.CommonName)
		}
		if !slices.ContainsFunc(own, c.Equal) && !issuedBy(c, known, k) {
			return records{}, fmt.Errorf("the report keeps the certificate of %q without that of its issuer, so nobody can tell whether it was changed", c.Subject.CommonName)
		}
	}
	r, err := parseRecords(s, known, k)
	if err != nil {
		return r, err
	}
	for _, list := range r.lists {
		if !slices.ContainsFunc(all, list.speaksOf) {
			return r, fmt.Errorf("the list of revoked certificates of %q is not from an authority of this report", list.Issuer.CommonName)
		}
	}
	for _, a := range r.answers {
		if answerTo(a, all, k) == nil {
			return r, errors.New("an answer about revocation is not from an authority of this report")
		}
	}
	return r, nil
}

// issuedBy reports whether one of the known certificates issued another, or it itself. Older authorities signed their own
// certificate with SHA-1, which nobody can rely on.
func issuedBy(c *x509.Certificate, known []*x509.Certificate, k *checks) bool {
	if bytes.Equal(c.RawIssuer, c.RawSubject) && c.SignatureAlgorithm == x509.SHA1WithRSA {
		return true
	}
	return slices.ContainsFunc(known, func(issuer *x509.Certificate) bool { return k.isIssuer(Link{c, issuer}) })
}

// answerTo reads the answer of a responder about one of these certificates. It returns nil if it is about none.
func answerTo(a answer, all []Link, k *checks) *ocsp.Response {
	for _, l := range all {
		if found := a.about(l, k); found != nil {
			return found
		}
	}
	return nil
}
