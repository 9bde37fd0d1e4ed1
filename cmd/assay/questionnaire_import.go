package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/input"
	"assay/questionnaire"
	"assay/questionnaire/foreign"
	"assay/questionnaire/grid"
)

// importCall holds the flags of questionnaire import.
type importCall struct {
	columns, sheet, id, title, from, out, losses string
}

func (a *app) questionnaireImport() *cobra.Command {
	var c importCall
	cmd := &cobra.Command{
		Use: "import FILE", Short: "Make a questionnaire of a workbook, a CSV file or the tables of a document", Args: cobra.ExactArgs(1),
		Long: `Make a questionnaire of assay from the questionnaire of somebody else: an XLSX workbook, a CSV file, or the tables of a DOCX document.

assay finds the row of headings, and knows the usual ones: those of HECVAT, CAIQ, SIG, eramba and plain lists of hospitals. --map names the
columns that it does not know, by their headings or their letters, as FIELD=HEADING,… or in a YAML file. The fields are question, id, number,
section, subsection, title, why, answer, options, weight, mandatory, cites, expected, evidence, probes, red_flags, asked_of, phase, sources
and ignore.

A question that is answered by yes or no becomes a gate, a scale or a text a control, and a choice, a number or a date a fact. What the file
does not say gets a default, and the command names all of them. Every cell that has no counterpart is listed with its place and the reason;
--losses writes the whole list as JSON.

Import the file again over the first result when it changes: the ids stay, and so does everything that you changed and that the file does
not say. --from names another questionnaire to keep them from.`,
		Example: `  assay questionnaire import HECVAT414.xlsx -o hecvat.yaml
  assay questionnaire import ours.csv --map 'question=Control text,id=Ref' --losses lost.json -o ours.yaml
  assay questionnaire import ours-2027.xlsx --from ours.yaml -o ours-2027.yaml`,
	}
	cmd.Flags().StringVar(&c.columns, "map", "", "the columns: `FIELD=HEADING,…`, or a YAML file with them")
	cmd.Flags().StringVar(&c.sheet, "sheet", "", "read this `SHEET` only (default: every sheet with questions)")
	cmd.Flags().StringVar(&c.id, "id", "", "the `ID` of the questionnaire (default: by the name of the written file, or of FILE)")
	cmd.Flags().StringVar(&c.title, "title", "", "its `TITLE` (default: the one in the file)")
	cmd.Flags().StringVar(&c.from, "from", "", "the `QUESTIONNAIRE` whose ids to keep (default: the one that is overwritten)")
	cmd.Flags().StringVar(&c.losses, "losses", "", "write the cells without a counterpart to this `FILE`, as JSON")
	cmd.Flags().StringVarP(&c.out, "output", "o", "", "the `FILE` to write, or - for stdout (default ID.yaml in your folder)")
	cmd.RunE = a.does(func(ctx context.Context, args []string) error { return a.importForeign(ctx, args[0], c) })
	return cmd
}

func (a *app) importForeign(ctx context.Context, file string, c importCall) error {
	sheets, err := readGrid(file)
	if err != nil {
		return err
	}
	request := foreign.Request{Source: filepath.Base(file), ID: c.id, Title: c.title, Sheet: c.sheet}
	if c.out != "" && c.out != "-" {
		request.Name = filepath.Base(c.out)
	}
	if request.Map, err = readMap(c.columns); err != nil {
		return err
	}
	former := ""
	if request.From, former, err = a.formerImport(c, request); err != nil {
		return err
	}
	result, err := foreign.Import(sheets, request)
	var refused *foreign.Refusal
	switch {
	case errors.As(err, &refused):
		return failf(assessment.Invalid, refusedHint(refused), "%s: %v", file, err)
	case err != nil:
		return failf(assessment.Invalid, "choose another --id, or --map the columns", "%w", err)
	}
	out := cmp.Or(c.out, filepath.Join(a.folders.questionnaires, result.Questionnaire.ID+".yaml"))
	if out != "-" {
		if err := a.freeID(result.Questionnaire.ID, out); c.out == "" && err != nil {
			return err
		}
		if err := a.mayOverwrite(ctx, out); err != nil {
			return err
		}
	}
	report := &result.Report
	report.Columns, report.Defaults, report.Gone, report.Losses = list(report.Columns), list(report.Defaults), list(report.Gone), list(report.Losses)
	if err := a.writeLosses(ctx, c.losses, *report); err != nil {
		return err
	}
	_, mistakes, err := a.work.Library.Lint(bytes.NewReader(result.File))
	if err != nil {
		return err
	}
	done := imported{
		File: out, ID: result.Questionnaire.ID, Version: result.Questionnaire.Version, Former: former, Report: *report,
		Kinds: countKinds(result.Questionnaire), Sections: len(result.Questionnaire.Domains), Questions: result.Questionnaire.Count(),
		Mistakes: (&mistaken{file: out, mistakes: mistakes}).json(),
	}
	if request.From != nil {
		since := questionnaire.Diff(request.From, result.Questionnaire)
		done.Since = &sinceFormer{From: request.From.Version, Added: countHow(since, questionnaire.Added), Removed: countHow(since, questionnaire.Removed), Changed: countHow(since, questionnaire.Changed, questionnaire.Renamed)}
	}
	if out == "-" {
		if _, err := a.out.raw().Write(result.File); err != nil {
			return err
		}
		a.tellImport(done, c.losses)
		return nil
	}
	return a.deliver(out, result.File, done, func() { a.tellImport(done, c.losses) })
}

// readGrid reads the tables of a named file.
func readGrid(file string) ([]grid.Sheet, error) {
	text, err := input.Read(file, input.Foreign)
	if err != nil {
		return nil, err
	}
	sheets, err := grid.Read(bytes.NewReader(text), int64(len(text)))
	var refused *grid.Refusal
	if errors.As(err, &refused) {
		return nil, failf(assessment.Invalid, "", "%s: %v", file, err)
	}
	return sheets, err
}

// readMap reads --map: columns, or the file that names them.
func readMap(given string) (foreign.Map, error) {
	const hint = "for example: --map 'question=Control text,id=Ref'"
	if given == "" {
		return nil, nil
	}
	if strings.Contains(given, "=") {
		m, err := foreign.ParseMap(given)
		if err != nil {
			return nil, usagef(hint, "--map: %w", err)
		}
		return m, nil
	}
	text, err := input.Read(given, input.Configuration)
	if err != nil {
		return nil, err
	}
	m, err := foreign.ReadMap(text)
	if err != nil {
		return nil, usagef("a line of the file is FIELD: HEADING", "%s: %w", given, err)
	}
	return m, nil
}

// formerImport finds the questionnaire whose ids are kept, and its name for people.
func (a *app) formerImport(c importCall, request foreign.Request) (*questionnaire.Questionnaire, string, error) {
	name := c.from
	if name == "" {
		name = c.out
		if name == "" && c.id != "" {
			name = filepath.Join(a.folders.questionnaires, c.id+".yaml")
		}
		if name == "" {
			name = filepath.Join(a.folders.questionnaires, foreign.IDFor(request)+".yaml")
		}
		if _, err := os.Stat(name); name == "-" || err != nil {
			return nil, "", nil
		}
	}
	path, text, err := a.lintable(name)
	if err != nil {
		return nil, "", err
	}
	q, mistakes, err := a.work.Library.Lint(bytes.NewReader(text))
	if err == nil && q == nil {
		err = failf(assessment.Invalid, "`assay questionnaire lint "+path+"` lists its mistakes; or write to another file", "%s is no questionnaire that can be used, so its ids cannot be kept: %s", path, mistakes[0].Text)
	}
	return q, path, err
}

func refusedHint(r *foreign.Refusal) string {
	switch {
	case len(r.Sheets) == 1 && r.Sheets[0] == "":
		return "leave --sheet out: the file has one table"
	case len(r.Sheets) > 0:
		return "the sheets are " + english.List(r.Sheets)
	case len(r.Headings) == 0:
		return ""
	}
	seen := english.List(r.Headings[:min(len(r.Headings), 12)])
	return "--map 'question=HEADING' names the column; seen: " + seen
}

// writeLosses writes the report of an import as JSON.
func (a *app) writeLosses(ctx context.Context, path string, report foreign.Report) error {
	if path == "" {
		return nil
	}
	if err := a.mayOverwrite(ctx, path); err != nil {
		return err
	}
	text, err := json.MarshalIndent(report, "", "  ")
	if err != nil {
		return err
	}
	return writeFile(path, append(text, '\n'), 0o644)
}
