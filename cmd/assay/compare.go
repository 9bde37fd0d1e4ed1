package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/report/export"
)

func (a *app) compareCommand() *cobra.Command {
	var from standpoint
	var ask comparing
	cmd := &cobra.Command{
		Use:   "compare ASSESSMENT ASSESSMENT …",
		Short: "Lay assessments side by side",
		Long: `Lay 2 to 26 assessments side by side, best first. Questions that not all were asked come first, then what blocks each vendor, then
the figures, why the first one leads, and how firm the order is. JSON, XLSX and PDF always hold the items too.

The ending of the file, or --format, decides the format. XLSX has a sheet for each topic, with dates as dates and ids as text. A file of CSV
has all rows below each other; if -o names a folder, it gets a file for each topic. "assay compare schema" prints the form of the JSON. assay
reads each file back and compares it before it writes it.

The PDF carries its data, like a report: "assay verify" computes every figure again and draws every page again. With --sign, the
assessor signs it. Verify it together with the signed reports to see whether each side has the figures of its report.`,
		Example: `  assay compare harbor northstar
  assay compare harbor northstar --items --differences
  assay compare harbor northstar --item BAA-01
  assay compare harbor northstar --weight BAA=20 --weight TEC=5 --record "as the contract counts double"
  assay compare harbor northstar -o rfp-114.xlsx
  assay compare harbor northstar --format csv > rfp-114.csv
  assay compare harbor northstar --format pdf -o rfp-114.pdf --sign`,
		Args: cobra.RangeArgs(2, contest.Most),
	}
	from.register(cmd)
	ask.register(cmd)
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		if err := ask.settle(a); err != nil {
			return err
		}
		c, err := a.compared(ctx, args, from)
		if err != nil {
			return err
		}
		switch {
		case len(ask.weights) > 0:
			return a.compareWhatIf(ctx, c, ask)
		case ask.item != "":
			return a.compareItem(c, ask)
		case ask.differences:
			c = c.Differences()
		}
		switch ask.format {
		case "table":
			return a.showComparison(c, ask)
		case "pdf":
			return a.comparisonReport(ctx, c, ask)
		}
		return a.exportComparison(ctx, c, ask)
	})
	cmd.AddCommand(a.compareSchema())
	return cmd
}

// comparing holds the flags of a comparison.
type comparing struct {
	format      string
	out         string
	item        string
	items       bool
	differences bool
	weights     []string
	record      string
	signed      bool
	signing     signature
}

func (c *comparing) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&c.format, "format", "", "as table, csv, json, markdown, xlsx or pdf (default: by the file's ending, or table)")
	cmd.Flags().StringVarP(&c.out, "output", "o", "", "the `FILE` to write, or - for stdout")
	cmd.Flags().BoolVar(&c.items, "items", false, "show the answer, assurance and gate of each item")
	cmd.Flags().BoolVar(&c.differences, "differences", false, "leave out the domains and items on which all agree")
	cmd.Flags().StringVar(&c.item, "item", "", "show the answer, notes, quotes and evidence of each vendor on this `ITEM`")
	cmd.Flags().StringSliceVar(&c.weights, "weight", nil, "try another weight for a domain, as `DOMAIN=N`; repeat it for each domain")
	cmd.Flags().StringVar(&c.record, "record", "", "keep the what-if under this `NAME`; nothing is kept without it")
	cmd.Flags().BoolVar(&c.signed, "sign", false, "sign the PDF as assessor")
	c.signing.register(cmd)
}

// settle rejects flags that exclude each other, and fills in the format.
func (c *comparing) settle(a *app) error {
	if a.flags.json {
		if c.format != "" && c.format != "json" {
			return usagef("leave one of them out", "--json and --format %s say two things", c.format)
		}
		if by, err := exportFormat("", c.out, export.JSON); err != nil || by != export.JSON {
			return usagef("leave one of them out", "--json and the name %s say two things", c.out)
		}
		c.format = "json"
	}
	if c.format != "table" || c.out != "" {
		as, err := exportFormat(c.format, c.out, "table")
		if err != nil {
			return err
		}
		c.format = string(as)
	}
	pdf, file := c.format == "pdf", c.format == "pdf" || c.format == "xlsx"
	switch {
	case c.format == "table" && c.out != "" && c.out != "-":
		return usagef("add --format with xlsx, csv, json, markdown or pdf", "a table is only printed")
	case !pdf && c.signed:
		return usagef("add --format pdf", "only a PDF is signed")
	case !c.signed && c.signing.given():
		return usagef("add --sign", "--as, --tsa and --passphrase-fd are for signing")
	case file && c.item != "":
		return usagef("use table, csv, json or markdown", "one item is not written as %s", strings.ToUpper(c.format))
	case c.out != "" && c.out != "-" && (c.item != "" || len(c.weights) > 0):
		return usagef("send the output on with >", "-o is for a whole comparison")
	case c.item != "" && (c.items || c.differences):
		return usagef("leave one of them out", "--item shows one item, --items and --differences are about all")
	case c.record != "" && len(c.weights) == 0:
		return usagef("for example: --weight BAA=20 --record \"as the contract counts double\"", "--record keeps a what-if: --weight is missing")
	case len(c.weights) > 0 && (c.item != "" || c.items || c.differences || c.format != "table" && c.format != "json"):
		return usagef("leave the other flags away", "a what-if is printed as table or json, and shows the order only")
	case pdf && (c.out == "" || c.out == "-") && isTerminal(a.stdout):
		return usagef("for example: assay compare harbor northstar --format pdf -o comparison.pdf", "a PDF is not written to a terminal")
	case file && (c.out == "" || c.out == "-") && isTerminal(a.stdout):
		return usagef("for example: assay compare harbor northstar -o comparison.xlsx", "XLSX is not written to a terminal")
	}
	return nil
}

// compared judges assessments and compares them. One assessment named twice is
// Invalid, and so are assessments that share no question.
func (a *app) compared(ctx context.Context, refs []string, from standpoint) (contest.Contest, error) {
	var all []assessment.Judged
	seen := map[string]bool{}
	for _, ref := range refs {
		j, err := a.judge(ctx, ref, from)
		if err != nil {
			return contest.Contest{}, err
		}
		if seen[j.Assessment] {
			return contest.Contest{}, failf(assessment.Invalid, "name every assessment once", "%s is compared with itself", j.Opened.Vendor.Name)
		}
		seen[j.Assessment] = true
		all = append(all, assessment.Judged{Snapshot: j.Snapshot, Result: j.result()})
	}
	c := contest.Of(all)
	return c, c.Check()
}

// compareItem shows all that each assessment has under one item.
func (a *app) compareItem(c contest.Contest, ask comparing) error {
	sides, err := sidesOf(c.Judged(), ask.item)
	if err != nil {
		return err
	}
	switch ask.format {
	case "json":
		return a.out.json(sides)
	case "csv":
		file, err := csvFile(sides.sideRows(), len(sides.Parties)+1)
		if err != nil {
			return err
		}
		return a.put("-", file)
	case "markdown":
		return a.put("-", sidesMarkdown(sides))
	default:
		a.showSides(sides)
	}
	return nil
}
