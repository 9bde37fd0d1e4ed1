package sign

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha1" //nolint:gosec // only the first form of the certificate's hash in a token uses it
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"time"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"
)

// Object identifiers of time stamps (RFC 3161, RFC 5816).
var (
	oidTimeStamp            = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}  // the content of a token
	oidTimeStampToken       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 14} // the attribute of a signature
	oidSigningCertificateV1 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 12} // with SHA-1, RFC 2634
	oidSHA1                 = asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}
	oidSHA512               = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}
	oidRSA                  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	oidRSA384               = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 12}
	oidRSA512               = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 13}
	oidECDSA512             = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 4}
	oidExtendedKeyUsage     = asn1.ObjectIdentifier{2, 5, 29, 37}
)

const (
	// minStampRSA is the shortest RSA key of an authority of time stamps, in bits. Public authorities still use it.
	minStampRSA = 2048
	// leastAccuracy is the largest deviation from the true time with which a time stamp still proves a time.
	leastAccuracy = time.Minute
)

// token is a time stamp: an authority states that it saw a hash at a time. Other programs write tokens, so assay keeps
// the bytes as they are. parseToken refuses everything in them that has no use.
type token struct {
	raw     []byte
	signer  *x509.Certificate
	others  []*x509.Certificate
	time    time.Time
	hash    crypto.Hash
	imprint []byte // the hash that the authority saw
	nonce   *big.Int
	policy  asn1.ObjectIdentifier // the rules by which the authority works
}

// known reports whether there is a time stamp at all.
func (t token) known() bool { return t.raw != nil }

// covers returns an error unless the token is for these bytes.
func (t token) covers(parts ...[]byte) error {
	if !bytes.Equal(t.imprint, digest(t.hash, parts...)) {
		return errors.New("the time stamp was made for something else")
	}
	return nil
}

var errToken = errors.New("the time stamp is malformed")

// parseToken reads a token and checks everything in it but trust: the signature of the authority, the purpose of its
// certificate, and that the token names this certificate. It refuses values and attributes that no signature covers.
func parseToken(raw []byte) (token, error) {
	t := token{raw: raw}
	input := cryptobyte.String(raw)
	var info, content, body, digests, encapsulated, wrapped, stamped, certificates, signers, signer cryptobyte.String
	var contentType, stampedType asn1.ObjectIdentifier
	var version, signerVersion int64
	if !input.ReadASN1(&info, der.SEQUENCE) || !input.Empty() ||
		!info.ReadASN1ObjectIdentifier(&contentType) || !contentType.Equal(oidSignedData) ||
		!info.ReadASN1(&content, tag(0)) || !info.Empty() ||
		!content.ReadASN1(&body, der.SEQUENCE) || !content.Empty() ||
		!body.ReadASN1Integer(&version) || version != 3 ||
		!body.ReadASN1(&digests, der.SET) ||
		!body.ReadASN1(&encapsulated, der.SEQUENCE) ||
		!encapsulated.ReadASN1ObjectIdentifier(&stampedType) || !stampedType.Equal(oidTimeStamp) ||
		!encapsulated.ReadASN1(&wrapped, tag(0)) || !encapsulated.Empty() ||
		!wrapped.ReadASN1(&stamped, der.OCTET_STRING) || !wrapped.Empty() ||
		!body.ReadASN1(&certificates, tag(0)) ||
		!body.ReadASN1(&signers, der.SET) || !body.Empty() ||
		!signers.ReadASN1(&signer, der.SEQUENCE) || !signers.Empty() ||
		!signer.ReadASN1Integer(&signerVersion) || signerVersion != 1 {
		return t, errToken
	}
	if err := t.readStatement(stamped); err != nil {
		return t, err
	}
	var name, attributes cryptobyte.String
	var signature []byte
	if !signer.ReadASN1Element(&name, der.SEQUENCE) {
		return t, errToken
	}
	hash, err := readHash(&signer)
	if err != nil {
		return t, err
	}
	if listed, err := readHash(&digests); err != nil || listed != hash || !digests.Empty() {
		return t, errToken
	}
	if !signer.ReadASN1Element(&attributes, tag(0)) {
		return t, errToken
	}
	algorithmID, ok := readAlgorithm(&signer)
	if !ok || !signer.ReadASN1Bytes(&signature, der.OCTET_STRING) || !signer.Empty() {
		return t, errToken
	}
	if err := t.readCertificates(certificates, name); err != nil {
		return t, err
	}
	if err := t.checkAttributes(attributes, digest(hash, stamped)); err != nil {
		return t, err
	}
	method, err := stampAlgorithm(t.signer, algorithmID, hash)
	if err != nil {
		return t, err
	}
	signed := bytes.Clone(attributes)
	signed[0] = byte(der.SET) // stored with an implicit tag, but signed as a plain set
	if t.signer.CheckSignature(method, signed, signature) != nil {
		return t, errors.New("the time stamp was not signed by the key of its certificate")
	}
	return t, checkStamper(t.signer)
}

// readStatement reads the statement of the authority (RFC 3161, 2.4.2).
func (t *token) readStatement(encoded cryptobyte.String) error {
	var all, imprint, serial cryptobyte.String
	var version int64
	if !encoded.ReadASN1(&all, der.SEQUENCE) || !encoded.Empty() ||
		!all.ReadASN1Integer(&version) || version != 1 ||
		!all.ReadASN1ObjectIdentifier(&t.policy) ||
		!all.ReadASN1(&imprint, der.SEQUENCE) {
		return errToken
	}
	var err error
	if t.hash, err = readHash(&imprint); err != nil {
		return err
	}
	var when cryptobyte.String
	if !imprint.ReadASN1Bytes(&t.imprint, der.OCTET_STRING) || !imprint.Empty() || len(t.imprint) != t.hash.Size() ||
		!all.ReadASN1(&serial, der.INTEGER) ||
		!all.ReadASN1(&when, der.GeneralizedTime) {
		return errToken
	}
	// The time may have a fraction of a second.
	if t.time, err = time.Parse("20060102150405Z", string(when)); err != nil {
		return errToken
	}
	return t.readDetails(all)
}

// readDetails reads the optional fields of the statement.
func (t *token) readDetails(all cryptobyte.String) error {
	if all.PeekASN1Tag(der.SEQUENCE) {
		deviation, ok := readAccuracy(&all)
		if !ok {
			return errToken
		}
		if deviation > leastAccuracy {
			return fmt.Errorf("the time stamp may be wrong by %s, so it proves no time", deviation)
		}
	}
	var ordered bool
	if all.PeekASN1Tag(der.BOOLEAN) && !all.ReadASN1Boolean(&ordered) {
		return errToken
	}
	if all.PeekASN1Tag(der.INTEGER) {
		t.nonce = new(big.Int)
		if !all.ReadASN1Integer(t.nonce) {
			return errToken
		}
	}
	var name, extensions cryptobyte.String
	if !all.ReadOptionalASN1(&name, nil, tag(0)) || !all.ReadOptionalASN1(&extensions, nil, tag(1)) || !all.Empty() {
		return errToken
	}
	for !extensions.Empty() {
		var one cryptobyte.String
		var id asn1.ObjectIdentifier
		var critical bool
		if !extensions.ReadASN1(&one, der.SEQUENCE) || !one.ReadASN1ObjectIdentifier(&id) ||
			one.PeekASN1Tag(der.BOOLEAN) && !one.ReadASN1Boolean(&critical) {
			return errToken
		}
		if critical {
			return errors.New("the time stamp has a condition that assay does not know")
		}
	}
	return nil
}

// readAccuracy reads the largest deviation of the authority's clock: seconds, milliseconds and microseconds, each
// optional.
func readAccuracy(all *cryptobyte.String) (time.Duration, bool) {
	var fields cryptobyte.String
	if !all.ReadASN1(&fields, der.SEQUENCE) {
		return 0, false
	}
	var sum time.Duration
	for _, part := range []struct {
		tag  der.Tag
		unit time.Duration
		most int64
	}{{der.INTEGER, time.Second, 1 << 31}, {der.Tag(0).ContextSpecific(), time.Millisecond, 999}, {der.Tag(1).ContextSpecific(), time.Microsecond, 999}} {
		if !fields.PeekASN1Tag(part.tag) {
			continue
		}
		var n int64
		if !fields.ReadASN1Int64WithTag(&n, part.tag) || n < 0 || n > part.most {
			return 0, false
		}
		sum += time.Duration(n) * part.unit
	}
	return sum, fields.Empty()
}

// readCertificates finds the certificate of the signer among those of the token.
func (t *token) readCertificates(encoded, signer cryptobyte.String) error {
	all, err := x509.ParseCertificates(encoded)
	if err != nil {
		return fmt.Errorf("the time stamp has a malformed certificate: %w", err)
	}
	if len(all) > maxCertificates {
		return fmt.Errorf("the time stamp has more than %d certificates", maxCertificates)
	}
	for _, c := range all {
		switch err := checkLength(c); {
		case err != nil:
			return err
		case t.signer == nil && bytes.Equal(issuerAndSerial(c), signer):
			t.signer = c
		case slices.ContainsFunc(t.others, c.Equal) || t.signer != nil && c.Equal(t.signer):
			return errors.New("the time stamp has the same certificate twice")
		default:
			t.others = append(t.others, c)
		}
	}
	if t.signer == nil {
		return errors.New("the time stamp lacks the certificate of its authority")
	}
	return nil
}

// checkAttributes checks the attributes that the authority signed: the type and the hash of the statement, and the hash
// of the certificate. Others may be there.
func (t *token) checkAttributes(element cryptobyte.String, statement []byte) error {
	var attributes cryptobyte.String
	if !element.ReadASN1(&attributes, tag(0)) {
		return errToken
	}
	values := map[string]cryptobyte.String{}
	for !attributes.Empty() {
		var one, value cryptobyte.String
		var id asn1.ObjectIdentifier
		if !attributes.ReadASN1(&one, der.SEQUENCE) || !one.ReadASN1ObjectIdentifier(&id) || !one.ReadASN1(&value, der.SET) || !one.Empty() {
			return errToken
		}
		if _, twice := values[id.String()]; twice {
			return errToken
		}
		values[id.String()] = value
	}
	content, hash := values[oidContentType.String()], values[oidMessageDigest.String()]
	var contentType asn1.ObjectIdentifier
	var stated []byte
	if !content.ReadASN1ObjectIdentifier(&contentType) || !content.Empty() || !contentType.Equal(oidTimeStamp) ||
		!hash.ReadASN1Bytes(&stated, der.OCTET_STRING) || !hash.Empty() {
		return errToken
	}
	if !bytes.Equal(stated, statement) {
		return errors.New("somebody changed the time stamp")
	}
	first, named := values[oidSigningCertificateV1.String()]
	second, alsoNamed := values[oidSigningCertificate.String()]
	if named && !t.isNamed(first, true) || alsoNamed && !t.isNamed(second, false) || !named && !alsoNamed {
		return errors.New("the time stamp does not name the certificate of its authority")
	}
	return nil
}

// isNamed reports whether the first certificate of an ESS attribute is the signer's. The first version of the attribute
// has only SHA-1. That is enough here: it must only tell apart certificates that the authority itself obtained.
func (t *token) isNamed(value cryptobyte.String, sha1Only bool) bool {
	var all, certificates, first cryptobyte.String
	if !value.ReadASN1(&all, der.SEQUENCE) || !value.Empty() || !all.ReadASN1(&certificates, der.SEQUENCE) ||
		!certificates.ReadASN1(&first, der.SEQUENCE) {
		return false
	}
	hash := crypto.SHA256
	if !sha1Only && first.PeekASN1Tag(der.SEQUENCE) {
		var err error
		if hash, err = readHash(&first); err != nil {
			return false
		}
	}
	var stated []byte
	if !first.ReadASN1Bytes(&stated, der.OCTET_STRING) {
		return false
	}
	if sha1Only {
		sum := sha1.Sum(t.signer.Raw) //nolint:gosec // see above
		return bytes.Equal(stated, sum[:])
	}
	return bytes.Equal(stated, digest(hash, t.signer.Raw))
}

// readAlgorithm reads an identifier of an algorithm. Its parameters must be absent or null.
func readAlgorithm(s *cryptobyte.String) (asn1.ObjectIdentifier, bool) {
	var fields, parameters cryptobyte.String
	var id asn1.ObjectIdentifier
	if !s.ReadASN1(&fields, der.SEQUENCE) || !fields.ReadASN1ObjectIdentifier(&id) {
		return nil, false
	}
	if !fields.Empty() && (!fields.ReadASN1(&parameters, der.NULL) || !parameters.Empty()) {
		return nil, false
	}
	return id, fields.Empty()
}

// readHash reads an identifier of a hash. It accepts only hashes for which nobody finds a second content.
func readHash(s *cryptobyte.String) (crypto.Hash, error) {
	id, ok := readAlgorithm(s)
	if !ok {
		return 0, errToken
	}
	switch {
	case id.Equal(oidSHA256):
		return crypto.SHA256, nil
	case id.Equal(oidSHA384):
		return crypto.SHA384, nil
	case id.Equal(oidSHA512):
		return crypto.SHA512, nil
	case id.Equal(oidSHA1):
		return 0, errors.New("the time stamp uses SHA-1")
	}
	return 0, fmt.Errorf("the time stamp uses an unknown hash, %s", id)
}

// stampAlgorithm returns the algorithm of an authority's signature.
func stampAlgorithm(c *x509.Certificate, id asn1.ObjectIdentifier, hash crypto.Hash) (x509.SignatureAlgorithm, error) {
	weak := fmt.Errorf("the key of %q is too weak for time stamps", c.Subject.CommonName)
	for _, known := range []struct {
		hash       crypto.Hash
		rsa, ecdsa asn1.ObjectIdentifier
		withRSA    x509.SignatureAlgorithm
		withECDSA  x509.SignatureAlgorithm
	}{
		{crypto.SHA256, withRSA.id, withP256.id, x509.SHA256WithRSA, x509.ECDSAWithSHA256},
		{crypto.SHA384, oidRSA384, withP384.id, x509.SHA384WithRSA, x509.ECDSAWithSHA384},
		{crypto.SHA512, oidRSA512, oidECDSA512, x509.SHA512WithRSA, x509.ECDSAWithSHA512},
	} {
		if known.hash != hash {
			continue
		}
		switch key := c.PublicKey.(type) {
		case *rsa.PublicKey:
			if key.N.BitLen() < minStampRSA {
				return 0, weak
			}
			if id.Equal(known.rsa) || id.Equal(oidRSA) { // openssl names only the kind of key
				return known.withRSA, nil
			}
		case *ecdsa.PublicKey:
			if key.Params().BitSize < 8*sha256.Size {
				return 0, weak
			}
			if id.Equal(known.ecdsa) {
				return known.withECDSA, nil
			}
		}
	}
	return 0, errors.New("the time stamp has an unknown kind of signature")
}

// checkStampStrength returns an error for a key in the chain of a time stamp that somebody may be able to forge. A time
// stamp must last longer than a signature, but public authorities still use shorter keys.
func checkStampStrength(c *x509.Certificate) error {
	if key, is := c.PublicKey.(*rsa.PublicKey); is && key.N.BitLen() >= minStampRSA {
		return nil
	}
	if checkStrength(c) != nil {
		return fmt.Errorf("the key of %q is too weak for time stamps", c.Subject.CommonName)
	}
	return nil
}

// checkStamper returns an error unless the certificate was issued for time stamps and for nothing else (RFC 3161, 2.3).
func checkStamper(c *x509.Certificate) error {
	const signing = x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment
	only := len(c.UnknownExtKeyUsage) == 0 && slices.Equal(c.ExtKeyUsage, []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping})
	critical := false
	for _, e := range c.Extensions {
		critical = critical || e.Critical && e.Id.Equal(oidExtendedKeyUsage)
	}
	if c.IsCA || !only || !critical || c.KeyUsage != 0 && c.KeyUsage&signing == 0 {
		return fmt.Errorf("the certificate of %q was not issued for time stamps alone", c.Subject.CommonName)
	}
	return nil
}
