package main

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment/english"
	"assay/assessment/store"
	"assay/report/export"
	"assay/report/workbook"
)

// asPDF is the format of a report that proves itself.
const asPDF export.Format = "pdf"

// exportFormat decides the format of a file by a flag and by the ending of its name.
// Without both it is the one that is usual.
func exportFormat(format, out string, usual export.Format) (export.Format, error) {
	ending := strings.ToLower(strings.TrimPrefix(filepath.Ext(out), "."))
	if ending == "md" {
		ending = string(export.Markdown)
	}
	known := []export.Format{asPDF, export.XLSX, export.CSV, export.Markdown, export.JSON}
	as := export.Format(strings.ToLower(format))
	if as == "" && slices.Contains(known, export.Format(ending)) {
		as = export.Format(ending)
	}
	as = cmp.Or(as, usual)
	if !slices.Contains(known, as) && as != usual {
		return "", usagef("use pdf, xlsx, csv, markdown or json, or a file name with that ending", "%q is no format", format)
	}
	return as, nil
}

// writesMany reports whether a path names a folder, for a file of each topic.
func writesMany(out string) bool {
	if strings.HasSuffix(out, "/") || strings.HasSuffix(out, string(filepath.Separator)) {
		return true
	}
	there, err := os.Stat(out)
	return err == nil && there.IsDir()
}

// defaultTopic is the topic of an assessment that a CSV file holds where none is named.
const defaultTopic = "answers"

// exporting is a document to write, in one format.
type exporting struct {
	export.Document
	as    export.Format
	topic string // of a CSV file
	out   string
}

// exportReport writes an assessment for other programs.
func (a *app) exportReport(ctx context.Context, j judged, as export.Format, topic, out string) error {
	e := exporting{export.Assessment(j.Snapshot, j.asOf, j.milestone, j.view), as, topic, out}
	return a.writeExport(ctx, e, j.Assessment)
}

// writeExport writes the file, or a file for each topic into a folder.
func (a *app) writeExport(ctx context.Context, e exporting, assessmentID string) error {
	if e.topic != "" && !slices.Contains(e.Topics(), e.topic) {
		return usagef("use one of: "+strings.Join(e.Topics(), ", "), "%q is no topic", e.topic)
	}
	topics, many := []string{cmp.Or(e.topic, defaultTopic)}, e.as == export.CSV && writesMany(e.out)
	if many && e.topic == "" {
		topics = e.Topics()
	}
	var written []string
	for _, topic := range topics {
		path := e.out
		if many {
			path = filepath.Join(e.out, topic+".csv")
		}
		file, err := a.makeExport(e, topic)
		if err != nil {
			return err
		}
		if err := a.mayReplace(ctx, path); err != nil {
			return err
		}
		if err := a.put(path, file); err != nil {
			return err
		}
		written = append(written, path)
	}
	if e.out == "-" {
		return nil
	}
	for _, path := range written {
		a.noteCopy(ctx, store.CopyExport, path, assessmentID)
	}
	return a.show(struct {
		File       string   `json:"file"`
		Files      []string `json:"files"`
		Assessment string   `json:"assessment,omitempty"`
		Format     string   `json:"format"`
	}{e.out, written, assessmentID, string(e.as)}, func() {
		content := english.Count(len(e.Tables)+1, "topic")
		if e.as == export.CSV {
			content = "the topic " + topics[0]
			if many {
				content = english.Count(len(topics), "file")
			}
		}
		a.say("wrote %s: %s, %s, unsigned", e.out, e.Title, content)
	})
}

// makeExport makes a file and reads it back.
func (a *app) makeExport(e exporting, topic string) ([]byte, error) {
	var file []byte
	var err error
	switch e.as {
	case export.XLSX:
		var settings *settings
		if settings, err = a.settings(); err != nil {
			return nil, err
		}
		book := e.Workbook(settings.organisation, settings.paper)
		a.warnOfCut(book)
		file, err = book.Write()
	case export.CSV:
		file, err = e.CSV(topic)
	case export.JSON:
		file, err = e.JSON()
	default:
		file = e.Markdown()
	}
	if err == nil {
		err = e.Check(file, e.as, topic)
	}
	return file, err
}

// warnOfCut names the cells whose texts are longer than a workbook can hold.
func (a *app) warnOfCut(book workbook.Book) {
	if cut := book.Cut(); len(cut) > 0 {
		a.warn("use --format json or csv, which hold them whole", "%s longer than a cell of a workbook may be, and cut there: %s",
			english.Count(len(cut), "text is", "texts are"), strings.Join(cut, ", "))
	}
}

// reportSchema prints the schema of the JSON.
func (a *app) reportSchema() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use: "schema", Short: "Print the JSON Schema of a report in JSON", Args: cobra.NoArgs,
		Long: `Print the JSON Schema (draft 2020-12) of the file that "assay report --format json" writes, with a sentence about each key. Keys are added,
never renamed.`,
		Example: `  assay report schema -o assessment.schema.json`,
	}
	cmd.Flags().StringVarP(&out, "output", "o", "-", "the `FILE` to write, or - for stdout")
	cmd.RunE = a.does(func(ctx context.Context, _ []string) error { return a.writeSchema(ctx, export.AssessmentSchema(), out) })
	return cmd
}
