package main

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"assay/assessment"
	"assay/assessment/input"
	"assay/report/sign"
	"assay/report/sign/agent"
)

// keyStore is a kind of place where a key is kept.
type keyStore string

// The kinds of places, as they begin a reference.
const (
	inP12   keyStore = "p12"
	inPEM   keyStore = "pem"
	inAgent keyStore = "agent"
)

// reference says where a key is: p12:PATH, pem:PATH or agent:SHA256:….
type reference struct {
	store keyStore
	place string // a path, or a fingerprint
}

func (r reference) String() string { return string(r.store) + ":" + r.place }

// parseReference reads a reference as a person types it after --as.
func parseReference(text string) (reference, error) {
	store, place, found := strings.Cut(text, ":")
	ref := reference{keyStore(store), place}
	switch {
	case !found || place == "" || ref.store != inP12 && ref.store != inPEM && ref.store != inAgent:
		return ref, usagef("for example: --as p12:dana.p12, --as pem:dana.pem or --as agent:SHA256:…", "%q is not p12:PATH, pem:PATH or agent:SHA256:…", text)
	case ref.store == inAgent && !agent.IsFingerprint(place):
		return ref, usagef("`ssh-add -l` prints the fingerprints of its keys", "%q is not the fingerprint of a key in an ssh-agent", place)
	}
	return ref, nil
}

// findReference finds the key of an identity: the one that a person names, by a
// reference or as an identity of this account, or else the default.
func (a *app) findReference(as string) (reference, error) {
	store, _, typed := strings.Cut(as, ":")
	if typed && store != "" {
		return parseReference(as)
	}
	name := as
	if name == "" {
		standard, err := a.defaultIdentity()
		if err != nil {
			return reference{}, err
		}
		if standard == "" {
			return reference{}, failf(assessment.NotFound, "create one with `assay identity new --name NAME`, or name one with --as p12:PATH", "there is no identity to sign with")
		}
		name = standard
	}
	if key, _ := a.identityFiles(name); exists(key) || as == "" && !exists(a.certificatesFile(name)) {
		return reference{inP12, key}, nil
	}
	certificates, err := readCertificates(a.certificatesFile(name))
	if assessment.CodeOf(err) == assessment.NotFound {
		return reference{}, failf(assessment.NotFound, "`assay identity show` lists all; --as also takes p12:PATH, pem:PATH and agent:SHA256:…", "there is no identity %q", name)
	}
	if err != nil {
		return reference{}, err
	}
	return reference{inAgent, agent.FingerprintOf(certificates[0].PublicKey)}, nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// openIdentity opens the identity at a reference. Call the function that it returns
// when the identity has signed.
func (a *app) openIdentity(ctx context.Context, ref reference, phrase *passphrases) (id sign.Identity, done func(), err error) {
	done = func() {}
	switch ref.store {
	case inAgent:
		return a.openAgentIdentity(ctx, ref.place)
	case inPEM:
		id, _, err = a.openPEM(ctx, ref.place, phrase)
	default:
		id, _, err = a.openP12(ctx, ref.place, phrase)
	}
	return id, done, err
}

// openP12 opens a PKCS#12 file, and returns its passphrase.
func (a *app) openP12(ctx context.Context, path string, phrase *passphrases) (sign.Identity, string, error) {
	packed, err := readKey(path)
	if err != nil {
		return sign.Identity{}, "", err
	}
	passphrase, err := phrase.get(ctx, a, filepath.Base(path), false)
	if err != nil {
		return sign.Identity{}, "", err
	}
	id, err := sign.Open(packed, passphrase)
	return id, passphrase, cannotSign(path, err)
}

// openPEM opens a PEM file, and returns its passphrase if it has one.
func (a *app) openPEM(ctx context.Context, path string, phrase *passphrases) (sign.Identity, string, error) {
	text, err := readKey(path)
	if err != nil {
		return sign.Identity{}, "", err
	}
	passphrase := ""
	if sign.NeedsPassphrase(text) {
		if passphrase, err = phrase.get(ctx, a, filepath.Base(path), false); err != nil {
			return sign.Identity{}, "", err
		}
	}
	id, err := sign.OpenPEM(text, passphrase)
	return id, passphrase, cannotSign(path, err)
}

func cannotSign(path string, err error) error {
	if err == nil {
		return nil
	}
	return assessment.Errorf(assessment.Invalid, "cannot sign with %s: %w", path, err)
}

// openAgentIdentity joins a key of the ssh-agent with its certificates, which this
// account keeps.
func (a *app) openAgentIdentity(ctx context.Context, fingerprint string) (id sign.Identity, done func(), err error) {
	key, hangUp, err := a.agentKey(ctx, fingerprint)
	if err != nil {
		return id, nil, err
	}
	names, err := a.ownIdentities()
	if err != nil {
		hangUp()
		return id, nil, err
	}
	for _, name := range names {
		file := a.certificatesFile(name)
		certificates, err := readCertificates(file)
		if err != nil || agent.FingerprintOf(certificates[0].PublicKey) != fingerprint {
			continue
		}
		if id, err = sign.NewIdentity(key, certificates); err != nil {
			hangUp()
			return id, nil, cannotSign(file, err)
		}
		return id, hangUp, nil
	}
	hangUp()
	return id, nil, failf(assessment.NotFound,
		fmt.Sprintf("make one with `assay identity new --name NAME --as agent:%s`, or keep the one that your company issued with `assay identity import agent:%s --certificate FILE`", fingerprint, fingerprint),
		"the key is in the agent, but this account keeps no certificate of it")
}

// readCertificates reads the certificates of one identity, its own first.
func readCertificates(path string) ([]*x509.Certificate, error) {
	text, err := input.Read(path, input.Certificates)
	if err != nil {
		return nil, err
	}
	all, err := sign.ParseCertificates(text)
	if err != nil {
		return nil, assessment.Errorf(assessment.Invalid, "%s: %w", path, err)
	}
	return all, nil
}

// readKey reads a file with a private key. It refuses a file that other accounts of
// this machine can read or change: they could sign in its owner's name, or guess the
// passphrase for as long as they like. Windows keeps no such modes.
func readKey(path string) ([]byte, error) {
	file, err := input.Open(path, input.Key)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	about, err := file.Stat()
	if err != nil {
		return nil, err
	}
	const others = 0o077
	if mode := about.Mode().Perm(); mode&others != 0 && runtime.GOOS != "windows" {
		return nil, assessment.Errorf(assessment.Refused, "other accounts can reach the key %s: its mode is %04o", path, mode).
			Because(assessment.OpenToOthers, path, fmt.Sprintf("%o", mode&^others))
	}
	return io.ReadAll(file)
}

// agentKey finds a key that the ssh-agent holds. Call the function that it returns
// when the key has signed. A token may wait for a touch; whoever breaks off ends the
// wait.
func (a *app) agentKey(ctx context.Context, fingerprint string) (key *agent.Key, hangUp func(), err error) {
	connection, err := a.dialAgent(ctx)
	if err != nil {
		return nil, nil, err
	}
	stop := context.AfterFunc(ctx, func() { connection.Close() })
	hangUp = func() {
		stop()
		connection.Close()
	}
	key, err = agent.Open(connection, fingerprint)
	if err == nil {
		return key, hangUp, nil
	}
	hangUp()
	if errors.Is(err, agent.ErrNoKey) {
		return nil, nil, failf(assessment.NotFound, "`ssh-add -l` lists the keys of the agent, `ssh-add FILE` adds one", "the ssh-agent does not hold the key %s", fingerprint)
	}
	return nil, nil, assessment.Errorf(assessment.Invalid, "cannot sign with the key %s: %w", fingerprint, err)
}
