package main

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/store"
	"assay/questionnaire"
)

const (
	dueWithin = 90    // days
	dueEver   = 36500 // days
)

func (a *app) assessDue() *cobra.Command {
	var within, until, vendor, rfp string
	cmd := &cobra.Command{
		Use:   "due",
		Short: "List everything that falls due",
		Long: `List everything that falls due, the earliest first: void decisions to make again, re-assessments at the pace that the
residual risk sets, open actions, waivers that end, and evidence that stops closing a gate. Overdue entries come first.`,
		Example: `  assay assess due
  assay assess due --within 30d --rfp RFP-2026-114
  assay assess due --until 2027-12-31 --json`,
		Args: cobra.NoArgs,
	}
	cmd.Flags().StringVar(&within, "within", "90d", "list this many `DAYS` ahead")
	cmd.Flags().StringVar(&until, "until", "", "list until this `DATE`, instead")
	cmd.Flags().StringVar(&vendor, "vendor", "", "only assessments of this vendor")
	cmd.Flags().StringVar(&rfp, "rfp", "", "only assessments in this RFP")
	cmd.RunE = a.does(func(ctx context.Context, _ []string) error {
		if until != "" && cmd.Flags().Changed("within") {
			return usagef("use one of them", "--within and --until both say how far to look")
		}
		if _, err := a.settings(); err != nil {
			return err
		}
		today := a.work.Today()
		last, err := a.day("--within", within, today)
		if err == nil && until != "" {
			last, err = a.day("--until", until, today)
		}
		if err == nil && last < today {
			err = usagef("for example: --within 30d, or --until 2027-01-31", "%s has passed", last)
		}
		if err != nil {
			return err
		}
		kept, err := a.existing(ctx)
		if err != nil {
			return a.emptyList(err)
		}
		only, err := filterOf(ctx, kept, vendor, rfp)
		if err != nil {
			return err
		}
		rows, err := kept.Due(ctx, only, today+dueEver)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(rows, func(r store.DueRow) bool { return r.Due.On > last })
		if at < 0 {
			at = len(rows)
		}
		return a.show(listDue(rows[:at]), func() {
			a.showDue(rows[:at], last)
			if later := rows[at:]; len(later) > 0 {
				a.say("%d more until %s, the next on %s: --until lists later ones", len(later), later[len(later)-1].Due.On, later[0].Due.On)
			}
		})
	})
	return cmd
}

// filterOf makes the filter for the vendor and the RFP that a command names.
func filterOf(ctx context.Context, kept *store.Store, vendor, rfp string) (store.Filter, error) {
	var only store.Filter
	if vendor != "" {
		found, err := kept.FindVendor(ctx, vendor)
		if err != nil {
			return only, err
		}
		only.VendorID = found.ID
	}
	if rfp != "" {
		found, err := kept.FindRFP(ctx, rfp)
		if err != nil {
			return only, err
		}
		only.RFPID = found.ID
	}
	return only, nil
}

// listedDue is a due entry in JSON. Its keys are a contract: add keys, but never
// change one.
type listedDue struct {
	Assessment string                  `json:"assessment"`
	Vendor     string                  `json:"vendor"`
	Subject    string                  `json:"subject,omitempty"`
	RFP        string                  `json:"rfp"`
	Milestone  questionnaire.Milestone `json:"milestone"`
	assessment.Due
}

func listDue(rows []store.DueRow) []listedDue {
	return each(rows, func(row store.DueRow) listedDue {
		return listedDue{row.ID, row.Vendor, row.Subject, row.RFP, row.Milestone, row.Due}
	})
}

func (a *app) showDue(rows []store.DueRow, last assessment.Date) {
	if len(rows) == 0 {
		a.say("nothing is due until %s", last)
		return
	}
	p := a.out
	coming := slices.IndexFunc(rows, func(r store.DueRow) bool { return !r.Due.Overdue })
	if coming < 0 {
		coming = len(rows)
	}
	for _, part := range []struct {
		title string
		ink   ink
		rows  []store.DueRow
	}{{"Overdue", red, rows[:coming]}, {"Due until " + last.String(), bold, rows[coming:]}} {
		if len(part.rows) == 0 {
			continue
		}
		if part.ink == bold && coming > 0 {
			p.print("\n")
		}
		p.print("%s\n", p.paint(part.ink, part.title))
		for _, line := range dueLines(part.rows) {
			const margin = len("2026-11-22  decision  ")
			p.beside("  ", p.paint(faint, line.On.String()+"  "+string(line.Kind)), margin, line.Text)
		}
	}
}

// dueLines makes the printed lines. When one document ends for several gates, they
// share a line.
func dueLines(rows []store.DueRow) []assessment.Due {
	type record struct {
		assessment, what string
		on               assessment.Date
	}
	var lines []assessment.Due
	items, place := map[record][]string{}, map[record]int{}
	for _, row := range rows {
		due, about := row.Due, row.Title()+" ("+string(row.Milestone)+"): "
		what, _, _ := strings.Cut(due.Text, ": ")
		one := record{row.ID, what, due.On}
		if due.Kind == assessment.DueEvidence {
			if items[one] = append(items[one], due.Item); len(items[one]) == 1 {
				place[one] = len(lines)
				lines = append(lines, due)
			}
			lines[place[one]].Text = about + what + " (" + strings.Join(items[one], ", ") + ")"
			continue
		}
		due.Text = about + english.Join(" ", due.Item, due.Text)
		if due.Owner != "" {
			due.Text += " (" + due.Owner + ")"
		}
		lines = append(lines, due)
	}
	return lines
}
