package sshserver

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	gossh "golang.org/x/crypto/ssh"

	"assay/assessment"
	"assay/assessment/input"
)

// HostKey reads the key by which people recognize the server, and makes it if the file does
// not exist: an Ed25519 key that only its owner can read, in a folder of its own. It
// refuses a key that others can read: whoever has it can pretend to be this server.
func HostKey(path string) (gossh.Signer, error) {
	about, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := makeHostKey(path); err != nil {
			return nil, assessment.Errorf(assessment.Unwritten, "the host key %s cannot be made: %w", path, err)
		}
	case err == nil && about.Mode().IsRegular() && about.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows":
		return nil, assessment.Errorf(assessment.Refused, "others can read or change the host key %s", path).Because(assessment.OpenToOthers, path, "600")
	}
	text, err := input.Read(path, input.Key)
	if err != nil {
		return nil, err
	}
	key, err := gossh.ParsePrivateKey(text)
	if err != nil {
		return nil, assessment.Errorf(assessment.Invalid, "the host key %s cannot be used: %w", path, err)
	}
	return key, nil
}

// Fingerprint is the text by which people recognize a key, as ssh shows it.
func Fingerprint(key gossh.Signer) string { return gossh.FingerprintSHA256(key.PublicKey()) }

// makeHostKey writes a new key. The file appears whole, and never takes the place of
// another one: two servers that start together must not have two keys.
func makeHostKey(path string) error {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	block, err := gossh.MarshalPrivateKey(private, "host key of assay")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	aside, err := os.CreateTemp(filepath.Dir(path), ".host-key-*") // only its owner can read it
	if err != nil {
		return err
	}
	defer os.Remove(aside.Name())
	_, err = aside.Write(pem.EncodeToMemory(block))
	if err := errors.Join(err, aside.Sync(), aside.Close()); err != nil {
		return err
	}
	if err := os.Link(aside.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}
