package main

import (
	"cmp"
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/report/sign"
)

func (a *app) identityImport() *cobra.Command {
	var name, certificates string
	old, fresh := passphrases{}, passphrases{flag: "--new-passphrase-fd"}
	cmd := &cobra.Command{
		Use:   "import p12:PATH|pem:PATH|agent:SHA256:…",
		Short: "Keep a key that somebody else made",
		Long: `Keep an identity that your company issued, or that you made on another machine. assay reads PKCS#12 and PEM files, and keeps
the key as PKCS#12. The passphrase stays the same; it is asked for anew if the file has none, or one of less than 12 characters.

A key in your ssh-agent stays there. Name the file with its certificate and those above it, in PEM, with --certificate. If nobody
issued one, "assay identity new --as" makes it.

This account then trusts the authority in the file for the signer, and for nobody else.`,
		Example: `  assay identity import p12:dana.p12
  assay identity import pem:karel.pem --name "Karel Brandt"
  assay identity import agent:SHA256:NLTJ1sfQ7QzCsvl7oQC2yBCvTRXNP5ydJ0oIzP2bQJ8 --certificate ruth.crt`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&name, "name", "", "the name of the identity here (default the name in its certificate)")
	cmd.Flags().StringVar(&certificates, "certificate", "", "the PEM `FILE` with the certificates of a key in the ssh-agent")
	cmd.Flags().IntVar(&fresh.descriptor, "new-passphrase-fd", -1, "read the new passphrase from this file descriptor: one line")
	old.register(cmd)
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		ref, err := parseReference(args[0])
		switch {
		case err != nil:
			return err
		case ref.store == inAgent && certificates == "":
			return usagef("add --certificate FILE; or make one with `assay identity new --name NAME --as "+args[0]+"`", "an ssh-agent keeps no certificates")
		case ref.store != inAgent && certificates != "":
			return usagef("put the certificates into the file of the key", "--certificate is for a key in an ssh-agent")
		case ref.store == inAgent:
			return a.importAgentKey(ctx, ref.place, certificates, name)
		}
		return a.importFile(ctx, ref, name, &old, &fresh)
	})
	return cmd
}

// importFile keeps a key from a file.
func (a *app) importFile(ctx context.Context, ref reference, name string, old, fresh *passphrases) error {
	open := a.openP12
	if ref.store == inPEM {
		open = a.openPEM
	}
	identity, passphrase, err := open(ctx, ref.place, old)
	if err != nil {
		return err
	}
	if name, err = a.nameFor(name, identity); err != nil {
		return err
	}
	if checkPassphrase(passphrase, true) != nil {
		if passphrase, err = fresh.get(ctx, a, "the identity as it is kept here", true); err != nil {
			return err
		}
	}
	return a.keepEncrypted(name, identity, passphrase, "imported")
}

// importAgentKey keeps the certificates of a key in an agent.
func (a *app) importAgentKey(ctx context.Context, fingerprint, file, name string) error {
	certificates, err := readCertificates(file)
	if err != nil {
		return err
	}
	key, hangUp, err := a.agentKey(ctx, fingerprint)
	if err != nil {
		return err
	}
	defer hangUp()
	identity, err := sign.NewIdentity(key, certificates)
	if err != nil {
		return cannotSign(file, err)
	}
	if name, err = a.nameFor(name, identity); err != nil {
		return err
	}
	return a.keepAgentKey(name, identity, "imported")
}

// nameFor is the name under which an identity is kept, if it is valid and new.
func (a *app) nameFor(name string, identity sign.Identity) (string, error) {
	signer := identity.Certificate.Subject.CommonName
	name = cmp.Or(name, signer)
	if err := a.checkIdentityName(name); err != nil {
		return "", err
	}
	if until := identity.Certificate.NotAfter; a.now().After(until) {
		return "", failf(assessment.Invalid, "ask who issued it for a new one", "the certificate of %q ended on %s", signer, fmt.Sprint(until.Format("2006-01-02")))
	}
	return name, a.mustBeNew(name)
}
