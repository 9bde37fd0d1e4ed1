package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"reflect"

	"github.com/spf13/cobra"

	"assay/assessment/contest"
	"assay/assessment/english"
	"assay/assessment/store"
	"assay/report/export"
)

// exportComparison writes a comparison for other programs.
func (a *app) exportComparison(ctx context.Context, c contest.Contest, ask comparing) error {
	as, out := export.Format(ask.format), cmp.Or(ask.out, "-")
	if as == export.XLSX || as == export.CSV && writesMany(out) {
		return a.writeExport(ctx, exporting{Document: export.Comparison(c), as: as, out: out}, "")
	}
	var file []byte
	var err error
	switch as {
	case export.CSV:
		file, err = comparisonCSV(c, ask)
	case export.JSON:
		file, err = comparisonJSON(c)
	default:
		file, err = comparisonMarkdown(c, ask)
	}
	if err != nil {
		return err
	}
	if err := a.mayReplace(ctx, out); err != nil {
		return err
	}
	done := struct {
		File   string `json:"file"`
		Format string `json:"format"`
	}{out, ask.format}
	err = a.deliver(out, file, done, func() {
		a.say("wrote %s: a comparison of %s, unsigned", out, english.Count(len(c.Sides), "assessment"))
	})
	if err == nil {
		a.noteCopy(ctx, store.CopyExport, out, "")
	}
	return err
}

// comparisonJSON is the comparison for programs, read back.
func comparisonJSON(c contest.Contest) ([]byte, error) {
	text, err := indented("", c)
	if err != nil {
		return nil, err
	}
	file := []byte(harmlessJSON(text + "\n"))
	var got, want any
	plain, err := json.Marshal(c)
	if err == nil {
		err = cmp.Or(json.Unmarshal(file, &got), json.Unmarshal(plain, &want))
	}
	if err == nil && !reflect.DeepEqual(got, want) {
		err = errors.New("the JSON file differs from the comparison")
	}
	return file, err
}

// compareSchema prints the schema of the JSON.
func (a *app) compareSchema() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use: "schema", Short: "Print the JSON Schema of a comparison in JSON", Args: cobra.NoArgs,
		Long:    `Print the JSON Schema (draft 2020-12) of the JSON that "assay compare" writes. Keys are added, never renamed.`,
		Example: `  assay compare schema -o comparison.schema.json`,
	}
	cmd.Flags().StringVarP(&out, "output", "o", "-", "the `FILE` to write, or - for stdout")
	cmd.RunE = a.does(func(ctx context.Context, _ []string) error { return a.writeSchema(ctx, export.ComparisonSchema(), out) })
	return cmd
}
