package main

import (
	"context"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/register"
	"assay/assessment/store"
	"assay/assessment/workspace/lent"
)

func (a *app) evidenceExport() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "export ASSESSMENT [RECORD] -o FILE",
		Short: "Write a copy of an evidence file, or of all",
		Long: `Compare an evidence file with the SHA-256 of its record, and write a copy of it. A file that is missing or was changed is not written. If
-o names a folder, the copy has the name of the file. ` + recordHelp + `

Without RECORD, -o names a folder for all kept files. Their names begin with the number of the record, as "assay evidence manifest" lists
them.`,
		Example: `  assay evidence export harbor BAA-01 -o agreement.pdf
  assay evidence export harbor TEC-03/2 -o .
  assay evidence export harbor -o harbor-evidence`,
		Args: cobra.RangeArgs(1, 2),
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "the `FILE` or folder to write to")
	cmd.RunE = a.reads(func(ctx context.Context, s assessment.Snapshot, args []string) error {
		if err := a.need("output"); err != nil {
			return err
		}
		if len(args) == 1 {
			return a.exportAll(ctx, s, out)
		}
		e, err := a.recordWithFile(s, args[1])
		if err != nil {
			return err
		}
		if there, err := os.Stat(out); err == nil && there.IsDir() {
			out = filepath.Join(out, lent.Name(e.Evidence))
		}
		if err := a.exportFile(ctx, s, e.Evidence, out); err != nil {
			return err
		}
		return a.show(exportedEvidence{out, e}, func() { a.say("wrote %s: %s of %s; its SHA-256 fits the record", out, e.Evidence.File, e.Record) })
	})
	return cmd
}

// exportFile writes a copy of one file. It asks before it writes over another.
func (a *app) exportFile(ctx context.Context, s assessment.Snapshot, record assessment.Evidence, to string) error {
	if _, err := os.Lstat(to); err == nil {
		if err := a.writeOver(ctx, to, "exists already"); err != nil {
			return err
		}
	}
	if err := a.work.Store.CopyFile(ctx, record, to, 0o644); err != nil {
		return err
	}
	a.noteCopy(ctx, store.CopyExport, to, s.Assessment)
	return nil
}

// exportAll writes copies of all kept files into a folder.
func (a *app) exportAll(ctx context.Context, s assessment.Snapshot, folder string) error {
	files := register.Files(register.Of(s, a.work.Day(s)))
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return unwrittenFile(folder, err)
	}
	written := map[string]bool{}
	for _, f := range files {
		if written[f.Name] {
			continue
		}
		written[f.Name] = true
		record := assessment.Evidence{File: f.File, SHA256: f.SHA256, Size: f.Size}
		if err := a.exportFile(ctx, s, record, filepath.Join(folder, f.Name)); err != nil {
			return err
		}
	}
	return a.show(files, func() {
		a.say("wrote %s into %s; every SHA-256 fits its record", english.Count(len(written), "file"), folder)
	})
}

type exportedEvidence struct {
	File string `json:"file"`
	register.Entry
}
