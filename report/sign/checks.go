package sign

import (
	"bytes"
	"crypto/x509"
	"errors"
	"slices"
)

// mostChecks is how many signatures of certificates, lists and answers are checked for one report. Whoever wrote the file
// chose how many there are, and how slow the keys are. A report that was sealed for decades needs less than a hundred.
const mostChecks = 300

// checks counts the signatures that were checked for one report, and remembers the results.
type checks struct {
	left   int
	issued map[Link]bool
}

func newChecks() *checks { return &checks{left: mostChecks, issued: map[Link]bool{}} }

// allow reports whether one more signature may be checked.
func (k *checks) allow() bool {
	k.left--
	return k.left >= 0
}

// err returns an error if the report needed more checks than it may. Then results may be missing.
func (k *checks) err() error {
	if k.left >= 0 {
		return nil
	}
	return errors.New("the report has too many records about its certificates to check them all")
}

// isIssuer reports whether an authority issued a certificate.
func (k *checks) isIssuer(l Link) bool {
	if !bytes.Equal(l.Issuer.RawSubject, l.Certificate.RawIssuer) {
		return false
	}
	issued, known := k.issued[l]
	if !known {
		issued = k.allow() && l.Certificate.CheckSignatureFrom(l.Issuer) == nil
		k.issued[l] = issued
	}
	return issued
}

// reaches reports whether a chain may lead from a certificate to one of the roots, whatever else is wrong with the
// chain.
func (k *checks) reaches(c *x509.Certificate, roots, between []*x509.Certificate) bool {
	found := []*x509.Certificate{c}
	for n := 0; n < len(found); n++ {
		if slices.ContainsFunc(roots, func(root *x509.Certificate) bool {
			return root.Equal(found[n]) || k.isIssuer(Link{found[n], root})
		}) {
			return true
		}
		for _, issuer := range between {
			if !slices.ContainsFunc(found, issuer.Equal) && k.isIssuer(Link{found[n], issuer}) {
				found = append(found, issuer)
			}
		}
	}
	return false
}
