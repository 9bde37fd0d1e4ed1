package sign

import (
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"time"
)

// checkUsage returns an error unless the certificate was issued for signing documents. Otherwise a server could sign
// with its own certificate from the same authority.
func checkUsage(c *x509.Certificate) error {
	const signing = x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment
	restricted := len(c.ExtKeyUsage)+len(c.UnknownExtKeyUsage) > 0
	forDocuments := slices.ContainsFunc(c.UnknownExtKeyUsage, documentSigning.Equal) ||
		slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageEmailProtection)
	if c.IsCA || c.KeyUsage&signing == 0 || restricted && !forDocuments {
		return fmt.Errorf("the certificate of %q was not issued for signing documents", c.Subject.CommonName)
	}
	return nil
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

// findAnchor returns the anchor that vouches for the signer. Intermediate certificates may come from the signature. It
// refuses a signature with a certificate that the chain does not need.
//
// Certificates must be valid at now. The time in the signature does not count: nobody has proven it, and anybody may
// have got hold of an expired key.
func findAnchor(s signedData, anchors []*x509.Certificate, now time.Time) (*x509.Certificate, error) {
	roots, intermediates := x509.NewCertPool(), x509.NewCertPool()
	for _, c := range anchors {
		roots.AddCert(c)
	}
	for _, c := range s.authorities {
		intermediates.AddCert(c)
	}
	chains, err := s.signer.Verify(x509.VerifyOptions{
		Roots:         roots,
		Intermediates: intermediates,
		CurrentTime:   now,
		KeyUsages:     []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	})
	var invalid x509.CertificateInvalidError
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return nil, fmt.Errorf("time not proven: %w, and no time stamp shows that the signature is older", outOfPeriod(invalid.Cert, now))
	case err != nil:
		return nil, fmt.Errorf("no trusted anchor vouches for %q: %w", s.signer.Subject.CommonName, err)
	}
	for _, c := range s.authorities {
		if !slices.ContainsFunc(chains, func(chain []*x509.Certificate) bool { return slices.ContainsFunc(chain, c.Equal) }) {
			return nil, fmt.Errorf("the signature contains the certificate of %q, but does not need it", c.Subject.CommonName)
		}
	}
	return chains[0][len(chains[0])-1], nil
}

func outOfPeriod(c *x509.Certificate, now time.Time) error {
	if err := checkPeriod(c, now); err != nil {
		return err
	}
	return errors.New("a certificate is not valid at this time")
}
