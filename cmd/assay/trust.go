package main

import (
	"context"
	"crypto/x509"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/input"
	"assay/assessment/store"
	"assay/report"
	"assay/report/sign"
)

// The folder of trusted anchors holds NAME.pem, the certificate of an authority.
// NAME.names beside it lists the people for whom the authority may speak, one a
// line. Without it, the authority speaks for the person in its own name. The folder
// "time" in it holds the authorities of time stamps.
const (
	anchorEnding = ".pem"
	namesEnding  = ".names"
	timeFolder   = "time"
)

// trust holds the flags that say whom to trust and who must have signed a report.
type trust struct {
	anchors     []string
	timeAnchors []string
	expected    []string
	figuresOnly bool
}

func (t *trust) register(cmd *cobra.Command) {
	t.registerAnchors(cmd)
	flags := cmd.Flags()
	flags.StringArrayVar(&t.expected, "expect", nil, "a required signature, as `ROLE=NAME` or ROLE=FINGERPRINT; the roles are assessor, reviewer and approver")
	flags.BoolVar(&t.figuresOnly, "figures-only", false, "accept a report whose pages another version drew, so that only its figures are proven")
}

// registerAnchors registers the flags that say whom to trust.
func (t *trust) registerAnchors(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringArrayVar(&t.anchors, "anchor", nil, "also trust the authorities in this PEM file, `FILE` for the person in their own name or FILE=NAME for another")
	flags.StringArrayVar(&t.timeAnchors, "time-anchor", nil, "also trust the time stamps of the authorities in this PEM `FILE`")
}

// policy collects what the flags and the folder of trusted anchors say.
func (t *trust) policy(ctx context.Context, a *app) (report.Policy, error) {
	p := report.Policy{Now: a.now(), Expect: map[sign.Role]sign.Expected{}, FiguresOnly: t.figuresOnly}
	var err error
	for _, text := range t.expected {
		role, who, complete := strings.Cut(text, "=")
		if !complete || who == "" || !slices.Contains(append([]sign.Role{sign.Filer}, roles...), sign.Role(role)) {
			return p, usagef(`for example: --expect "assessor=Dana Whitfield"; the roles are assessor, reviewer and approver`, "--expect: %q is not ROLE=NAME", text)
		}
		if p.Expect[sign.Role(role)], err = sign.ParseExpected(who); err != nil {
			return p, usagef("`assay identity show` of the signer prints the digits", "--expect %s: %v", role, err)
		}
	}
	if p.Anchors, err = a.trustedAnchors(); err != nil {
		return p, err
	}
	for _, text := range t.anchors {
		more, err := namedAnchors(text)
		if err != nil {
			return p, err
		}
		p.Anchors = append(p.Anchors, more...)
	}
	if p.TimeAnchors, err = a.timeAnchors(t.timeAnchors); err != nil {
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
		p.Journal = func(id string) ([]assessment.Written, error) { return writtenIn(ctx, kept, id) }
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

// anchorFiles are the files of trusted anchors, or of the authorities of time stamps.
func (a *app) anchorFiles(stamps bool) ([]string, error) {
	folder := a.folders.trusted
	if stamps {
		folder = filepath.Join(folder, timeFolder)
	}
	return filepath.Glob(filepath.Join(folder, "*"+anchorEnding))
}

// trustedAnchors reads the anchors of this account.
func (a *app) trustedAnchors() ([]sign.Anchor, error) {
	files, err := a.anchorFiles(false)
	if err != nil {
		return nil, err
	}
	var all []sign.Anchor
	for _, file := range files {
		anchors, err := readAnchor(file)
		if err != nil {
			return nil, err
		}
		all = append(all, anchors...)
	}
	return all, nil
}

// readAnchor reads a file in the folder of trusted anchors, and the names beside it.
func readAnchor(file string) ([]sign.Anchor, error) {
	authorities, err := readAuthorities(file)
	if err != nil {
		return nil, err
	}
	names, err := speaksFor(file)
	return anchorsFor(authorities, names), err
}

// timeAnchors reads the authorities of time stamps of this account and the named
// files.
func (a *app) timeAnchors(more []string) ([]*x509.Certificate, error) {
	files, err := a.anchorFiles(true)
	if err != nil {
		return nil, err
	}
	var all []*x509.Certificate
	for _, file := range append(files, more...) {
		authorities, err := readAuthorities(file)
		if err != nil {
			return nil, err
		}
		all = append(all, authorities...)
	}
	return all, nil
}

// namedAnchors reads the value of --anchor: FILE or FILE=NAME. The name of a file may
// contain =.
func namedAnchors(text string) ([]sign.Anchor, error) {
	file, name := text, ""
	if at := strings.LastIndex(text, "="); at > 0 && at < len(text)-1 {
		if _, err := os.Stat(text); err != nil {
			file, name = text[:at], text[at+1:]
		}
	}
	authorities, err := readAuthorities(file)
	if err != nil || name == "" {
		return sign.Own(authorities), err
	}
	return anchorsFor(authorities, []string{name}), nil
}

func anchorsFor(authorities []*x509.Certificate, names []string) []sign.Anchor {
	if len(names) == 0 {
		return sign.Own(authorities)
	}
	var all []sign.Anchor
	for _, c := range authorities {
		all = append(all, sign.Anchor{Certificate: c, Names: names})
	}
	return all
}

func readAuthorities(file string) ([]*x509.Certificate, error) {
	text, err := input.Read(file, input.Certificates)
	if err != nil {
		return nil, err
	}
	authorities, err := sign.ParseAnchors(text)
	if err != nil {
		return nil, assessment.Errorf(assessment.Invalid, "%s: %w", file, err)
	}
	return authorities, nil
}

// speaksFor reads the names beside an anchor. There are none if it speaks for the
// person in its own name.
func speaksFor(anchor string) ([]string, error) {
	file := namesFile(anchor)
	text, err := input.Read(file, input.Configuration)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var names []string
	for line := range strings.Lines(string(text)) {
		if name := strings.TrimSpace(line); name != "" {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil, failf(assessment.Invalid, "write one name a line, or remove the file", "%s names nobody", file)
	}
	return names, nil
}

func namesFile(anchor string) string { return strings.TrimSuffix(anchor, anchorEnding) + namesEnding }

// writtenIn reads the journal of an assessment as it is written. It is empty if the
// database does not have the assessment.
func writtenIn(ctx context.Context, kept *store.Store, id string) ([]assessment.Written, error) {
	events, err := kept.Journal(ctx, store.JournalRef{Kind: assessment.OfAssessment, ID: id})
	return each(events, func(e store.StoredEvent) assessment.Written { return e.Written }), err
}
