package sign

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"time"
	"unicode/utf8"

	pkcs12 "software.sslmate.com/src/go-pkcs12"
)

const (
	// authorityYears and signerYears are how long the certificates of Create are valid.
	authorityYears = 10
	signerYears    = 3
	// iterations is the work that each guess at a passphrase costs: OWASP's figure for PBKDF2 with SHA-256.
	iterations = 600_000
	// maxName is the longest common name that a certificate may hold, in characters (RFC 5280, ub-common-name).
	maxName         = 64
	authorityPrefix = "assay CA of "
)

// documentSigning is the key usage made for signatures that people read (RFC 9336).
var documentSigning = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 36}

// ErrWrongPassphrase says that an identity does not open with this passphrase.
var ErrWrongPassphrase = errors.New("wrong passphrase")

// Identity is what a person signs with. The key may live elsewhere, in an agent or a token.
type Identity struct {
	Key         crypto.Signer
	Certificate *x509.Certificate
	Chain       []*x509.Certificate // the issuer's certificate, then its issuer's, and so on
}

// Create makes an identity with an authority of its own: two ECDSA P-256 keys, of which the authority's is forgotten
// once it has issued the one certificate. organisation may be empty. Serial numbers are drawn from random; the keys
// come from the operating system's randomness, which Go no longer lets a caller replace.
func Create(name, organisation string, now time.Time, random io.Reader) (Identity, error) {
	if n := utf8.RuneCountInString(authorityPrefix + name); name == "" || n > maxName || utf8.RuneCountInString(organisation) > maxName {
		return Identity{}, fmt.Errorf("a name needs 1 to %d characters, an organisation at most %d",
			maxName-len(authorityPrefix), maxName)
	}
	authorityKey, err := ecdsa.GenerateKey(elliptic.P256(), random)
	if err != nil {
		return Identity{}, fmt.Errorf("cannot make a key: %w", err)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), random)
	if err != nil {
		return Identity{}, fmt.Errorf("cannot make a key: %w", err)
	}
	template := authorityTemplate(name, organisation, now)
	authority, err := issue(random, template, template, authorityKey.Public(), authorityKey)
	if err != nil {
		return Identity{}, err
	}
	certificate, err := issue(random, signerTemplate(name, organisation, now), authority, key.Public(), authorityKey)
	if err != nil {
		return Identity{}, err
	}
	return Identity{key, certificate, []*x509.Certificate{authority}}, nil
}

func authorityTemplate(name, organisation string, now time.Time) *x509.Certificate {
	return &x509.Certificate{
		Subject:               subject(authorityPrefix+name, organisation),
		NotBefore:             now,
		NotAfter:              now.AddDate(authorityYears, 0, 0),
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
		MaxPathLenZero:        true,
	}
}

// signerTemplate asks for two extended usages: document signing says what the certificate is for, and e-mail protection
// is the one that NSS, and so pdfsig and LibreOffice, know to ask for.
func signerTemplate(name, organisation string, now time.Time) *x509.Certificate {
	return &x509.Certificate{
		Subject:               subject(name, organisation),
		NotBefore:             now,
		NotAfter:              now.AddDate(signerYears, 0, 0),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection},
		UnknownExtKeyUsage:    []asn1.ObjectIdentifier{documentSigning},
		BasicConstraintsValid: true,
	}
}

func subject(name, organisation string) pkix.Name {
	s := pkix.Name{CommonName: name}
	if organisation != "" {
		s.Organization = []string{organisation}
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

// Encode packs the identity into a PKCS#12 file. Its key must be one that can be taken along.
func (id Identity) Encode(passphrase string) ([]byte, error) {
	out, err := pkcs12.Modern2023.WithIterations(iterations).Encode(id.Key, id.Certificate, id.Chain, passphrase)
	if err != nil {
		return nil, fmt.Errorf("cannot pack the identity: %w", err)
	}
	return out, nil
}

// Open reads a PKCS#12 file, ours or another program's. The error is ErrWrongPassphrase, or says what is wrong with the
// file, or why its key cannot sign a PDF.
func Open(p12 []byte, passphrase string) (Identity, error) {
	key, certificate, chain, err := pkcs12.DecodeChain(p12, passphrase)
	if errors.Is(err, pkcs12.ErrIncorrectPassword) {
		return Identity{}, ErrWrongPassphrase
	}
	if err != nil {
		return Identity{}, fmt.Errorf("cannot open the identity: %w", err)
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return Identity{}, errors.New("the identity holds no key that can sign")
	}
	id := Identity{signer, certificate, chain}
	if err := id.check(); err != nil {
		return Identity{}, err
	}
	return id, nil
}

// check wants a key that belongs to its certificate and that PDF readers can verify.
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
	return checkUsage(id.Certificate)
}

// Authority is the certificate that others must trust as an anchor: the self-issued end of the chain, or nil when the
// identity came without it.
func (id Identity) Authority() *x509.Certificate {
	for _, c := range id.Chain {
		if c.IsCA && bytes.Equal(c.RawSubject, c.RawIssuer) {
			return c
		}
	}
	return nil
}

// Fingerprint is the SHA-256 of the certificate in lower-case hexadecimal, for reading aloud or comparing.
func Fingerprint(c *x509.Certificate) string {
	hash := sha256.Sum256(c.Raw)
	return hex.EncodeToString(hash[:])
}

const pemType = "CERTIFICATE"

// EncodeAnchor spells a certificate as PEM.
func EncodeAnchor(c *x509.Certificate) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: pemType, Bytes: c.Raw})
}

// ParseAnchors reads one or more certificates of authorities from PEM. Anything else in the file is an error.
func ParseAnchors(text []byte) ([]*x509.Certificate, error) {
	var anchors []*x509.Certificate
	for len(bytes.TrimSpace(text)) > 0 {
		block, rest := pem.Decode(text)
		if block == nil || block.Type != pemType {
			return nil, errors.New("the anchor file holds something other than PEM certificates")
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("the anchor file holds a broken certificate: %w", err)
		}
		if !c.BasicConstraintsValid || !c.IsCA {
			return nil, fmt.Errorf("the certificate of %q is not that of an authority and cannot be an anchor", c.Subject.CommonName)
		}
		anchors = append(anchors, c)
		text = rest
	}
	if len(anchors) == 0 {
		return nil, errors.New("the anchor file is empty")
	}
	return anchors, nil
}
