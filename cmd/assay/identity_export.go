package main

import (
	"context"
	"path/filepath"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/input"
	"assay/assessment/wording"
	"assay/report/sign"
)

func (a *app) identityExport() *cobra.Command {
	var out string
	var withKey bool
	phrase := passphrases{}
	cmd := &cobra.Command{
		Use:   "export NAME -o FILE",
		Short: "Write what others need to verify you, or your key for another machine",
		Long: `Write the certificate of your authority: whoever verifies your reports trusts it with "assay identity trust FILE". Read the first
16 digits of its fingerprint out to them, by telephone or from a letterhead.

With --key, write the identity with its encrypted key, to import it on another machine. assay asks for its passphrase, which
stays the same. A key in an ssh-agent cannot be exported.`,
		Example: `  assay identity export "Dana Whitfield" -o dana.pem
  assay identity export "Dana Whitfield" --key -o dana.p12`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "the `FILE` to write")
	cmd.Flags().BoolVar(&withKey, "key", false, "write the encrypted key too, as PKCS#12")
	phrase.register(cmd)
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		switch {
		case out == "":
			return usagef(a.example(), "where to is not said: -o is missing")
		case exists(out):
			return failf(assessment.Refused, "choose another name", "%s already exists", out)
		case withKey:
			return a.exportKey(ctx, args[0], out, &phrase)
		}
		return a.exportAuthority(args[0], out)
	})
	return cmd
}

// exportedIdentity is the result of an export.
type exportedIdentity struct {
	Name        string `json:"name"`
	File        string `json:"file"`
	Fingerprint string `json:"fingerprint"` // of the authority, or of the signer with the key
	WithKey     bool   `json:"key"`
}

// exportAuthority writes the certificate that others must trust.
func (a *app) exportAuthority(name, out string) error {
	key, anchor := a.identityFiles(name)
	text, err := input.Read(anchor, input.Certificates)
	switch {
	case err != nil && !exists(key) && !exists(a.certificatesFile(name)):
		return errNoIdentity(name)
	case assessment.CodeOf(err) == assessment.NotFound:
		return failf(assessment.NotFound, "your company publishes the certificate of its authority", "this account keeps no authority of %q", name)
	case err != nil:
		return err
	}
	authorities, err := sign.ParseAnchors(text)
	if err != nil {
		return assessment.Errorf(assessment.Invalid, "%s: %w", anchor, err)
	}
	if err := writeFile(out, text, 0o644); err != nil {
		return err
	}
	fingerprint := sign.Fingerprint(authorities[0])
	return a.show(exportedIdentity{name, out, fingerprint, false}, func() {
		a.say("wrote %s: `assay identity trust %s` trusts it", out, filepath.Base(out))
		a.say("read its fingerprint out to whoever gets the file: %s", sign.ReadOut(fingerprint))
	})
}

// exportKey writes an identity with its key.
func (a *app) exportKey(ctx context.Context, name, out string, phrase *passphrases) error {
	key, _ := a.identityFiles(name)
	switch {
	case exists(key):
	case exists(a.certificatesFile(name)):
		return failf(assessment.Refused, "give the other machine the same token, or a key of its own", "the key of %q is in an ssh-agent, which hands out no key", name)
	default:
		return errNoIdentity(name)
	}
	identity, _, err := a.openP12(ctx, key, phrase)
	if err != nil {
		return err
	}
	packed, err := readKey(key)
	if err != nil {
		return err
	}
	if err := writeFile(out, packed, 0o600); err != nil {
		return err
	}
	fingerprint := sign.Fingerprint(identity.Certificate)
	return a.show(exportedIdentity{name, out, fingerprint, true}, func() {
		a.say("wrote %s with the encrypted key of %s, certificate %s", out, name, wording.Short(fingerprint))
		a.say("`assay identity import p12:%s` keeps it on another machine", filepath.Base(out))
	})
}

func errNoIdentity(name string) error {
	return failf(assessment.NotFound, "`assay identity show` lists all", "there is no identity %q", name)
}
