package main

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/questionnaire"
)

func (a *app) questionnaireNew() *cobra.Command {
	var extends, out string
	cmd := &cobra.Command{
		Use: "new ID", Short: "Begin a questionnaire of your own, with remarks on every key", Args: cobra.ExactArgs(1),
		Long: `Begin a questionnaire of your own: a usable file with a remark on every key. With --extends the file changes another questionnaire and
holds only the differences.

assay writes it to ID.yaml in ` + a.folders.questionnaires + `, where every command finds it, unless --output names another file.`,
		Example: `  assay questionnaire new our-vendors
  assay questionnaire new our-staffing --extends hipaa-staffing
  assay questionnaire new our-vendors -o -`,
	}
	cmd.Flags().StringVar(&extends, "extends", "", "the `QUESTIONNAIRE` to change")
	cmd.Flags().StringVarP(&out, "output", "o", "", "the `FILE` to write, or - for stdout (default ID.yaml in your folder)")
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		id := args[0]
		file, err := a.scaffold(id, extends)
		if err != nil {
			return err
		}
		if out == "-" {
			_, err := a.out.raw().Write(file)
			return err
		}
		path := cmp.Or(out, filepath.Join(a.folders.questionnaires, id+".yaml"))
		if err := a.freeID(id, path); err != nil {
			return err
		}
		if err := a.mayOverwrite(ctx, path); err != nil {
			return err
		}
		if err := writeFile(path, file, 0o600); err != nil {
			return err
		}
		return a.show(struct {
			ID   string `json:"id"`
			File string `json:"file"`
		}{id, path}, func() {
			a.say("wrote %s: change it, then `assay questionnaire lint %s`", path, id)
		})
	})
	return cmd
}

func (a *app) scaffold(id, extends string) ([]byte, error) {
	var parent *questionnaire.Questionnaire
	if extends != "" {
		found, err := a.questionnaire(extends)
		if err != nil {
			return nil, err
		}
		parent = found
	}
	file, err := questionnaire.Scaffold(id, parent)
	if err != nil {
		return nil, usagef("for example: assay questionnaire new our-vendors --extends hipaa-staffing", "%w", err)
	}
	return file, nil
}

// freeID refuses the id of another questionnaire, since the commands would find only
// the first of the two.
func (a *app) freeID(id, path string) error {
	source, file, content, err := a.work.Library.Open(id)
	switch {
	case errors.Is(err, questionnaire.ErrUnknown):
		return nil
	case err != nil:
		return err
	}
	content.Close()
	if absolute(path) == filepath.Join(source, file) {
		return nil
	}
	return failf(assessment.Refused, "choose another id", "there is a questionnaire %s already, %s in %s", id, file, source)
}

// mayOverwrite asks before it overwrites a file.
func (a *app) mayOverwrite(ctx context.Context, path string) error {
	if _, err := os.Lstat(path); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return a.writeOver(ctx, path, "is there already")
}
