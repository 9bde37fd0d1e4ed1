package main

import (
	"cmp"
	"context"
	"crypto"
	"crypto/rand"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/report/sign"
)

func (a *app) identityNew() *cobra.Command {
	var name, organisation, kind, as string
	phrase := passphrases{}
	cmd := &cobra.Command{
		Use:   "new --name NAME",
		Short: "Make a signing key",
		Long: `Make a signing key, encrypted with a passphrase of at least 12 characters, and an authority that vouches for it. Reports are
signed with the first identity you make, unless you name another. The authority speaks only for its owner. To verify reports, other
people need its certificate: give them the .pem file, and tell them the first 16 digits of its fingerprint in another way.

With --as, the key is one that your ssh-agent holds, such as a key on a token. assay makes only the certificate then, once; the key
stays where it is. ` + "`ssh-add -l`" + ` lists the keys of the agent.

A key is ECDSA P-256 or P-384, or RSA of 3072 or 4096 bits. Ed25519 is refused: pdfsig and OpenSSL 3.0 cannot verify its signatures.`,
		Example: `  assay identity new --name "Dana Whitfield" --organisation "Lakeside Health"
  assay identity new --name "Dana Whitfield" --passphrase-fd 3 3<passphrase.txt
  assay identity new --name "Karel Brandt" --key rsa3072
  assay identity new --name "Ruth Ortiz" --as agent:SHA256:NLTJ1sfQ7QzCsvl7oQC2yBCvTRXNP5ydJ0oIzP2bQJ8`,
		Args: cobra.NoArgs,
	}
	cmd.Flags().StringVar(&name, "name", "", "the name of the signer")
	cmd.Flags().StringVar(&organisation, "organisation", "", "the organization of the signer (default from the settings)")
	cmd.Flags().StringVar(&kind, "key", "", "the `KIND` of key to make: p256, p384, rsa3072 or rsa4096 (default p256)")
	cmd.Flags().StringVar(&as, "as", "", "certify this key of the ssh-agent: `agent:SHA256:…`")
	phrase.register(cmd)
	cmd.RunE = a.does(func(ctx context.Context, _ []string) error {
		settings, err := a.settings()
		if err != nil {
			return err
		}
		if err := a.checkIdentityName(name); err != nil {
			return err
		}
		if err := a.mustBeNew(name); err != nil {
			return err
		}
		organisation = cmp.Or(organisation, settings.organisation)
		if as != "" {
			if kind != "" || phrase.descriptor >= 0 {
				return usagef("leave --key and --passphrase-fd away", "the agent holds the key already")
			}
			return a.certifyAgentKey(ctx, as, name, organisation)
		}
		return a.makeIdentity(ctx, &phrase, kind, name, organisation)
	})
	return cmd
}

// makeIdentity makes a key with its certificates, and keeps them.
func (a *app) makeIdentity(ctx context.Context, phrase *passphrases, kindText, name, organisation string) error {
	kind, err := sign.ParseKeyKind(cmp.Or(kindText, string(sign.P256)))
	if err != nil {
		return usagef(a.example(), "--key: %v", err)
	}
	passphrase, err := phrase.get(ctx, a, "the new identity", true)
	if err != nil {
		return err
	}
	key, err := sign.NewKey(kind, rand.Reader)
	if err != nil {
		return err
	}
	identity, err := a.certify(key, name, organisation)
	if err != nil {
		return err
	}
	return a.keepEncrypted(name, identity, passphrase, "created")
}

func (a *app) certify(key crypto.Signer, name, organisation string) (sign.Identity, error) {
	identity, err := sign.Certify(key, name, organisation, a.now(), rand.Reader)
	if err != nil {
		return identity, assessment.Errorf(assessment.Invalid, "%w", err)
	}
	return identity, nil
}

// keepEncrypted keeps an identity with its key.
func (a *app) keepEncrypted(name string, identity sign.Identity, passphrase, did string) error {
	packed, err := identity.Encode(passphrase)
	if err != nil {
		return assessment.Errorf(assessment.Invalid, "%w", err)
	}
	if _, err := sign.Open(packed, passphrase); err != nil {
		return assessment.Errorf(assessment.Failed, "the new identity cannot be opened again: %w", err)
	}
	return a.keepIdentity(kept{name, identity, packed}, did)
}

// certifyAgentKey makes the certificate of a key that the agent holds.
func (a *app) certifyAgentKey(ctx context.Context, as, name, organisation string) error {
	ref, err := parseReference(as)
	if err != nil {
		return err
	}
	if ref.store != inAgent {
		return usagef("leave --as away to make a key, or keep a key file with `assay identity import`", "--as: %q is no key of an ssh-agent", as)
	}
	key, hangUp, err := a.agentKey(ctx, ref.place)
	if err != nil {
		return err
	}
	defer hangUp()
	identity, err := a.certify(key, name, organisation)
	if err != nil {
		return err
	}
	return a.keepAgentKey(name, identity, "certified")
}

// keepAgentKey keeps the certificates of a key that an agent holds, after the key has
// shown that it signs.
func (a *app) keepAgentKey(name string, identity sign.Identity, did string) error {
	if err := identity.Try(); err != nil {
		return assessment.Errorf(assessment.Failed, "the key in the agent cannot sign a report: %w", err)
	}
	return a.keepIdentity(kept{name, identity, nil}, did)
}
