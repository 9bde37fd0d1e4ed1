package main

import (
	"cmp"
	"context"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/outstanding"
	"assay/assessment/store"
	"assay/questionnaire"
	"assay/report/handout"
)

// The formats of a follow-up list for our own people.
const (
	asTable handout.Format = "table"
	asJSON  handout.Format = "json"
)

func (a *app) assessOutstanding() *cobra.Command {
	var format, out, due string
	cmd := &cobra.Command{
		Use:   "outstanding ASSESSMENT",
		Short: "List who still owes what, for us or for the vendor",
		Long: `List what is still open: answers that no record shows, questions without an answer, promises (open actions), and scenarios on which
the scorers differ. Each entry says what we heard, what is missing, from whom and by when.

The formats table and json are for our own people. Markdown, email and xlsx are for the vendor: they leave out grades, notes, our own
questions, and the questions of the meeting that were not asked yet. assay reads such a file back before it writes it, and refuses a file
with an internal sentence of the questionnaire.`,
		Example: `  assay assess outstanding harbor
  assay assess outstanding harbor --format email --due 2026-12-04
  assay assess outstanding harbor -o harbor.xlsx`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&format, "format", "", "table, json, markdown, email or xlsx (default: by the file's ending, or table)")
	cmd.Flags().StringVarP(&out, "output", "o", "-", "the `FILE` to write, or - for stdout")
	cmd.Flags().StringVar(&due, "due", "", "the day by which the vendor should send the rest, like 2026-12-04")
	cmd.RunE = a.reads(func(ctx context.Context, s assessment.Snapshot, _ []string) error {
		as, err := a.followUpFormat(format, out)
		if err != nil {
			return err
		}
		list := outstanding.Of(s, a.work.Judge(s))
		if as == asTable || as == asJSON {
			if out != "-" || due != "" {
				return usagef("add --format markdown, email or xlsx", "-o and --due are for the vendor's list")
			}
			if as == asJSON {
				return a.out.json(list)
			}
			a.showOutstanding(list)
			return nil
		}
		settings, err := a.settings()
		if err != nil {
			return err
		}
		day, err := a.day("--due", due, a.work.Day(s))
		if err != nil {
			return err
		}
		if due != "" && day < list.AsOf {
			return usagef("name a day to come", "%s has passed", day)
		}
		form := outstandingForm(s, asking{id: newForm(), milestone: list.Milestone, made: list.AsOf, due: day})
		f := handout.FollowUpOf(list, form, settings.organisation, settings.evaluator)
		return a.deliverFollowUp(ctx, f, as, out, settings.paper, s.Questionnaire)
	})
	return cmd
}

// followUpFormat decides the format by the flags and by the ending of the file.
func (a *app) followUpFormat(format, out string) (handout.Format, error) {
	if a.flags.json && format == "" && out == "-" {
		return asJSON, nil
	}
	as := handout.Format(strings.ToLower(cmp.Or(format, strings.TrimPrefix(filepath.Ext(out), "."), string(asTable))))
	switch as {
	case "md":
		as = handout.Markdown
	case "txt", "eml":
		as = handout.Email
	case handout.XLSX:
		if out == "-" && isTerminal(a.stdout) {
			return "", usagef("pipe the output, or name a file with -o", "XLSX cannot be written to a terminal")
		}
	case asTable, asJSON, handout.Markdown, handout.Email:
	default:
		return "", usagef("use table, json, markdown, email or xlsx, or a file name with the ending .md, .txt or .xlsx", "%q is not a format of this list", as)
	}
	return as, nil
}

// writeFollowUp writes the vendor's list and reads it back.
func writeFollowUp(f handout.FollowUp, as handout.Format, paper string, q *questionnaire.Questionnaire) ([]byte, error) {
	file, err := f.Email(), error(nil)
	switch as {
	case handout.Markdown:
		file = f.Markdown()
	case handout.XLSX:
		file, err = f.Workbook(paper)
	}
	if err == nil {
		err = f.Check(file, as, q)
	}
	if err != nil {
		return nil, failf(assessment.Refused, "say it in other words in the quote or the action that holds it", "%w", err)
	}
	return file, nil
}

func (a *app) deliverFollowUp(ctx context.Context, f handout.FollowUp, as handout.Format, out, paper string, q *questionnaire.Questionnaire) error {
	file, err := writeFollowUp(f, as, paper, q)
	if err != nil {
		return err
	}
	if err := a.mayReplace(ctx, out); err != nil {
		return err
	}
	err = a.deliver(out, file, struct {
		File       string `json:"file"`
		Assessment string `json:"assessment"`
		Format     string `json:"format"`
		Points     int    `json:"points"`
	}{out, f.Assessment, string(as), len(f.Points)}, func() { a.say("wrote %s: %s for the vendor", out, english.Count(len(f.Points), "point")) })
	if err == nil {
		a.noteCopy(ctx, store.CopyExport, out, f.Assessment)
	}
	return err
}

// showOutstanding prints the list for our own people.
func (a *app) showOutstanding(list outstanding.List) {
	a.out.print("%s  %s\n", a.out.paint(bold, list.Vendor), a.out.paint(faint, english.Join(", ", "milestone "+string(list.Milestone), "as of "+list.AsOf.String())))
	if len(list.Points) == 0 {
		a.say("nothing is outstanding")
	}
	for _, why := range outstanding.Whys() {
		points := list.Under(why)
		if len(points) > 0 {
			a.out.print("\n%s\n", a.out.paint(bold, why.Words()))
		}
		for _, p := range points {
			a.showPoint(p)
		}
	}
}

func (a *app) showPoint(p outstanding.Point) {
	title := p.Title
	if p.Hard {
		title += " (hard gate)"
	}
	if p.Item != "" {
		a.out.named("  ", p.Item, title)
	}
	var all [][2]string
	for _, text := range p.Heard {
		all = append(all, [2]string{"heard", text})
	}
	if p.Why != outstanding.Unanswered { // the heading says that the answer is missing
		for _, text := range p.Missing {
			all = append(all, [2]string{"missing", text})
		}
	}
	if len(p.Missing) > 0 {
		all = append(all, [2]string{"from", p.From})
	}
	for _, promise := range p.Promises {
		all = append(all, [2]string{"promised", english.Join("; ", promise.What, promise.Owner+" ("+promise.Side+")", dueWords(promise))})
	}
	a.out.recorded(strings.Repeat(" ", 2+idColumn), all)
}

func dueWords(p outstanding.Promise) string {
	if p.Overdue {
		return "overdue since " + p.Due.String()
	}
	return "due " + p.Due.String()
}
