package main

import (
	"context"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/register"
)

// manifest lists the kept files of an assessment in JSON. Its keys are a contract: add
// keys, but never change one.
type manifest struct {
	Assessment string          `json:"assessment"`
	Vendor     string          `json:"vendor"`
	AsOf       assessment.Date `json:"as_of"`
	Head       string          `json:"head"` // of the journal
	Files      []register.File `json:"files"`
}

func (a *app) evidenceManifest() *cobra.Command {
	var format, out string
	cmd := &cobra.Command{
		Use:   "manifest ASSESSMENT",
		Short: "List the kept files with their sizes and SHA-256",
		Long: `List every evidence file that assay keeps for an assessment: its number in the register of the report, its item and kind, its name, size,
SHA-256 and date, and how it counts. assay reads every file and compares it with its SHA-256; the exit code is 3 if one is missing or was
changed, and the list says which.

The format sums is the one that "sha256sum -c" reads, in a folder with all files ("assay evidence export" without a record writes it).`,
		Example: `  assay evidence manifest harbor
  assay evidence manifest harbor -o harbor-files.csv
  assay evidence export harbor -o files
  assay evidence manifest harbor -o files/SHA256SUMS
  (cd files && sha256sum -c SHA256SUMS)`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&format, "format", "", "csv, json, markdown or sums (default: by the file's ending, or csv)")
	cmd.Flags().StringVarP(&out, "output", "o", "-", "the `FILE` to write, or - for stdout")
	cmd.RunE = a.reads(func(ctx context.Context, s assessment.Snapshot, _ []string) error {
		as, err := a.listFormat(format, out, "csv", "json", "markdown", "sums")
		if err != nil {
			return err
		}
		entries := register.Of(s, a.work.Day(s))
		list := manifest{s.Assessment, s.Opened.Title(), a.work.Day(s), s.Head.String(), register.Files(entries)}
		wrong := 0
		checked := map[string]string{} // by SHA-256: one file can show several items
		for n := range list.Files {
			f := &list.Files[n]
			if f.Check = checked[f.SHA256]; f.Check == "" {
				f.Check = a.stateOfFile(ctx, assessment.Evidence{File: f.File, SHA256: f.SHA256, Size: f.Size})
				checked[f.SHA256] = f.Check
				if f.Check != fileSound {
					wrong++
				}
			}
		}
		many := english.Count(len(checked), "file")
		if as == "sums" {
			var file []byte
			if file, err = register.Sums(list.Files); err == nil {
				err = a.deliverList(ctx, s, out, as, file, many)
			}
		} else {
			err = a.writeList(ctx, s, out, as, list, register.FileTable(list.Files), "Evidence files: "+list.Vendor, many)
		}
		if err != nil {
			return err
		}
		return unsoundFiles(wrong)
	})
	return cmd
}
