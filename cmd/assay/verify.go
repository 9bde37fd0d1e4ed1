package main

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/assessment/input"
	"assay/report"
	"assay/report/filing"
	"assay/report/proof"
)

func (a *app) verifyCommand() *cobra.Command {
	var trusting trust
	var asPage bool
	var out string
	cmd := &cobra.Command{
		Use:   "verify FILE…",
		Short: "Verify a report or a comparison",
		Long: `Verify a report or a comparison: its signatures, its data, its figures and its pages. assay trusts the anchors in ` + a.folders.trusted + `
and in --anchor, each only for the people for whom it may speak. --expect demands a signature of a person, or of the key whose
fingerprint begins with the digits that the signer read out to you; this key needs no anchor.

The report carries its journal: the headers of all events, and the bodies that count. They must lead to the printed head and give
the printed answers; a comparison carries one for each vendor. This does not prove that nobody wrote another journal. An earlier report can show that: verify both together,
and the later must continue the earlier. So can the code of a meeting receipt, and the database: with --db, the journal in it must
have the same events up to the head, and the notes say whether it records the signatures.

A package that "assay rfp package" wrote is verified with every report in it. --expect filer=NAME demands who signed its list of files.
Verify a comparison together with the signed reports: each vendor must have the answers and the figures of its report.

The exit code is 0 when every file is proven, 4 when a file is missing, and 3 when a file is not proven. assay verifies every
file, even after a failure.

With --page, write a page for people who do not have assay. It is one HTML file that works in a browser without a network, and
says of a report what this command says. It trusts no key until the reader types the beginning of its fingerprint. A reader who
does not trust you must not trust a page from you: it should come from elsewhere, and have the printed SHA-256.`,
		Example: `  assay verify harbor.pdf
  assay verify harbor.pdf --anchor dana.pem --expect "assessor=Dana Whitfield"
  assay verify harbor.pdf --expect "assessor=3f2a 91bc 0d11 22aa"
  assay verify comparison.pdf harbor.pdf northstar.pdf
  assay verify *.pdf --json
  assay verify rfp-114.zip
  assay verify --page -o verify.html`,
		Args: func(cmd *cobra.Command, args []string) error {
			switch {
			case !asPage:
				return cobra.MinimumNArgs(1)(cmd, args)
			case len(args) > 0:
				return usagef("for example: assay verify --page -o verify.html", "--page verifies no file: it writes the page that does")
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asPage, "page", false, "write the page that verifies reports in a browser")
	cmd.Flags().StringVarP(&out, "output", "o", "", "the `FILE` for --page, or - for stdout")
	trusting.register(cmd)
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		switch {
		case asPage:
			return a.writePage(ctx, out)
		case out != "":
			return usagef("add --page", "-o is for the page")
		}
		policy, err := trusting.policy(ctx, a)
		if err != nil {
			return err
		}
		all := []proof.Proof{}
		var unread []error
		for _, name := range args {
			found, err := verifyFile(name, policy)
			if err != nil {
				unread = append(unread, err)
			}
			all = append(all, found...)
		}
		all = proof.Together(all)
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

// warnOfStamps says that a report has a time stamp whose authority this account does
// not trust.
func (a *app) warnOfStamps(v proof.Proof) {
	if v.IgnoresStamps() {
		a.warn("trust it with `assay identity trust FILE --time`, once you know its certificate",
			"this account does not trust the authority of the time stamp, which proves nothing here until then")
	}
}

// verifyFile reads and verifies one file: a report, or a package with the reports in it.
// On an error the file counts as not proven.
func verifyFile(name string, p report.Policy) ([]proof.Proof, error) {
	if isPackage(name) {
		return verifyPackage(name, p)
	}
	file, err := input.Read(name, input.Report)
	if err != nil {
		return []proof.Proof{proof.Unread(name, err)}, err
	}
	v, err := proof.Verify(name, file, p)
	return []proof.Proof{v}, err
}

func verifyPackage(name string, p report.Policy) ([]proof.Proof, error) {
	page, err := versionPage()
	if err != nil {
		return nil, err
	}
	file, err := input.Read(name, input.Package)
	if err != nil {
		return []proof.Proof{proof.Unread(name, err)}, err
	}
	return filing.Verify(name, file, filing.Policy{Policy: p, Page: page, Assay: readVersion().Version})
}

func (a *app) showProof(v proof.Proof) {
	p := a.out
	if !v.Tells() {
		p.print("%s: %s\n", hostile.Line(v.File), p.paint(red, v.Outcome()))
		for _, problem := range v.EveryProblem() {
			p.prose("  ", problem)
		}
		a.showNotes(v)
		return
	}
	p.print("%s: %s\n", hostile.Line(v.File), p.paint(outcomeInk(v), v.Outcome()))
	a.fields(v.Fields())
	for _, s := range v.Signatures {
		a.fields(s.Fields())
	}
	a.showNotes(v)
}

func (a *app) showNotes(v proof.Proof) {
	for _, note := range v.Notes {
		a.out.prose("  ", "note: "+note)
	}
}

func outcomeInk(v proof.Proof) ink {
	if v.Proven {
		return green
	}
	return yellow
}

// unproven returns one error for all files. A missing file comes first, then a
// file that is not proven, then any other error.
func unproven(all []proof.Proof, unread []error) error {
	if at := slices.IndexFunc(unread, func(err error) bool { return assessment.CodeOf(err) == assessment.NotFound }); at >= 0 {
		return unread[at]
	}
	var names []string
	for _, v := range all {
		if !v.Tells() {
			names = append(names, v.File)
		}
	}
	switch len(names) {
	case 0:
		return nil
	case len(unread):
		return unread[0]
	}
	return failf(assessment.Unproven, hintForUnproven(all), "not proven: %s", strings.Join(names, ", "))
}

// hintForUnproven says how to go on where nothing but trust is missing.
func hintForUnproven(all []proof.Proof) string {
	hint := ""
	if slices.ContainsFunc(all, proof.Proof.IgnoresStamps) {
		hint = "if you know the authority of the time stamp, say --time-anchor FILE or `assay identity trust FILE --time`"
	}
	if slices.ContainsFunc(all, unconfirmed) {
		hint = "if you know the signer, compare the fingerprint by telephone, then say --expect ROLE=DIGITS, or `assay identity trust FILE --for NAME`"
	}
	return hint
}

// unconfirmed reports whether a signature lacks nothing but trust in its key.
func unconfirmed(v proof.Proof) bool {
	return slices.ContainsFunc(v.Signatures, func(s proof.Signature) bool { return s.Unconfirmed })
}
