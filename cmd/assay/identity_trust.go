package main

import (
	"bytes"
	"context"
	"crypto/x509"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/report/sign"
)

func (a *app) identityTrust() *cobra.Command {
	var names []string
	var stamps bool
	cmd := &cobra.Command{
		Use:   "trust FILE",
		Short: "Trust the authority of another person, or of a company",
		Long: `Trust the authorities in a PEM file. From then on, ` + "`assay verify`" + ` on this account accepts signatures that they certified, but
only of the people for whom they may speak. The authority that ` + "`assay identity new`" + ` made speaks for the person in its own name.
For any other authority, name the people with --for. Repeat the command to add people.

First compare the fingerprint with the owner of the authority, by telephone or letterhead: anybody can make an authority of any
name. To trust it no longer, remove its files from ` + a.folders.trusted + `.`,
		Example: `  assay identity trust dana.pem
  assay identity trust lakeside-ca.pem --for "Dana Whitfield" --for "Karel Brandt"
  assay identity trust tsa-root.pem --time`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().StringArrayVar(&names, "for", nil, "the `NAME` of a person for whom the authority may speak; may be repeated")
	cmd.Flags().BoolVar(&stamps, "time", false, "trust its time stamps, and no signatures of people")
	cmd.RunE = a.does(func(_ context.Context, args []string) error {
		if stamps && len(names) > 0 {
			return usagef("leave --for away", "an authority of time stamps speaks for nobody")
		}
		authorities, err := readAuthorities(args[0])
		if err != nil {
			return err
		}
		if err := checkSpeakers(authorities, names, stamps); err != nil {
			return err
		}
		folder := a.folders.trusted
		if stamps {
			folder = filepath.Join(folder, timeFolder)
		}
		base := strings.TrimSuffix(filepath.Base(args[0]), filepath.Ext(args[0]))
		return a.keepTrusted(filepath.Join(folder, base+anchorEnding), authorities, names, stamps)
	})
	return cmd
}

// checkSpeakers checks for whom the authorities may speak. An authority that is not
// one person's speaks for nobody until somebody names the people.
func checkSpeakers(authorities []*x509.Certificate, names []string, stamps bool) error {
	for _, name := range names {
		if name == "" {
			return usagef(`for example: --for "Dana Whitfield"`, "--for names nobody")
		}
		if err := sign.CheckName(name); err != nil {
			return usagef("type the name as it is in the certificate", "--for: %v", err)
		}
	}
	for _, c := range authorities {
		if len(names) > 0 || stamps {
			continue
		}
		if err := sign.CheckName(sign.OwnName(c)); err != nil {
			return assessment.Errorf(assessment.Invalid, "an authority speaks for the person in its own name: %w", err)
		}
		if !sign.Personal(c) {
			return usagef("name each person with --for NAME, or say --time if it issues time stamps", "%q is not the authority of one person", c.Subject.CommonName)
		}
	}
	return nil
}

// keepTrusted writes an anchor and the names beside it. It adds the names if the
// same authorities are there already.
func (a *app) keepTrusted(anchor string, authorities []*x509.Certificate, names []string, stamps bool) error {
	names, err := withEarlier(anchor, authorities, names)
	if err != nil {
		return err
	}
	if len(names) > 0 {
		if err := writeFile(namesFile(anchor), []byte(strings.Join(names, "\n")+"\n"), 0o644); err != nil {
			return err
		}
	}
	text := bytes.Join(each(authorities, sign.EncodeAnchor), nil)
	if err := writeFile(anchor, text, 0o644); err != nil {
		return err
	}
	all := trustedIn(anchor, anchorsFor(authorities, names), stamps)
	return a.show(all, func() {
		a.out.print("%s\n", anchor)
		for _, d := range all {
			whom := english.List(d.SpeaksFor)
			if stamps {
				whom = "time stamps"
			}
			a.say("`assay verify` on this account trusts %q for %s", d.AuthorityName, whom)
			a.say("compare its fingerprint with the owner, by telephone or letterhead: %s", sign.ReadOut(d.Authority))
		}
	})
}

// withEarlier returns the names for an anchor with those that it has already.
func withEarlier(anchor string, authorities []*x509.Certificate, names []string) ([]string, error) {
	earlier, err := readAuthorities(anchor)
	switch {
	case assessment.CodeOf(err) == assessment.NotFound:
		if _, err := os.Lstat(namesFile(anchor)); err == nil {
			return nil, failf(assessment.Refused, "remove it first", "%s is left from another anchor", namesFile(anchor))
		}
		return names, nil
	case err != nil:
		return nil, err
	case !slices.EqualFunc(earlier, authorities, (*x509.Certificate).Equal):
		return nil, failf(assessment.Refused, "give the new file another name; assay never overwrites an anchor", "%s already holds another authority", anchor)
	}
	spoken, err := speaksFor(anchor)
	if err != nil || len(names)+len(spoken) == 0 {
		return nil, err
	}
	for _, a := range anchorsFor(authorities, spoken) {
		names = slices.Concat(a.Names, names)
	}
	return distinct(names), nil
}

// distinct drops every name that came before.
func distinct(names []string) []string {
	var all []string
	for _, name := range names {
		if !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}
