package main

import (
	"context"

	"github.com/spf13/cobra"

	"assay/assessment/english"
	"assay/assessment/store"
)

func (a *app) moveCommand() *cobra.Command {
	var from, to string
	cmd := &cobra.Command{
		Use:   "move --from DATABASE --to DATABASE",
		Short: "Move the whole record to another database",
		Long: `Move the whole record with its evidence to another database, which must be new or empty. assay compares every row and every
file of both, and checks the new database as "assay doctor" does. If the move is interrupted, repeat it: it adds what is missing.

Nothing in the old database changes. It can still be read, but it takes no new events, because the new one is the record from then
on.`,
		Example: `  assay move --from assay.db --to postgres://assay_owner@db.example/assay
  assay move --from postgres://assay_owner@db.example/assay --to back.db`,
		Args: cobra.NoArgs,
	}
	cmd.Flags().StringVar(&from, "from", "", "the `DATABASE` that holds the record")
	cmd.Flags().StringVar(&to, "to", "", "the new `DATABASE`")
	cmd.RunE = a.does(func(ctx context.Context, _ []string) error {
		if err := a.need("from", "to"); err != nil {
			return err
		}
		if a.flags.readOnly {
			return usagef("leave --read-only away", "a move writes to the new database")
		}
		settings, err := a.settings()
		if err != nil {
			return err
		}
		old, err := findPlace(from, settings.path)
		if err == nil {
			err = old.missing()
		}
		if err != nil {
			return err
		}
		next, err := findPlace(to, settings.path)
		if err != nil {
			return err
		}
		moved, err := a.moveRecord(ctx, old.path, next.path)
		if err != nil {
			return err
		}
		return a.showMoved(old, next, moved)
	})
	return cmd
}

// moveRecord moves the record and checks it in its new place.
func (a *app) moveRecord(ctx context.Context, from, to string) (moved store.Moved, err error) {
	source, err := store.Open(ctx, from, a.storeOptions())
	if err != nil {
		return moved, err
	}
	defer source.Close() //nolint:errcheck // nothing was written
	target, err := store.Open(ctx, to, a.storeOptions())
	if err != nil {
		return moved, err
	}
	moved, err = source.MoveTo(ctx, target)
	if closed := target.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return moved, err
	}
	if target, err = store.Open(ctx, to, a.storeOptions()); err != nil {
		return moved, err
	}
	health, err := target.Check(ctx)
	if closed := target.Close(); err == nil {
		err = closed
	}
	for _, finding := range health.Findings {
		if finding.Severity == store.ErrorFinding {
			a.note("in the new database: %s", finding.Text)
		}
	}
	return moved, err
}

func (a *app) showMoved(from, to databasePlace, m store.Moved) error {
	return a.show(struct {
		From     string `json:"from"`
		To       string `json:"to"`
		Journals int64  `json:"journals"`
		Events   int64  `json:"events"`
		Rows     int64  `json:"rows"`
		Files    int    `json:"evidence"`
		Bytes    int64  `json:"evidence_bytes"`
		Already  bool   `json:"already"` // an earlier move had done it, and this one compared
	}{from.shown, to.shown, m.Journals, m.Events, m.Rows, m.Files, m.Bytes, m.Already}, func() {
		done := "moved"
		if m.Already {
			done = "compared what was already moved:"
		}
		a.say("%s %s with %s and %s (%s) from %s to %s", done, english.Count(int(m.Journals), "journal"), english.Count(int(m.Events), "event"),
			english.Count(m.Files, "evidence file"), english.Bytes(m.Bytes), from.shown, to.shown)
		a.say("both are the same; %s can be read, and takes no new events", from.shown)
	})
}
