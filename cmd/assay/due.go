package main

import (
	"context"
	"errors"
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
	duePage   = 50    // entries
)

func (a *app) assessDue() *cobra.Command {
	var within, until, vendor, rfp string
	var limit int
	cmd := &cobra.Command{
		Use:   "due",
		Short: "List everything that falls due",
		Long: `List everything that falls due, the earliest first: void decisions to make again, re-assessments at the pace that the
residual risk sets, open actions, waivers that end, and evidence that stops closing a gate. Overdue entries come first.

The list ends after 50 entries unless --limit says otherwise; with --json it has them all.`,
		Example: `  assay assess due
  assay assess due --within 30d --rfp RFP-2026-114
  assay assess due --limit 0
  assay assess due --until 2027-12-31 --json`,
		Args: cobra.NoArgs,
	}
	cmd.Flags().StringVar(&within, "within", "90d", "list this many `DAYS` ahead")
	cmd.Flags().StringVar(&until, "until", "", "list until this `DATE`, instead")
	cmd.Flags().StringVar(&vendor, "vendor", "", "only assessments of this vendor")
	cmd.Flags().StringVar(&rfp, "rfp", "", "only assessments in this RFP")
	cmd.Flags().IntVar(&limit, "limit", duePage, "the most entries to list, 0 for all (with --json the default is all)")
	cmd.RunE = a.does(func(ctx context.Context, _ []string) error {
		if until != "" && cmd.Flags().Changed("within") {
			return usagef("use one of them", "--within and --until both say how far to look")
		}
		if _, err := a.settings(); err != nil {
			return err
		}
		today := a.work.Today()
		if limit < 0 {
			return usagef("use 0 for all", "%d is no number of entries", limit)
		}
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
		if only.Limit = limit; a.flags.json && !cmd.Flags().Changed("limit") {
			only.Limit = 0
		}
		if a.flags.json {
			return stream(a.out, func(element func(listedDue) error) error {
				return visitDue(ctx, kept, only, last, func(row store.DueRow) error { return element(listDue(row)) })
			})
		}
		return a.showDue(ctx, kept, only, last)
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

func listDue(row store.DueRow) listedDue {
	return listedDue{row.ID, row.Vendor, row.Subject, row.RFP, row.Milestone, row.Due}
}

// visitDue visits what is due up to a day, as far as the limit of the filter goes.
func visitDue(ctx context.Context, kept *store.Store, only store.Filter, last assessment.Date, take func(store.DueRow) error) error {
	var failed error
	taken := 0
	err := kept.EachDue(ctx, only, 0, last, func(row store.DueRow) bool {
		failed = take(row)
		taken++
		return failed == nil && taken != only.Limit
	})
	return errors.Join(failed, err)
}

// showDue prints what is due up to a day, and says what follows. It prints the
// entries of one day and assessment together, since one document can end for
// several gates, so it may print a few more than the limit.
func (a *app) showDue(ctx context.Context, kept *store.Store, only store.Filter, last assessment.Date) error {
	list := dueList{to: a.out, last: last}
	var rows []store.DueRow
	more := false
	err := kept.EachDue(ctx, only, 0, last, func(row store.DueRow) bool {
		if n := len(rows); n > 0 && (rows[0].ID != row.ID || rows[0].Due.On != row.Due.On) {
			if list.print(rows); only.Limit > 0 && list.entries >= only.Limit {
				rows, more = nil, true
				return false
			}
			rows = nil
		}
		rows = append(rows, row)
		return true
	})
	if err != nil {
		return err
	}
	list.print(rows)
	switch {
	case more:
		a.say("more is due until %s: --limit 0 lists all", last)
		return nil
	case list.entries == 0:
		a.say("nothing is due until %s", last)
	}
	return kept.EachDue(ctx, only, last+1, last+dueEver, func(next store.DueRow) bool {
		a.say("the next is due on %s: --until lists later ones", next.Due.On)
		return false
	})
}

// dueList prints due entries under two headings.
type dueList struct {
	to      *printer
	last    assessment.Date
	entries int
	coming  bool // the heading of what is not overdue is printed
}

func (l *dueList) print(rows []store.DueRow) {
	for _, overdue := range []bool{true, false} {
		part := slices.DeleteFunc(slices.Clone(rows), func(r store.DueRow) bool { return r.Due.Overdue != overdue })
		if len(part) == 0 {
			continue
		}
		switch {
		case overdue && l.entries == 0:
			l.to.print("%s\n", l.to.paint(red, "Overdue"))
		case !overdue && !l.coming:
			if l.entries > 0 {
				l.to.print("\n")
			}
			l.to.print("%s\n", l.to.paint(bold, "Due until "+l.last.String()))
			l.coming = true
		}
		for _, line := range dueLines(part) {
			const margin = len("2026-11-22  decision  ")
			l.to.beside("  ", l.to.paint(faint, line.On.String()+"  "+string(line.Kind)), margin, line.Text)
		}
		l.entries += len(part)
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
