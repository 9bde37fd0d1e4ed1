package main

import (
	"context"
	"crypto/x509"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/input"
	"assay/report"
	"assay/report/proof"
	"assay/report/sign"
)

func (a *app) verifyCommand() *cobra.Command {
	var anchors, expected []string
	cmd := &cobra.Command{
		Use:   "verify FILE…",
		Short: "Verify a report",
		Long: `Verify a report: its signatures, its data, its figures and its pages. assay trusts the anchors in ` + a.folders.trusted + `
and in --anchor. With --db, the journal in that database must hold the head of the report, and the notes say whether it
records the signatures. The exit code is 0 when every
file is proven, 4 when a file is missing, and 3 when a file is not proven. assay verifies every file, even after a failure.`,
		Example: `  assay verify harbor.pdf
  assay verify harbor.pdf --anchor dana.pem --expect "assessor=Dana Whitfield"
  assay verify *.pdf --json`,
		Args: cobra.MinimumNArgs(1),
	}
	cmd.Flags().StringArrayVar(&anchors, "anchor", nil, "also trust the authorities in this PEM `FILE`")
	cmd.Flags().StringArrayVar(&expected, "expect", nil, "a required signature, as `ROLE=NAME`; the roles are assessor, reviewer and approver")
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		policy, err := a.policy(ctx, anchors, expected)
		if err != nil {
			return err
		}
		all := []proof.Proof{}
		var unread []error
		for _, name := range args {
			v, err := verifyFile(name, policy)
			if err != nil {
				unread = append(unread, err)
			}
			all = append(all, v)
		}
		if a.flags.json {
			if err := a.out.json(all); err != nil {
				return err
			}
		} else {
			for _, v := range all {
				a.showProof(v)
			}
		}
		return unproven(all, unread)
	})
	return cmd
}

// policy collects the trusted anchors and the required signatures.
func (a *app) policy(ctx context.Context, anchors, expected []string) (report.Policy, error) {
	p := report.Policy{Now: a.now(), Expect: map[sign.Role]string{}}
	for _, text := range expected {
		role, name, complete := strings.Cut(text, "=")
		if !complete || name == "" || !slices.Contains([]sign.Role{sign.Assessor, sign.Reviewer, sign.Approver}, sign.Role(role)) {
			return p, usagef(`for example: --expect "assessor=Dana Whitfield"; the roles are assessor, reviewer and approver`, "--expect: %q is not ROLE=NAME", text)
		}
		p.Expect[sign.Role(role)] = name
	}
	var err error
	if p.Anchors, err = a.trustedAnchors(anchors); err != nil {
		return p, err
	}
	// The default database does not contain other people's reports. Ask a database
	// only if the user names it.
	if a.flags.db != "" {
		kept, err := a.existing(ctx)
		if err != nil {
			return p, err
		}
		p.HasHead = func(id, head string) (assessment.Holding, error) { return kept.HasHead(ctx, id, head) }
		p.Signings = func(id string) ([]assessment.Signing, error) {
			snapshot, err := kept.Snapshot(ctx, id)
			if assessment.CodeOf(err) == assessment.NotFound {
				return nil, nil
			}
			return snapshot.Signed, err
		}
	}
	return p, nil
}

// trustedAnchors reads the anchors of this account and the named files.
func (a *app) trustedAnchors(more []string) ([]*x509.Certificate, error) {
	files, err := filepath.Glob(filepath.Join(a.folders.trusted, "*"+anchorEnding))
	if err != nil {
		return nil, err
	}
	var all []*x509.Certificate
	for _, file := range append(files, more...) {
		text, err := input.Read(file, input.Certificates)
		if err != nil {
			return nil, err
		}
		anchors, err := sign.ParseAnchors(text)
		if err != nil {
			return nil, assessment.Errorf(assessment.Invalid, "%s: %w", file, err)
		}
		all = append(all, anchors...)
	}
	return all, nil
}

// proveOwn verifies a report just signed, with the authority of the signer.
func (a *app) proveOwn(ctx context.Context, file []byte, signer sign.Identity) error {
	trusted, err := a.trustedAnchors(nil)
	if err != nil {
		return err
	}
	p := report.Policy{
		Anchors: append(trusted, signer.Chain...), Now: a.now(), Expect: map[sign.Role]string{sign.Assessor: signer.Certificate.Subject.CommonName},
		HasHead: func(id, head string) (assessment.Holding, error) { return a.work.Store.HasHead(ctx, id, head) },
	}
	v, err := proof.Verify("the signed report", file, p)
	if err != nil {
		return err
	}
	if !v.Proven {
		return assessment.Errorf(assessment.Failed, "the signed report failed its own check and was not written: %s", strings.Join(v.EveryProblem(), "; "))
	}
	return nil
}

// verifyFile reads and verifies one file. On an error the file counts as not proven.
func verifyFile(name string, p report.Policy) (proof.Proof, error) {
	file, err := input.Read(name, input.Report)
	if err != nil {
		return proof.Unread(name, err), err
	}
	return proof.Verify(name, file, p)
}

func (a *app) showProof(v proof.Proof) {
	p := a.out
	if !v.Proven {
		p.print("%s: %s\n", v.File, p.paint(red, v.Outcome()))
		for _, problem := range v.EveryProblem() {
			p.prose("  ", problem)
		}
		return
	}
	p.print("%s: %s\n", v.File, p.paint(green, v.Outcome()))
	a.fields(v.Says.Fields())
	for _, s := range v.Signatures {
		a.fields(s.Fields())
	}
	for _, note := range v.Notes {
		p.prose("  ", "note: "+note)
	}
}

// unproven returns one error for all files. A missing file comes first, then a
// file that is not proven, then any other error.
func unproven(all []proof.Proof, unread []error) error {
	if at := slices.IndexFunc(unread, func(err error) bool { return assessment.CodeOf(err) == assessment.NotFound }); at >= 0 {
		return unread[at]
	}
	var names []string
	for _, v := range all {
		if !v.Proven {
			names = append(names, v.File)
		}
	}
	switch len(names) {
	case 0:
		return nil
	case len(unread):
		return unread[0]
	}
	return assessment.Errorf(assessment.Unproven, "not proven: %s", strings.Join(names, ", "))
}
