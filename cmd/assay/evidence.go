package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/register"
	"assay/assessment/store"
	"assay/assessment/wording"
	"assay/assessment/workspace/lent"
)

func (a *app) evidenceCommand() *cobra.Command {
	return a.noun("evidence", "Evidence: list the records, open or export their files", a.evidenceList(), a.evidenceOpen(), a.evidenceExport())
}

// recordHelp says how to name a record.
const recordHelp = `RECORD is the name that "assay evidence list" prints, such as BAA-01/2; or the item, if it has only one record; or the name of the
file.`

func (a *app) evidenceList() *cobra.Command {
	var check bool
	cmd := &cobra.Command{
		Use:   "list ASSESSMENT",
		Short: "List the evidence records of an assessment",
		Long: `List the evidence records of an assessment in the order of the register in its report: what shows which item, as of when, and what it
counts as. With --check, read every kept file and compare its SHA-256 with the record; the exit code is 3 if a file is missing or was changed.`,
		Example: `  assay evidence list harbor
  assay evidence list harbor --check`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().BoolVar(&check, "check", false, "compare every kept file with its SHA-256")
	cmd.RunE = a.reads(func(ctx context.Context, s assessment.Snapshot, _ []string) error {
		entries := register.Of(s, a.work.Day(s))
		listed := each(entries, func(e register.Entry) listedEvidence { return listedEvidence{Entry: e, At: utc(e.At)} })
		wrong := 0
		for n := range listed {
			if check && entries[n].HasFile() {
				if listed[n].File = a.stateOfFile(ctx, entries[n]); listed[n].File != fileSound {
					wrong++
				}
			}
		}
		if err := a.show(listed, func() { a.showEvidence(listed, check) }); err != nil {
			return err
		}
		if wrong > 0 {
			return assessment.Errorf(assessment.Unproven, "%s", english.Count(wrong, "file is missing or was changed", "files are missing or were changed")).Because(assessment.EvidenceChanged)
		}
		return nil
	})
	return cmd
}

// The states of a file after a check.
const (
	fileSound   = "sound"
	fileMissing = "missing"
	fileChanged = "changed"
	fileUnread  = "unreadable"
)

func (a *app) stateOfFile(ctx context.Context, e register.Entry) string {
	err := a.work.Store.CheckFile(ctx, e.Evidence)
	switch assessment.CaseOf(err) {
	case assessment.EvidenceMissing:
		return fileMissing
	case assessment.EvidenceChanged:
		return fileChanged
	}
	if err != nil {
		return fileUnread
	}
	return fileSound
}

// listedEvidence is an evidence record in JSON. Its keys are a contract: add keys,
// but never change one.
type listedEvidence struct {
	register.Entry
	At   string `json:"at"`                   // RFC 3339, UTC
	File string `json:"file_check,omitempty"` // sound, missing, changed or unreadable; with --check
}

func (a *app) showEvidence(listed []listedEvidence, check bool) {
	for _, e := range listed {
		state := e.AgeWords
		if check && e.File != "" {
			state = english.Join(", ", "file "+e.File, state)
		}
		shade := faint
		if e.File != "" && e.File != fileSound {
			shade = red
		}
		a.out.print("%s  %s\n", a.out.paint(bold, e.Record), a.out.paint(shade, english.Join(", ", string(e.CountsAs), state)))
		a.out.prose("  ", e.Kind+": "+wording.Source(e.Evidence))
		a.out.prose("  ", "for: "+e.About)
		if e.HasFile() {
			a.out.prose("  ", english.Bytes(e.Evidence.Size)+", SHA-256 "+e.Evidence.SHA256)
		}
	}
	if len(listed) == 0 {
		a.say("there is no evidence yet")
	}
}

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

func (a *app) evidenceExport() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "export ASSESSMENT RECORD -o FILE",
		Short: "Write a copy of an evidence file",
		Long: `Compare an evidence file with the SHA-256 of its record, and write a copy of it. A file that is missing or was changed is not written. If
-o names a folder, the copy has the name of the file. ` + recordHelp,
		Example: `  assay evidence export harbor BAA-01 -o agreement.pdf
  assay evidence export harbor TEC-03/2 -o .`,
		Args: cobra.ExactArgs(2),
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "the `FILE` or folder to write to")
	cmd.RunE = a.reads(func(ctx context.Context, s assessment.Snapshot, args []string) error {
		if err := a.need("output"); err != nil {
			return err
		}
		e, err := a.recordWithFile(s, args[1])
		if err != nil {
			return err
		}
		if there, err := os.Stat(out); err == nil && there.IsDir() {
			out = filepath.Join(out, lent.Name(e.Evidence))
		}
		if _, err := os.Lstat(out); err == nil {
			if err := a.writeOver(ctx, out, "exists already"); err != nil {
				return err
			}
		}
		if err := a.work.Store.CopyFile(ctx, e.Evidence, out, 0o644); err != nil {
			return err
		}
		a.noteCopy(ctx, store.CopyExport, out, s.Assessment)
		return a.show(exportedEvidence{out, e}, func() { a.say("wrote %s: %s of %s; its SHA-256 fits the record", out, e.Evidence.File, e.Record) })
	})
	return cmd
}

type exportedEvidence struct {
	File string `json:"file"`
	register.Entry
}

// recordWithFile finds the record that a text names. It must have a file.
func (a *app) recordWithFile(s assessment.Snapshot, ref string) (register.Entry, error) {
	entries := register.Of(s, a.work.Day(s))
	at := slices.IndexFunc(entries, func(e register.Entry) bool { return e.Record == ref })
	if at < 0 {
		e, err := store.Pick("evidence record", ref, entries, func(e register.Entry) store.Named {
			return store.Named{ID: e.Record, Names: e.Names(), Label: e.Label(), Closed: !e.HasFile()}
		})
		if err != nil {
			return e, err
		}
		at = slices.IndexFunc(entries, func(one register.Entry) bool { return one.Record == e.Record })
	}
	if why := entries[at].WithoutFile(); why != "" {
		return entries[at], assessment.Errorf(assessment.Invalid, "%s", why)
	}
	return entries[at], nil
}
