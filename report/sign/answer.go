package sign

import (
	"crypto/x509"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"
	"golang.org/x/crypto/ocsp"
)

// The largest answer of a responder, in bytes, and the most certificates of which it may speak. Responders answer about
// one certificate in two thousand bytes.
const (
	mostAnswer   = 64 << 10
	mostSubjects = 64
)

// answer is the answer of an OCSP responder.
type answer struct {
	raw     []byte
	serials []*big.Int // of the certificates of which it speaks
	read    map[Link]*ocsp.Response
}

// newAnswer finds out of which certificates an answer speaks. It does not check who made it, because that may take long:
// the responder's certificate comes with the answer, and its key may have any length.
func newAnswer(raw []byte) (answer, error) {
	a := answer{raw: raw, read: map[Link]*ocsp.Response{}}
	malformed := errors.New("an answer about revocation is malformed")
	if len(raw) > mostAnswer {
		return a, fmt.Errorf("an answer about revocation has more than %d bytes", mostAnswer)
	}
	input := cryptobyte.String(raw)
	var all, wrapped, typed, encoded, basic, data, subjects, certificates cryptobyte.String
	if !input.ReadASN1(&all, der.SEQUENCE) || !input.Empty() || !all.SkipASN1(der.ENUM) ||
		!all.ReadASN1(&wrapped, tag(0)) || !all.Empty() ||
		!wrapped.ReadASN1(&typed, der.SEQUENCE) || !wrapped.Empty() ||
		!typed.SkipASN1(der.OBJECT_IDENTIFIER) || !typed.ReadASN1(&encoded, der.OCTET_STRING) || !typed.Empty() ||
		!encoded.ReadASN1(&basic, der.SEQUENCE) || !encoded.Empty() ||
		!basic.ReadASN1(&data, der.SEQUENCE) || !basic.SkipASN1(der.SEQUENCE) || !basic.SkipASN1(der.BIT_STRING) ||
		!basic.ReadOptionalASN1(&certificates, nil, tag(0)) || !basic.Empty() ||
		!data.SkipOptionalASN1(tag(0)) || !skip(&data) || !data.SkipASN1(der.GeneralizedTime) || !data.ReadASN1(&subjects, der.SEQUENCE) {
		return a, malformed
	}
	for !subjects.Empty() {
		var one, id cryptobyte.String
		serial := new(big.Int)
		if len(a.serials) == mostSubjects || !subjects.ReadASN1(&one, der.SEQUENCE) || !one.ReadASN1(&id, der.SEQUENCE) ||
			!id.SkipASN1(der.SEQUENCE) || !id.SkipASN1(der.OCTET_STRING) || !id.SkipASN1(der.OCTET_STRING) || !id.ReadASN1Integer(serial) {
			return a, malformed
		}
		a.serials = append(a.serials, serial)
	}
	return a, checkResponders(certificates)
}

// checkResponders returns an error for a responder whose key takes too long to compute with.
func checkResponders(wrapped cryptobyte.String) error {
	var list cryptobyte.String
	if len(wrapped) == 0 {
		return nil
	}
	if !wrapped.ReadASN1(&list, der.SEQUENCE) || !wrapped.Empty() {
		return errors.New("an answer about revocation is malformed")
	}
	all, err := x509.ParseCertificates(list)
	if err != nil {
		return fmt.Errorf("an answer about revocation has a malformed certificate: %w", err)
	}
	for _, c := range all {
		if err := checkLength(c); err != nil {
			return err
		}
	}
	return nil
}

// skip reads a value of any kind.
func skip(s *cryptobyte.String) bool {
	var value cryptobyte.String
	var is der.Tag
	return s.ReadAnyASN1(&value, &is)
}

// about returns what the answer says about a certificate. The issuer made it, or somebody to whom the issuer gave a
// certificate for that purpose. It returns nil for an answer about another certificate, or from somebody else.
func (a answer) about(l Link, k *checks) *ocsp.Response {
	if l.Issuer == nil || !slices.ContainsFunc(a.serials, func(n *big.Int) bool { return n.Cmp(l.Certificate.SerialNumber) == 0 }) {
		return nil
	}
	if found, known := a.read[l]; known {
		return found
	}
	if !k.allow() {
		return nil
	}
	found, err := ocsp.ParseResponseForCert(a.raw, l.Certificate, l.Issuer)
	if err != nil || !mayAnswer(found, l.Issuer) {
		found = nil
	}
	a.read[l] = found
	return found
}

// mayAnswer reports whether the responder of an answer may answer for an authority.
func mayAnswer(found *ocsp.Response, issuer *x509.Certificate) bool {
	c := found.Certificate
	return c == nil || c.Equal(issuer) || slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageOCSPSigning) && checkPeriod(c, found.ProducedAt) == nil
}
