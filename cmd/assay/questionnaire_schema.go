package main

import (
	"context"

	"github.com/spf13/cobra"

	"assay/questionnaire"
)

func (a *app) questionnaireSchema() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use: "schema", Short: "Print the JSON Schema with which editors complete and check questionnaires", Args: cobra.NoArgs,
		Long: `Print the form of a questionnaire file as a JSON Schema, draft 2020-12. An editor that knows JSON Schema then completes keys, explains them and
underlines what does not fit. Write it beside your files, and begin each of them with the line

  # yaml-language-server: $schema=questionnaire.schema.json

What a file means is checked by lint alone.`,
		Example: `  assay questionnaire schema -o questionnaire.schema.json`,
	}
	cmd.Flags().StringVarP(&out, "output", "o", "-", "the `FILE` to write, or - for stdout")
	cmd.RunE = a.does(func(ctx context.Context, _ []string) error {
		if out == "-" {
			_, err := a.out.raw().Write(questionnaire.Schema())
			return err
		}
		if err := a.mayOverwrite(ctx, out); err != nil {
			return err
		}
		if err := writeFile(out, questionnaire.Schema(), 0o644); err != nil {
			return err
		}
		a.say("wrote %s", out)
		return nil
	})
	return cmd
}
