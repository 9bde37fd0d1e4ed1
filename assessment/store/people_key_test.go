package store

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"encoding/pem"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"assay/assessment"
	"assay/assessment/input/inputtest"
)

// lineOf is a public key as a line of an authorized_keys file.
func lineOf(t testing.TB, key any) string {
	t.Helper()
	public, err := ssh.NewPublicKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(public)))
}

func ed25519Key(t testing.TB) (string, ed25519.PrivateKey) {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return lineOf(t, public), private
}

func TestKeysAreReadFromFiles(t *testing.T) {
	one, private := ed25519Key(t)
	two, _ := ed25519Key(t)
	weak, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(private, "")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	certificate := &ssh.Certificate{Key: signer.PublicKey(), CertType: ssh.UserCert, ValidBefore: ssh.CertTimeInfinity}
	if err := certificate.SignCert(rand.Reader, signer); err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string]struct {
		text string
		keys int
		want assessment.Case // of the error
		says string
	}{
		"one key":          {one + " dana@desk\n", 1, "", ""},
		"several, Windows": {"\uFEFF# Dana\r\n\r\n" + one + "\r\n" + two + " old\r\n", 2, "", ""},
		"nothing":          {"# none\n\n", 0, assessment.KeyUnfit, "no public key in it"},
		"options":          {one + "\ncommand=\"sh\" " + two, 0, assessment.KeyUnfit, "line 2: options"},
		"a short RSA key":  {lineOf(t, &weak.PublicKey), 0, assessment.KeyUnfit, "line 1: an RSA key needs 3,072 bits"},
		"a certificate":    {string(ssh.MarshalAuthorizedKey(certificate)), 0, assessment.KeyUnfit, "are not taken"},
		"a private key":    {string(pem.EncodeToMemory(block)), 0, assessment.KeyPrivate, "a private key"},
		"something else":   {"root:x:0:0::/root:/bin/sh", 0, assessment.KeyUnfit, "line 1: this is no public key"},
	} {
		keys, err := ReadKeys([]byte(file.text))
		if len(keys) != file.keys || assessment.CaseOf(err) != file.want || err != nil && !strings.Contains(err.Error(), file.says) {
			t.Errorf("%s: %d keys, %v", name, len(keys), err)
		}
		if err != nil && strings.Contains(err.Error(), "AAAA") {
			t.Errorf("%s: the error repeats the file: %v", name, err)
		}
	}
}

// Whatever a file holds, its keys can be added as they are returned, and an error repeats
// none of it.
func FuzzReadKeys(f *testing.F) {
	one, _ := ed25519Key(f)
	f.Add([]byte(one + " dana@desk\n"))
	f.Add([]byte("# x\r\n" + one + "\n" + `no-pty,command="x" ` + one))
	f.Add([]byte("-----BEGIN OPENSSH PRIVATE KEY-----\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		inputtest.Bounded(t, func() {
			lines, err := ReadKeys(text)
			if (err == nil) == (len(lines) == 0) {
				t.Errorf("%d keys, %v", len(lines), err)
			}
			for _, line := range lines {
				key, err := ReadKey(line)
				if err != nil || !strings.HasPrefix(key.Fingerprint, "SHA256:") || strings.ContainsAny(key.Line+key.Comment, "\r\n\x1b") {
					t.Errorf("%q: %+v, %v", line, key, err)
				}
			}
		})
	})
}
