package main

import (
	"cmp"
	"context"
	"crypto/x509"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"assay/assessment/wording"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/input"
	"assay/questionnaire"
	"assay/report"
	"assay/report/sign"
)

func (a *app) verifyCommand() *cobra.Command {
	var anchors, expected []string
	cmd := &cobra.Command{
		Use:   "verify FILE…",
		Short: "Verify a report",
		Long: `Verify a report: its signatures, its data, its figures and its pages. assay trusts the anchors in ` + a.folders.trusted + `
and in --anchor. With --db, the journal in that database must hold the head of the report. The exit code is 0 when every
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
		all := []verified{}
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
				a.showVerified(v)
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
	v, err := verify("the signed report", file, p)
	if err != nil {
		return err
	}
	if !v.Proven {
		return assessment.Errorf(assessment.Failed, "the signed report failed its own check and was not written: %s", strings.Join(v.everyProblem(), "; "))
	}
	return nil
}

// verified is the result for one file. It holds figures only when the file is
// proven, so that nobody relies on others.
type verified struct {
	File       string     `json:"file"`
	Proven     bool       `json:"proven"`
	Problems   []string   `json:"problems"`
	Notes      []string   `json:"notes"`
	Signatures []signedBy `json:"signatures"`
	PagesMatch string     `json:"pages_match"`
	Says       *said      `json:"says"`
}

// signedBy is one signature.
type signedBy struct {
	Role        sign.Role `json:"role"`
	Signer      string    `json:"signer"`
	Certificate string    `json:"certificate_sha256"`
	Anchor      string    `json:"anchor"` // the authority that certified the signer
	AnchorHash  string    `json:"anchor_sha256"`
	ClaimedTime string    `json:"claimed_time"` // as the signer claims
	Problems    []string  `json:"problems"`
}

// said is the content of a proven report.
type said struct {
	Assessment string               `json:"assessment"`
	Vendor     string               `json:"vendor"`
	Subject    string               `json:"subject,omitempty"` // the placed person or the contract draft
	Milestone  string               `json:"milestone"`
	View       questionnaire.View   `json:"view"`
	AsOf       assessment.Date      `json:"as_of"`
	Verdict    assessment.Verdict   `json:"verdict"`
	Claimed    assessment.Score     `json:"claimed"`
	Shown      assessment.Score     `json:"shown"`
	Gates      assessment.GateCount `json:"gates"`
	Engine     string               `json:"engine"`
	Head       string               `json:"head"`
}

// verifyFile reads and verifies one file. On an error the file counts as not proven.
func verifyFile(name string, p report.Policy) (verified, error) {
	file, err := input.Read(name, input.Report)
	if err != nil {
		return unjudged(name, err), err
	}
	return verify(name, file, p)
}

func unjudged(name string, err error) verified {
	return verified{File: name, Problems: []string{err.Error()}, Notes: []string{}, Signatures: []signedBy{}, PagesMatch: string(report.MatchNotCompared)}
}

// verify verifies one file. A file that is no report is not proven. An error means
// that the file could not be verified at all.
func verify(name string, file []byte, p report.Policy) (verified, error) {
	found, err := report.Verify(file, p)
	if assessment.CodeOf(err) == assessment.Unproven {
		return unjudged(name, err), nil
	}
	if err != nil {
		return unjudged(name, err), err
	}
	v := verified{
		File: name, Proven: found.Proven(), PagesMatch: string(found.PagesMatch), Signatures: each(found.Findings.Signatures, signatureOf),
		Problems: slices.Concat([]string{}, found.Findings.Problems, found.Problems), Notes: list(found.Notes),
	}
	if v.Proven {
		r := found.Result
		v.Says = &said{
			Assessment: found.Assessment, Vendor: found.Vendor, Subject: r.Subject, Milestone: string(found.Milestone), View: r.View, AsOf: found.AsOf, Verdict: r.Verdict,
			Claimed: r.Claimed, Shown: r.Shown, Gates: r.Gates, Engine: r.Engine, Head: found.Head,
		}
		v.Notes = append(v.Notes, "the signer states the time of signing; no time stamp confirms it")
	}
	return v, nil
}

func signatureOf(s sign.Signature) signedBy {
	by := signedBy{Role: s.Role, Signer: cmp.Or(s.Signer, s.Name), Certificate: s.Fingerprint, Problems: list(s.Problems)}
	if !s.ClaimedTime.IsZero() {
		by.ClaimedTime = s.ClaimedTime.UTC().Format(time.RFC3339)
	}
	if s.Anchor != nil {
		by.Anchor, by.AnchorHash = s.Anchor.Subject.CommonName, sign.Fingerprint(s.Anchor)
	}
	return by
}

// everyProblem lists the problems of a report and of its signatures.
func (v verified) everyProblem() []string {
	all := slices.Clone(v.Problems)
	for _, s := range v.Signatures {
		for _, problem := range s.Problems {
			all = append(all, fmt.Sprintf("signature of the %s: %s", s.Role, problem))
		}
	}
	return all
}

func (a *app) showVerified(v verified) {
	p := a.out
	if !v.Proven {
		p.print("%s: %s\n", v.File, p.paint(red, "not proven"))
		for _, problem := range v.everyProblem() {
			p.prose("  ", problem)
		}
		return
	}
	p.print("%s: %s\n", v.File, p.paint(green, "proven"))
	verdict := fmt.Sprintf("%s for %s, as of %s", v.Says.Verdict, v.Says.Milestone, v.Says.AsOf)
	if v.Says.View != questionnaire.Current {
		verdict += ", by " + v.Says.View.Words()
	}
	a.fields([][2]string{
		{"vendor", v.Says.Vendor},
		{"subject", v.Says.Subject},
		{"verdict", verdict},
		{"score", fmt.Sprintf("shown %s, claimed %s", v.Says.Shown, v.Says.Claimed)},
		{"gates", gatesText(v.Says.Gates)},
		{"head", v.Says.Head},
	})
	for _, s := range v.Signatures {
		a.fields([][2]string{
			{string(s.Role), fmt.Sprintf("%s, signed at %s by the signer's own clock", s.Signer, s.ClaimedTime)},
			{"certified by", fmt.Sprintf("%s (%s)", s.Anchor, wording.Short(s.AnchorHash))},
		})
	}
	for _, note := range v.Notes {
		p.prose("  ", "note: "+note)
	}
}

// unproven returns one error for all files. A missing file comes first, then a
// file that is not proven, then any other error.
func unproven(all []verified, unread []error) error {
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
