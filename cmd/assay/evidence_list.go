package main

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/register"
	"assay/assessment/store"
	"assay/assessment/wording"
)

func (a *app) evidenceList() *cobra.Command {
	var check, unread bool
	var format, out string
	cmd := &cobra.Command{
		Use:   "list ASSESSMENT",
		Short: "List the evidence records of an assessment",
		Long: `List the evidence records of an assessment in the order of the register in its report: what shows which item, as of when, and what it
counts as. With --check, read every kept file and compare its SHA-256 with the record; the exit code is 3 if a file is missing or was changed.

CSV is UTF-8 with a mark by which a spreadsheet knows it. assay reads a file back before it writes it.`,
		Example: `  assay evidence list harbor
  assay evidence list harbor --check
  assay evidence list harbor --unread
  assay evidence list harbor -o harbor-evidence.csv`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().BoolVar(&check, "check", false, "compare every kept file with its SHA-256")
	cmd.Flags().BoolVar(&unread, "unread", false, "only what came with a reply and nobody has read")
	cmd.Flags().StringVar(&format, "format", "", "table, csv, json or markdown (default: by the file's ending, or table)")
	cmd.Flags().StringVarP(&out, "output", "o", "-", "the `FILE` to write, or - for stdout")
	cmd.RunE = a.reads(func(ctx context.Context, s assessment.Snapshot, _ []string) error {
		as, err := a.listFormat(format, out, "table", "csv", "json", "markdown")
		if err != nil {
			return err
		}
		entries := register.Of(s, a.work.Day(s))
		if unread {
			entries = register.Unread(entries)
		}
		listed := each(entries, func(e register.Entry) listedEvidence { return listedEvidence{Entry: e, At: utc(e.At)} })
		wrong := 0
		for n := range listed {
			if check && entries[n].HasFile() {
				if listed[n].File = a.stateOfFile(ctx, entries[n].Evidence); listed[n].File != fileSound {
					wrong++
				}
			}
		}
		table := register.TableOf(entries)
		if check {
			table = table.With("file check", func(row int) string { return listed[row].File })
		}
		if as == "table" {
			err = a.show(listed, func() { a.showEvidence(listed, check) })
		} else {
			err = a.writeList(ctx, s, out, as, listed, table, "Evidence: "+s.Opened.Title(), english.Count(len(listed), "record"))
		}
		if err != nil {
			return err
		}
		return unsoundFiles(wrong)
	})
	return cmd
}

// unsoundFiles is the error for files that do not fit their records, or nothing.
func unsoundFiles(wrong int) error {
	if wrong == 0 {
		return nil
	}
	return assessment.Errorf(assessment.Unproven, "%s", english.Count(wrong, "file is missing or was changed", "files are missing or were changed")).Because(assessment.EvidenceChanged)
}

// listFormat decides the format of a list by the flags and by the ending of the file.
// The first format is the one without either.
func (a *app) listFormat(format, out string, all ...string) (string, error) {
	ending := strings.TrimPrefix(filepath.Ext(out), ".")
	as := strings.ToLower(cmp.Or(format, ending))
	switch {
	case a.flags.json && format == "" && out == "-":
		as = "json"
	case a.flags.json && as != "json" && out == "-":
		return "", usagef("leave one of them out", "--json and --format %s say two things", as)
	case format == "" && out == "-":
		as = all[0]
	case as == "md":
		as = "markdown"
	case as == "sha256" || format == "" && filepath.Base(out) == "SHA256SUMS":
		as = "sums"
	}
	switch {
	case as == "":
		return "", usagef("add --format with one of: "+strings.Join(all[1:], ", "), "the name %s does not tell the format", out)
	case !slices.Contains(all, as):
		return "", usagef("use one of: "+strings.Join(all, ", "), "%q is not a format of this list", as)
	case as == "table" && out != "-":
		return "", usagef("use one of: "+strings.Join(all[1:], ", "), "a table is only printed")
	}
	return as, nil
}

// writeList writes a list as JSON, CSV or Markdown.
func (a *app) writeList(ctx context.Context, s assessment.Snapshot, out, as string, list any, table register.Table, title, many string) error {
	var file []byte
	var err error
	switch as {
	case "json":
		var text string
		text, err = indented("", list)
		file = []byte(harmlessJSON(text + "\n"))
	case "csv":
		file, err = table.CSV()
	default:
		file, err = markdownList(title, table)
	}
	if err != nil {
		return err
	}
	return a.deliverList(ctx, s, out, as, file, many)
}

// deliverList writes the file of a list and says so.
func (a *app) deliverList(ctx context.Context, s assessment.Snapshot, out, as string, file []byte, many string) error {
	if err := a.mayReplace(ctx, out); err != nil {
		return err
	}
	err := a.deliver(out, file, struct {
		File       string `json:"file"`
		Assessment string `json:"assessment"`
		Format     string `json:"format"`
	}{out, s.Assessment, as}, func() { a.say("wrote %s: %s of %s", out, many, s.Opened.Title()) })
	if err == nil {
		a.noteCopy(ctx, store.CopyExport, out, s.Assessment)
	}
	return err
}

// markdownList writes a table as Markdown, and reads its rows back.
func markdownList(title string, table register.Table) ([]byte, error) {
	var out strings.Builder
	fmt.Fprintf(&out, "# %s\n\n| %s |\n%s|\n", markdown(title), strings.Join(table.Head, " | "), strings.Repeat("|---", len(table.Head)))
	for _, row := range table.Rows {
		fmt.Fprintf(&out, "| %s |\n", strings.Join(each(row, markdown), " | "))
	}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")[4:]
	for n, line := range lines {
		cells := strings.Split(strings.TrimSuffix(strings.TrimPrefix(line, "| "), " |"), " | ")
		if n >= len(table.Rows) || !slices.Equal(cells, each(table.Rows[n], markdown)) {
			return nil, fmt.Errorf("row %d of the Markdown file differs from the list", n+1)
		}
	}
	if len(lines) != len(table.Rows) {
		return nil, fmt.Errorf("the Markdown file has %d rows, and the list has %d", len(lines), len(table.Rows))
	}
	return []byte(out.String()), nil
}

// The states of a file after a check.
const (
	fileSound   = "sound"
	fileMissing = "missing"
	fileChanged = "changed"
	fileUnread  = "unreadable"
)

func (a *app) stateOfFile(ctx context.Context, record assessment.Evidence) string {
	err := a.work.Store.CheckFile(ctx, record)
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
