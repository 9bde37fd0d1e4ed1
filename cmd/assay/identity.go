package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"assay/assessment/wording"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/assessment/input"
	"assay/report"
	"assay/report/sign"
)

// An identity NAME has two files. NAME.p12 holds its key, encrypted with a
// passphrase. NAME.pem, in the folder of trusted anchors, holds the authority that
// others must trust, and speaks for NAME. A third file, "default" beside the keys, names the identity
// that signs.
const (
	keyEnding     = ".p12"
	defaultMarker = "default"
)

func (a *app) identityCommand() *cobra.Command {
	return a.noun("identity", "Manage the identities that sign reports", a.identityNew(), a.identityTrust(), a.identityShow())
}

func (a *app) identityNew() *cobra.Command {
	var name, organisation string
	phrase := passphrases{}
	cmd := &cobra.Command{
		Use:   "new --name NAME",
		Short: "Make a signing key",
		Long: `Make a signing key, encrypted with a passphrase, and an authority that vouches for it. Reports are signed with the first
identity you make, unless you name another. The authority speaks only for its owner. To verify reports, other people need its
certificate: give them the .pem file, and tell them the first 16 digits of its fingerprint in another way.`,
		Example: `  assay identity new --name "Dana Whitfield" --organisation "Lakeside Health"
  assay identity new --name "Dana Whitfield" --passphrase-fd 3 3<passphrase.txt`,
		Args: cobra.NoArgs,
	}
	cmd.Flags().StringVar(&name, "name", "", "the name of the signer")
	cmd.Flags().StringVar(&organisation, "organisation", "", "the organization of the signer (default from the settings)")
	phrase.register(cmd)
	cmd.RunE = a.does(func(ctx context.Context, _ []string) error {
		settings, err := a.settings()
		if err != nil {
			return err
		}
		if err := checkIdentityName(name); err != nil {
			return err
		}
		key, anchor := a.identityFiles(name)
		for _, path := range []string{key, anchor, namesFile(anchor)} {
			if _, err := os.Lstat(path); err == nil {
				return failf(assessment.Refused, "choose another name; assay never overwrites an identity", "%s already exists", path)
			}
		}
		passphrase, err := phrase.get(ctx, a, "the new identity", true)
		if err != nil {
			return err
		}
		identity, err := sign.Create(name, cmp.Or(organisation, settings.organisation), a.now(), rand.Reader)
		if err != nil {
			return assessment.Errorf(assessment.Invalid, "%w", err)
		}
		return a.keepIdentity(name, identity, passphrase)
	})
	return cmd
}

// checkIdentityName checks that a name is a valid file name on every system.
func checkIdentityName(name string) error {
	switch {
	case name == "":
		return usagef(`for example: assay identity new --name "Dana Whitfield"`, "--name is missing")
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

// keepIdentity writes the files of an identity. It writes the key last, so that a
// failure before it leaves no identity.
func (a *app) keepIdentity(name string, identity sign.Identity, passphrase string) error {
	packed, err := identity.Encode(passphrase)
	if err != nil {
		return err
	}
	if _, err := sign.Open(packed, passphrase); err != nil {
		return assessment.Errorf(assessment.Failed, "the new identity cannot be opened again: %w", err)
	}
	key, anchor := a.identityFiles(name)
	if err := writeFile(anchor, sign.EncodeAnchor(identity.Authority()), 0o644); err != nil {
		return err
	}
	if err := writeFile(key, packed, 0o600); err != nil {
		_ = os.Remove(anchor)
		return err
	}
	standard, err := a.defaultIdentity()
	if err != nil {
		return err
	}
	if standard == "" {
		if err := writeFile(filepath.Join(a.folders.identities, defaultMarker), []byte(name+"\n"), 0o600); err != nil {
			return err
		}
		standard = name
	}
	return a.show(a.describe(name, standard), func() {
		a.out.print("%s\n", key)
		a.say("created the identity of %s, certificate %s, valid until %s", name, wording.Short(sign.Fingerprint(identity.Certificate)), identity.Certificate.NotAfter.Format(time.DateOnly))
		a.say("`assay verify` on this account trusts its authority for %s: %s", name, anchor)
		a.say("read the fingerprint of the authority out to whoever gets that file: %s", sign.ReadOut(sign.Fingerprint(identity.Authority())))
		if standard == name {
			a.say("assay signs reports with it, unless --as names another")
		}
	})
}

// defaultIdentity is the name of the identity that signs, or empty.
func (a *app) defaultIdentity() (string, error) {
	text, err := input.Read(filepath.Join(a.folders.identities, defaultMarker), input.Configuration)
	if errors.Is(err, os.ErrNotExist) {
		return "", nil
	}
	return strings.TrimSpace(string(text)), err
}

// signature holds the flags for signing a report.
type signature struct {
	as  string
	tsa string // the address of an authority of time stamps
	passphrases
}

func (s *signature) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&s.as, "as", "", "sign with this identity: `p12:PATH` (default the first one created)")
	cmd.Flags().StringVar(&s.tsa, "tsa", "", "add a time stamp of the authority (RFC 3161) at this `URL`, so that the signature outlives its certificate")
	s.passphrases.register(cmd)
}

func (s *signature) given() bool { return s.as != "" || s.tsa != "" || s.descriptor >= 0 }

// sign signs a report as its assessor, certifies it, and verifies the signed file.
// by is the identity that signed.
func (s *signature) sign(ctx context.Context, a *app, file []byte) (signed []byte, by sign.Identity, err error) {
	path, err := s.keyFile(a)
	if err != nil {
		return nil, by, err
	}
	packed, err := input.Read(path, input.Key)
	if err != nil {
		return nil, by, err
	}
	passphrase, err := s.get(ctx, a, filepath.Base(path), false)
	if err != nil {
		return nil, by, err
	}
	if by, err = sign.Open(packed, passphrase); err != nil {
		return nil, by, assessment.Errorf(assessment.Invalid, "cannot sign with %s: %w", path, err)
	}
	signer := report.Signer{Role: sign.Assessor, When: a.now()}
	if s.tsa != "" {
		if signer.TSA, err = a.stamper(ctx, s.tsa); err != nil {
			return nil, by, err
		}
	}
	signed, err = report.Sign(file, by, signer)
	if err != nil {
		return nil, by, assessment.Errorf(assessment.Failed, "cannot sign the report: %w", err)
	}
	return signed, by, a.proveOwn(ctx, signed, by)
}

// keyFile is the key file of the identity that signs.
func (s *signature) keyFile(a *app) (string, error) {
	if s.as != "" {
		path, is := strings.CutPrefix(s.as, "p12:")
		if !is || path == "" {
			return "", usagef("for example: --as p12:dana.p12", "--as: %q is not p12:PATH", s.as)
		}
		return path, nil
	}
	name, err := a.defaultIdentity()
	if err != nil {
		return "", err
	}
	if name == "" {
		return "", failf(assessment.NotFound, "create one with `assay identity new --name NAME`, or name one with --as p12:PATH", "there is no identity to sign with")
	}
	key, _ := a.identityFiles(name)
	return key, nil
}
