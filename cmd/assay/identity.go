package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"assay/assessment/wording"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/assessment/input"
	"assay/report/sign"
)

// An identity NAME has three files. NAME.p12 holds its key, encrypted with a
// passphrase, and its certificates; it is missing if an ssh-agent holds the key.
// NAME.pem beside it holds the certificates alone, which nobody needs to hide.
// Another NAME.pem, in the folder of trusted anchors, holds the authority that
// others must trust, and speaks for NAME. The file "default" beside the keys names
// the identity that signs.
const (
	keyEnding          = ".p12"
	certificatesEnding = ".pem"
	defaultMarker      = "default"
)

func (a *app) identityCommand() *cobra.Command {
	return a.noun("identity", "Manage the identities that sign reports", a.identityNew(), a.identityImport(), a.identityShow(), a.identityExport(), a.identityTrust())
}

// checkIdentityName checks that a name is a valid file name on every system.
func (a *app) checkIdentityName(name string) error {
	switch {
	case name == "":
		return usagef(a.example(), "--name is missing")
	case name != hostile.Line(name) || strings.ContainsAny(name, `/\:*?"<>|`) || strings.HasPrefix(name, ".") || name == defaultMarker:
		return usagef("choose a name that is also a valid file name", "%q cannot be the name of an identity", name)
	}
	if err := sign.CheckName(name); err != nil {
		return usagef("type it again, in one alphabet", "--name: %v", err)
	}
	return nil
}

func (a *app) identityFiles(name string) (key, anchor string) {
	return filepath.Join(a.folders.identities, name+keyEnding), filepath.Join(a.folders.trusted, name+anchorEnding)
}

// certificatesFile holds the certificates of an identity.
func (a *app) certificatesFile(name string) string {
	return filepath.Join(a.folders.identities, name+certificatesEnding)
}

// mustBeNew refuses the name of an identity or an anchor that is there already.
func (a *app) mustBeNew(name string) error {
	key, anchor := a.identityFiles(name)
	for _, path := range []string{key, a.certificatesFile(name), anchor, namesFile(anchor)} {
		if _, err := os.Lstat(path); err == nil {
			return failf(assessment.Refused, "choose another name; assay never overwrites an identity", "%s already exists", path)
		}
	}
	return nil
}

// kept is an identity as it is put into the folders of this account.
type kept struct {
	name     string
	identity sign.Identity
	packed   []byte // the file of its key; nil if an agent holds it
}

// file is the file that makes it an identity.
func (a *app) fileOf(k kept) string {
	if key, _ := a.identityFiles(k.name); k.packed != nil {
		return key
	}
	return a.certificatesFile(k.name)
}

// keepIdentity writes the files of an identity. It writes the key last, so that a
// failure before it leaves no identity.
func (a *app) keepIdentity(k kept, did string) error {
	_, anchor := a.identityFiles(k.name)
	authority := k.identity.Authority()
	own := []string{}
	undo := func() {
		for _, path := range own {
			_ = os.Remove(path)
		}
	}
	write := func(path string, content []byte, mode os.FileMode) error {
		err := writeFile(path, content, mode)
		if err != nil {
			undo()
		}
		own = append(own, path)
		return err
	}
	signer := k.identity.Certificate.Subject.CommonName
	if authority != nil && sign.OwnName(authority) != signer {
		if err := write(namesFile(anchor), []byte(signer+"\n"), 0o644); err != nil {
			return err
		}
	}
	if authority != nil {
		if err := write(anchor, sign.EncodeAnchor(authority), 0o644); err != nil {
			return err
		}
	}
	if err := write(a.certificatesFile(k.name), k.identity.EncodeCertificates(), 0o600); err != nil {
		return err
	}
	if k.packed != nil {
		key, _ := a.identityFiles(k.name)
		if err := write(key, k.packed, 0o600); err != nil {
			return err
		}
	}
	if _, err := a.settings(); err != nil {
		return err
	}
	standard, err := a.defaultIdentity()
	if err != nil {
		return err
	}
	if standard == "" {
		if err := writeFile(filepath.Join(a.folders.identities, defaultMarker), []byte(k.name+"\n"), 0o600); err != nil {
			return err
		}
		standard = k.name
	}
	return a.show(a.describe(k.name, standard), func() { a.sayKept(k, did, anchor, standard) })
}

func (a *app) sayKept(k kept, did, anchor, standard string) {
	c := k.identity.Certificate
	a.out.print("%s\n", a.fileOf(k))
	a.say("%s the identity of %s, %s, certificate %s, valid until %s", did, c.Subject.CommonName, sign.KeyName(c.PublicKey), wording.Short(sign.Fingerprint(c)), c.NotAfter.Format(time.DateOnly))
	if authority := k.identity.Authority(); authority != nil {
		a.say("`assay verify` on this account trusts its authority for %s: %s", c.Subject.CommonName, anchor)
		a.say("read the fingerprint of the authority out to whoever gets that file: %s", sign.ReadOut(sign.Fingerprint(authority)))
	} else {
		a.say("the file has no certificate of an authority: trust it with `assay identity trust FILE --for %q`", c.Subject.CommonName)
	}
	a.warnOfEvaluator(c.Subject.CommonName)
	if standard == k.name {
		a.say("assay signs reports with it, unless --as names another")
	}
}

// warnOfEvaluator says that the journal knows a signer by something else than their
// name, because reports then say that they sign for somebody else.
func (a *app) warnOfEvaluator(signer string) {
	known := a.work.Evaluator
	if known == "" || assessment.NamesPerson(known, signer) {
		return
	}
	better := signer
	if strings.Contains(known, "@") && !strings.Contains(known, "<") {
		better += " <" + known + ">"
	}
	hint := fmt.Sprintf("if that is the same person, write evaluator: %q into %s", better, a.folders.config)
	if a.loaded.onServer() {
		hint = fmt.Sprintf("if that is the same person, ask who runs the server for a login of the name %q", signer)
	}
	a.warn(hint,
		"the journal knows you as %q, which does not name %s: reports would say that one signs for the other", known, signer)
}

// defaultIdentity is the name of the identity that signs, or empty.
func (a *app) defaultIdentity() (string, error) {
	text, err := input.Read(filepath.Join(a.folders.identities, defaultMarker), input.Configuration)
	if errors.Is(err, os.ErrNotExist) {
		return "", nil
	}
	return strings.TrimSpace(string(text)), err
}
