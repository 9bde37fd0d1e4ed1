package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/questionnaire"
)

func (a *app) compareCommand() *cobra.Command {
	var from standpoint
	var format string
	cmd := &cobra.Command{
		Use:   "compare ASSESSMENT ASSESSMENT …",
		Short: "Lay assessments side by side",
		Example: `  assay compare harbor northstar
  assay compare harbor northstar --format csv > rfp-114.csv`,
		Args: cobra.RangeArgs(2, 26),
	}
	from.register(cmd)
	cmd.Flags().StringVar(&format, "format", "", "as table, csv, json or markdown (default table)")
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		write, err := a.comparisonFormat(format)
		if err != nil {
			return err
		}
		var results []assessment.Result
		for _, ref := range args {
			j, err := a.judge(ctx, ref, from)
			if err != nil {
				return err
			}
			results = append(results, j.result())
		}
		all, err := compareAll(results)
		if err != nil {
			return err
		}
		return write(all)
	})
	return cmd
}

// comparisonFormat is how a comparison is written in a format.
func (a *app) comparisonFormat(format string) (func(compared) error, error) {
	if a.flags.json {
		if format != "" && format != "json" {
			return nil, usagef("leave one of them out", "--json and --format %s say two things", format)
		}
		format = "json"
	}
	switch format {
	case "", "table":
		return a.showComparison, nil
	case "csv":
		return a.writeComparisonCSV, nil
	case "markdown":
		return a.writeComparisonMarkdown, nil
	case "json":
		return func(c compared) error { return a.out.json(c) }, nil
	case "pdf":
		return nil, usagef("use table, csv, json or markdown; `assay report` draws one assessment", "a comparison is not drawn as PDF")
	}
	return nil, usagef("use table, csv, json or markdown", "%q is no format", format)
}

// showComparison draws one column for each vendor, and puts them in order. That
// the ground is not equal is said before any figure.
func (a *app) showComparison(c compared) error {
	if sentence := c.Ranking.Ground.Sentence(); sentence != "" {
		a.out.print("%s\n", a.out.paint(yellow, sentence))
		for _, why := range c.Why {
			a.out.prose("  ", why)
		}
		a.out.print("\n")
	}
	columns := map[int]bool{}
	for n := range c.Results {
		columns[n+2] = true
	}
	a.out.table("", columns, comparisonRows(c.Comparison))
	a.showRanking(c)
	return nil
}

// writeComparisonCSV writes the rows of the table for a spreadsheet.
func (a *app) writeComparisonCSV(c compared) error {
	var records [][]string
	if sentence := c.Ranking.Ground.Sentence(); sentence != "" {
		records = append(records, []string{"", sentence})
	}
	for _, why := range c.Why {
		records = append(records, []string{"", "", hostile.Cell(why)})
	}
	for _, row := range comparisonRows(c.Comparison) {
		records = append(records, cellTexts(row, hostile.Cell))
	}
	out := csv.NewWriter(a.out.raw())
	for _, record := range records {
		// Every record has as many fields as there are columns.
		record = append(record, make([]string, max(0, len(c.Results)+2-len(record)))...)
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// writeComparisonMarkdown writes the rows of the table for a document.
func (a *app) writeComparisonMarkdown(c compared) error {
	if sentence := c.Ranking.Ground.Sentence(); sentence != "" {
		a.out.print("%s\n\n", markdown(sentence))
		for _, why := range c.Why {
			a.out.print("- %s\n", markdown(why))
		}
		a.out.print("\n")
	}
	for n, row := range comparisonRows(c.Comparison) {
		a.out.print("| %s |\n", strings.Join(cellTexts(row, markdown), " | "))
		if n == 0 {
			a.out.print("|---|---%s|\n", strings.Repeat("|---:", len(c.Results)))
		}
	}
	return nil
}

// markdown is a text as one line of Markdown that means nothing but itself.
func markdown(text string) string { return literally.Replace(hostile.Line(text)) }

var literally = strings.NewReplacer(`\`, `\\`, "|", `\|`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`, "&", `\&`, "~", `\~`)

func cellTexts(row []cell, safe func(string) string) []string {
	fields := make([]string, len(row))
	for n, field := range row {
		fields[n] = safe(field.text)
	}
	return fields
}

// comparisonRows are the figures, one column for each vendor after an id and a
// name. The first row holds the names of the vendors.
func comparisonRows(c assessment.Comparison) [][]cell {
	rows := [][]cell{{{}, {}}}
	for _, r := range c.Results {
		rows[0] = append(rows[0], cell{r.Vendor, bold})
	}
	add := func(id, name string, of func(n int, r assessment.Result) cell) {
		row := []cell{{id, faint}, {text: name}}
		for n, r := range c.Results {
			row = append(row, of(n, r))
		}
		rows = append(rows, row)
	}
	addText := func(name string, of func(r assessment.Result) string) {
		add("", name, func(_ int, r assessment.Result) cell { return cell{text: of(r)} })
	}
	addText("milestone", func(r assessment.Result) string { return string(r.Milestone) })
	addText("as of", func(r assessment.Result) string { return r.AsOf.String() })
	addText("rules", func(r assessment.Result) string {
		if r.View == questionnaire.NPRM2025 {
			return "proposed, not law"
		}
		return "in force"
	})
	add("", "verdict", func(_ int, r assessment.Result) cell { return cell{string(r.Verdict), verdictInk(r.Verdict)} })
	addText("shown", func(r assessment.Result) string { return r.Shown.String() })
	addText("claimed", func(r assessment.Result) string { return r.Claimed.String() })
	addText("interval", func(r assessment.Result) string { return span(r.Interval[0], r.Interval[1]) })
	addText("reachable", func(r assessment.Result) string { return r.Reachable.String() })
	addText("coverage", func(r assessment.Result) string { return percent(r.Coverage) })
	addText("open gates", func(r assessment.Result) string { return fmt.Sprint(r.Gates.Open()) })
	addText("stops", func(r assessment.Result) string { return fmt.Sprint(r.Flags.Stop) })
	addText("warnings", func(r assessment.Result) string { return fmt.Sprint(r.Flags.Warning) })
	addText("risk", func(r assessment.Result) string { return r.Risk.Tier })
	rows = append(rows, heading("", "shown by domain"))
	for _, d := range c.Domains {
		add(d.ID, d.Name, func(n int, _ assessment.Result) cell { return cell{text: d.Shown[n].String()} })
	}
	return rows
}
