package sign

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"
)

// Object identifiers of the cryptographic message syntax (RFC 5652) and its attributes.
var (
	oidData                = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidSignedData          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidContentType         = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidMessageDigest       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidAlgorithmProtection = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 52}        // RFC 6211
	oidSigningCertificate  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47} // version 2, RFC 5035
)

// algorithm is the signature algorithm of one kind of key. Each key has exactly one, so a file cannot choose a weaker
// one.
type algorithm struct {
	hash      crypto.Hash
	signature x509.SignatureAlgorithm
	digestID  asn1.ObjectIdentifier
	id        asn1.ObjectIdentifier
	null      bool // the identifier of RSA has an explicit null (RFC 4055)
}

var (
	oidSHA256 = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidSHA384 = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 2}

	withP256 = algorithm{crypto.SHA256, x509.ECDSAWithSHA256, oidSHA256, asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}, false}
	withP384 = algorithm{crypto.SHA384, x509.ECDSAWithSHA384, oidSHA384, asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 3}, false}
	withRSA  = algorithm{crypto.SHA256, x509.SHA256WithRSA, oidSHA256, asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}, true}
)

// The shortest and the longest RSA key accepted, in bits. Checking one signature with a much longer key would take
// minutes.
const (
	minRSA = 3072
	maxRSA = 8192
	// maxExponent is the largest public exponent. Everybody uses this one; larger ones only take longer.
	maxExponent = 65537
)

// checkLength returns an error for a key that takes too long to compute with.
func checkLength(c *x509.Certificate) error {
	key, is := c.PublicKey.(*rsa.PublicKey)
	switch {
	case is && key.N.BitLen() > maxRSA:
		return fmt.Errorf("the key of %q has more than %d bits", c.Subject.CommonName, maxRSA)
	case is && key.E > maxExponent:
		return fmt.Errorf("the key of %q has an exponent above %d", c.Subject.CommonName, maxExponent)
	}
	return nil
}

// checkStrength returns an error for a key of an authority or a signer that somebody may be able to forge.
func checkStrength(c *x509.Certificate) error {
	switch key := c.PublicKey.(type) {
	case *ecdsa.PublicKey:
		if key.Curve.Params().BitSize >= 256 {
			return nil
		}
	case *rsa.PublicKey:
		if key.N.BitLen() >= minRSA {
			return nil
		}
	case ed25519.PublicKey:
		return nil
	}
	return fmt.Errorf("the key of %q is too weak: it must be ECDSA P-256 or stronger, Ed25519, or RSA of at least %d bits", c.Subject.CommonName, minRSA)
}

func algorithmOf(c *x509.Certificate) (algorithm, error) {
	alg, err := algorithmFor(c.PublicKey)
	if err != nil {
		return algorithm{}, fmt.Errorf("the key of %q: %w", c.Subject.CommonName, err)
	}
	return alg, nil
}

// signedData is a detached CMS signature in the only form that assay writes: one signer, named by issuer and serial
// number, four signed attributes, and at most one time stamp. These fields determine the whole encoding.
type signedData struct {
	signer      *x509.Certificate
	authorities []*x509.Certificate // the other certificates, in any order
	digest      []byte              // of the signed bytes, with the hash of the signer's algorithm
	signature   []byte              // over the attributes
	stamp       token               // of the signature, if an authority of time stamps saw it
}

// newSignedData signs digest. It passes no source of randomness, so ECDSA computes its nonce from the message (RFC 6979).
// Therefore the same report, signed in the same second, gives the same file.
func newSignedData(id Identity, digest []byte) (signedData, error) {
	alg, err := algorithmOf(id.Certificate)
	if err != nil {
		return signedData{}, err
	}
	s := signedData{signer: id.Certificate, authorities: id.Chain, digest: digest}
	if s.signature, err = crypto.SignMessage(id.Key, nil, s.attributes(alg), alg.hash); err != nil {
		return signedData{}, fmt.Errorf("the key did not sign: %w", err)
	}
	return s, nil
}

// verify checks the signature over the attributes. parseSignedData has checked the attributes themselves.
func (s signedData) verify() error {
	alg, err := algorithmOf(s.signer)
	if err != nil {
		return err
	}
	if s.signer.CheckSignature(alg.signature, s.attributes(alg), s.signature) != nil {
		return errors.New("the signature was not made by the key of its certificate")
	}
	return nil
}

// attributes returns the signed bytes. They name the content type, the digest, the signer's certificate and the
// algorithms. So nobody can exchange the algorithms, or the certificate for another one with the same key.
func (s signedData) attributes(alg algorithm) []byte {
	certificate := sha256.Sum256(s.signer.Raw)
	return setOf(der.SET,
		attribute(oidContentType, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidData) }),
		attribute(oidMessageDigest, func(b *cryptobyte.Builder) { b.AddASN1OctetString(s.digest) }),
		attribute(oidSigningCertificate, func(b *cryptobyte.Builder) {
			// SigningCertificateV2 > certs > ESSCertIDv2; its default hash is SHA-256
			sequence(b, func(b *cryptobyte.Builder) {
				sequence(b, func(b *cryptobyte.Builder) {
					sequence(b, func(b *cryptobyte.Builder) { b.AddASN1OctetString(certificate[:]) })
				})
			})
		}),
		attribute(oidAlgorithmProtection, func(b *cryptobyte.Builder) {
			sequence(b, func(b *cryptobyte.Builder) {
				sequence(b, alg.digestFields)
				b.AddASN1(tag(1), alg.signatureFields)
			})
		}),
	)
}

func (a algorithm) digestFields(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(a.digestID) }

func (a algorithm) signatureFields(b *cryptobyte.Builder) {
	b.AddASN1ObjectIdentifier(a.id)
	if a.null {
		b.AddASN1NULL()
	}
}

// encode returns the signature in DER.
func (s signedData) encode() ([]byte, error) {
	alg, err := algorithmOf(s.signer)
	if err != nil {
		return nil, err
	}
	certificates := [][]byte{s.signer.Raw}
	for _, c := range s.authorities {
		certificates = append(certificates, c.Raw)
	}
	attributes := s.attributes(alg)
	attributes[0] = byte(tag(0)) // stored with an implicit tag, but signed as a plain set

	var b cryptobyte.Builder
	sequence(&b, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oidSignedData)
		b.AddASN1(tag(0), func(b *cryptobyte.Builder) {
			sequence(b, func(b *cryptobyte.Builder) {
				b.AddASN1Int64(1)
				b.AddASN1(der.SET, func(b *cryptobyte.Builder) { sequence(b, alg.digestFields) })
				sequence(b, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidData) })
				b.AddBytes(setOf(tag(0), certificates...))
				b.AddASN1(der.SET, func(b *cryptobyte.Builder) {
					sequence(b, func(b *cryptobyte.Builder) {
						b.AddASN1Int64(1)
						b.AddBytes(issuerAndSerial(s.signer))
						sequence(b, alg.digestFields)
						b.AddBytes(attributes)
						sequence(b, alg.signatureFields)
						b.AddASN1OctetString(s.signature)
						if s.stamp.known() {
							stamp := attribute(oidTimeStampToken, func(b *cryptobyte.Builder) { b.AddBytes(s.stamp.raw) })
							b.AddASN1(tag(1), func(b *cryptobyte.Builder) { b.AddBytes(stamp) })
						}
					})
				})
			})
		})
	})
	return b.Bytes()
}

// maxCertificates is the largest number of certificates in a signature. A chain has two or three.
const maxCertificates = 10

// parseSignedData reads the fields of an encoding, encodes them again, and returns an error unless the bytes are equal.
// In this way it also checks every part that it skipped, such as versions, algorithms, the other attributes, and the
// order of sets. It keeps the bytes of a time stamp, which another program wrote; parseToken checks these.
func parseSignedData(encoded []byte) (signedData, error) {
	malformed := errors.New("the signature value is malformed")
	input := cryptobyte.String(encoded)
	var info, content, body, certificates, signers, signer, name, attributes cryptobyte.String
	var s signedData
	if !input.ReadASN1(&info, der.SEQUENCE) ||
		!info.SkipASN1(der.OBJECT_IDENTIFIER) ||
		!info.ReadASN1(&content, tag(0)) ||
		!content.ReadASN1(&body, der.SEQUENCE) ||
		!body.SkipASN1(der.INTEGER) ||
		!body.SkipASN1(der.SET) ||
		!body.SkipASN1(der.SEQUENCE) ||
		!body.ReadASN1(&certificates, tag(0)) ||
		!body.ReadASN1(&signers, der.SET) ||
		!signers.ReadASN1(&signer, der.SEQUENCE) ||
		!signer.SkipASN1(der.INTEGER) ||
		!signer.ReadASN1Element(&name, der.SEQUENCE) ||
		!signer.SkipASN1(der.SEQUENCE) ||
		!signer.ReadASN1(&attributes, tag(0)) ||
		!signer.SkipASN1(der.SEQUENCE) ||
		!signer.ReadASN1Bytes(&s.signature, der.OCTET_STRING) {
		return s, malformed
	}
	if !readMessageDigest(attributes, &s.digest) {
		return s, malformed
	}
	if signer.PeekASN1Tag(tag(1)) {
		if err := s.readStamp(&signer); err != nil {
			return s, err
		}
	}
	all, err := x509.ParseCertificates(certificates)
	if err != nil {
		return s, fmt.Errorf("the signature has a malformed certificate: %w", err)
	}
	if len(all) > maxCertificates {
		return s, fmt.Errorf("the signature has more than %d certificates", maxCertificates)
	}
	for i, c := range all {
		if err := checkLength(c); err != nil {
			return s, err
		}
		switch {
		case i > 0 && c.Equal(all[i-1]):
			return s, errors.New("the signature has the same certificate twice")
		case s.signer == nil && bytes.Equal(issuerAndSerial(c), name):
			s.signer = c
		default:
			s.authorities = append(s.authorities, c)
		}
	}
	if s.signer == nil {
		return s, errors.New("the signature lacks the certificate of its signer")
	}
	again, err := s.encode()
	if err != nil {
		return s, err
	}
	if !bytes.Equal(again, encoded) {
		return s, errors.New("the signature value is not in the form that assay writes")
	}
	return s, nil
}

// readStamp reads the time stamp of the signature, the only attribute that the signer does not sign.
func (s *signedData) readStamp(signer *cryptobyte.String) error {
	var attributes, one, values, raw cryptobyte.String
	if !signer.ReadASN1(&attributes, tag(1)) || !attributes.ReadASN1(&one, der.SEQUENCE) ||
		!one.SkipASN1(der.OBJECT_IDENTIFIER) || !one.ReadASN1(&values, der.SET) || !values.ReadASN1Element(&raw, der.SEQUENCE) {
		return errToken
	}
	var err error
	if s.stamp, err = parseToken(raw); err != nil {
		return err
	}
	return s.stamp.covers(s.signature)
}

func readMessageDigest(attributes cryptobyte.String, digest *[]byte) bool {
	for !attributes.Empty() {
		var one, values cryptobyte.String
		var id asn1.ObjectIdentifier
		if !attributes.ReadASN1(&one, der.SEQUENCE) || !one.ReadASN1ObjectIdentifier(&id) || !one.ReadASN1(&values, der.SET) {
			return false
		}
		if id.Equal(oidMessageDigest) {
			return values.ReadASN1Bytes(digest, der.OCTET_STRING)
		}
	}
	return false
}

func tag(n uint8) der.Tag { return der.Tag(n).Constructed().ContextSpecific() }

func sequence(b *cryptobyte.Builder, fields cryptobyte.BuilderContinuation) {
	b.AddASN1(der.SEQUENCE, fields)
}

func attribute(id asn1.ObjectIdentifier, value cryptobyte.BuilderContinuation) []byte {
	var b cryptobyte.Builder
	sequence(&b, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(id)
		b.AddASN1(der.SET, value)
	})
	return b.BytesOrPanic()
}

func issuerAndSerial(c *x509.Certificate) []byte {
	var b cryptobyte.Builder
	sequence(&b, func(b *cryptobyte.Builder) {
		b.AddBytes(c.RawIssuer)
		b.AddASN1BigInt(c.SerialNumber)
	})
	return b.BytesOrPanic()
}

// setOf encodes a SET OF. DER requires its elements to be sorted.
func setOf(as der.Tag, elements ...[]byte) []byte {
	slices.SortFunc(elements, bytes.Compare)
	var b cryptobyte.Builder
	b.AddASN1(as, func(b *cryptobyte.Builder) { b.AddBytes(bytes.Join(elements, nil)) })
	return b.BytesOrPanic()
}
