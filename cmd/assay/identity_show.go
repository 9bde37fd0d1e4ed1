package main

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/report/sign"
	"assay/report/sign/agent"
)

// described is an identity of this account, as far as one can read it without the
// passphrase, or an anchor of somebody else.
type described struct {
	Name          string   `json:"name"`
	File          string   `json:"file"`                         // of the identity; empty for somebody else's
	As            string   `json:"as,omitempty"`                 // where its key is
	Key           string   `json:"key,omitempty"`                // its algorithm
	Certificate   string   `json:"certificate_sha256,omitempty"` // of its signer, as signatures show it
	Ends          string   `json:"certificate_until,omitempty"`
	Default       bool     `json:"default"`
	Anchor        string   `json:"anchor,omitempty"`    // the file for other people
	AuthorityName string   `json:"authority,omitempty"` // of the certificate in it
	Authority     string   `json:"authority_sha256,omitempty"`
	SpeaksFor     []string `json:"speaks_for,omitempty"`
	TimeStamps    bool     `json:"time_stamps"` // trusted for these, and for nobody's signatures
	Until         string   `json:"authority_until,omitempty"`
}

func (a *app) describe(name, standard string) described {
	key, anchor := a.identityFiles(name)
	d := described{}
	if anchors, err := readAnchor(anchor); err == nil {
		d = trustedIn(anchor, anchors, false)[0]
	}
	d.Name, d.File, d.Default = name, key, name == standard
	d.As = reference{inP12, key}.String()
	file := a.certificatesFile(name)
	if certificates, err := readCertificates(file); err == nil {
		c := certificates[0]
		if !exists(key) {
			d.File, d.As = file, reference{inAgent, agent.FingerprintOf(c.PublicKey)}.String()
		}
		d.Key, d.Certificate, d.Ends = sign.KeyName(c.PublicKey), sign.Fingerprint(c), c.NotAfter.UTC().Format(time.DateOnly)
	}
	return d
}

// ownIdentities are the names of the identities of this account.
func (a *app) ownIdentities() ([]string, error) {
	var names []string
	for _, ending := range []string{keyEnding, certificatesEnding} {
		files, err := filepath.Glob(filepath.Join(a.folders.identities, "*"+ending))
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			names = append(names, strings.TrimSuffix(filepath.Base(file), ending))
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// trustedIn describes each authority in an anchor file.
func trustedIn(file string, anchors []sign.Anchor, stamps bool) []described {
	var all []described
	for _, anchor := range anchors {
		c := anchor.Certificate
		d := described{
			Name: strings.TrimSuffix(filepath.Base(file), anchorEnding), Anchor: file,
			AuthorityName: hostile.Line(c.Subject.CommonName), Authority: sign.Fingerprint(c),
			Until: c.NotAfter.UTC().Format(time.DateOnly), TimeStamps: stamps,
		}
		if !stamps {
			d.SpeaksFor = anchor.Names
		}
		all = append(all, d)
	}
	return all
}

// everybodyTrusted describes the identities of this account, then the anchors of
// other people, then the authorities of time stamps.
func (a *app) everybodyTrusted(standard string) ([]described, error) {
	names, err := a.ownIdentities()
	if err != nil {
		return nil, err
	}
	all := []described{}
	own := map[string]bool{}
	for _, name := range names {
		d := a.describe(name, standard)
		own[d.Anchor] = true
		all = append(all, d)
	}
	for _, stamps := range []bool{false, true} {
		files, err := a.anchorFiles(stamps)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			if own[file] {
				continue
			}
			anchors, err := readAnchor(file)
			if err != nil {
				return nil, err
			}
			all = append(all, trustedIn(file, anchors, stamps)...)
		}
	}
	return all, nil
}

func (a *app) identityShow() *cobra.Command {
	return &cobra.Command{
		Use: "show [NAME]", Short: "List the identities of this account, and whom it trusts", Args: cobra.MaximumNArgs(1),
		Long: `List the identities of this account, and the authorities that it trusts, each with the people for whom it may speak. The first
16 digits of a fingerprint are for the telephone: whoever verifies your reports compares them with the file you sent.`,
		RunE: a.does(func(_ context.Context, args []string) error {
			standard, err := a.defaultIdentity()
			if err != nil {
				return err
			}
			all, err := a.everybodyTrusted(standard)
			if err != nil {
				return err
			}
			if len(args) == 1 {
				all = slices.DeleteFunc(all, func(d described) bool { return d.Name != args[0] })
			}
			if len(args) == 1 && len(all) == 0 {
				return errNoIdentity(args[0])
			}
			return a.show(all, func() { a.showDescribed(all) })
		}),
	}
}

func (a *app) showDescribed(all []described) {
	for _, d := range all {
		what := ""
		switch {
		case d.Default:
			what = " (signs reports)"
		case d.TimeStamps:
			what = " (time stamps)"
		case d.File == "":
			what = " (trusted)"
		}
		a.out.print("%s%s\n", a.out.paint(bold, d.Name), what)
		a.fields([][2]string{
			{"key", d.As},
			{"algorithm", d.Key},
			{"certificate", d.Certificate},
			{"in the box", sign.ReadOut(d.Certificate)},
			{"signs until", d.Ends},
			{"anchor", d.Anchor},
			{"authority", d.AuthorityName},
			{"speaks for", english.List(d.SpeaksFor)},
			{"fingerprint", d.Authority},
			{"read out", sign.ReadOut(d.Authority)},
			{"until", d.Until},
		})
	}
}
