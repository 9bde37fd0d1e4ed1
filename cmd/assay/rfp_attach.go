package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/assessment/input"
	"assay/report"
	"assay/report/pdf/foreign"
	"assay/report/proof"
)

func (a *app) rfpAttach() *cobra.Command {
	var to, out string
	var trusting trust
	cmd := &cobra.Command{
		Use:   "attach REPORT --to RFP.pdf",
		Short: "Attach a signed report to the PDF of an RFP",
		Long: `Attach a signed report to the PDF of an RFP, as a file inside of it. assay verifies the report first. It changes no byte of the RFP: the
attachment comes after its end. The signatures of the report stay valid, because the attachment is the report byte for byte. Pages
are never joined: that would break the signatures.

An RFP that is signed itself is refused. Readers would say of it from then on that somebody changed it after it was signed. Keep the
two files side by side, or pack them with "assay rfp package". An encrypted RFP is refused too.

Without -o, the attachment is added to the RFP itself.`,
		Example: `  assay rfp attach harbor.pdf --to rfp-114.pdf
  assay rfp attach harbor.pdf --to rfp-114.pdf -o rfp-114-with-report.pdf
  pdfdetach -saveall rfp-114.pdf && assay verify harbor.pdf`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&to, "to", "", "the `PDF` to attach it to")
	cmd.Flags().StringVarP(&out, "output", "o", "", "the `FILE` to write, or - for stdout (default the PDF itself)")
	trusting.register(cmd)
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		if err := a.need("to"); err != nil {
			return err
		}
		if out == "-" && isTerminal(a.stdout) {
			return usagef("pipe it on, or name a file", "a PDF is not written to a terminal")
		}
		policy, err := trusting.policy(ctx, a)
		if err != nil {
			return err
		}
		file, err := input.Read(args[0], input.Report)
		if err != nil {
			return err
		}
		v, err := proof.Verify(args[0], file, policy)
		if err != nil {
			return err
		}
		if v.Result == report.NotProven {
			return failf(assessment.Unproven, "`assay verify` says more about it", "%s is not proven, so it is not attached: %s", args[0], strings.Join(v.EveryProblem(), "; "))
		}
		rfp, err := input.Read(to, input.RFP)
		if err != nil {
			return err
		}
		path := cmp.Or(out, to)
		if path != to {
			if err := a.mayReplace(ctx, path); err != nil {
				return err
			}
		}
		made, err := foreign.Attach(rfp, foreign.Attachment{
			Name: hostile.Line(filepath.Base(args[0])), MIME: "application/pdf", Description: "signed report, verify it with assay", When: a.now(), Data: file,
		})
		if err != nil {
			return explainForeign(to, err)
		}
		a.warnOfArchival(to, rfp)
		return a.deliver(path, made, struct {
			File     string         `json:"file"`
			Attached string         `json:"attached"`
			Outcome  report.Outcome `json:"outcome"` // of the report
			Before   int            `json:"bytes_before"`
			After    int            `json:"bytes_after"`
		}{path, args[0], v.Result, len(rfp), len(made)}, func() {
			a.say("attached %s (%s) to %s: the %d bytes of the RFP are as they were", args[0], v.Outcome(), path, len(rfp))
		})
	})
	return cmd
}

// explainForeign says why a PDF cannot take an attachment, and how to go on.
func explainForeign(path string, err error) error {
	const beside = "keep the two files side by side, or pack them with `assay rfp package`"
	var taken foreign.TakenError
	switch {
	case errors.As(err, &taken):
		return failf(assessment.Refused, "give the report another file name first", "%s: %v", path, err)
	case errors.Is(err, foreign.ErrSigned):
		return failf(assessment.Refused, beside, "%s is signed: with an attachment, readers would say that somebody changed it after it was signed", path)
	case errors.Is(err, foreign.ErrEncrypted):
		return failf(assessment.Refused, beside, "%s is encrypted: assay cannot add to it", path)
	}
	return failf(assessment.Invalid, "print it into a PDF again, or "+beside, "cannot attach to %s: %w", path, err)
}

// warnOfArchival says that a PDF for archives stops being one: parts 1 and 2 of PDF/A do
// not allow this attachment.
func (a *app) warnOfArchival(path string, file []byte) {
	for _, part := range []string{"1", "2"} {
		if bytes.Contains(file, []byte("<pdfaid:part>"+part)) || bytes.Contains(file, []byte(`pdfaid:part="`+part)) || bytes.Contains(file, []byte("pdfaid:part='"+part)) {
			a.warn("keep the two files side by side, if an archive wants that form", "%s says that it is PDF/A-%s, which does not allow this attachment", path, part)
		}
	}
}
