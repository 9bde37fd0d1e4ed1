package sign

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"time"
	"unicode/utf8"

	pkcs12 "software.sslmate.com/src/go-pkcs12"
)

const (
	// The certificates of Create are valid for this many years.
	authorityYears = 10
	signerYears    = 3
	// iterations slows down the guessing of a passphrase: OWASP's number for PBKDF2 with SHA-256.
	iterations = 600_000
	// maxName is the maximum length of a common name, in characters (RFC 5280, ub-common-name).
	maxName         = 64
	authorityPrefix = "assay CA of "
)

// documentSigning is the extended key usage for signatures on documents (RFC 9336).
var documentSigning = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 36}

// ErrWrongPassphrase says that the passphrase does not open the identity.
var ErrWrongPassphrase = errors.New("wrong passphrase")

// Identity is the key of a person, with its certificates. The key itself may be in an agent or on a token.
type Identity struct {
	Key         crypto.Signer
	Certificate *x509.Certificate
	Chain       []*x509.Certificate // the issuer's certificate, then its issuer's, and so on
}

// Create makes a key and an identity for it, see [Certify].
func Create(name, organization string, now time.Time, random io.Reader) (Identity, error) {
	key, err := NewKey(P256, random)
	if err != nil {
		return Identity{}, err
	}
	return Certify(key, name, organization, now, random)
}

// Certify makes an identity of a key, with its own authority. It makes an ECDSA P-256 key for the authority, issues one
// certificate, and then forgets the key of the authority. organization may be empty; name has at most 52 characters and
// organization at most 64. The serial numbers come from random.
func Certify(key crypto.Signer, name, organization string, now time.Time, random io.Reader) (Identity, error) {
	if n := utf8.RuneCountInString(authorityPrefix + name); name == "" || n > maxName || utf8.RuneCountInString(organization) > maxName {
		return Identity{}, fmt.Errorf("a name must have 1 to %d characters, and an organization at most %d",
			maxName-len(authorityPrefix), maxName)
	}
	if err := CheckName(name); err != nil {
		return Identity{}, err
	}
	if err := CheckKey(key.Public()); err != nil {
		return Identity{}, err
	}
	authorityKey, err := NewKey(P256, random)
	if err != nil {
		return Identity{}, err
	}
	template := authorityTemplate(name, organization, now)
	authority, err := issue(random, template, template, authorityKey.Public(), authorityKey)
	if err != nil {
		return Identity{}, err
	}
	certificate, err := issue(random, signerTemplate(name, organization, now), authority, key.Public(), authorityKey)
	if err != nil {
		return Identity{}, err
	}
	return Identity{key, certificate, []*x509.Certificate{authority}}, nil
}

func authorityTemplate(name, organization string, now time.Time) *x509.Certificate {
	return &x509.Certificate{
		Subject:               subject(authorityPrefix+name, organization),
		NotBefore:             now,
		NotAfter:              now.AddDate(authorityYears, 0, 0),
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
		MaxPathLenZero:        true,
	}
}

// signerTemplate has two extended key usages. Document signing is the purpose of the certificate. Email protection is
// there because NSS, and therefore pdfsig and LibreOffice, require it.
func signerTemplate(name, organization string, now time.Time) *x509.Certificate {
	return &x509.Certificate{
		Subject:               subject(name, organization),
		NotBefore:             now,
		NotAfter:              now.AddDate(signerYears, 0, 0),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection},
		UnknownExtKeyUsage:    []asn1.ObjectIdentifier{documentSigning},
		BasicConstraintsValid: true,
	}
}

func subject(name, organization string) pkix.Name {
	s := pkix.Name{CommonName: name}
	if organization != "" {
		s.Organization = []string{organization}
	}
	return s
}

func issue(random io.Reader, template, parent *x509.Certificate, public crypto.PublicKey, key crypto.Signer) (*x509.Certificate, error) {
	der, err := x509.CreateCertificate(random, template, parent, public, key)
	if err != nil {
		return nil, fmt.Errorf("cannot issue a certificate: %w", err)
	}
	return x509.ParseCertificate(der)
}

// NewIdentity joins a key with its certificates, in any order. Exactly one certificate must be that of the key. The error
// says why the key cannot sign a report.
func NewIdentity(key crypto.Signer, certificates []*x509.Certificate) (Identity, error) {
	id := Identity{Key: key}
	public, ok := key.Public().(interface{ Equal(crypto.PublicKey) bool })
	for _, c := range certificates {
		if ok && id.Certificate == nil && public.Equal(c.PublicKey) {
			id.Certificate = c
			continue
		}
		id.Chain = append(id.Chain, c)
	}
	if id.Certificate == nil {
		return Identity{}, errors.New("none of the certificates belongs to the key")
	}
	if len(id.Chain) >= maxCertificates {
		return Identity{}, fmt.Errorf("the identity has more than %d certificates", maxCertificates)
	}
	return id, id.check()
}

// Try signs something with the key and checks the signature, so that a key that cannot sign is noticed before it has to.
func (id Identity) Try() error {
	alg, err := algorithmOf(id.Certificate)
	if err != nil {
		return err
	}
	made, err := newSignedData(id, digest(alg.hash, []byte("assay tries the key")))
	if err != nil {
		return err
	}
	return made.verify()
}

// Encode returns the identity as a PKCS#12 file. It fails if the key cannot be exported, as in an agent or on a token.
func (id Identity) Encode(passphrase string) ([]byte, error) {
	out, err := pkcs12.Modern2023.WithIterations(iterations).Encode(id.Key, id.Certificate, id.Chain, passphrase)
	if err != nil {
		return nil, fmt.Errorf("cannot write the identity: %w", err)
	}
	return out, nil
}

// Open reads a PKCS#12 file, from assay or from another program. The error is ErrWrongPassphrase, or says why the file
// cannot be read or why its key cannot sign a report.
func Open(p12 []byte, passphrase string) (Identity, error) {
	if err := checkWork(p12); err != nil {
		return Identity{}, err
	}
	key, certificate, chain, err := pkcs12.DecodeChain(p12, passphrase)
	if errors.Is(err, pkcs12.ErrIncorrectPassword) {
		return Identity{}, ErrWrongPassphrase
	}
	if err != nil {
		return Identity{}, fmt.Errorf("cannot open the identity: %w", err)
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return Identity{}, errors.New("the identity has no key that can sign")
	}
	return NewIdentity(signer, append([]*x509.Certificate{certificate}, chain...))
}

// check returns an error unless the key belongs to its certificate, and PDF readers can verify its signatures.
func (id Identity) check() error {
	if id.Key == nil || id.Certificate == nil {
		return errors.New("the identity lacks its key or its certificate")
	}
	public, ok := id.Key.Public().(interface{ Equal(crypto.PublicKey) bool })
	if !ok || !public.Equal(id.Certificate.PublicKey) {
		return errors.New("the key of the identity does not belong to its certificate")
	}
	if _, err := algorithmOf(id.Certificate); err != nil {
		return err
	}
	for _, c := range id.Chain {
		if err := checkStrength(c); err != nil {
			return err
		}
	}
	if err := checkCommonName(id.Certificate); err != nil {
		return err
	}
	return checkUsage(id.Certificate)
}

// Authority returns the certificate that other people must trust as an anchor: the self-issued end of the chain. It
// returns nil if the identity does not have it.
func (id Identity) Authority() *x509.Certificate {
	for _, c := range id.Chain {
		if c.IsCA && bytes.Equal(c.RawSubject, c.RawIssuer) {
			return c
		}
	}
	return nil
}

// certificateBlock is the type of a certificate in PEM.
const certificateBlock = "CERTIFICATE"

// EncodeAnchor returns a certificate as PEM.
func EncodeAnchor(c *x509.Certificate) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: certificateBlock, Bytes: c.Raw})
}

// EncodeCertificates returns the certificate of the identity and its chain as PEM, without the key.
func (id Identity) EncodeCertificates() []byte {
	text := EncodeAnchor(id.Certificate)
	for _, c := range id.Chain {
		text = append(text, EncodeAnchor(c)...)
	}
	return text
}

// ParseCertificates reads one or more certificates from PEM. Any other content is an error.
func ParseCertificates(text []byte) ([]*x509.Certificate, error) {
	var all []*x509.Certificate
	for len(bytes.TrimSpace(text)) > 0 {
		block, rest := pem.Decode(text)
		if block == nil || block.Type != certificateBlock {
			return nil, errors.New("the file must contain only PEM certificates")
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("the file has a malformed certificate: %w", err)
		}
		if err := checkLength(c); err != nil {
			return nil, err
		}
		all = append(all, c)
		text = rest
	}
	if len(all) == 0 {
		return nil, errors.New("the file has no certificate")
	}
	return all, nil
}

// ParseAnchors reads one or more certificates of authorities from PEM. Any other content is an error.
func ParseAnchors(text []byte) ([]*x509.Certificate, error) {
	anchors, err := ParseCertificates(text)
	if err != nil {
		return nil, err
	}
	for _, c := range anchors {
		if !c.BasicConstraintsValid || !c.IsCA {
			return nil, fmt.Errorf("%q is not an authority, so its certificate cannot be an anchor", c.Subject.CommonName)
		}
	}
	return anchors, nil
}
