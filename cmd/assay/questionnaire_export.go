package main

import (
	"context"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/questionnaire"
	"assay/report"
	"assay/report/handout"
)

// handingOut is a call of questionnaire export.
type handingOut struct {
	out, format, milestone, due, vendor, subject string
	vendorCopy, evidenceRequest                  bool
}

func (a *app) questionnaireExport() *cobra.Command {
	var h handingOut
	cmd := &cobra.Command{
		Use:   "export QUESTIONNAIRE",
		Short: "Write a questionnaire for people without the program",
		Long: `Write a questionnaire for people without the program.

For your own people, as Markdown or CSV: everything, with what to listen for and how answers are weighed.

For a vendor, as PDF form, XLSX, Markdown or CSV: the questions of one milestone, the documents wanted with how fresh they must be, and the due
date. Nothing in it tells how answers are judged, and scenarios are left out. PDF and XLSX are always the vendor's copy. --evidence-request is
the vendor's copy without the questions.

The format is that of the file's ending, or Markdown. What is written is read back and compared first.`,
		Example: `  assay questionnaire export hipaa-staffing -o harbor.pdf --vendor "Harbor Staffing" --due 2026-12-04
  assay questionnaire export hipaa-staffing -o harbor.xlsx --milestone access
  assay questionnaire export hipaa-staffing --evidence-request
  assay questionnaire export hipaa-staffing -o internal.md`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().StringVarP(&h.out, "output", "o", "-", "the `FILE` to write, or - for stdout")
	cmd.Flags().StringVar(&h.format, "format", "", "markdown, csv, pdf or xlsx (default by the file's ending, or markdown)")
	cmd.Flags().BoolVar(&h.vendorCopy, "vendor-copy", false, "write what a vendor may see, in markdown and csv too")
	cmd.Flags().BoolVar(&h.evidenceRequest, "evidence-request", false, "write only the documents wanted of a vendor")
	cmd.Flags().StringVar(&h.milestone, "milestone", "", "ask a vendor for award, access, review or close (default that of the questionnaire)")
	cmd.Flags().StringVar(&h.due, "due", "", "the day until which a vendor is to answer, as 2026-12-04")
	cmd.Flags().StringVar(&h.vendor, "vendor", "", "the name of the vendor")
	cmd.Flags().StringVar(&h.subject, "subject", "", "the placed person, by roster reference, or the contract draft that it is about")
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
		return a.exportReading(ctx, q, h, format)
	})
	return cmd
}

// settle finds out the format, and whether it is the vendor who will read it.
func (h *handingOut) settle(a *app) (handout.Format, error) {
	format := handout.Format(strings.ToLower(first(h.format, strings.TrimPrefix(filepath.Ext(h.out), "."), "markdown")))
	switch format {
	case "md":
		format = handout.Markdown
	case handout.PDF, handout.XLSX:
		h.vendorCopy = true
		if h.out == "-" && isTerminal(a.stdout) {
			return "", usagef("pipe it on, or name a file", "%s is not written to a terminal", strings.ToUpper(string(format)))
		}
	case handout.Markdown, handout.CSV:
	default:
		return "", usagef("say --format markdown, csv, pdf or xlsx, or end the file's name so", "%q is no format of an export", format)
	}
	h.vendorCopy = h.vendorCopy || h.evidenceRequest
	if !h.vendorCopy && (h.milestone != "" || h.due != "" || h.vendor != "" || h.subject != "") {
		return "", usagef("add --vendor-copy", "--milestone, --due, --vendor and --subject are for the vendor's copy")
	}
	return format, nil
}

// exportCopy writes what the vendor gets.
func (a *app) exportCopy(ctx context.Context, q *questionnaire.Questionnaire, h handingOut, format handout.Format) error {
	terms, paper, err := a.terms(q, h)
	if err != nil {
		return err
	}
	vendor := handout.For(q, terms)
	if h.evidenceRequest {
		vendor = vendor.DocumentsOnly()
	}
	if !vendor.Asks() && len(vendor.Documents) == 0 {
		return assessment.Errorf(assessment.Invalid, "name another --milestone: award, access, review or close", "%s asks nothing of a vendor for %s", q.ID, terms.Milestone)
	}
	var file []byte
	switch format {
	case handout.PDF:
		file, err = report.VendorCopy(vendor, paper)
	case handout.XLSX:
		file, err = vendor.Workbook(paper)
	case handout.CSV:
		file, err = vendor.CSV()
	default:
		file = vendor.Markdown()
	}
	if err == nil {
		err = vendor.Check(file, format, q)
	}
	if err != nil {
		return err
	}
	return a.export(ctx, h.out, file, exported{
		Questionnaire: q.ID, Format: string(format), Milestone: string(terms.Milestone), Due: terms.Due,
		Questions: len(vendor.Questions()), Documents: len(vendor.Documents),
	}, vendor.Extent()+", for the vendor, for "+string(terms.Milestone))
}

// terms are those of the call and of the settings.
func (a *app) terms(q *questionnaire.Questionnaire, h handingOut) (handout.Terms, string, error) {
	settings, err := a.settings()
	if err != nil {
		return handout.Terms{}, "", err
	}
	milestone := questionnaire.Milestone(first(h.milestone, string(q.OpensFor())))
	if err := checkMilestone(milestone); err != nil {
		return handout.Terms{}, "", err
	}
	due, err := parseDate("--due", h.due)
	return handout.Terms{
		Milestone: milestone, Made: a.work.Today(), Due: due,
		Vendor: strings.Join(nonEmpty(h.vendor, h.subject), ", "), From: settings.organisation, Contact: settings.evaluator,
	}, settings.paper, err
}

// exportReading writes what our own people read.
func (a *app) exportReading(ctx context.Context, q *questionnaire.Questionnaire, h handingOut, format handout.Format) error {
	reading := handout.Reading{Questionnaire: q}
	file, err := reading.Markdown(), error(nil)
	if format == handout.CSV {
		file, err = reading.CSV()
	}
	if err == nil {
		err = reading.Check(file, format)
	}
	if err != nil {
		return err
	}
	done := exported{Questionnaire: q.ID, Format: string(format), Documents: len(q.Evidence)}
	for d := range q.Domains {
		done.Questions += len(q.Domains[d].Items)
	}
	return a.export(ctx, h.out, file, done, "everything in it, for your own people alone")
}

// exported is an export in JSON.
type exported struct {
	File          string          `json:"file"`
	Questionnaire string          `json:"questionnaire"`
	Format        string          `json:"format"`
	Milestone     string          `json:"milestone"` // empty when it is for our own people
	Due           assessment.Date `json:"due"`
	Questions     int             `json:"questions"`
	Documents     int             `json:"documents"`
}

// export writes a file that has been checked, and says so.
func (a *app) export(ctx context.Context, out string, file []byte, done exported, said string) error {
	if out == "-" {
		_, err := a.out.raw().Write(file)
		return err
	}
	if err := a.mayReplace(ctx, out); err != nil {
		return err
	}
	if err := writeFile(out, file, 0o644); err != nil {
		return err
	}
	if a.flags.json {
		done.File = out
		return a.out.json(done)
	}
	a.say("wrote %s: %s", out, said)
	return nil
}
