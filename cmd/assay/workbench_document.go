package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"unicode"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/assessment/english"
	"assay/assessment/input"
	"assay/assessment/store"
	"assay/assessment/wording"
	"assay/questionnaire"
	"assay/report"
	"assay/report/sign"
	"assay/tui"
)

// documents writes reports and comparisons for the workbench. It prints nothing, since the
// screen belongs to the workbench.
type documents struct {
	*app

	using  sync.Mutex
	folder string // of the last document; empty before the first
}

func (a *app) documents() *tui.Documents {
	d := &documents{app: a}
	return &tui.Documents{Offer: d.offer, Write: d.write}
}

// comparisonKind is a comparison, as an order names it. It names a report by its profile.
const comparisonKind = "comparison"

// drawn is a document that can be drawn.
type drawn struct {
	tui.Kind
	title string // the kind of document, and its vendor
	name  string // of its file, without the ending
	draw  func(ctx context.Context, by string) ([]byte, error)
	of    []string // the assessments it is about: their journals record who signs it
}

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
			title: title + " of " + vendor, name: file, of: []string{id},
			draw: func(ctx context.Context, by string) ([]byte, error) { return d.renderBy(ctx, j, profile, by) },
		}
	}
	return []drawn{
		of(report.Full, "full report", "report", "The whole report of "+vendor+", with the data that proves it. It is for your own file."),
		of(report.RFP, "RFP pages", "RFP pages", "The pages about "+vendor+" that decide, and an index of the annex. They are for the file of the request, and for no vendor."),
		of(report.Debrief, "debrief", "debrief", "For "+vendor+": what you asked, what it answered and showed, and what is missing. No grade, no verdict, nothing of others."),
	}, nil
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
		title: "comparison of " + english.Count(len(c.Sides), "vendor"), name: comparisonName(c) + "-" + side.AsOf.String(), of: ids,
		draw: func(ctx context.Context, by string) ([]byte, error) {
			return d.drawComparison(ctx, c.Judged(), false, by)
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
	o := tui.Offer{Folder: absolute(".")}
	all, err := d.possible(ctx, about)
	if err != nil {
		return o, err
	}
	for _, one := range all {
		one.Path = freeName(filepath.Join(d.lastFolder(), one.name), reportEnding)
		o.Kinds = append(o.Kinds, one.Kind)
	}
	o.Signers, err = d.signers()
	return o, err
}

// lastFolder is the folder of the last document, or empty.
func (d *documents) lastFolder() string {
	d.using.Lock()
	defer d.using.Unlock()
	return d.folder
}

const reportEnding = ".pdf"

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
	w.Title, w.Proof = one.title, "Nobody has signed it."
	if w.Path, err = whereTo(order, one.name); err != nil {
		return w, err
	}
	signs := order.Role != ""
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
	file, err := one.draw(ctx, order.By)
	if err != nil {
		return w, err
	}
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
	if err := writeFile(w.Path, file, modeAt(w.Path)); err != nil {
		return w, err
	}
	d.using.Lock()
	if d.folder = filepath.Dir(w.Path); d.folder == absolute(".") {
		d.folder = "" // a plain name is easier to read
	}
	d.using.Unlock()
	d.noteCopy(ctx, store.CopyReport, w.Path, order.Assessment)
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

// whereTo is the whole path of an order. A folder gets a file of the given name. No other
// file is written over unless the order says so.
func whereTo(order tui.Order, name string) (string, error) {
	path := absolute(order.Path)
	if there, err := os.Stat(path); err == nil && there.IsDir() {
		return absolute(freeName(filepath.Join(path, name), reportEnding)), nil
	}
	if filepath.Ext(path) == "" {
		path += reportEnding
	}
	if _, err := os.Lstat(path); err != nil || order.Over {
		return path, nil
	}
	text := path + " exists"
	if isSigned(path) {
		text += " and is signed: nobody could make the same signatures again"
	}
	return "", assessment.Errorf(assessment.Conflict, "%s", text).Because(assessment.FileExists)
}

// isSigned reports whether a file is one of our documents, with a signature.
func isSigned(path string) bool {
	old, err := input.Read(path, input.Report)
	if err != nil {
		return false
	}
	found, err := sign.Verify(old, sign.Policy{})
	return err == nil && len(found.Signatures) > 0
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

// modeAt is the mode of the file at a path, or the usual one.
func modeAt(path string) os.FileMode {
	if there, err := os.Stat(path); err == nil {
		return there.Mode().Perm()
	}
	return 0o644
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

// freeName is the name, with a number if a file has the name already.
func freeName(name, ending string) string {
	path := name + ending
	for n := 2; ; n++ {
		if _, err := os.Lstat(path); err != nil {
			return path
		}
		path = fmt.Sprintf("%s-%d%s", name, n, ending)
	}
}
