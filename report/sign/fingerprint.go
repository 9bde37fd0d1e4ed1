package sign

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// A person compares this many hexadecimal digits of a fingerprint, and may compare all.
const (
	leastDigits = 16
	mostDigits  = 2 * sha256.Size
)

// Fingerprint returns the SHA-256 of the certificate in lower-case hexadecimal.
func Fingerprint(c *x509.Certificate) string {
	hash := sha256.Sum256(c.Raw)
	return hex.EncodeToString(hash[:])
}

// ReadOut returns the digits of a fingerprint that one person reads out to another, in groups of four. It is the
// counterpart of [ParseFingerprint].
func ReadOut(fingerprint string) string {
	var groups []string
	for digits := range slices.Chunk([]byte(fingerprint[:min(len(fingerprint), leastDigits)]), 4) {
		groups = append(groups, string(digits))
	}
	return strings.Join(groups, " ")
}

// ParseFingerprint reads a fingerprint, or its beginning, as a person types it: case, white space and colons do not
// matter. It returns the digits in lower case.
func ParseFingerprint(text string) (string, error) {
	digits := strings.ToLower(strings.ReplaceAll(strings.Join(strings.Fields(text), ""), ":", ""))
	switch {
	case strings.Trim(digits, "0123456789abcdef") != "":
		return "", fmt.Errorf("%q is not a fingerprint: it may have only the digits 0 to 9 and a to f", text)
	case len(digits) < leastDigits:
		return "", fmt.Errorf("%q has %d digits, and a fingerprint must have at least %d of them", text, len(digits), leastDigits)
	case len(digits) > mostDigits:
		return "", fmt.Errorf("%q has %d digits, and a fingerprint has at most %d", text, len(digits), mostDigits)
	}
	return digits, nil
}

// ParseExpected reads who must have signed: a name, or a fingerprint. A text of hexadecimal digits is a fingerprint if
// one of them is 0 to 9, because names such as Ada have only letters.
func ParseExpected(text string) (Expected, error) {
	if strings.Trim(strings.ToLower(text), "0123456789abcdef: ") != "" || !strings.ContainsAny(text, "0123456789") {
		return Expected{Name: text}, nil
	}
	digits, err := ParseFingerprint(text)
	return Expected{Fingerprint: digits}, err
}

// selfMade returns the authority that issued the signer's certificate, if it issued its own too and has the signer's
// name. [Create] makes such authorities. It returns nil for any other signature.
func selfMade(s signedData) *x509.Certificate {
	for _, c := range s.authorities {
		if c.IsCA && bytes.Equal(c.RawSubject, c.RawIssuer) && OwnName(c) == s.signer.Subject.CommonName && s.signer.CheckSignatureFrom(c) == nil {
			return c
		}
	}
	return nil
}

// findConfirmed returns the certificate whose fingerprint a person confirmed, for any role or for this one: the
// signer's, or that of the signer's self-made authority. It returns nil for none.
func (p Policy) findConfirmed(s signedData, role Role) *x509.Certificate {
	typed := append(slices.Clone(p.Confirmed), p.Expect[role].Fingerprint)
	confirmed := func(c *x509.Certificate) bool {
		return slices.ContainsFunc(typed, func(text string) bool { return matches(c, text) })
	}
	if confirmed(s.signer) {
		return s.signer
	}
	for _, c := range s.authorities { // cheaper than selfMade
		if confirmed(c) && c == selfMade(s) {
			return c
		}
	}
	return nil
}

// matches reports whether a certificate has the fingerprint that a person typed.
func matches(c *x509.Certificate, typed string) bool {
	digits, err := ParseFingerprint(typed)
	return err == nil && strings.HasPrefix(Fingerprint(c), digits)
}

// confirmedRoots returns the certificates at which a chain may end when a person confirmed one of them. A confirmed
// authority is the only one. A confirmed signer needs nobody else, so the other certificates of the signature only have
// to be a chain.
func confirmedRoots(s signedData, confirmed *x509.Certificate) []*x509.Certificate {
	if confirmed == s.signer && len(s.authorities) > 0 {
		return s.authorities
	}
	return []*x509.Certificate{confirmed}
}
