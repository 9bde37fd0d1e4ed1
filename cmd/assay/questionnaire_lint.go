package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"assay/assessment/wording"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/input"
	"assay/questionnaire"
)

func (a *app) questionnaireLint() *cobra.Command {
	var strict bool
	cmd := &cobra.Command{
		Use: "lint FILE|QUESTIONNAIRE…", Short: "List every mistake in a questionnaire", Args: cobra.MinimumNArgs(1),
		Long: `List every mistake in questionnaires, on stdout, as FILE:LINE:COLUMN: error: … or warning: …, with a way to fix it.

An error makes a questionnaire unusable, or presents a proposal as law. A warning is about a usable part that is probably a mistake: an item that
is never asked, a weight that never counts, a gate that any document closes, a citation that does not exist, a floor that no answers can reach.

The exit code is 1 after an error; with --strict, also after a warning. A file may extend the shipped questionnaires and the ones in your folder.`,
		Example: `  assay questionnaire lint our-vendors.yaml
  assay questionnaire lint hipaa-staffing
  assay questionnaire lint --strict *.yaml`,
	}
	cmd.Flags().BoolVar(&strict, "strict", false, "fail on warnings too")
	cmd.RunE = a.does(func(_ context.Context, args []string) error {
		findings := []mistakeLine{}
		errorsFound, warnings, files := 0, 0, 0
		for _, name := range args {
			found, err := a.lint(name)
			if err != nil {
				return err
			}
			more := found.warnings()
			warnings += more
			errorsFound += len(found.mistakes) - more
			if len(found.mistakes) > more || strict && more > 0 {
				files++
			}
			findings = append(findings, found.json()...)
			if !a.flags.json {
				for _, line := range found.lines() {
					a.out.print("%s\n", line)
				}
			}
		}
		if a.flags.json {
			if err := a.out.json(findings); err != nil {
				return err
			}
		}
		if files == 0 {
			return nil
		}
		return assessment.Errorf(assessment.Invalid, "%s in %s", tally(errorsFound, warnings), english.Count(files, "file"))
	})
	return cmd
}

// tally counts mistakes and warnings in words.
func tally(errorsFound, warnings int) string {
	var parts []string
	if errorsFound > 0 {
		parts = append(parts, english.Count(errorsFound, "mistake"))
	}
	if warnings > 0 {
		parts = append(parts, english.Count(warnings, "warning"))
	}
	return strings.Join(parts, " and ")
}

// lint checks one file, or the file of a questionnaire, and reports a usable one.
func (a *app) lint(name string) (*mistaken, error) {
	name, text, err := a.lintable(name)
	if err != nil {
		return nil, err
	}
	q, found, err := a.work.Library.Lint(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	switch {
	case q != nil && len(found) == 0:
		a.say("%s: %s %s is in order (%s)", name, q.ID, q.Version, wording.Short(q.Hash()))
	case q != nil:
		a.say("%s: %s %s can be used (%s); %s", name, q.ID, q.Version, wording.Short(q.Hash()), tally(0, len(found)))
	}
	if q != nil && q.Timed() {
		for _, sitting := range q.Agenda() {
			a.say("  %s", sitting.Words())
		}
	}
	return &mistaken{file: name, mistakes: found}, nil
}

// lintable reads a file by its name, or else the file of a questionnaire, and
// returns its path. A shipped questionnaire has no path.
func (a *app) lintable(name string) (path string, text []byte, err error) {
	if _, err := os.Stat(name); err == nil || strings.ContainsAny(name, `./\`) {
		text, err := input.Read(name, input.Questionnaire)
		return name, text, err
	}
	source, file, content, err := a.work.Library.Open(name)
	switch {
	case errors.Is(err, questionnaire.ErrUnknown):
		return "", nil, failf(assessment.NotFound, "`assay questionnaire list` shows the questionnaires", "there is no file and no questionnaire %s", name)
	case err != nil:
		return "", nil, err
	}
	defer content.Close()
	if source == a.folders.questionnaires {
		file = filepath.Join(source, file)
	}
	text, err = io.ReadAll(content)
	return file, text, err
}
