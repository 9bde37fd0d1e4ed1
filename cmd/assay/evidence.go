package main

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/register"
	"assay/assessment/store"
)

func (a *app) evidenceCommand() *cobra.Command {
	return a.noun("evidence", "Evidence: list the records, open or export their files, say what you read", a.evidenceList(), a.evidenceManifest(), a.evidenceOpen(), a.evidenceRead(), a.evidenceExport())
}

// recordHelp says how to name a record.
const recordHelp = `RECORD is the name that "assay evidence list" prints, such as BAA-01/2; or the item, if it has only one record; or the name of the
file.`

func (a *app) evidenceOpen() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "open ASSESSMENT RECORD",
		Short: "Open an evidence file with the program of the desktop",
		Long: `Compare an evidence file with the SHA-256 of its record, and open a copy of it with the program that the desktop has for it. A file that
is missing or was changed is not opened. Nor is a kind of file that can run programs or load pages; "assay evidence export" writes it to a
file. assay removes the copy a day later. ` + recordHelp,
		Example: `  assay evidence open harbor BAA-01
  assay evidence open harbor TEC-03/2`,
		Args: cobra.ExactArgs(2),
	}
	cmd.RunE = a.reads(func(ctx context.Context, s assessment.Snapshot, args []string) error {
		e, err := a.recordWithFile(s, args[1])
		if err != nil {
			return err
		}
		open := a.opener()
		if open == nil {
			return assessment.Errorf(assessment.Usage, "there is no desktop here that could open a file").Because(assessment.NoDesktop)
		}
		path, err := a.lent().Lend(ctx, a.work.Store, e.Evidence)
		if err != nil {
			return err
		}
		if err := open(path); err != nil {
			return assessment.Errorf(assessment.Failed, "the desktop did not open %s: %w", e.Evidence.File, err).Because(assessment.NoDesktop)
		}
		return a.show(exportedEvidence{path, e}, func() { a.say("opened %s of %s; its SHA-256 fits the record", e.Evidence.File, e.Record) })
	})
	return cmd
}

// recordWithFile finds the record that a text names. It must have a file.
func (a *app) recordWithFile(s assessment.Snapshot, ref string) (register.Entry, error) {
	e, err := pickRecord(register.Of(s, a.work.Day(s)), ref, register.Entry.HasFile)
	if err != nil {
		return e, err
	}
	if why := e.WithoutFile(); why != "" {
		return e, assessment.Errorf(assessment.Invalid, "%s", why)
	}
	return e, nil
}

// pickRecord finds the record that a text names: by its own name, or else by another
// name among those that fit.
func pickRecord(entries []register.Entry, ref string, fits func(register.Entry) bool) (register.Entry, error) {
	named := func(name string) int {
		return slices.IndexFunc(entries, func(e register.Entry) bool { return e.Record == name })
	}
	if at := named(ref); at >= 0 {
		return entries[at], nil
	}
	e, err := store.Pick("evidence record", ref, entries, func(e register.Entry) store.Named {
		return store.Named{ID: e.Record, Names: e.Names(), Label: e.Label(), Closed: !fits(e)}
	})
	if err != nil {
		return e, err
	}
	return entries[named(e.Record)], nil
}
