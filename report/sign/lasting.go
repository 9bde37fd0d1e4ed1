package sign

import (
	"bytes"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"time"

	"assay/report/pdf"
)

// A certificate proves nothing after its end, because somebody may have got hold of its key by then. A time stamp shows
// that a signature is older, for as long as the certificate of its authority is valid. A newer time stamp around it shows
// the same of that certificate, and so on.
//
// Verify goes from the newest revision inward. Each certificate must be valid at the time that the next trusted stamp
// outside of it proves, or now if there is none.

// DocumentStamp is a time stamp of the whole report. Package sign has checked that it covers the report.
type DocumentStamp struct {
	Time        time.Time // as the authority states it
	By          string    // common name of the authority's certificate
	Fingerprint string    // of that certificate
	Trusted     bool      // the caller trusts the authority; otherwise the time is not proven
	Unconfirmed bool      // nothing is wrong with it, but nobody vouches for its authority
	Until       time.Time // until when it can prove the time; zero if it is not trusted
	Notes       []string
}

// moment is a time at which certificates must be valid.
type moment struct {
	at    time.Time
	by    string    // the authority of time stamps that proves the time; empty for now
	until time.Time // until when this can be proven; zero for now
}

// court judges certificates with everything that the report and the caller know about them.
type court struct {
	policy  Policy
	records records
	known   []*x509.Certificate // of all signatures and stamps, and of the store
	sealed  bool                // the report has a store
	checks  *checks             // of the report
}

// newCourt collects the certificates and the records of a report.
func (p Policy) newCourt(layers []layer, k *checks) court {
	c := court{policy: p, checks: k}
	for _, l := range layers {
		c.known = slices.Concat(c.known, l.certificates(), l.kept)
		c.records.lists = append(c.records.lists, l.records.lists...)
		c.records.answers = append(c.records.answers, l.records.answers...)
		c.sealed = c.sealed || l.kind == storing
	}
	return c
}

// judge goes through the layers from the newest inward, and judges the signatures and the document time stamps.
func (c court) judge(document *pdf.Document, layers []layer) (signatures []Signature, stamps []DocumentStamp) {
	when := moment{at: c.policy.Now}
	for n, l := range slices.Backward(layers) {
		switch {
		case l.kind == stamping && l.err == nil:
			inside, err := c.inward(l.stamp, when)
			stamps = append(stamps, newDocumentStamp(l.stamp, inside, err))
			when = inside
		case l.signature.role != "":
			var untrusted error
			if stamp := l.signature.cms.stamp; stamp.known() && l.err == nil {
				when, untrusted = c.inward(stamp, when)
			}
			s := c.verify(l, when)
			s.End = document.Revisions[n+1].End
			s.distrust(l.signature.cms.stamp, untrusted)
			signatures = append(signatures, s)
		}
	}
	slices.Reverse(signatures)
	slices.Reverse(stamps)
	return signatures, stamps
}

// distrust notes why the time stamp of a signature proves nothing. Without a reason, there is nothing to note.
func (s *Signature) distrust(stamp token, why error) {
	if why == nil {
		return
	}
	s.Ignored = stamp.signer.Subject.CommonName
	s.StampUnconfirmed = errors.As(why, new(notVouched))
	s.Notes = append(s.Notes, unproven(stamp, why))
}

func newDocumentStamp(t token, inside moment, err error) DocumentStamp {
	s := DocumentStamp{Time: t.time, By: t.signer.Subject.CommonName, Fingerprint: Fingerprint(t.signer), Trusted: err == nil, Unconfirmed: errors.As(err, new(notVouched))}
	if err != nil {
		s.Notes = []string{unproven(t, err)}
	} else {
		s.Until = inside.until
	}
	return s
}

// unproven says why a time stamp proves nothing.
func unproven(t token, err error) string {
	return fmt.Sprintf("the time stamp of %q, %s, proves nothing: %v", t.signer.Subject.CommonName, t.time.UTC().Format(time.DateTime+" UTC"), err)
}

// inward returns the moment that a time stamp proves, as seen from the moment outside of it. The error says why the
// stamp proves nothing.
func (c court) inward(t token, outside moment) (moment, error) {
	if t.time.After(outside.at.Add(clockTolerance)) {
		return outside, errors.New("its time is later than it can have been made")
	}
	chains, err := c.stamperChains(t, outside.at)
	if err != nil {
		return outside, err
	}
	for _, chain := range chains {
		for _, l := range c.linksOf(chain) {
			s := c.records.about(l, c.checks)
			if !s.revoked.IsZero() && !s.revoked.After(outside.at) {
				return outside, fmt.Errorf("the certificate of %q was revoked on %s", l.Certificate.Subject.CommonName, s.revoked.Format(time.DateOnly))
			}
		}
	}
	inside := moment{at: t.time, by: t.signer.Subject.CommonName, until: outside.until}
	if t.time.After(outside.at) { // the clocks differ a little
		inside.at = outside.at
	}
	if outside.by == "" {
		inside.until = untilOf(chains)
	}
	return inside, nil
}

// stamperChains returns the chains from the authority of a time stamp to the trusted ones. All certificates must also
// have been valid at the time of the stamp. It refuses a stamp with a certificate that no chain needs. A second
// certificate of the same authority is no harm: authorities change them.
func (c court) stamperChains(t token, at time.Time) ([][]*x509.Certificate, error) {
	unvouched := notVouched{errors.New("no trusted authority of time stamps vouches for it")}
	roots, between := c.timeRoots(t), slices.Concat(t.others, c.known)
	// It is cheaper than Verify, which tries a hundred ways for each time stamp.
	if !c.checks.reaches(t.signer, roots, between) {
		return nil, unvouched
	}
	chains, err := t.signer.Verify(x509.VerifyOptions{
		Roots:         pool(roots),
		Intermediates: pool(between),
		CurrentTime:   at,
		KeyUsages:     []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping},
	})
	var invalid x509.CertificateInvalidError
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return nil, outOfPeriod(invalid.Cert, at)
	case err != nil:
		return nil, unvouched
	}
	chains = slices.DeleteFunc(chains, func(chain []*x509.Certificate) bool {
		return slices.ContainsFunc(chain, func(c *x509.Certificate) bool { return checkPeriod(c, t.time) != nil })
	})
	if len(chains) == 0 {
		return nil, errors.New("its time is before the certificate of its authority began")
	}
	needed := slices.Concat(chains...)
	for _, c := range needed {
		if err := checkStampStrength(c); err != nil {
			return nil, err
		}
	}
	for _, other := range t.others {
		if !slices.ContainsFunc(needed, func(c *x509.Certificate) bool {
			return bytes.Equal(c.RawSubject, other.RawSubject) && bytes.Equal(c.RawSubjectPublicKeyInfo, other.RawSubjectPublicKeyInfo)
		}) {
			return nil, fmt.Errorf("it contains the certificate of %q, but does not need it", other.Subject.CommonName)
		}
	}
	return chains, nil
}

// timeRoots returns the certificates at which the chain of a time stamp may end: those that the caller trusts, and those
// that a person confirmed. A stamper that a person confirmed needs nobody else, so the other certificates of the stamp only
// have to be a chain.
func (c court) timeRoots(t token) []*x509.Certificate {
	confirmed := func(of *x509.Certificate) bool {
		return slices.ContainsFunc(c.policy.TimeConfirmed, func(typed string) bool { return matches(of, typed) })
	}
	roots := slices.Clone(c.policy.TimeAnchors)
	for _, authority := range slices.Concat(t.others, c.known) {
		if authority.IsCA && confirmed(authority) {
			roots = append(roots, authority)
		}
	}
	switch {
	case !confirmed(t.signer):
		return roots
	case len(t.others) == 0:
		return append(roots, t.signer)
	}
	return append(roots, t.others...)
}

// findUntil finds until when a proven report can prove itself: the certificates of its newest stamp end, and then either
// an older one proves as much, or nothing does.
func (p Policy) findUntil(f *Findings, layers []layer, k *checks) {
	f.Until = firstUntil(f.Signatures)
	for f.Until.Before(lastEnd(layers)) {
		p.Now = f.Until.Add(time.Second)
		later, _ := p.newCourt(layers, k).judge(f.Document, layers)
		if k.err() != nil {
			return
		}
		for n := range later {
			if len(later[n].Problems) > 0 {
				return
			}
		}
		next := firstUntil(later)
		if !next.After(f.Until) {
			return
		}
		for n := range later {
			f.Signatures[n].Until = latest(f.Signatures[n].Until, later[n].Until)
		}
		f.Until = next
	}
}

func firstUntil(signatures []Signature) time.Time {
	until := signatures[0].Until
	for _, s := range signatures {
		until = earliest(until, s.Until)
	}
	return until
}

// lastEnd returns the last end of a certificate that a signature or a time stamp was made with.
func lastEnd(layers []layer) time.Time {
	var last time.Time
	for _, l := range layers {
		for _, c := range []*x509.Certificate{l.signature.cms.signer, l.signature.cms.stamp.signer, l.stamp.signer} {
			if c != nil {
				last = latest(last, c.NotAfter)
			}
		}
	}
	return last
}

// untilOf returns the end of the chain that is valid the longest.
func untilOf(chains [][]*x509.Certificate) time.Time {
	var longest time.Time
	for _, chain := range chains {
		longest = latest(longest, firstEnd(chain))
	}
	return longest
}

// firstEnd returns when the first certificate of a chain ends.
func firstEnd(chain []*x509.Certificate) time.Time {
	end := chain[0].NotAfter
	for _, c := range chain[1:] {
		end = earliest(end, c.NotAfter)
	}
	return end
}

// checkRevoked adds to a signature whether a certificate of its chain had been revoked when the signature existed. It
// also adds until when the signature can prove itself. A signature that nobody vouches for has no chain.
func (c court) checkRevoked(found *Signature, chain []*x509.Certificate, when moment) {
	if len(chain) == 0 {
		return
	}
	if found.Until = when.until; when.by == "" {
		found.Until = firstEnd(chain)
	}
	for _, l := range c.linksOf(chain) {
		name := l.Certificate.Subject.CommonName
		switch s := c.records.about(l, c.checks); {
		case !s.revoked.IsZero() && !s.revoked.After(when.at):
			found.Problems = append(found.Problems, fmt.Sprintf("the certificate of %q was revoked on %s, and nothing proves that the signature is older",
				name, s.revoked.Format(time.DateOnly)))
		case !s.revoked.IsZero():
			found.Notes = append(found.Notes, fmt.Sprintf("the certificate of %q was revoked on %s, after the signature", name, s.revoked.Format(time.DateOnly)))
		case s.asOf.IsZero() && c.sealed:
			found.Notes = append(found.Notes, c.silence(l, found.Authority))
		case !s.asOf.IsZero() && s.asOf.Before(when.at):
			found.Notes = append(found.Notes, fmt.Sprintf("the certificate of %q had not been revoked on %s; nothing says so of a later time",
				name, s.asOf.Format(time.DateOnly)))
		}
	}
}

// linksOf returns the certificates of a chain, each with its issuer. A chain may end at a certificate that a person
// confirmed or trusts; its issuer may be in the report all the same, and may have revoked it.
func (c court) linksOf(chain []*x509.Certificate) []Link {
	var all []Link
	for i := range len(chain) - 1 {
		all = append(all, Link{chain[i], chain[i+1]})
	}
	for _, l := range links(chain[len(chain)-1], c.known, c.checks) {
		if l.Issuer != nil {
			all = append(all, l)
		}
	}
	return all
}

// silence says that nobody says whether a certificate was revoked.
func (c court) silence(l Link, selfMade *x509.Certificate) string {
	name := l.Certificate.Subject.CommonName
	if l.Issuer != nil && selfMade != nil && l.Issuer.Equal(selfMade) {
		return fmt.Sprintf("nobody can say whether the certificate of %q was revoked: assay threw away the key of its authority", name)
	}
	return fmt.Sprintf("nothing in the report says whether the certificate of %q was revoked", name)
}
