package main

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/history"
	"assay/assessment/hostile"
	"assay/assessment/wording"
)

func (a *app) assessHistory() *cobra.Command {
	return &cobra.Command{
		Use:   "history ASSESSMENT [ITEM]",
		Short: "Show who recorded what, and when",
		Long: `Show the journal: when, who, what, and what it was before. With ITEM, show only the entries about that item.
Times are in the time zone of the assessment; with --json they are in UTC.`,
		Example: `  assay assess history harbor
  assay assess history harbor BAA-01 --json`,
		Args: cobra.RangeArgs(1, 2),
		RunE: a.reads(func(ctx context.Context, snapshot assessment.Snapshot, args []string) error {
			entries, err := a.work.History(ctx, snapshot.Assessment)
			if err != nil {
				return err
			}
			if len(args) > 1 {
				if snapshot.Questionnaire.Item(args[1]) == nil {
					return assessment.Errorf(assessment.NotFound, "no item has the id %q", args[1]).Because(assessment.NoSuchItem, snapshot.Questionnaire.ID)
				}
				entries = history.About(entries, args[1])
			}
			return a.show(listEntries(entries), func() {
				if len(entries) == 0 {
					a.say("nothing was recorded about %s", args[1])
				} else {
					a.showHistory(entries, snapshot.Zone())
				}
			})
		}),
	}
}

// listedEntry is a journal entry in JSON.
type listedEntry struct {
	history.Entry
	At string `json:"at"` // RFC 3339, UTC
}

func listEntries(entries []history.Entry) []listedEntry {
	return each(entries, func(e history.Entry) listedEntry { return listedEntry{e, utc(e.At)} })
}

func (a *app) showHistory(entries []history.Entry, zone *time.Location) {
	p := a.out
	p.print("%s\n", p.paint(faint, wording.Times(zone)))
	for _, e := range entries {
		p.print("%s  %s  %s\n", p.paint(faint, wording.Time(e.At, zone)), hostile.Line(e.By), english.Join("  ", e.Item, e.Text))
		for _, c := range e.Changes {
			p.beside("  ", p.paint(faint, c.What), 12, c.String())
		}
	}
}
