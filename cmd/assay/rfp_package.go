package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/store"
	"assay/assessment/workspace"
	"assay/report"
	"assay/report/filing"
	"assay/report/sign"
)

func (a *app) rfpPackage() *cobra.Command {
	var ask packing
	cmd := &cobra.Command{
		Use:   "package RFP --for file|bidder:VENDOR -o FILE.zip",
		Short: "Pack its signed reports into one file, for our own folder or for a bidder",
		Long: `Pack all that belongs into the folder of an RFP into one zip file that proves itself, and sign the list of its files.

For the file, a package has the signed report of every vendor, the signed comparison, a list of their evidence, the questionnaire, a page that verifies
reports in a browser, and a page that lists all this. It is confidential. For a bidder, it has the debrief of this vendor and the page
that verifies; it is not written if any byte of it names another vendor of the RFP.

A report that people have signed already goes in with --report: assay verifies it, and finds the vendor to whom it belongs. assay
renders every other report, and you sign it as assessor with the identity that signs the list; the passphrase is asked for
once. After an award, vendors are packed as they were when they were compared.

"assay verify FILE.zip" checks everything again: the signature, every file, every report, and the pages that follow from them.`,
		Example: `  assay rfp package RFP-2026-114 --for file -o rfp-114.zip
  assay rfp package RFP-2026-114 --for file -o rfp-114.zip --report harbor-signed.pdf --report northstar-signed.pdf
  assay rfp package RFP-2026-114 --for bidder:harbor -o for-harbor.zip
  assay verify rfp-114.zip`,
		Args: cobra.ExactArgs(1),
	}
	ask.register(cmd)
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		if err := ask.settle(a); err != nil {
			return err
		}
		c, err := a.contest(ctx, args[0])
		if err != nil {
			return err
		}
		p := packer{app: a, ask: ask, rfp: c}
		return p.pack(ctx)
	})
	return cmd
}

// packing holds the flags of a package.
type packing struct {
	audience string
	bidder   string // empty for our own file
	out      string
	reports  []string
	allowed  []string
	signing  signature
}

func (p *packing) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&p.audience, "for", "", "who reads it: `file`, or bidder:VENDOR")
	flags.StringVarP(&p.out, "output", "o", "", "the `FILE` to write, or - for stdout")
	flags.StringArrayVar(&p.reports, "report", nil, "a report that is signed already: put this `FILE` in; repeat it for each one")
	flags.StringArrayVar(&p.allowed, "allow", nil, "for a bidder: this `NAME` of another vendor, or a part of it, means something else in the texts; repeat it for each one")
	p.signing.register(cmd)
}

// settle reads for whom the package is, and rejects flags that do not go together.
func (p *packing) settle(a *app) error {
	if err := a.need("for", "output"); err != nil {
		return err
	}
	vendor, bidder := strings.CutPrefix(p.audience, "bidder:")
	p.bidder = strings.TrimSpace(vendor)
	switch {
	case bidder && p.bidder == "", !bidder && p.audience != string(filing.ForFile):
		return usagef("use --for file, or --for bidder:VENDOR", "--for: %q is not a reader of a package", p.audience)
	case !bidder && len(p.allowed) > 0:
		return usagef("leave it away: our own file names all vendors", "--allow is for a bidder")
	case p.out == "-" && isTerminal(a.stdout):
		return usagef("pipe it on, or name a file", "a zip file is not written to a terminal")
	}
	if !bidder {
		p.bidder = ""
	}
	return nil
}

// reader is who reads the package.
func (p *packing) reader() filing.Audience {
	if p.bidder != "" {
		return filing.ForBidder
	}
	return filing.ForFile
}

// profile is the profile of the reports in it.
func (p *packing) profile() report.Profile {
	if p.bidder != "" {
		return report.Debrief
	}
	return report.Full
}

// packer makes one package.
type packer struct {
	*app
	ask packing
	rfp *workspace.RFP
}

func (p *packer) pack(ctx context.Context) error {
	judged, err := p.chosen(ctx)
	if err != nil {
		return err
	}
	given, err := p.readGiven(ctx, judged)
	if err != nil {
		return err
	}
	if err := p.mayReplacePackage(ctx, p.ask.out); err != nil {
		return err
	}
	if len(given) < len(judged) { // it signs new reports
		if err := p.mayDo(ctx, p.work.Evaluator, assessment.ActSignAssessor); err != nil {
			return err
		}
	}
	if err := p.maySign(ctx, each(judged, func(j assessment.Judged) string { return j.Snapshot.Assessment })...); err != nil {
		return err
	}
	by, err := p.ask.signing.open(ctx, p.app)
	if err != nil {
		return err
	}
	defer by.close()
	c, err := p.contents(ctx, judged, given, by)
	if err != nil {
		return explainLeak(err)
	}
	file, err := c.Pack(by.signList)
	if err != nil {
		return explainLeak(err)
	}
	policy, err := p.ownPolicy(ctx)
	if err != nil {
		return err
	}
	if err := provePackage(file, c.Page, by, policy); err != nil {
		return err
	}
	return p.handOverPackage(ctx, file, c, judged, given)
}

// chosen lists the assessments whose reports go in, best first.
func (p *packer) chosen(ctx context.Context) ([]assessment.Judged, error) {
	if len(p.rfp.Judged) == 0 {
		return nil, failf(assessment.Refused, "`assay assess new --rfp` opens an assessment of one", "no vendor of %s is assessed yet", p.rfp.RFP.Title)
	}
	if p.ask.bidder != "" {
		id, err := p.findIn(ctx, p.rfp, p.ask.bidder)
		if err != nil {
			return nil, err
		}
		return []assessment.Judged{{Snapshot: *p.rfp.Snapshot(id), Result: p.resultOf(id)}}, nil
	}
	var all []assessment.Judged
	for _, row := range p.rfp.Board.Entries {
		all = append(all, assessment.Judged{Snapshot: *p.rfp.Snapshot(row.Assessment), Result: p.resultOf(row.Assessment)})
	}
	return all, nil
}

// resultOf is the judgment on an assessment of the RFP.
func (p *packer) resultOf(id string) assessment.Result {
	at := slices.IndexFunc(p.rfp.Judged, func(j assessment.Judged) bool { return j.Snapshot.Assessment == id })
	return p.rfp.Judged[at].Result
}

// contents collects everything that goes in.
func (p *packer) contents(ctx context.Context, judged []assessment.Judged, given map[string]filing.Report, by *pen) (filing.Contents, error) {
	settings, err := p.settings()
	if err != nil {
		return filing.Contents{}, err
	}
	version := readVersion().Version
	page, err := versionPage()
	if err != nil {
		return filing.Contents{}, err
	}
	c := filing.Contents{
		For: p.ask.reader(), By: by.name(), Made: p.now(), Assay: version, Organisation: settings.organisation,
		RFP: p.rfp.RFP, Questionnaire: judged[0].Snapshot.Questionnaire, Page: page,
	}
	if p.ask.bidder != "" {
		c.Others = p.others(judged[0], settings.organisation)
	}
	for _, j := range judged {
		r, is := given[j.Snapshot.Assessment]
		if !is {
			if r, err = p.freshReport(ctx, j, c.Others, by); err != nil {
				return c, err
			}
		}
		c.Reports = append(c.Reports, r)
	}
	if c.Compares() {
		c.Comparison, err = p.freshComparison(ctx, c.Reports, by)
	}
	return c, err
}

// draw renders the report of an assessment, and refuses one that must not go out.
func (p *packer) draw(ctx context.Context, j assessment.Judged, others filing.Search) ([]byte, error) {
	file, err := p.render(ctx, judged{j.Snapshot, j.Result.AsOf, j.Result.Milestone, j.Result.View}, p.ask.profile())
	if err != nil {
		return nil, err
	}
	return file, others.Refuse(filing.File{Path: "the debrief", Content: file})
}

// freshReport renders the report of an assessment and signs it. A report that must not go
// out is not signed either.
func (p *packer) freshReport(ctx context.Context, j assessment.Judged, others filing.Search, by *pen) (filing.Report, error) {
	file, err := p.draw(ctx, j, others)
	if err != nil {
		return filing.Report{}, err
	}
	if file, err = by.signReport(ctx, j.Snapshot.Assessment, file); err != nil {
		return filing.Report{}, err
	}
	policy, err := p.ownPolicy(ctx)
	if err != nil {
		return filing.Report{}, err
	}
	policy.Expect = map[sign.Role]sign.Expected{sign.Assessor: {Fingerprint: sign.Fingerprint(by.by.Certificate)}}
	return provenReport("the report of "+j.Snapshot.Opened.Vendor.Name, file, p.ask.reader(), policy)
}

// others is the search for the other vendors of the RFP, those that left it included.
func (p *packer) others(of assessment.Judged, organisation string) filing.Search {
	own := of.Snapshot.Opened.Vendor
	s := filing.Search{Allowed: p.ask.allowed}
	add := func(names ...string) {
		for _, name := range names {
			if name != "" && name != own.Name && name != own.LegalName && !slices.Contains(s.Names, name) {
				s.Names = append(s.Names, name)
			}
		}
	}
	for _, c := range []workspace.Contest{p.rfp.Contest, p.rfp.Present} {
		for _, j := range c.Judged {
			if other := j.Snapshot.Opened.Vendor; other.ID != own.ID {
				add(other.Name, other.LegalName, j.Snapshot.LatinOf(other.Name), j.Snapshot.LatinOf(other.LegalName))
			}
		}
	}
	for _, award := range p.rfp.Awards {
		for _, contender := range award.Contenders {
			add(contender.Vendor)
		}
	}
	for _, later := range p.rfp.Later {
		if later.Of != of.Snapshot.Assessment {
			add(later.Vendor)
		}
	}
	s.Common = strings.Join([]string{
		string(of.Snapshot.Questionnaire.Canonical()), own.Name, own.LegalName, organisation, p.rfp.RFP.Title, p.rfp.RFP.Reference,
	}, "\n")
	return s
}

// explainLeak tells how to go on where a text for a bidder names another vendor.
func explainLeak(err error) error {
	var leak filing.Leak
	if !errors.As(err, &leak) {
		return err
	}
	return failf(assessment.Refused, "answer it in other words, or if it means something else there, say --allow "+quote(leak.Name),
		"%v: the package was not written", leak)
}

func (p *packer) handOverPackage(ctx context.Context, file []byte, c filing.Contents, judged []assessment.Judged, given map[string]filing.Report) error {
	type packedReport struct {
		Vendor     string `json:"vendor"`
		Assessment string `json:"assessment"`
		Given      bool   `json:"given"` // it was signed before
	}
	reports := []packedReport{}
	for _, j := range judged {
		_, is := given[j.Snapshot.Assessment]
		reports = append(reports, packedReport{j.Snapshot.Opened.Title(), j.Snapshot.Assessment, is})
	}
	sum := sha256.Sum256(file)
	hash := hex.EncodeToString(sum[:])
	err := p.deliver(p.ask.out, file, struct {
		File     string         `json:"file"`
		For      string         `json:"for"`
		RFP      string         `json:"rfp"`
		Reports  []packedReport `json:"reports"`
		SignedBy string         `json:"signed_by"`
		SHA256   string         `json:"sha256"`
	}{p.ask.out, string(c.For), p.rfp.RFP.ID, reports, c.By, hash}, func() {
		title := cmp.Or(p.rfp.RFP.Reference, p.rfp.RFP.Title)
		if c.For == filing.ForFile {
			p.say("wrote %s: the file of %s, confidential answers of %s: not for bidders", p.ask.out, title, english.Count(len(reports), "vendor"))
		} else {
			p.say("wrote %s: the debrief of %s for %s; nothing in it names another vendor", p.ask.out, title, reports[0].Vendor)
		}
		p.say("signed by %s and proven: %s signed now, %s signed before", c.By, english.Count(len(reports)-len(given), "report"), english.Count(len(given), "report"))
		p.fields([][2]string{{"SHA-256", hash}})
	})
	if err == nil {
		id := ""
		if c.For == filing.ForBidder {
			id = reports[0].Assessment
		}
		p.noteCopy(ctx, store.CopyReport, p.ask.out, id)
	}
	return err
}
