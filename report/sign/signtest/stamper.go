package signtest

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1" //nolint:gosec // some authorities still name their certificate so
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"math/big"
	"slices"
	"time"
)

// Stamper is an authority of time stamps (RFC 3161).
type Stamper struct {
	Certificate *x509.Certificate
	Key         crypto.Signer
	Now         func() time.Time
	Chain       []*x509.Certificate // sent with each token, besides Certificate
	Change      func(*Token)        // breaks each token, unless nil
	serial      int64
}

// NewStamper makes an authority of time stamps with a certificate that is valid for some years.
func NewStamper(t T, a *Authority, name string, from time.Time, years int, now func() time.Time) *Stamper {
	t.Helper()
	key := NewKey(t)
	return &Stamper{Certificate: a.Issue(t, name, key.Public(), from, years, ForTimeStamps), Key: key, Now: now}
}

// Token are the parts of a token before it is signed.
type Token struct {
	Version      int
	Policy       asn1.ObjectIdentifier
	Imprint      Imprint
	Time         string
	Accuracy     []byte // in DER; nil for none
	Nonce        *big.Int
	Extensions   []byte            // in DER; nil for none
	Attributes   map[string][]byte // the signed attributes in DER, by name: type, digest, certificate, or any other
	Certificates []*x509.Certificate
	Hash         crypto.Hash
	Unsigned     []byte // attributes in DER that nobody signs; nil for none
	Sign         func(attributes []byte) []byte
}

// Imprint is a hash and its algorithm.
type Imprint struct {
	Algorithm Algorithm
	Hash      []byte
}

// Algorithm is an identifier of an algorithm.
type Algorithm struct {
	ID         asn1.ObjectIdentifier
	Parameters asn1.RawValue `asn1:"optional"`
}

var (
	signedData = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	timeStamp  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}
	hashes     = map[crypto.Hash]asn1.ObjectIdentifier{
		crypto.SHA1:   {1, 3, 14, 3, 2, 26},
		crypto.SHA256: {2, 16, 840, 1, 101, 3, 4, 2, 1}, crypto.SHA384: {2, 16, 840, 1, 101, 3, 4, 2, 2},
		crypto.SHA512: {2, 16, 840, 1, 101, 3, 4, 2, 3},
	}
	signatures = map[crypto.Hash]asn1.ObjectIdentifier{
		crypto.SHA1: {1, 2, 840, 10045, 4, 1}, crypto.SHA256: {1, 2, 840, 10045, 4, 3, 2},
		crypto.SHA384: {1, 2, 840, 10045, 4, 3, 3}, crypto.SHA512: {1, 2, 840, 10045, 4, 3, 4},
	}
)

// Reply answers a request.
func (s *Stamper) Reply(request []byte) ([]byte, error) {
	var q struct {
		Version int
		Imprint Imprint
		Nonce   *big.Int `asn1:"optional"`
		Chain   bool     `asn1:"optional"`
	}
	if rest, err := asn1.Unmarshal(request, &q); err != nil || len(rest) > 0 {
		return nil, errors.New("this is not a request")
	}
	return join(0x30, join(0x30, encode(0)), s.Token(q.Imprint, q.Nonce)), nil
}

// Refuse answers a request with a refusal.
func Refuse([]byte) ([]byte, error) {
	return join(0x30, join(0x30, encode(2), join(0x30, join(0x0c, []byte("no credit left"))), encode(asn1.BitString{Bytes: []byte{0x20}, BitLength: 3}))), nil
}

// Token makes a token for a hash.
func (s *Stamper) Token(imprint Imprint, nonce *big.Int) []byte {
	s.serial++
	t := &Token{
		Version: 1, Policy: asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 99999, 1}, Imprint: imprint,
		Time: s.Now().UTC().Format("20060102150405Z"), Nonce: nonce, Hash: crypto.SHA256,
		Certificates: append([]*x509.Certificate{s.Certificate}, s.Chain...), Attributes: map[string][]byte{},
	}
	if s.Change != nil {
		s.Change(t)
	}
	statement := [][]byte{encode(t.Version), encode(t.Policy), encode(t.Imprint), encode(s.serial), join(0x18, []byte(t.Time)), t.Accuracy}
	if t.Nonce != nil {
		statement = append(statement, encode(t.Nonce))
	}
	content := join(0x30, append(statement, t.Extensions)...)

	certificate := sha256.Sum256(s.Certificate.Raw)
	attributes := map[string][]byte{
		"type":        Attribute(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}, encode(timeStamp)),
		"digest":      Attribute(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}, join(4, sum(t.Hash, content))),
		"certificate": Attribute(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}, join(0x30, join(0x30, join(0x30, join(4, certificate[:]))))),
	}
	var signed [][]byte
	for _, name := range []string{"type", "digest", "certificate"} {
		if changed, ok := t.Attributes[name]; ok {
			attributes[name] = changed
		}
		signed = append(signed, attributes[name])
	}
	signed = append(signed, t.Attributes["more"])
	slices.SortFunc(signed, bytes.Compare)

	digestID := encode(Algorithm{ID: hashes[t.Hash]})
	signatureID := Algorithm{ID: signatures[t.Hash]}
	if _, is := s.Key.(*rsa.PrivateKey); is {
		signatureID = Algorithm{asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}, asn1.NullRawValue}
	}
	var chain [][]byte
	for _, c := range t.Certificates {
		chain = append(chain, c.Raw)
	}
	sign := t.Sign
	if sign == nil {
		sign = func(attributes []byte) []byte {
			signature, _ := s.Key.Sign(rand.Reader, sum(t.Hash, attributes), t.Hash) // a test sees that it is empty
			return signature
		}
	}
	signer := join(0x30,
		encode(1), join(0x30, s.Certificate.RawIssuer, encode(s.Certificate.SerialNumber)), digestID, join(0xa0, signed...),
		encode(signatureID), join(4, sign(join(0x31, signed...))), t.Unsigned)
	return join(0x30, encode(signedData), join(0xa0, join(0x30,
		encode(3), join(0x31, digestID), join(0x30, encode(timeStamp), join(0xa0, join(4, content))), join(0xa0, chain...), join(0x31, signer))))
}

// OldName returns the attribute that names a certificate by SHA-1, as older authorities do.
func OldName(c *x509.Certificate) []byte {
	hash := sha1.Sum(c.Raw) //nolint:gosec // see above
	return Attribute(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 12}, join(0x30, join(0x30, join(0x30, join(4, hash[:])))))
}

// Attribute encodes an attribute with one value.
func Attribute(id asn1.ObjectIdentifier, value []byte) []byte {
	return join(0x30, encode(id), join(0x31, value))
}

func sum(hash crypto.Hash, data []byte) []byte {
	h := hash.New()
	h.Write(data)
	return h.Sum(nil)
}

// join encodes a DER value of other values.
func join(tag byte, parts ...[]byte) []byte {
	content := bytes.Join(parts, nil)
	head := []byte{tag}
	switch n := len(content); {
	case n < 1<<7:
		head = append(head, byte(n))
	case n < 1<<8:
		head = append(head, 0x81, byte(n))
	default:
		head = append(head, 0x82, byte(n>>8), byte(n))
	}
	return append(head, content...)
}

// encode encodes a value that has an encoding.
func encode(value any) []byte {
	out, err := asn1.Marshal(value)
	if err != nil {
		panic(err)
	}
	return out
}
