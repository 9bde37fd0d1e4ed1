package main

import (
	"strings"

	"assay/assessment/hostile"
)

// writeComparisonMarkdown writes the comparison for a document, in the order of
// the terminal.
func (a *app) writeComparisonMarkdown(c compared, ask comparing) error {
	p := a.out
	if sentence := c.Ranking.Ground.Sentence(); sentence != "" {
		p.print("**%s**\n\n", markdown(sentence))
		for _, why := range c.Why {
			p.print("- %s\n", markdown(why))
		}
		p.print("\n")
	}
	for _, party := range c.Parties {
		p.print("- %s **%s**: %s\n", party.Verdict.Sign(), markdown(party.Title()), markdown(string(party.Verdict)))
		for _, reason := range party.Blockers {
			p.print("  - %s\n", markdown(strings.Join(nonEmpty(reason.Item, blockerText(reason)), " ")))
		}
	}
	p.print("\n")
	a.markdownTable(append(figureRows(c, whole), heatRows(c)...), 2)
	if ask.items {
		rows := itemRows(c, whole)
		rows[0] = figureRows(c, whole)[0]
		p.print("\n")
		a.markdownTable(rows, 2)
	}
	if ask.differences {
		p.print("\n%s\n", markdown(leftOutText(c.LeftOut, ask.items)))
	}
	p.print("\n%s\n\n", markdown(c.Ranking.Headline()))
	positions := [][]cell{texts(c.rankingTitles()...)}
	for _, position := range c.Ranking.Positions {
		positions = append(positions, texts(c.rankingFields(position)...))
	}
	a.markdownTable(positions, 3)
	for _, text := range c.firmnessTexts() {
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
