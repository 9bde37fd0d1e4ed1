package sign

import (
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Anchor is an authority that the caller trusts, and the people for whom it may speak. A signature of anybody else is
// not trusted, even with a certificate from this authority.
type Anchor struct {
	Certificate *x509.Certificate
	Names       []string // common names, compared byte for byte
}

// Own returns each authority as an anchor that speaks only for the person in its own name.
func Own(authorities []*x509.Certificate) []Anchor {
	var anchors []Anchor
	for _, c := range authorities {
		anchors = append(anchors, Anchor{c, []string{OwnName(c)}})
	}
	return anchors
}

// Expected is the person who must have signed in a role. Exactly one of the fields is set.
type Expected struct {
	Name        string // the common name of the certificate
	Fingerprint string // see Policy.Confirmed; it also confirms the key, for this role only
}

// vouched says why a signer is trusted. At least one field is set.
type vouched struct {
	anchor    *x509.Certificate   // speaks for the signer
	confirmed *x509.Certificate   // the signer's, or that of a self-made authority: a person confirmed its fingerprint
	chain     []*x509.Certificate // from the signer to the anchor, or to a confirmed authority
}

// notVouched says that a signature lacks nothing but trust in its key.
type notVouched struct{ error }

// vouch returns who vouches for the signer of a signature in a role. It refuses a signature with a certificate that the
// chain does not need. Certificates must be valid at the given time, which is now or the time of a trusted time stamp.
// The time in the signature does not count: nobody has proven it, and anybody may have got hold of an expired key.
func (p Policy) vouch(s signedData, role Role, at time.Time) (vouched, error) {
	if err := checkCommonName(s.signer); err != nil {
		return vouched{}, err
	}
	var by vouched
	var anchorless error
	by.chain, anchorless = p.findAnchor(s, at)
	if anchorless == nil {
		by.anchor = by.chain[len(by.chain)-1]
	}
	if by.confirmed = p.findConfirmed(s, role); by.confirmed == nil || anchorless == nil {
		return by, anchorless
	}
	chains, err := findChains(s, confirmedRoots(s, by.confirmed), at)
	if err == nil {
		by.chain = chains[0]
	}
	return by, err
}

// findAnchor returns the chain from the signer to an anchor that may speak for that name.
func (p Policy) findAnchor(s signedData, at time.Time) ([]*x509.Certificate, error) {
	var roots []*x509.Certificate
	for _, a := range p.Anchors {
		roots = append(roots, a.Certificate)
	}
	chains, err := findChains(s, roots, at)
	if err != nil {
		return nil, err
	}
	name := s.signer.Subject.CommonName
	var others []string
	for _, chain := range chains {
		root := chain[len(chain)-1]
		for _, a := range p.Anchors {
			switch {
			case !a.Certificate.Equal(root):
			case slices.Contains(a.Names, name):
				return chain, nil
			default:
				others = append(others, a.Names...)
			}
		}
	}
	slices.Sort(others)
	return nil, notVouched{fmt.Errorf("%q vouches for %q, but is trusted only for %s", authorityOf(chains[0]), name, quoted(slices.Compact(others)))}
}

func authorityOf(chain []*x509.Certificate) string { return chain[len(chain)-1].Subject.CommonName }

func quoted(names []string) string {
	if len(names) == 0 {
		return "nobody"
	}
	var all []string
	for _, name := range names {
		all = append(all, fmt.Sprintf("%q", name))
	}
	return strings.Join(all, ", ")
}

// findChains returns the chains from the signer to one of the roots. Intermediate certificates may come from the
// signature. Each certificate of the signature must be in a chain.
func findChains(s signedData, roots []*x509.Certificate, at time.Time) ([][]*x509.Certificate, error) {
	options := x509.VerifyOptions{
		Roots:         pool(roots),
		Intermediates: pool(s.authorities),
		CurrentTime:   at,
		KeyUsages:     []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	}
	chains, err := s.signer.Verify(options)
	var invalid x509.CertificateInvalidError
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return nil, fmt.Errorf("time not proven: %w, and no time stamp shows that the signature is older", outOfPeriod(invalid.Cert, at))
	case err != nil:
		return nil, notVouched{fmt.Errorf("no trusted anchor vouches for %q: %w", s.signer.Subject.CommonName, err)}
	}
	for _, c := range s.authorities {
		if !slices.ContainsFunc(chains, func(chain []*x509.Certificate) bool { return slices.ContainsFunc(chain, c.Equal) }) {
			return nil, fmt.Errorf("the signature contains the certificate of %q, but does not need it", c.Subject.CommonName)
		}
	}
	for _, c := range slices.Concat(chains...) {
		if err := checkStrength(c); err != nil {
			return nil, err
		}
	}
	return chains, nil
}

func pool(certificates []*x509.Certificate) *x509.CertPool {
	all := x509.NewCertPool()
	for _, c := range certificates {
		all.AddCert(c)
	}
	return all
}

// checkUsage returns an error unless the certificate was issued for signing documents. Otherwise a server could sign
// with its own certificate from the same authority.
func checkUsage(c *x509.Certificate) error {
	const signing = x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment
	restricted := len(c.ExtKeyUsage)+len(c.UnknownExtKeyUsage) > 0
	forDocuments := slices.ContainsFunc(c.UnknownExtKeyUsage, documentSigning.Equal) ||
		slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageEmailProtection)
	why := ""
	switch {
	case c.IsCA:
		why = "it is the certificate of an authority"
	case c.KeyUsage&signing == 0:
		why = "its key usage has neither digital signature nor non-repudiation"
	case restricted && !forDocuments:
		why = "its purposes have neither document signing nor e-mail protection"
	default:
		return nil
	}
	return fmt.Errorf("the certificate of %q was not issued for signing documents: %s", c.Subject.CommonName, why)
}

// checkPeriod returns an error unless the certificate is valid at this instant.
func checkPeriod(c *x509.Certificate, at time.Time) error {
	switch {
	case at.Before(c.NotBefore):
		return fmt.Errorf("the certificate of %q is valid only from %s", c.Subject.CommonName, c.NotBefore.Format(time.DateOnly))
	case at.After(c.NotAfter):
		return fmt.Errorf("the certificate of %q expired on %s", c.Subject.CommonName, c.NotAfter.Format(time.DateOnly))
	}
	return nil
}

func outOfPeriod(c *x509.Certificate, at time.Time) error {
	if err := checkPeriod(c, at); err != nil {
		return err
	}
	return errors.New("a certificate is not valid at this time")
}
