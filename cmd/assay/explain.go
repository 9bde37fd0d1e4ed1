package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"assay/assessment"
)

func (a *app) assessExplain() *cobra.Command {
	var from standpoint
	cmd := &cobra.Command{
		Use:   "explain ASSESSMENT [ITEM|DOMAIN]",
		Short: "Show the arithmetic behind the score",
		Long: `Show the arithmetic behind the score, in words and numbers: for the whole assessment, for a domain, or for the credit of
one item. With --json, every figure is also an exact fraction. The fractions add up to the score.`,
		Example: `  assay assess explain harbor
  assay assess explain harbor TEC
  assay assess explain harbor TEC-03 --as-of 2027-06-30`,
		Args: cobra.RangeArgs(1, 2),
	}
	from.register(cmd)
	cmd.RunE = a.does(func(ctx context.Context, args []string) error {
		j, err := a.judge(ctx, args[0], from)
		if err != nil {
			return err
		}
		id := ""
		if len(args) > 1 {
			id = args[1]
			if id == "" {
				return usagef("leave it away to explain the whole", "the item or domain has no name")
			}
		}
		e, err := assessment.Explain(j.Snapshot, j.asOf, j.milestone, j.view, id)
		if err != nil {
			return err
		}
		return a.show(e, func() { a.showExplanation(e) })
	})
	return cmd
}

func (a *app) showExplanation(e assessment.Explanation) {
	p := a.out
	p.print("%s\n", p.paint(bold, assessment.Title(e.Vendor, e.Subject)))
	if e.ID != "" {
		p.prose("", e.ID+"  "+e.Title)
	}
	p.print("%s\n", p.paint(faint, fmt.Sprintf("for %s, as of %s, by %s", e.Milestone, e.AsOf, e.View.Words())))
	for _, section := range e.Sections {
		p.print("\n%s\n", p.paint(bold, section.Title))
		if len(section.Columns) > 0 {
			p.inked(faint, "  ", section.Note)
			p.figureTable(section)
			continue
		}
		margin := idColumn
		for _, line := range section.Lines {
			margin = max(margin, len(line.Name)+2)
		}
		for n, line := range section.Lines {
			p.beside("  ", p.paint(faint, section.Label(n)), margin, line.Text)
		}
	}
	p.print("\n")
	p.inked(faint, "", assessment.RoundedNote+"; --json has the exact ones")
}

// leastTitle is the least room for a title beside figures.
const leastTitle = 12

// figureTable prints lines of figures. It cuts their texts to the width of the
// terminal.
func (p *printer) figureTable(section assessment.ExplanationSection) {
	rows := [][]cell{heading(append([]string{"", ""}, section.Columns...)...)}
	decimals := section.Decimals()
	for _, line := range section.Lines {
		row := []cell{{text: line.Name, ink: faint}, {text: line.Text}}
		for c, figure := range line.Figures {
			row = append(row, cell{text: figure.Rounded(decimals[c])})
		}
		rows = append(rows, row)
	}
	numeric := map[int]bool{}
	taken := len("  ")
	for c := range rows[0] {
		if c == 1 {
			continue
		}
		numeric[c] = c > 1
		taken += 2 + ansi.StringWidth(slices.MaxFunc(rows, func(x, y []cell) int {
			return ansi.StringWidth(x[c].text) - ansi.StringWidth(y[c].text)
		})[c].text)
	}
	for _, row := range rows {
		row[1].text = ansi.Truncate(row[1].text, max(leastTitle, p.width()-taken), "…")
	}
	p.table("  ", numeric, rows)
}
