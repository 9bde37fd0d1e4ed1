package main

import (
	"context"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/receipt"
	"assay/assessment/store"
	"assay/report"
	"assay/report/handout"
)

func (a *app) assessReceipt() *cobra.Command {
	var out string
	var scope receipt.Scope
	cmd := &cobra.Command{
		Use:   "receipt ASSESSMENT -o FILE",
		Short: "Write what the vendor gets to read back after a meeting",
		Long: `Write a page for the vendor, as HTML or as a PDF: the questions of the last meeting as they were asked, what we wrote down, what we were shown, and what
the vendor promised by when. It has no grades and no points to listen for. It shows the words of the vendor, but none of our notes; --notes
adds the notes beside the answers, never those of a scorer. Without a meeting it has all answers.

The page carries the head of the journal as a short code. As long as the journal is what it was then, "assay journal verify --code" says
so. Whoever writes the journal anew cannot change the code in the vendor's mailbox.`,
		Example: `  assay assess receipt harbor -o harbor.html
  assay assess receipt harbor -o harbor.pdf
  assay journal verify harbor --code 3f2a-91bc-0d4e-77a1-41`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "the `FILE` to write, or - for stdout")
	cmd.Flags().BoolVar(&scope.All, "all", false, "all answers, not only those of the last meeting")
	cmd.Flags().BoolVar(&scope.Notes, "notes", false, "show the notes beside the answers, too")
	cmd.RunE = a.reads(func(ctx context.Context, s assessment.Snapshot, _ []string) error {
		if err := a.need("output"); err != nil {
			return err
		}
		as, err := receiptFormat(out)
		if err != nil {
			return err
		}
		settings, err := a.settings()
		if err != nil {
			return err
		}
		r, file, err := a.drawReceipt(s, scope, as, settings.evaluator)
		if err != nil {
			return err
		}
		if err := a.mayReplace(ctx, out); err != nil {
			return err
		}
		err = a.deliver(out, file, struct {
			File string `json:"file"`
			receipt.Receipt
		}{out, r}, func() { a.saidReceipt(out, r) })
		if err == nil {
			a.noteCopy(ctx, store.CopyExport, out, s.Assessment)
		}
		return err
	})
	return cmd
}

// drawReceipt makes the receipt of an assessment as a file, and reads it as the vendor would.
// Corrections go to the contact. It refuses a receipt that has nothing to read back, and one
// that shows a text of ours which is not for the vendor.
func (a *app) drawReceipt(s assessment.Snapshot, scope receipt.Scope, as handout.Format, contact string) (receipt.Receipt, []byte, error) {
	settings, err := a.settings()
	if err != nil {
		return receipt.Receipt{}, nil, err
	}
	r := handout.Receipt{Letter: receipt.Letter{Receipt: receipt.Of(s, scope, a.work.Day(s)), From: settings.organisation, Contact: contact}}
	if len(r.Entries)+len(r.Promises) == 0 {
		return r.Receipt, nil, failf(assessment.Refused, "record an answer first", "there is nothing to read back to %s yet", r.Vendor)
	}
	var file []byte
	if as == handout.PDF {
		file, err = report.Receipt(r.Letter, settings.paper)
	} else {
		file, err = r.Page()
	}
	if err != nil {
		return r.Receipt, nil, err
	}
	if err := r.Check(file, as, s.Questionnaire); err != nil {
		return r.Receipt, nil, failf(assessment.Refused, "say it in other words in the quote, the note or the action that holds it", "%w", err)
	}
	return r.Receipt, file, nil
}

// receiptFormat decides the format by the ending of the file. To stdout a receipt is
// HTML.
func receiptFormat(out string) (handout.Format, error) {
	switch ending := strings.ToLower(filepath.Ext(out)); {
	case out == "-", ending == ".html", ending == ".htm":
		return handout.HTML, nil
	case ending == ".pdf":
		return handout.PDF, nil
	}
	return "", usagef("name a file that ends in .html or .pdf", "a receipt is an HTML page or a PDF, not %s", out)
}

func (a *app) saidReceipt(out string, r receipt.Receipt) {
	a.say("wrote %s: %s, code %s", out, heldIn(r), r.Code)
	if r.LeftOut > 0 {
		a.say("it leaves out %s of ours", english.Count(r.LeftOut, "note"))
	}
}

// heldIn counts what a receipt holds.
func heldIn(r receipt.Receipt) string {
	return english.Count(len(r.Entries), "question") + ", " + english.Count(r.Promised(), "promise")
}
