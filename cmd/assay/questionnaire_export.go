package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/questionnaire"
	"assay/report/handout"
	"assay/report/vendorcopy"
)

// exportCall holds the flags of questionnaire export.
type exportCall struct {
	out, format, milestone, due, vendor, subject string
	vendorCopy, evidenceRequest                  bool
}

func (a *app) questionnaireExport() *cobra.Command {
	var h exportCall
	cmd := &cobra.Command{
		Use:   "export QUESTIONNAIRE",
		Short: "Write a questionnaire for people without the program",
		Long: `Write a questionnaire for people without the program.

The internal copy is Markdown or CSV. It holds everything, including the expected answers and their weights. Do not give it to a vendor.

The vendor's copy is an HTML page, a PDF form, XLSX, Markdown or CSV. It holds the questions of one milestone, the requested documents with
their maximum age, and the due date. It does not show how answers are judged, and it leaves out scenarios. HTML, PDF and XLSX are always the
vendor's copy; for Markdown and CSV add --vendor-copy. --evidence-request writes the vendor's copy without the questions.

The HTML page is one file that the vendor opens in a browser, without a network. It shows what is missing, takes files, and saves a ZIP file
to send back.

The ending of the file decides the format; without one it is Markdown. The command reads the file back and compares it before it writes it.`,
		Example: `  assay questionnaire export hipaa-staffing -o harbor.html --vendor "Harbor Staffing" --due 2026-12-04
  assay questionnaire export hipaa-staffing -o harbor.pdf --vendor "Harbor Staffing" --due 2026-12-04
  assay questionnaire export hipaa-staffing -o harbor.xlsx --milestone access
  assay questionnaire export hipaa-staffing --evidence-request
  assay questionnaire export hipaa-staffing -o internal.md`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().StringVarP(&h.out, "output", "o", "-", "the `FILE` to write, or - for stdout")
	cmd.Flags().StringVar(&h.format, "format", "", "markdown, csv, html, pdf or xlsx (default: by the file's ending, or markdown)")
	cmd.Flags().BoolVar(&h.vendorCopy, "vendor-copy", false, "write the vendor's copy, also as markdown or csv")
	cmd.Flags().BoolVar(&h.evidenceRequest, "evidence-request", false, "write only the list of documents that the vendor should send")
	cmd.Flags().StringVar(&h.milestone, "milestone", "", "award, access, review or close: the questions of this milestone (default: the questionnaire's own)")
	cmd.Flags().StringVar(&h.due, "due", "", "the day by which the vendor must answer, like 2026-12-04")
	cmd.Flags().StringVar(&h.vendor, "vendor", "", "the name of the vendor")
	cmd.Flags().StringVar(&h.subject, "subject", "", "the subject: a placed person by roster reference, or a contract draft")
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		format, err := h.settle(a)
		if err != nil {
			return err
		}
		q, err := a.questionnaire(args[0])
		if err != nil {
			return err
		}
		if h.vendorCopy {
			return a.exportCopy(ctx, q, h, format)
		}
		return a.exportInternal(ctx, q, h, format)
	})
	return cmd
}

// settle decides the format, and whether the vendor will read the file.
func (h *exportCall) settle(a *app) (handout.Format, error) {
	format := handout.Format(strings.ToLower(cmp.Or(h.format, strings.TrimPrefix(filepath.Ext(h.out), "."), "markdown")))
	switch format {
	case "md":
		format = handout.Markdown
	case "htm":
		format, h.vendorCopy = handout.HTML, true
	case handout.HTML:
		h.vendorCopy = true
	case handout.PDF, handout.XLSX:
		h.vendorCopy = true
		if h.out == "-" && isTerminal(a.stdout) {
			return "", usagef("pipe the output, or name a file with -o", "%s cannot be written to a terminal", strings.ToUpper(string(format)))
		}
	case handout.Markdown, handout.CSV:
	default:
		return "", usagef("use --format markdown, csv, html, pdf or xlsx, or a file name with that ending", "%q is not an export format", format)
	}
	h.vendorCopy = h.vendorCopy || h.evidenceRequest
	if !h.vendorCopy && (h.milestone != "" || h.due != "" || h.vendor != "" || h.subject != "") {
		return "", usagef("add --vendor-copy", "--milestone, --due, --vendor and --subject are for the vendor's copy")
	}
	return format, nil
}

func (a *app) exportCopy(ctx context.Context, q *questionnaire.Questionnaire, h exportCall, format handout.Format) error {
	terms, paper, err := a.terms(q, h)
	if err != nil {
		return err
	}
	vendor := handout.Copy{Copy: vendorcopy.For(q, terms)}
	if h.evidenceRequest {
		vendor.Copy = vendor.DocumentsOnly()
	}
	file, err := writeForm(vendor, format, paper, q)
	if err != nil {
		return err
	}
	return a.export(ctx, h.out, file, exported{
		Questionnaire: q.ID, Format: string(format), Milestone: string(terms.Milestone), Due: terms.Due,
		Questions: len(vendor.Questions()), Documents: len(vendor.Documents),
	}, vendor.Extent()+", vendor's copy for milestone "+string(terms.Milestone))
}

// terms returns the terms of a vendor's copy, and the paper.
func (a *app) terms(q *questionnaire.Questionnaire, h exportCall) (vendorcopy.Terms, string, error) {
	settings, err := a.settings()
	if err != nil {
		return vendorcopy.Terms{}, "", err
	}
	milestone := questionnaire.Milestone(cmp.Or(h.milestone, string(q.OpensFor())))
	if err := checkMilestone(milestone); err != nil {
		return vendorcopy.Terms{}, "", err
	}
	due, err := a.day("--due", h.due, a.work.Today())
	return vendorcopy.Terms{
		Form: newForm(), Milestone: milestone, Made: a.work.Today(), Due: due,
		Vendor: h.vendor, Subject: h.subject, From: settings.organisation, Contact: settings.evaluator,
	}, settings.paper, err
}

// newForm makes the id of a form: 128 random bits, so that nobody can guess it.
func newForm() string {
	var id [16]byte
	_, _ = rand.Read(id[:]) // it never fails
	return hex.EncodeToString(id[:])
}

func (a *app) exportInternal(ctx context.Context, q *questionnaire.Questionnaire, h exportCall, format handout.Format) error {
	internal := handout.InternalCopy{Questionnaire: q}
	file, err := internal.Markdown(), error(nil)
	if format == handout.CSV {
		file, err = internal.CSV()
	}
	if err == nil {
		err = internal.Check(file, format)
	}
	if err != nil {
		return err
	}
	done := exported{Questionnaire: q.ID, Format: string(format), Documents: len(q.Evidence)}
	for d := range q.Domains {
		done.Questions += len(q.Domains[d].Items)
	}
	return a.export(ctx, h.out, file, done, "internal copy with everything; not for vendors")
}

// exported is the result of an export in JSON.
type exported struct {
	File          string          `json:"file"`
	Questionnaire string          `json:"questionnaire"`
	Format        string          `json:"format"`
	Milestone     string          `json:"milestone"` // "" for the internal copy
	Due           assessment.Date `json:"due"`
	Questions     int             `json:"questions"`
	Documents     int             `json:"documents"`
}

// export writes a checked file and prints a summary of it.
func (a *app) export(ctx context.Context, out string, file []byte, done exported, summary string) error {
	if err := a.mayReplace(ctx, out); err != nil {
		return err
	}
	done.File = out
	return a.deliver(out, file, done, func() { a.say("wrote %s: %s", out, summary) })
}
