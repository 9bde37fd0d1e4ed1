package agent_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"net"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
	sshagent "golang.org/x/crypto/ssh/agent"

	"assay/report/pdf/pdftest"
	"assay/report/sign"
	"assay/report/sign/agent"
)

// holding returns a connection to an agent that holds keys.
func holding(t *testing.T, keys ...any) net.Conn {
	t.Helper()
	held := sshagent.NewKeyring()
	for _, key := range keys {
		if err := held.Add(sshagent.AddedKey{PrivateKey: key}); err != nil {
			t.Fatal(err)
		}
	}
	return serving(t, held)
}

func serving(t *testing.T, held sshagent.Agent) net.Conn {
	t.Helper()
	here, there := net.Pipe()
	go func() { _ = sshagent.ServeAgent(held, there) }()
	t.Cleanup(func() {
		here.Close()
		there.Close()
	})
	return here
}

func edwards(t *testing.T) ed25519.PrivateKey {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func elliptical(t *testing.T, curve elliptic.Curve) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func short(t *testing.T, bits int) *rsa.PrivateKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func fingerprint(t *testing.T, key crypto.Signer) string {
	t.Helper()
	name := agent.FingerprintOf(key.Public())
	if !agent.IsFingerprint(name) {
		t.Fatalf("%q is not a fingerprint", name)
	}
	return name
}

func TestAKeyInAnAgentSignsAReport(t *testing.T) {
	for name, key := range map[string]crypto.Signer{
		"P-256": elliptical(t, elliptic.P256()), "P-384": elliptical(t, elliptic.P384()), "RSA": short(t, 3072),
	} {
		t.Run(name, func(t *testing.T) {
			found, err := agent.Open(holding(t, edwards(t), key), fingerprint(t, key))
			if err != nil {
				t.Fatal(err)
			}
			id, err := sign.Certify(found, "Ruth Ortiz", "", pdftest.When, rand.Reader)
			if err != nil {
				t.Fatal(err)
			}
			if err := id.Try(); err != nil {
				t.Fatal(err)
			}
			file, err := sign.Sign(pdftest.Finished(t, 2), id, sign.Options{Field: sign.Approver, When: pdftest.When, Certify: true})
			if err != nil {
				t.Fatal(err)
			}
			verified, err := sign.Verify(file, sign.Policy{Now: pdftest.When, Anchors: sign.Own(id.Chain)})
			if err != nil || !verified.Proven() {
				t.Errorf("not proven: %v, %v", err, verified.Problems)
			}
			if _, err := id.Encode("correct horse"); err == nil {
				t.Error("the key left the agent")
			}
			if _, err := found.Sign(nil, nil, nil); err == nil {
				t.Error("an agent signed a digest")
			}
		})
	}
}

func TestKeysThatSignNoReport(t *testing.T) {
	for want, key := range map[string]crypto.Signer{
		"pdfsig and OpenSSL 3.0 cannot verify": edwards(t),
		"ECDSA P-521 cannot sign a report":     elliptical(t, elliptic.P521()),
		"RSA of 2048 bits cannot sign":         short(t, 2048),
	} {
		kept := key
		var added any = kept
		if plain, is := kept.(ed25519.PrivateKey); is {
			added = &plain
		}
		if _, err := agent.Open(holding(t, added), fingerprint(t, key)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	key := elliptical(t, elliptic.P256())
	if _, err := agent.Open(holding(t), fingerprint(t, key)); !errors.Is(err, agent.ErrNoKey) {
		t.Errorf("an empty agent: %v", err)
	}
	connection := holding(t, key)
	connection.Close()
	if _, err := agent.Open(connection, fingerprint(t, key)); err == nil || !strings.Contains(err.Error(), "does not answer") {
		t.Errorf("an agent that has gone: %v", err)
	}
}

// lying is an agent whose signatures are not those that one asked for.
type lying struct {
	sshagent.ExtendedAgent
	signature ssh.Signature
}

func (l lying) SignWithFlags(ssh.PublicKey, []byte, sshagent.SignatureFlags) (*ssh.Signature, error) {
	if l.signature.Format == "" {
		return nil, errors.New("the token was pulled out")
	}
	return &l.signature, nil
}

func TestAnAgentThatLiesIsNoticed(t *testing.T) {
	key, other := elliptical(t, elliptic.P256()), elliptical(t, elliptic.P256())
	signer, err := ssh.NewSignerFromKey(other)
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := signer.Sign(rand.Reader, []byte("something"))
	if err != nil {
		t.Fatal(err)
	}
	for want, signature := range map[string]ssh.Signature{
		"the agent refused":             {},
		"the agent signed with":         {Format: "ssh-rsa", Blob: []byte{1}},
		"sent a malformed signature":    {Format: ssh.KeyAlgoECDSA256, Blob: []byte{1}},
		"not made by the key of its ce": *foreign,
	} {
		held := sshagent.NewKeyring()
		if err := held.Add(sshagent.AddedKey{PrivateKey: key}); err != nil {
			t.Fatal(err)
		}
		extended, is := held.(sshagent.ExtendedAgent)
		if !is {
			t.Fatal("the agent cannot be extended")
		}
		found, err := agent.Open(serving(t, lying{extended, signature}), fingerprint(t, key))
		if err != nil {
			t.Fatal(err)
		}
		id, err := sign.Certify(found, "Ruth Ortiz", "", pdftest.When, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if err := id.Try(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

func TestFingerprints(t *testing.T) {
	for text, want := range map[string]bool{
		"SHA256:NLTJ1sfQ7QzCsvl7oQC2yBCvTRXNP5ydJ0oIzP2bQJ8": true,
		"SHA256:": false, "": false, "MD5:00:11": false, "SHA256:NLTJ1sfQ7QzCsvl7oQC2yBCvTRXNP5ydJ0oIzP2bQJ8=": false,
	} {
		if agent.IsFingerprint(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
	if name := agent.FingerprintOf("no key"); name != "" {
		t.Errorf("no key has the fingerprint %q", name)
	}
}
