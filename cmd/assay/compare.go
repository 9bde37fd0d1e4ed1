package main

import (
	"cmp"
	"context"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/contest"
)

func (a *app) compareCommand() *cobra.Command {
	var from standpoint
	var ask comparing
	cmd := &cobra.Command{
		Use:   "compare ASSESSMENT ASSESSMENT …",
		Short: "Lay assessments side by side",
		Long: `Lay 2 to 26 assessments side by side, best first. Questions that not all were asked come first, then what blocks each vendor, then
the figures, why the first one leads, and how firm the order is. JSON and PDF always hold the items too.

The PDF carries its data, like a report: "assay verify" computes every figure again and draws every page again. With --sign, the
assessor signs it. Verify it together with the signed reports to see whether each side has the figures of its report.`,
		Example: `  assay compare harbor northstar
  assay compare harbor northstar --items --differences
  assay compare harbor northstar --item BAA-01
  assay compare harbor northstar --weight BAA=20 --weight TEC=5 --record "as the contract counts double"
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
		if ask.format == "pdf" {
			return a.comparisonReport(ctx, c, ask)
		}
		return a.comparisonFormats()[ask.format](c, ask)
	})
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
	cmd.Flags().StringVar(&c.format, "format", "", "as table, csv, json, markdown or pdf (default table)")
	cmd.Flags().StringVarP(&c.out, "output", "o", "", "the `FILE` to write a PDF to, or - for stdout")
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
		c.format = "json"
	}
	c.format = cmp.Or(c.format, "table")
	_, known := a.comparisonFormats()[c.format]
	pdf := c.format == "pdf"
	switch {
	case !known && !pdf:
		return usagef("use table, csv, json, markdown or pdf", "%q is no format", c.format)
	case !pdf && c.out != "":
		return usagef("add --format pdf, or send the output on with >", "-o is for PDF")
	case !pdf && c.signed:
		return usagef("add --format pdf", "only a PDF is signed")
	case !c.signed && c.signing.given():
		return usagef("add --sign", "--as, --tsa and --passphrase-fd are for signing")
	case pdf && c.item != "":
		return usagef("use table, csv, json or markdown", "one item is not drawn as PDF")
	case c.item != "" && (c.items || c.differences):
		return usagef("leave one of them out", "--item shows one item, --items and --differences are about all")
	case c.record != "" && len(c.weights) == 0:
		return usagef("for example: --weight BAA=20 --record \"as the contract counts double\"", "--record keeps a what-if: --weight is missing")
	case len(c.weights) > 0 && (c.item != "" || c.items || c.differences || c.format != "table" && c.format != "json"):
		return usagef("leave the other flags away", "a what-if is printed as table or json, and shows the order only")
	case pdf && (c.out == "" || c.out == "-") && isTerminal(a.stdout):
		return usagef("for example: assay compare harbor northstar --format pdf -o comparison.pdf", "a PDF is not written to a terminal")
	}
	return nil
}

// comparisonFormats are the ways to print a comparison.
func (a *app) comparisonFormats() map[string]func(contest.Contest, comparing) error {
	return map[string]func(contest.Contest, comparing) error{
		"table":    a.showComparison,
		"csv":      a.writeComparisonCSV,
		"markdown": a.writeComparisonMarkdown,
		"json":     func(c contest.Contest, _ comparing) error { return a.out.json(c) },
	}
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
		return a.writeSidesCSV(sides)
	case "markdown":
		a.writeSidesMarkdown(sides)
	default:
		a.showSides(sides)
	}
	return nil
}
