package main

import (
	"cmp"
	"context"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/input"
	"assay/assessment/workspace/exchange"
	"assay/report"
	"assay/report/filing"
	"assay/report/proof"
	"assay/tui"
)

// takesIn takes signed reports in, for the workbench: from the folder of a person who is
// connected over SSH, or from a path of this computer if the folder is nil.
func (a *app) takesIn(from *exchange.Folder) func(ctx context.Context, order tui.SignedReport) (tui.TakenIn, error) {
	return func(ctx context.Context, order tui.SignedReport) (tui.TakenIn, error) {
		if from == nil {
			file, err := input.Read(order.Path, handedIn(order.Path))
			if err != nil {
				return tui.TakenIn{}, err
			}
			return a.takeInFile(ctx, order, file)
		}
		opened, err := from.Open(order.Path, handedIn(order.Path))
		if err != nil {
			return tui.TakenIn{}, err
		}
		defer opened.Close()
		seen, err := opened.Stat()
		if err != nil {
			return tui.TakenIn{}, err
		}
		file, err := io.ReadAll(opened)
		if err != nil {
			return tui.TakenIn{}, err
		}
		got, err := a.takeInFile(ctx, order, file)
		if err == nil {
			_ = from.TakenAs(order.Path, seen) // what cannot be removed now is removed a day later
		}
		return got, err
	}
}

// handedIn is the kind of a file that is taken in: a package by its ending, or else a report.
func handedIn(path string) input.Kind {
	if strings.EqualFold(filepath.Ext(path), packageEnding) {
		return input.Package
	}
	return input.Report
}

// takeInFile takes in a report, or each report of a package, which must be proven as a whole.
// The journals of its assessments record the signatures of the reports; none of them is about
// the list of the files.
func (a *app) takeInFile(ctx context.Context, order tui.SignedReport, file []byte) (tui.TakenIn, error) {
	if handedIn(order.Path) == input.Report {
		return a.takeIn(ctx, order, file)
	}
	var got tui.TakenIn
	policy, err := a.ownPolicy(ctx)
	if err != nil {
		return got, err
	}
	page, err := versionPage()
	if err != nil {
		return got, err
	}
	all, err := filing.Verify(order.Path, file, filing.Policy{Policy: policy, Page: page, Assay: readVersion().Version})
	if err != nil {
		return got, err
	}
	if all[0].Result == report.NotProven {
		return got, unprovenFile(order.Path, all[0])
	}
	files, err := filing.Unpack(file)
	if err != nil {
		return got, err
	}
	for _, f := range files {
		if filepath.Ext(f.Path) != reportEnding {
			continue
		}
		one, err := a.takeIn(ctx, tui.SignedReport{By: order.By, Path: order.Path + "/" + f.Path}, f.Content)
		if err != nil {
			return got, err
		}
		got.Recorded, got.Known = append(got.Recorded, one.Recorded...), append(got.Known, one.Known...)
		got.Others, got.Notes = append(got.Others, one.Others...), append(got.Notes, one.Notes...)
	}
	held := all[0].Package
	got.Title = "package of " + cmp.Or(held.Reference, held.RFP)
	got.Recorded, got.Others, got.Notes = distinct(got.Recorded), distinct(got.Others), distinct(got.Notes)
	got.Known = slices.DeleteFunc(distinct(got.Known), func(s string) bool { return slices.Contains(got.Recorded, s) })
	return got, nil
}

// takeIn verifies a report that was signed elsewhere, as [app.mayBeSigned] and
// [app.recordIfKnown] do for one that is signed here, and records its signatures. Where
// the record has people, each of them records their own signatures alone.
func (a *app) takeIn(ctx context.Context, order tui.SignedReport, file []byte) (tui.TakenIn, error) {
	var got tui.TakenIn
	kept := a.work.Store
	policy, err := a.ownPolicy(ctx)
	if err != nil {
		return got, err
	}
	found, err := report.Verify(file, policy)
	if err != nil && assessment.CodeOf(err) != assessment.Unproven {
		return got, err
	}
	if err != nil {
		return got, unprovenFile(order.Path, proof.Unread(order.Path, err))
	}
	proven := proof.Of(order.Path, found)
	if proven.Result == report.NotProven {
		return got, unprovenFile(order.Path, proven)
	}
	got.Title = titleOf(proven)
	ids, err := signedIn(ctx, kept, proven)
	if err != nil {
		return got, err
	}
	if len(ids) == 0 {
		return got, assessment.Errorf(assessment.Refused, "%s is about an assessment of another record", order.Path)
	}
	people, err := kept.People(ctx)
	if err != nil {
		return got, err
	}
	var others, known []string
	news := map[string][]assessment.Signed{} // by assessment
	for _, id := range ids {
		doubt, err := a.vouchFor(ctx, id)
		if err != nil {
			return got, err
		}
		if doubt = english.Sentence(doubt); doubt != "" && !slices.Contains(got.Notes, doubt) {
			got.Notes = append(got.Notes, doubt)
		}
		snapshot, err := kept.Snapshot(ctx, id)
		if err != nil {
			return got, err
		}
		for n, s := range proven.Signatures {
			one := signing(s, file[:found.Findings.Signatures[n].End])
			is := func(r assessment.Signing) bool { return r.SameSignature(one) }
			switch {
			case slices.ContainsFunc(snapshot.Signed, is):
				known = append(known, signatureWords(s))
			case people.On() && !signedBy(order.By, s.Signer):
				others = append(others, signatureWords(s))
			default:
				news[id] = append(news[id], one)
				got.Recorded = append(got.Recorded, signatureWords(s))
			}
		}
	}
	got.Recorded, got.Others = distinct(got.Recorded), distinct(others)
	got.Known = slices.DeleteFunc(distinct(known), func(s string) bool { return slices.Contains(got.Recorded, s) })
	if len(news) == 0 && len(got.Others) > 0 {
		return got, assessment.Errorf(assessment.Refused, "%s has no new signature of yours: each signer takes the report in, and this one is signed as %s", order.Path, english.List(got.Others))
	}
	for _, id := range ids {
		if len(news[id]) == 0 {
			continue
		}
		if err := a.recordSignatures(ctx, id, order.By, news[id]...); err != nil {
			return got, err
		}
	}
	return got, nil
}

// signatureWords names a signature: its role and its signer.
func signatureWords(s proof.Signature) string { return string(s.Role) + " by " + inFull(s) }

// signedBy reports whether a person of the record is the signer of a report.
func signedBy(person, signer string) bool {
	return assessment.NamesPerson(person, signer) || assessment.NamesPerson(signer, person)
}

// unprovenFile is the error for a report that is not proven. If nothing but trust in a
// signer is missing, its case says so.
func unprovenFile(name string, p proof.Proof) error {
	told := assessment.Errorf(assessment.Unproven, "%s is not proven, so it is not taken in: %s", name, strings.Join(p.EveryProblem(), "; "))
	if unconfirmed(p) {
		told = told.Because(assessment.SignerUnknown)
	}
	return told
}

// titleOf names a proven document and its vendor.
func titleOf(p proof.Proof) string {
	switch {
	case p.Compares != nil:
		return "comparison of " + english.Count(len(p.Compares.Sides), "vendor")
	case p.Says != nil && p.Says.Profile == report.Full:
		return "report of " + p.Says.Vendor
	case p.Says != nil:
		return string(p.Says.Profile) + " of " + p.Says.Vendor
	}
	return cmp.Or(p.File, "report")
}
