package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"assay/assessment"
)

func (a *app) compareCommand() *cobra.Command {
	var from standpoint
	cmd := &cobra.Command{
		Use:     "compare ASSESSMENT ASSESSMENT …",
		Short:   "Lay assessments side by side",
		Example: `  assay compare harbor northstar`,
		Args:    cobra.MinimumNArgs(2),
	}
	from.register(cmd)
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		var results []assessment.Result
		for _, ref := range args {
			j, err := a.judge(ctx, ref, from)
			if err != nil {
				return err
			}
			results = append(results, j.result())
		}
		comparison := assessment.Compare(results)
		if a.flags.json {
			return a.out.json(comparison)
		}
		a.showComparison(comparison)
		return nil
	})
	return cmd
}

// showComparison draws one column for each vendor. That the ground is not even
// is said before any figure.
func (a *app) showComparison(c assessment.Comparison) {
	if !c.Even {
		a.out.print("%s\n", a.out.paint(yellow, "not on equal ground:"))
		for _, why := range c.Why {
			a.out.prose("  ", why)
		}
		a.out.print("\n")
	}
	one := c.Results[0]
	a.out.print("%s\n\n", a.out.paint(faint, fmt.Sprintf("for %s, as of %s, by %s", one.Milestone, one.AsOf, rulesOf(one.View))))
	rows := [][]cell{{{}, {}}}
	columns := map[int]bool{}
	for n, r := range c.Results {
		rows[0] = append(rows[0], cell{r.Vendor, bold})
		columns[n+2] = true
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
	add("", "verdict", func(_ int, r assessment.Result) cell { return cell{string(r.Verdict), verdictInk(r.Verdict)} })
	addText("shown", func(r assessment.Result) string { return r.Shown.String() })
	addText("claimed", func(r assessment.Result) string { return r.Claimed.String() })
	addText("possible", func(r assessment.Result) string { return span(r.Interval[0], r.Interval[1]) })
	addText("reachable", func(r assessment.Result) string { return r.Reachable.String() })
	addText("answered", func(r assessment.Result) string { return percent(r.Coverage) })
	addText("open gates", func(r assessment.Result) string { return fmt.Sprint(r.Gates.Open()) })
	addText("stops", func(r assessment.Result) string { return fmt.Sprint(r.Flags.Stop) })
	addText("warnings", func(r assessment.Result) string { return fmt.Sprint(r.Flags.Warning) })
	addText("risk", func(r assessment.Result) string { return r.Risk.Tier })
	rows = append(rows, nil, heading("", "shown by domain"))
	for _, d := range c.Domains {
		add(d.ID, d.Name, func(n int, _ assessment.Result) cell { return cell{text: d.Shown[n].String()} })
	}
	a.out.table("", columns, rows)
}
