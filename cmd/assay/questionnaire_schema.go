package main

import (
	"context"

	"github.com/spf13/cobra"

	"assay/questionnaire"
)

func (a *app) questionnaireSchema() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use: "schema", Short: "Print the JSON Schema for editors", Args: cobra.NoArgs,
		Long: `Print the JSON Schema (draft 2020-12) of a questionnaire file. With it, an editor completes keys, explains them and underlines mistakes. Put the
schema beside your files, and begin each of them with the line

  # yaml-language-server: $schema=questionnaire.schema.json

The schema checks only the form of a file; "assay questionnaire lint" checks its meaning.`,
		Example: `  assay questionnaire schema -o questionnaire.schema.json`,
	}
	cmd.Flags().StringVarP(&out, "output", "o", "-", "the `FILE` to write, or - for stdout")
	cmd.RunE = a.does(func(ctx context.Context, _ []string) error { return a.writeSchema(ctx, questionnaire.Schema(), out) })
	return cmd
}

// writeSchema writes a schema to a file, or to stdout for "-".
func (a *app) writeSchema(ctx context.Context, schema []byte, out string) error {
	if out == "-" {
		_, err := a.out.raw().Write(schema)
		return err
	}
	if err := a.mayOverwrite(ctx, out); err != nil {
		return err
	}
	if err := writeFile(out, schema, 0o644); err != nil {
		return err
	}
	a.say("wrote %s", out)
	return nil
}
