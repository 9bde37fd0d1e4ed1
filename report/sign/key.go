package sign

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"errors"
	"fmt"
	"io"
	"strings"
)

// KeyKind is a kind of key that signs reports.
type KeyKind string

// The kinds of keys that [NewKey] makes.
const (
	P256    KeyKind = "p256"
	P384    KeyKind = "p384"
	RSA3072 KeyKind = "rsa3072"
	RSA4096 KeyKind = "rsa4096"
)

// errEdwards is the reason why an Ed25519 key signs no report.
var errEdwards = errors.New("an Ed25519 key cannot sign a report: pdfsig and OpenSSL 3.0 cannot verify its signatures, " +
	"so most readers of the report could not; use ECDSA P-256 or P-384, or RSA")

// ParseKeyKind reads a kind of key as a person types it.
func ParseKeyKind(text string) (KeyKind, error) {
	plain := strings.ToLower(strings.NewReplacer("-", "", "_", "", " ", "").Replace(text))
	switch plain = strings.TrimPrefix(plain, "ecdsa"); plain {
	case string(P256), string(P384), string(RSA3072), string(RSA4096):
		return KeyKind(plain), nil
	case "ed25519":
		return "", errEdwards
	}
	return "", fmt.Errorf("%q is no kind of key that signs reports: choose p256, p384, rsa3072 or rsa4096", text)
}

// NewKey makes a key. It takes the randomness of the operating system, because Go no longer lets a caller replace it.
func NewKey(kind KeyKind, random io.Reader) (key crypto.Signer, err error) {
	switch kind {
	case P256:
		key, err = ecdsa.GenerateKey(elliptic.P256(), random)
	case P384:
		key, err = ecdsa.GenerateKey(elliptic.P384(), random)
	case RSA3072:
		key, err = rsa.GenerateKey(random, 3072)
	case RSA4096:
		key, err = rsa.GenerateKey(random, 4096)
	default:
		err = fmt.Errorf("%q is no kind of key that signs reports", kind)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot make a key: %w", err)
	}
	return key, nil
}

// CheckKey returns an error unless a key can sign a report that common readers verify.
func CheckKey(public crypto.PublicKey) error {
	_, err := algorithmFor(public)
	return err
}

// KeyName names the algorithm of a key for people.
func KeyName(public crypto.PublicKey) string {
	switch key := public.(type) {
	case *ecdsa.PublicKey:
		return "ECDSA " + key.Curve.Params().Name
	case *rsa.PublicKey:
		return fmt.Sprintf("RSA of %d bits", key.N.BitLen())
	case ed25519.PublicKey:
		return "Ed25519"
	}
	return "an unknown algorithm"
}

func algorithmFor(public crypto.PublicKey) (algorithm, error) {
	switch key := public.(type) {
	case *ecdsa.PublicKey:
		switch key.Curve {
		case elliptic.P256():
			return withP256, nil
		case elliptic.P384():
			return withP384, nil
		}
	case *rsa.PublicKey:
		if n := key.N.BitLen(); n >= minRSA && n <= maxRSA {
			return withRSA, nil
		}
	case ed25519.PublicKey:
		return algorithm{}, errEdwards
	}
	return algorithm{}, fmt.Errorf("a key with %s cannot sign a report: it must be ECDSA P-256 or P-384, or RSA of %d to %d bits",
		KeyName(public), minRSA, maxRSA)
}
