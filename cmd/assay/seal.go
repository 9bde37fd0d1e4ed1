package main

import (
	"cmp"
	"context"
	"crypto/x509"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/input"
	"assay/report"
	"assay/report/proof"
	"assay/report/sign"
)

func (a *app) sealCommand() *cobra.Command {
	var out, tsa string
	var lists []string
	var trusting trust
	cmd := &cobra.Command{
		Use:   "seal FILE --tsa URL",
		Short: "Let a signed report prove itself for longer",
		Long: `Seal a signed report. A report proves itself until the certificate of a signer ends, after three years if assay made it. A seal adds
what one needs later, and the time stamp of an outside authority for the whole file. The report then proves itself until the
certificate of that authority ends. Before that day, seal it again.

The authority receives a hash of the file, nothing else. assay also asks the authorities of the certificates whether they revoked
one, if this account trusts them and the certificates name an address. Nobody can sign a report after the seal.

The seal comes after the end of the file. Without -o, it is added to the file itself.`,
		Example: `  assay seal harbor.pdf --tsa http://timestamp.example.org
  assay seal harbor.pdf --tsa http://timestamp.example.org --crl lakeside.crl -o sealed.pdf`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&tsa, "tsa", "", "the `URL` of an authority of time stamps (RFC 3161)")
	cmd.Flags().StringVarP(&out, "output", "o", "", "the `FILE` to write, or - for stdout (default the sealed file itself)")
	cmd.Flags().StringArrayVar(&lists, "crl", nil, "a `FILE` with lists of revoked certificates, in DER or PEM; may be repeated")
	trusting.registerAnchors(cmd)
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		if tsa == "" {
			return usagef("for example: --tsa http://timestamp.example.org", "who makes the time stamp is not said: --tsa is missing")
		}
		if out == "-" && isTerminal(a.stdout) {
			return usagef("pipe it on, or name a file", "a PDF is not written to a terminal")
		}
		authority, err := a.stamper(ctx, tsa)
		if err != nil {
			return err
		}
		file, err := input.Read(args[0], input.Report)
		if err != nil {
			return err
		}
		policy, err := trusting.policy(ctx, a)
		if err != nil {
			return err
		}
		if out != "" && out != args[0] {
			if err := a.mayReplace(ctx, out); err != nil {
				return err
			}
		}
		evidence, err := a.evidenceFor(ctx, file, lists, policy)
		if err != nil {
			return err
		}
		sealed, err := sign.Seal(file, evidence, authoritiesOf(policy), *authority)
		if err != nil {
			return assessment.Errorf(assessment.Failed, "cannot seal %s: %w", args[0], err)
		}
		return a.handOverSealed(sealing{
			before: file, after: sealed, from: args[0], to: cmp.Or(out, args[0]), evidence: evidence, policy: policy,
		})
	})
	return cmd
}

// evidenceFor reads the named lists and asks for everything else.
func (a *app) evidenceFor(ctx context.Context, file []byte, names []string, p report.Policy) (sign.Evidence, error) {
	var lists [][]byte
	for _, name := range names {
		text, err := input.Read(name, input.RevocationList)
		if err != nil {
			return sign.Evidence{}, err
		}
		more, err := sign.ParseLists(text)
		if err != nil {
			return sign.Evidence{}, assessment.Errorf(assessment.Invalid, "%s: %w", name, err)
		}
		lists = append(lists, more...)
	}
	evidence, err := a.evidence(ctx, file, lists, authoritiesOf(p))
	if err != nil {
		err = assessment.Errorf(assessment.Failed, "cannot seal the report: %w", err)
	}
	return evidence, err
}

// authoritiesOf are all authorities that a policy trusts, for people or for time.
func authoritiesOf(p report.Policy) []*x509.Certificate {
	all := append([]*x509.Certificate{}, p.TimeAnchors...)
	for _, anchor := range p.Anchors {
		all = append(all, anchor.Certificate)
	}
	return all
}

// sealing is a report before and after its seal.
type sealing struct {
	before, after []byte
	from, to      string // files
	evidence      sign.Evidence
	policy        report.Policy
}

// handOverSealed verifies the sealed report and writes it. It writes a report that
// is not proven here only if it was not proven before either: somebody else may
// trust its signers.
func (a *app) handOverSealed(s sealing) error {
	was, err := proof.Verify(s.from, s.before, s.policy)
	if err != nil {
		return err
	}
	is, err := proof.Verify(s.to, s.after, s.policy)
	if err != nil {
		return err
	}
	if was.Tells() && !is.Tells() {
		return failf(assessment.Unproven, "nothing was written", "with what the authorities say, %s is not proven any more: %s", s.from, strings.Join(is.EveryProblem(), "; "))
	}
	if !is.Tells() {
		a.warn("`assay verify` says more", "the report is not proven here, sealed or not: %s", strings.Join(is.EveryProblem(), "; "))
	}
	a.warnOfStamps(is)
	return a.deliver(s.to, s.after, struct {
		File    string        `json:"file"`
		Until   string        `json:"until"` // until when it can prove itself; empty if it is not proven here
		Stamps  []proof.Stamp `json:"stamps"`
		Lists   int           `json:"lists"`   // of revoked certificates, added
		Answers int           `json:"answers"` // of responders, added
		Notes   []string      `json:"notes"`
	}{s.to, is.Until, is.Stamps, len(s.evidence.Lists), len(s.evidence.Answers), is.Notes}, func() {
		a.say("sealed %s with %s and %s about its certificates", s.to, english.Count(len(s.evidence.Lists), "list"), english.Count(len(s.evidence.Answers), "answer"))
		if until, err := time.Parse(time.RFC3339, is.Until); err == nil {
			a.say("it proves itself until %s", until.Format(time.DateOnly))
		}
		if missing := unsigned(is); len(missing) > 0 {
			a.say("nobody can sign it any more: there is no signature of the %s", english.List(missing))
		}
		for _, note := range is.Notes {
			a.say("note: %s", note)
		}
	})
}

// unsigned lists the roles in which nobody has signed.
func unsigned(p proof.Proof) []string {
	var missing []string
	for _, role := range roles {
		if !slices.ContainsFunc(p.Signatures, func(s proof.Signature) bool { return s.Role == role }) {
			missing = append(missing, string(role))
		}
	}
	return missing
}
