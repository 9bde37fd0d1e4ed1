// Package signtest has authorities for tests: one that issues and revokes certificates, and one that makes time stamps.
package signtest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"time"

	"golang.org/x/crypto/ocsp"
)

// T is a running test.
type T interface {
	Helper()
	Fatal(args ...any)
}

// Authority issues certificates and revokes them.
type Authority struct {
	Certificate *x509.Certificate
	key         crypto.Signer
	serial      int64
	revoked     []x509.RevocationListEntry
}

// NewAuthority makes an authority whose certificate is valid for some years.
func NewAuthority(t T, name string, from time.Time, years int) *Authority {
	t.Helper()
	return NewAuthorityWith(t, NewKey(t), name, from, years)
}

// NewAuthorityWith makes an authority that has this key.
func NewAuthorityWith(t T, key crypto.Signer, name string, from time.Time, years int) *Authority {
	t.Helper()
	a := &Authority{key: key}
	a.Certificate = a.Again(t, name, from, years)
	return a
}

// Again issues another certificate of the authority itself, with the same key.
func (a *Authority) Again(t T, name string, from time.Time, years int) *x509.Certificate {
	t.Helper()
	return a.Issue(t, name, a.key.Public(), from, years, func(c *x509.Certificate) {
		c.IsCA, c.KeyUsage = true, x509.KeyUsageCertSign|x509.KeyUsageCRLSign
	})
}

// NewKey makes an ECDSA key.
func NewKey(t T) crypto.Signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// NewRSAKey makes an RSA key.
func NewRSAKey(t T, bits int) crypto.Signer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// Issue issues a certificate that is valid for some years. change fills in its purpose. The first certificate that an
// authority issues is its own.
func (a *Authority) Issue(t T, name string, key crypto.PublicKey, from time.Time, years int, change func(*x509.Certificate)) *x509.Certificate {
	t.Helper()
	a.serial++
	template := &x509.Certificate{
		SerialNumber: big.NewInt(a.serial),
		Subject:      pkix.Name{CommonName: name},
		NotBefore:    from, NotAfter: from.AddDate(years, 0, 0),
		BasicConstraintsValid: true,
	}
	change(template)
	parent := a.Certificate
	if parent == nil {
		parent = template
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key, a.key)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// ForDocuments gives a certificate the purpose of signing documents.
func ForDocuments(c *x509.Certificate) {
	c.KeyUsage = x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment
	c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection}
}

// ForTimeStamps gives a certificate the purpose of making time stamps.
func ForTimeStamps(c *x509.Certificate) {
	c.KeyUsage = x509.KeyUsageDigitalSignature
	value, _ := asn1.Marshal([]asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 8}})
	c.ExtraExtensions = append(c.ExtraExtensions, pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: true, Value: value})
}

// ForAnswers gives a certificate the purpose of answering whether certificates are revoked.
func ForAnswers(c *x509.Certificate) {
	c.KeyUsage = x509.KeyUsageDigitalSignature
	c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageOCSPSigning}
}

// Revoke revokes a certificate. Lists and answers made later say so.
func (a *Authority) Revoke(c *x509.Certificate, at time.Time, more ...pkix.Extension) {
	a.revoked = append(a.revoked, x509.RevocationListEntry{SerialNumber: c.SerialNumber, RevocationTime: at, ExtraExtensions: more})
}

// List returns the list of revoked certificates of a day, which is valid for a week.
func (a *Authority) List(t T, day time.Time, more ...pkix.Extension) []byte {
	t.Helper()
	list, err := x509.CreateRevocationList(rand.Reader, &x509.RevocationList{
		Number: big.NewInt(day.Unix()), ThisUpdate: day, NextUpdate: day.AddDate(0, 0, 7),
		RevokedCertificateEntries: a.revoked, ExtraExtensions: more,
	}, a.Certificate, a.key)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// Answer returns the OCSP answer about a certificate. The responder is the authority, or somebody else.
func (a *Authority) Answer(t T, c *x509.Certificate, day time.Time, responder *x509.Certificate, key crypto.Signer) []byte {
	t.Helper()
	answer := ocsp.Response{Status: ocsp.Good, SerialNumber: c.SerialNumber, ThisUpdate: day, NextUpdate: day.AddDate(0, 0, 7)}
	for _, entry := range a.revoked {
		if entry.SerialNumber.Cmp(c.SerialNumber) == 0 {
			answer.Status, answer.RevokedAt = ocsp.Revoked, entry.RevocationTime
		}
	}
	if responder == nil {
		responder, key = a.Certificate, a.key
	} else {
		answer.Certificate = responder
	}
	out, err := ocsp.CreateResponse(a.Certificate, responder, answer, key)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
