package main

import (
	"bytes"
	"context"
	"io"
	"strconv"
	"strings"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/assessment/input"
	"assay/report"
	"assay/report/filing"
	"assay/report/proof"
	"assay/report/proof/webpage"
	"assay/report/sign"
)

// versionPage is the page that verifies, as this version writes it.
func versionPage() ([]byte, error) { return webpage.HTML(readVersion().Version) }

// isPackage reports whether a file begins like a zip file, with the two letters that
// every one has.
func isPackage(path string) bool {
	file, err := input.Open(path, input.Package)
	if err != nil {
		return false
	}
	defer file.Close()
	begin := make([]byte, 2)
	_, err = io.ReadFull(file, begin)
	return err == nil && string(begin) == "PK"
}

// mayReplacePackage asks before it overwrites a package, which somebody signed.
func (a *app) mayReplacePackage(ctx context.Context, out string) error {
	switch {
	case out == "-":
		return nil
	case isPackage(out):
		return a.writeOver(ctx, out, "is a package already")
	}
	return a.mayReplace(ctx, out)
}

// readGiven reads the reports that are signed already, by their assessments.
func (p *packer) readGiven(ctx context.Context, chosen []assessment.Judged) (map[string]filing.Report, error) {
	all := map[string]filing.Report{}
	for _, path := range p.ask.reports {
		file, err := input.Read(path, input.Report)
		if err != nil {
			return nil, err
		}
		policy, err := p.ownPolicy(ctx)
		if err != nil {
			return nil, err
		}
		r, err := provenReport(path, file, p.ask.reader(), policy)
		if err != nil {
			return nil, err
		}
		of, err := p.owner(ctx, path, r, chosen)
		if err != nil {
			return nil, err
		}
		if _, twice := all[of.Snapshot.Assessment]; twice {
			return nil, failf(assessment.Refused, "name one report of each vendor", "%s is a second report of %s", path, of.Snapshot.Opened.Title())
		}
		all[of.Snapshot.Assessment] = r
	}
	return all, nil
}

// owner finds the assessment of a report. It refuses a report of any other assessment,
// and one that says something else than the record.
func (p *packer) owner(ctx context.Context, path string, r filing.Report, chosen []assessment.Judged) (assessment.Judged, error) {
	if p.ask.bidder != "" {
		return chosen[0], p.isDebriefOf(ctx, path, r, chosen[0])
	}
	for _, of := range chosen {
		if of.Snapshot.Assessment == r.Says.Assessment {
			return of, p.fits(path, r, of)
		}
	}
	return assessment.Judged{}, failf(assessment.Refused, "leave it away", "%s is the report of %s, which does not belong into this package", path, r.Says.Vendor)
}

// isDebriefOf refuses a debrief that is not the one that would be written now. A debrief
// does not name its assessment.
func (p *packer) isDebriefOf(ctx context.Context, path string, r filing.Report, of assessment.Judged) error {
	fresh, err := p.render(ctx, judged{of.Snapshot, r.Says.AsOf, of.Result.Milestone, of.Result.View}, report.Debrief)
	if err == nil && !bytes.HasPrefix(r.File, fresh) {
		err = failf(assessment.Refused, "leave it away to sign a new one", "%s is not the debrief of %s as it is recorded now", path, of.Snapshot.Opened.Title())
	}
	return err
}

// fits refuses a report whose verdict or scores are not those of the record.
func (p *packer) fits(path string, r filing.Report, of assessment.Judged) error {
	const again = "leave it away to sign a new one"
	snapshot := r.Judged.Snapshot
	switch {
	case r.Result.Milestone != of.Result.Milestone || r.Result.View != of.Result.View:
		return failf(assessment.Refused, again, "%s is for %s, by %s; the RFP is for %s, by the law in force", path, r.Result.Milestone, r.Result.View.Words(), of.Result.Milestone)
	case r.Result.Verdict != of.Result.Verdict || r.Result.Shown != of.Result.Shown || r.Result.Claimed != of.Result.Claimed:
		return failf(assessment.Refused, again, "%s says %s with %s shown; the record says %s with %s by now",
			path, r.Result.Verdict, r.Result.Shown, of.Result.Verdict, of.Result.Shown)
	case snapshot.Head != of.Snapshot.Head && !of.Snapshot.OnlySignedSince(snapshot.Head):
		p.warn(again, "%s ends at event %d, and the record goes on to event %d with the same verdict and scores", path, snapshot.Seq, of.Snapshot.Seq)
	}
	return nil
}

// provenReport verifies a signed report by a policy, and reads its data for the readers of a
// package.
func provenReport(name string, file []byte, a filing.Audience, policy report.Policy) (filing.Report, error) {
	found, err := report.Verify(file, policy)
	if err != nil {
		return filing.Report{}, err
	}
	if found.Outcome() == report.NotProven {
		return filing.Report{}, failf(assessment.Unproven, "`assay verify` says more about it", "%s is not proven: %s", name, strings.Join(proof.Of(name, found).EveryProblem(), "; "))
	}
	r, err := filing.ReadReport(found, a)
	if err != nil {
		return r, failf(assessment.Refused, "leave it away to sign a new one", "%s: %w", name, err)
	}
	r.File = file
	return r, nil
}

// compare compares the vendors of a package. by is the person who compares.
func (p *packer) compare(ctx context.Context, sides []assessment.Judged, by string) ([]byte, error) {
	if err := contest.Of(sides).Check(); err != nil {
		return nil, err
	}
	return p.drawComparison(ctx, sides, false, by)
}

// freshComparison compares the vendors as their reports show them, and signs the comparison.
func (p *packer) freshComparison(ctx context.Context, reports []filing.Report, by *pen) ([]byte, error) {
	settings, err := p.settings()
	if err != nil {
		return nil, err
	}
	var sides []assessment.Judged
	for _, r := range reports {
		sides = append(sides, assessment.Judged{Snapshot: r.Judged.Snapshot, Result: r.Result})
	}
	file, err := p.compare(ctx, sides, settings.evaluator)
	if err != nil {
		return nil, err
	}
	policy, err := p.ownPolicy(ctx)
	if err != nil {
		return nil, err
	}
	signed, err := by.sign(file, sign.Assessor, policy)
	if err != nil {
		return nil, err
	}
	for _, side := range sides {
		if err := p.recordSigning(ctx, side.Snapshot.Assessment, p.work.Evaluator, signed); err != nil {
			return nil, err
		}
	}
	return signed.content, nil
}

// provePackage verifies the new package before it is written. The certificate of the
// signer must have signed its list.
func provePackage(file, page []byte, by *pen, policy report.Policy) error {
	policy.Expect = map[sign.Role]sign.Expected{sign.Filer: {Fingerprint: sign.Fingerprint(by.certificate())}}
	all, err := filing.Verify("the package", file, filing.Policy{Policy: policy, Page: page, Assay: readVersion().Version})
	if err != nil {
		return err
	}
	for _, v := range proof.Together(all) {
		if v.Result == report.NotProven {
			return assessment.Errorf(assessment.Failed, "the package failed its own check and was not written: %s", strings.Join(v.EveryProblem(), "; "))
		}
	}
	return nil
}

// quote puts a name into quotes for a command line.
func quote(name string) string { return strconv.Quote(name) }
