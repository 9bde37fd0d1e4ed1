package main

import (
	"slices"
	"strings"

	"assay/assessment/contest"
	"assay/assessment/hostile"
)

// writeComparisonMarkdown writes the comparison for a document, in the order of
// the terminal.
func (a *app) writeComparisonMarkdown(c contest.Contest, ask comparing) error {
	p := a.out
	if sentence := c.Ranking.Ground.Sentence(); sentence != "" {
		p.print("**%s**\n\n", markdown(sentence))
		for _, why := range c.Ranking.Ground.Why() {
			p.print("- %s\n", markdown(why))
		}
		p.print("\n")
	}
	for _, s := range c.Sides {
		p.print("- %s **%s**: %s\n", s.Verdict.Sign(), markdown(s.Title), markdown(string(s.Verdict)))
		for _, reason := range s.Blockers {
			p.print("  - %s\n", markdown(strings.Join(nonEmpty(reason.Item, contest.Blocker(reason)), " ")))
		}
	}
	p.print("\n")
	a.markdownTable(contestTable(c, ask.items, whole), 2)
	if ask.differences {
		p.print("\n%s\n", markdown(c.LeftOut.Text(ask.items)))
	}
	for _, text := range slices.Concat([]string{c.Ranking.Headline()}, c.WhyFirst(), c.Notes()) {
		p.print("\n%s\n", markdown(text))
	}
	return nil
}

// markdownTable writes rows, the first of which is the head. From the column on
// that is named, they are set to the right.
func (a *app) markdownTable(rows [][]cell, right int) {
	columns := len(rows[0])
	for n, row := range rows {
		fields := cellTexts(row, markdown)
		fields = append(fields, make([]string, columns-len(fields))...)
		a.out.print("| %s |\n", strings.Join(fields, " | "))
		if n == 0 {
			a.out.print("%s|\n", strings.Repeat("|---", right)+strings.Repeat("|---:", columns-right))
		}
	}
}

// markdown is a text as one line of Markdown that means nothing but itself.
func markdown(text string) string { return literally.Replace(hostile.Line(text)) }

var literally = strings.NewReplacer(`\`, `\\`, "|", `\|`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`, "&", `\&`, "~", `\~`)
