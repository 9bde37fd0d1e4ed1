// Package agent signs reports with keys that an ssh-agent holds. The key itself may be on a token or in another machine:
// only the agent can use it, and nobody can copy it from here.
//
// An agent holds keys without certificates. Whoever keeps an identity stores its certificates beside the other identities.
package agent

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"assay/report/sign"
)

// ErrNoKey says that the agent does not hold the key.
var ErrNoKey = errors.New("the agent does not hold this key")

// fingerprintPrefix begins the fingerprint of a key as ssh-add prints it.
const fingerprintPrefix = "SHA256:"

// Key is a key that an agent holds. It implements [crypto.Signer] and [crypto.MessageSigner]. Use it from one goroutine at
// a time.
type Key struct {
	agent  agent.ExtendedAgent
	ssh    ssh.PublicKey
	public crypto.PublicKey
}

// Open finds a key by its fingerprint, as ssh-add prints it: SHA256:…. connection leads to the agent. It must stay open
// while the key is used, and must serve nothing else. The error is ErrNoKey, or says why the agent does not answer or why the key cannot sign a report.
func Open(connection io.ReadWriter, fingerprint string) (*Key, error) {
	held := agent.NewClient(connection)
	keys, err := held.List()
	if err != nil {
		return nil, fmt.Errorf("the agent does not answer: %w", err)
	}
	for _, listed := range keys {
		key, err := ssh.ParsePublicKey(listed.Blob)
		if err != nil {
			continue // a kind of key that this version does not know
		}
		if _, is := key.(*ssh.Certificate); is || ssh.FingerprintSHA256(key) != fingerprint {
			continue
		}
		public, err := publicOf(key)
		if err != nil {
			return nil, err
		}
		return &Key{held, key, public}, sign.CheckKey(public)
	}
	return nil, ErrNoKey
}

// publicOf returns the key in the form of package crypto.
func publicOf(key ssh.PublicKey) (crypto.PublicKey, error) {
	if strings.HasPrefix(key.Type(), "sk-") {
		return nil, errors.New("a FIDO key of ssh signs in a form of its own, which is no signature of a report: use the PIV applet of the token")
	}
	if plain, is := key.(ssh.CryptoPublicKey); is {
		return plain.CryptoPublicKey(), nil
	}
	return nil, fmt.Errorf("a key of the type %s cannot sign a report", key.Type())
}

// IsFingerprint reports whether a text has the form of a fingerprint of ssh.
func IsFingerprint(text string) bool {
	const digits = 43 // of 32 bytes in base64 without padding
	return strings.HasPrefix(text, fingerprintPrefix) && len(text) == len(fingerprintPrefix)+digits
}

// FingerprintOf returns the fingerprint by which an agent knows a key, or an empty text for a key that no agent holds.
func FingerprintOf(public crypto.PublicKey) string {
	key, err := ssh.NewPublicKey(public)
	if err != nil {
		return ""
	}
	return ssh.FingerprintSHA256(key)
}

// Public implements [crypto.Signer].
func (k *Key) Public() crypto.PublicKey { return k.public }

// Sign implements [crypto.Signer]. It always fails, because an agent hashes what it signs.
func (k *Key) Sign(io.Reader, []byte, crypto.SignerOpts) ([]byte, error) {
	return nil, errors.New("an agent signs whole messages only")
}

// SignMessage implements [crypto.MessageSigner]. An agent chooses the hash of an ECDSA key by its curve, and for an RSA key
// it is asked for SHA-256. Reports use the same hashes.
func (k *Key) SignMessage(_ io.Reader, message []byte, _ crypto.SignerOpts) ([]byte, error) {
	_, elliptic := k.public.(*ecdsa.PublicKey)
	flags, format := agent.SignatureFlagRsaSha256, ssh.KeyAlgoRSASHA256
	if elliptic {
		flags, format = 0, k.ssh.Type()
	}
	made, err := k.agent.SignWithFlags(k.ssh, message, flags)
	switch {
	case err != nil:
		return nil, fmt.Errorf("the agent refused: %w", err)
	case made.Format != format:
		return nil, fmt.Errorf("the agent signed with %q, and not with %q", made.Format, format)
	case elliptic:
		return inDER(made.Blob)
	}
	return padded(made.Blob, k.public), nil
}

// padded gives an RSA signature the length of its key. Some agents leave out zeros at its beginning.
func padded(blob []byte, public crypto.PublicKey) []byte {
	key, is := public.(*rsa.PublicKey)
	if !is || len(blob) >= key.Size() {
		return blob
	}
	return append(make([]byte, key.Size()-len(blob)), blob...)
}

// inDER returns an ECDSA signature in the form that certificates and PDF use.
func inDER(blob []byte) ([]byte, error) {
	var halves struct{ R, S *big.Int }
	if err := ssh.Unmarshal(blob, &halves); err != nil || halves.R.Sign() <= 0 || halves.S.Sign() <= 0 {
		return nil, errors.New("the agent sent a malformed signature")
	}
	var b cryptobyte.Builder
	b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1BigInt(halves.R)
		b.AddASN1BigInt(halves.S)
	})
	return b.Bytes()
}
