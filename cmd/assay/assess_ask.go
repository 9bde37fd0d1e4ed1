package main

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/form"
	"assay/questionnaire"
	"assay/report/handout"
)

func (a *app) assessAsk() *cobra.Command {
	var out, format, milestone, due string
	var evidenceRequest, openPoints bool
	cmd := &cobra.Command{
		Use:   "ask ASSESSMENT -o FILE",
		Short: "Write the form with the questions for the vendor, and record that it was asked",
		Long: `Write the form with the questions for the vendor, and record in the journal that it was asked.

The form is an HTML page for a browser, a PDF form or an XLSX workbook; the ending of the file decides. It holds the written questions of
the milestone and the requested documents, as "assay questionnaire export" writes them, with no answer filled in. It leaves out what does
not apply to this vendor by what is on record. It carries its own id and that of the assessment, so that "assay assess receive" knows it
when it comes back. Nothing in it shows how answers are judged.

--evidence-request writes the list of documents alone, and --outstanding the workbook of the points that are still open.`,
		Example: `  assay assess ask harbor -o harbor.html --due 2026-12-04
  assay assess ask harbor -o harbor.pdf --milestone access
  assay assess ask harbor -o open-points.xlsx --outstanding`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "the `FILE` to write")
	cmd.Flags().StringVar(&format, "format", "", "html, pdf or xlsx (default: by the file's ending)")
	cmd.Flags().StringVar(&milestone, "milestone", "", "award, access, review or close: the questions of this milestone (default: the assessment's own)")
	cmd.Flags().StringVar(&due, "due", "", "the day by which the vendor must answer, like 2026-12-04")
	cmd.Flags().BoolVar(&evidenceRequest, "evidence-request", false, "ask for the documents alone")
	cmd.Flags().BoolVar(&openPoints, "outstanding", false, "ask for the points that are still open (XLSX)")
	cmd.MarkFlagsMutuallyExclusive("evidence-request", "outstanding")
	cmd.RunE = a.changes(func(ctx context.Context, before assessment.Snapshot, _ []string) error {
		settings, err := a.settings()
		if err != nil {
			return err
		}
		of := asking{
			id: newForm(), milestone: cmp.Or(questionnaire.Milestone(milestone), before.Milestone), made: a.work.Day(before),
			from: settings.organisation, contact: settings.evaluator, paper: settings.paper,
		}
		switch {
		case evidenceRequest:
			of.part = form.Evidence
		case openPoints:
			of.part = form.Outstanding
		}
		if of.format, err = askFormat(format, out, of.part); err != nil {
			return err
		}
		if err := checkMilestone(of.milestone); err != nil {
			return err
		}
		if of.due, err = a.day("--due", due, of.made); err != nil {
			return err
		}
		if due != "" && of.due < of.made {
			return usagef("name a day to come", "%s has passed", of.due)
		}
		if err := a.mayReplace(ctx, out); err != nil {
			return err
		}
		made, err := formOf(before, of)
		if err != nil {
			return err
		}
		return a.keepForm(ctx, before, made, out)
	}, "output")
	return cmd
}

// askFormat decides the format of a form by the flag and by the ending of the file.
func askFormat(format, out string, part form.Part) (handout.Format, error) {
	as := handout.Format(strings.ToLower(cmp.Or(format, strings.TrimPrefix(filepath.Ext(out), "."))))
	if as == "htm" {
		as = handout.HTML
	}
	possible := []handout.Format{handout.HTML, handout.PDF, handout.XLSX}
	if part == form.Outstanding {
		possible = possible[2:]
	}
	switch {
	case out == "-":
		return "", usagef("name a file, such as -o harbor.html", "the journal records which file was asked, so it needs a file")
	case part == form.Outstanding && as != handout.XLSX:
		return "", usagef("name a file with the ending .xlsx, or use `assay assess outstanding --format email` for a letter", "open points can be answered in XLSX, not in %q", as)
	case !slices.Contains(possible, as):
		return "", usagef("use --format html, pdf or xlsx, or a file name with that ending", "%q is not a format of a form", as)
	}
	return as, nil
}

// keepForm writes the form and records it. If it cannot be recorded, the file goes away
// again: nobody should send a form that the journal does not know.
func (a *app) keepForm(ctx context.Context, before assessment.Snapshot, made madeForm, out string) error {
	if _, err := a.admit(ctx, before, made.asked); err != nil {
		return err
	}
	there := exists(out)
	if err := writeFile(out, made.file, 0o644); err != nil {
		return err
	}
	done, err := a.change(ctx, before, made.asked)
	if err != nil {
		if !there {
			_ = os.Remove(out) // the error that matters is the other one
		}
		return err
	}
	asked := made.asked
	return a.show(struct {
		File       string                  `json:"file"`
		Assessment string                  `json:"assessment"`
		Form       string                  `json:"form"`
		Format     string                  `json:"format"`
		Part       string                  `json:"part"` // evidence or outstanding; empty for all questions
		Milestone  questionnaire.Milestone `json:"milestone"`
		Due        assessment.Date         `json:"due"`
		SHA256     string                  `json:"sha256"`
		Questions  int                     `json:"questions"`
		Documents  int                     `json:"documents"`
		Points     int                     `json:"points"`
	}{out, before.Assessment, asked.Form, asked.Format, asked.Part, asked.Milestone, asked.Due, asked.File, made.questions, made.documents, made.points}, func() {
		until := ""
		if !asked.Due.IsZero() {
			until = "due " + asked.Due.String()
		}
		a.say("wrote %s: %s", out, english.Join("; ", made.holds()+" for "+done.after.Opened.Title()+", milestone "+string(asked.Milestone), until))
		a.say("when it comes back: `assay assess receive %s FILE`", a.running.Flags().Arg(0))
	})
}
