package main

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/assessment/english"
	"assay/assessment/receipt"
	"assay/assessment/store"
	"assay/assessment/wording"
	"assay/questionnaire"
	"assay/report"
	"assay/report/sign"
	"assay/tui"
)

// documents writes reports, comparisons, receipts and packages for the workbench. It prints nothing, since the
// screen belongs to the workbench.
type documents struct {
	*app
	shelf shelf
	keys  bool // people sign with the keys of this account
}

func (a *app) documents() *tui.Documents {
	return documentsOf(&documents{app: a, shelf: &paths{}, keys: true})
}

func documentsOf(d *documents) *tui.Documents {
	return &tui.Documents{Offer: d.offer, Write: d.write}
}

// The documents that are no reports, as an order names them. It names a report by its profile.
const (
	comparisonKind = "comparison"
	receiptKind    = "receipt"
	packageKind    = "package"
	bidderKind     = "bidder package"
)

// drawn is a document that can be drawn.
type drawn struct {
	tui.Kind
	title string         // the kind of document, and its vendor
	name  string         // of its file, without the ending
	ends  string         // the usual ending of its file
	copy  store.CopyKind // as the list of copies names it
	of    []string       // the assessments it is about: their journals record who signs it

	// draw draws it for a file of this name, and describes it in words as long as nobody has signed it.
	draw func(ctx context.Context, by, file string) (content []byte, unsigned string, err error)
}

// unsignedWords are the words for a document that somebody can sign, and nobody has.
const unsignedWords = "Nobody has signed it."

// possible lists the documents that can be drawn about a subject.
func (d *documents) possible(ctx context.Context, about tui.Subject) ([]drawn, error) {
	var all []drawn
	if len(about.Compared) > 0 {
		one, err := d.comparison(ctx, about.Compared)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	if about.Assessment != "" {
		more, err := d.reports(ctx, about.Assessment)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	if about.RFP != "" {
		more, err := d.packages(ctx, about)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	return all, nil
}

// packages are those of an RFP: for our own file, and for the vendor of the assessment.
// The workbench signs none: each would take a signature for every report in it.
func (d *documents) packages(ctx context.Context, about tui.Subject) ([]drawn, error) {
	c, err := d.contest(ctx, about.RFP)
	if err != nil {
		return nil, err
	}
	rfp := cmp.Or(c.RFP.Reference, c.RFP.Title)
	const signing = " It is not signed yet: assay sign signs it, with all reports in it, on the computer that has your key."
	of := func(kind, bidder, title, name, about string) drawn {
		p := packer{app: d.app, ask: packing{bidder: bidder}, rfp: c}
		return drawn{
			Kind:  tui.Kind{Key: kind, Name: kind, Unsigned: true, About: about + signing},
			title: title, name: name, ends: packageEnding, copy: store.CopyReport,
			draw: func(ctx context.Context, by, _ string) ([]byte, string, error) {
				content, err := p.prepare(ctx, by)
				return content, "Nobody has signed it: assay sign signs the reports in it, and the list of its files.", err
			},
		}
	}
	all := []drawn{of(packageKind, "", "package of "+rfp, fileName(rfp)+"-package", "All that belongs into the file of "+rfp+", about all its vendors. It is for no bidder.")}
	if s := c.Snapshot(about.Assessment); s != nil {
		vendor := s.Opened.Title()
		all = append(all, of(bidderKind, about.Assessment, "package for "+vendor, fileName(rfp)+"-for-"+fileName(vendor), "The debrief of "+vendor+" with all that proves it. It names no other vendor."))
	}
	return all, nil
}

func (d *documents) reports(ctx context.Context, id string) ([]drawn, error) {
	snapshot, err := d.work.Store.Snapshot(ctx, id)
	if err != nil {
		return nil, err
	}
	j := judged{snapshot, d.work.Day(snapshot), snapshot.Milestone, questionnaire.Current}
	vendor := assessment.Title(snapshot.Opened.Vendor.Name, snapshot.Opened.Subject)
	of := func(profile report.Profile, name, title, about string) drawn {
		file := fileName(vendor) + "-" + j.asOf.String()
		if profile != report.Full {
			file += "-" + string(profile)
		}
		return drawn{
			Kind:  tui.Kind{Key: string(profile), Name: name, About: about},
			title: title + " of " + vendor, name: file, ends: reportEnding, copy: store.CopyReport, of: []string{id},
			draw: func(ctx context.Context, by, _ string) ([]byte, string, error) {
				content, err := d.renderBy(ctx, j, profile, by)
				return content, unsignedWords, err
			},
		}
	}
	return []drawn{
		of(report.Full, "full report", "report", "The whole report of "+vendor+", with the data that proves it. It is for your own file."),
		of(report.RFP, "RFP pages", "RFP pages", "The pages about "+vendor+" that decide, and an index of the annex. They are for the file of the request, and for no vendor."),
		of(report.Debrief, "debrief", "debrief", "For "+vendor+": what you asked, what it answered and showed, and what is missing. No grade, no verdict, nothing of others."),
		d.receipt(snapshot, vendor, fileName(vendor)+"-"+j.asOf.String()+"-"+receiptKind),
	}, nil
}

// receipt is the page that the vendor reads back. Nobody signs it: its code names the state of the
// journal.
func (d *documents) receipt(s assessment.Snapshot, vendor, name string) drawn {
	return drawn{
		Kind: tui.Kind{
			Key: receiptKind, Name: "receipt", Unsigned: true,
			About: "For " + vendor + " to read back: what you asked at the last meeting, what you wrote down, and what it promised. No grade, no note. " +
				"A name that ends in .html makes it a page for a browser.",
		},
		title: "receipt of " + vendor, name: name, ends: reportEnding, copy: store.CopyExport, of: []string{s.Assessment},
		draw: func(_ context.Context, by, file string) ([]byte, string, error) {
			as, err := receiptFormat(file)
			if err != nil {
				return nil, "", err
			}
			r, content, err := d.drawReceipt(s, receipt.Scope{}, as, by)
			words := english.Sentence("it has " + strings.ReplaceAll(heldIn(r), ", ", " and "))
			if r.LeftOut > 0 {
				words += " It leaves out " + english.Count(r.LeftOut, "note") + " of ours."
			}
			return content, words + " Its code is " + r.Code.String() + ", and nobody needs to sign it.", err
		},
	}
}

func (d *documents) comparison(ctx context.Context, ids []string) (drawn, error) {
	var one drawn
	c, err := d.compared(ctx, ids, standpoint{view: string(questionnaire.Current)})
	if err != nil {
		return one, err
	}
	side := c.Sides[0].Result
	return drawn{
		Kind: tui.Kind{
			Key: comparisonKind, Name: "comparison",
			About: "All " + english.Count(len(c.Sides), "vendor") + " side by side. It is not for any of them.",
		},
		title: "comparison of " + english.Count(len(c.Sides), "vendor"), name: comparisonName(c) + "-" + side.AsOf.String(), ends: reportEnding, copy: store.CopyReport, of: ids,
		draw: func(ctx context.Context, by, _ string) ([]byte, string, error) {
			content, err := d.drawComparison(ctx, c.Judged(), false, by)
			return content, unsignedWords, err
		},
	}, nil
}

// comparisonName is a name for the file of a comparison: that of the RFP, if all sides are
// of one.
func comparisonName(c contest.Contest) string {
	rfp := c.Sides[0].Snapshot.Opened.RFP
	for _, side := range c.Sides {
		if other := side.Snapshot.Opened.RFP; rfp == nil || other == nil || other.ID != rfp.ID {
			return "comparison"
		}
	}
	return fileName(cmp.Or(rfp.Reference, rfp.Title)) + "-comparison"
}

func (d *documents) offer(ctx context.Context, about tui.Subject) (tui.Offer, error) {
	var o tui.Offer
	all, err := d.possible(ctx, about)
	if err != nil {
		return o, err
	}
	for _, one := range all {
		one.Path = d.shelf.offer(one.name, one.ends)
		o.Kinds = append(o.Kinds, one.Kind)
	}
	if d.keys {
		o.Folder = absolute(".")
		o.Signers, err = d.signers()
	}
	return o, err
}

// The usual endings of the files.
const (
	reportEnding  = ".pdf"
	packageEnding = ".zip"
)

// signers lists the identities of this account, the default one first.
func (d *documents) signers() ([]tui.Signer, error) {
	standard, err := d.defaultIdentity()
	if err != nil {
		return nil, err
	}
	known, err := d.everybodyTrusted(standard)
	if err != nil {
		return nil, err
	}
	var all []tui.Signer
	for _, one := range known {
		if one.File == "" {
			continue
		}
		inFile := strings.HasPrefix(one.As, string(inP12))
		signer := tui.Signer{As: one.As, Name: one.Name, Held: "key file", Asks: inFile}
		if !inFile {
			signer.Held = "ssh-agent"
		}
		if one.Default {
			all = append([]tui.Signer{signer}, all...)
		} else {
			all = append(all, signer)
		}
	}
	return all, nil
}

// write draws, signs and writes one document.
func (d *documents) write(ctx context.Context, order tui.Order) (tui.Written, error) {
	var w tui.Written
	one, err := d.ordered(ctx, order)
	if err != nil {
		return w, err
	}
	w.Title = one.title
	if w.Path, err = d.shelf.place(order.Path, order.Over, one.name, one.ends); err != nil {
		return w, err
	}
	signs := order.Role != ""
	switch {
	case signs && one.Unsigned:
		return w, assessment.Errorf(assessment.Refused, "nobody signs a %s", one.Name)
	case signs && !d.keys:
		return w, assessment.Errorf(assessment.Refused, "a report is signed where the key of its signer is, and the server holds nobody's key")
	}
	for _, id := range one.of {
		if !signs {
			break
		}
		doubt, err := d.vouchFor(ctx, id)
		if err != nil {
			return w, err
		}
		if doubt = english.Sentence(doubt); doubt != "" && !slices.Contains(w.Notes, doubt) {
			w.Notes = append(w.Notes, doubt)
		}
	}
	file, words, err := one.draw(ctx, order.By, w.Path)
	if err != nil {
		return w, err
	}
	w.Proof = words
	if signs {
		by, err := d.signed(ctx, order, file)
		if err != nil {
			return w, err
		}
		file = by.content
		w.Proof = "Signed as " + order.Role + " by " + inFull(by.mine()) + ", certificate " + wording.Short(sign.Fingerprint(by.by.Certificate)) + ", and proven."
		for _, id := range one.of {
			if err := d.recordSigning(ctx, id, order.By, by); err != nil {
				return w, err
			}
		}
	}
	if err := d.shelf.put(w.Path, file, order.Over); err != nil {
		return w, err
	}
	d.noteCopy(ctx, one.copy, d.shelf.path(w.Path), order.Assessment)
	return w, nil
}

// ordered is the document of an order.
func (d *documents) ordered(ctx context.Context, order tui.Order) (drawn, error) {
	all, err := d.possible(ctx, order.Subject)
	if err != nil {
		return drawn{}, err
	}
	for _, one := range all {
		if one.Key == order.Kind {
			return one, nil
		}
	}
	return drawn{}, assessment.Errorf(assessment.Invalid, "there is no document %q", order.Kind)
}

// signed signs a document as the order says, and verifies it.
func (d *documents) signed(ctx context.Context, order tui.Order, file []byte) (signedFile, error) {
	policy, err := d.ownPolicy(ctx)
	if err != nil {
		return signedFile{}, err
	}
	by := signature{as: order.As, passphrases: passphrases{descriptor: -1, typed: order.Passphrase, silent: true}}
	if order.KeyFile != "" {
		by.as = keyFileReference(order.KeyFile).String()
	}
	signed, err := by.sign(ctx, d.app, file, sign.Role(order.Role), policy)
	if errors.Is(err, sign.ErrWrongPassphrase) {
		err = assessment.Errorf(assessment.Invalid, "%w", sign.ErrWrongPassphrase).Because(assessment.WrongPassphrase)
	}
	return signed, err
}

// keyFileReference says what kind of file a key is in: PKCS#12 by its usual endings, or else
// PEM.
func keyFileReference(path string) reference {
	switch strings.ToLower(filepath.Ext(path)) {
	case keyEnding, ".pfx":
		return reference{inP12, absolute(path)}
	}
	return reference{inPEM, absolute(path)}
}

// fileName turns a name into a valid file name for every file system.
func fileName(name string) string {
	plain := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return '-'
	}, name)
	plain = strings.Join(strings.FieldsFunc(plain, func(r rune) bool { return r == '-' }), "-")
	return cmp.Or(plain, "report")
}
