package main

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment/contest"
	"assay/assessment/hostile"
)

// comparisonMarkdown is the comparison for a document, in the order of the terminal.
func comparisonMarkdown(c contest.Contest, ask comparing) ([]byte, error) {
	var p markdownPage
	if sentence := c.Ranking.Ground.Sentence(); sentence != "" {
		p.add("**%s**\n\n", markdown(sentence))
		for _, why := range c.Ranking.Ground.Why() {
			p.add("- %s\n", markdown(why))
		}
		p.add("\n")
	}
	for _, s := range c.Sides {
		p.add("- %s **%s**: %s\n", s.Verdict.Sign(), markdown(s.Title), markdown(string(s.Verdict)))
		for _, reason := range s.Blockers {
			p.add("  - %s\n", markdown(strings.Join(nonEmpty(reason.Item, contest.Blocker(reason)), " ")))
		}
	}
	p.add("\n")
	rows := contestTable(c, ask.items, whole)
	p.table(rows, 2)
	if ask.differences {
		p.add("\n%s\n", markdown(c.LeftOut.Text(ask.items)))
	}
	for _, text := range slices.Concat([]string{c.Ranking.Headline()}, c.WhyFirst(), c.Notes()) {
		p.add("\n%s\n", markdown(text))
	}
	return []byte(p.String()), sameTable(p.String(), rows)
}

// markdownPage is Markdown that is being written.
type markdownPage struct{ strings.Builder }

func (p *markdownPage) add(format string, args ...any) { fmt.Fprintf(p, format, args...) }

// table writes rows, the first of which is the head. From the column on
// that is named, they are set to the right.
func (p *markdownPage) table(rows [][]cell, right int) {
	columns := len(rows[0])
	for n, row := range rows {
		fields := cellTexts(row, markdown)
		fields = append(fields, make([]string, columns-len(fields))...)
		p.add("| %s |\n", strings.Join(fields, " | "))
		if n == 0 {
			p.add("%s|\n", strings.Repeat("|---", right)+strings.Repeat("|---:", columns-right))
		}
	}
}

// sameTable returns an error unless the table of a page has these rows. It takes the
// page apart as another program would.
func sameTable(text string, rows [][]cell) error {
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		inner, is := strings.CutPrefix(line, "| ")
		if !is {
			continue
		}
		fields := strings.Split(strings.TrimSuffix(inner, " |"), " | ")
		if n >= len(rows) {
			return fmt.Errorf("the Markdown file has more than %d rows", len(rows))
		}
		for i, field := range rows[n] {
			if i >= len(fields) || asRead.Replace(fields[i]) != hostile.Line(field.text) {
				return fmt.Errorf("row %d of the Markdown file differs from the comparison", n+1)
			}
		}
		n++
	}
	if n != len(rows) {
		return fmt.Errorf("the Markdown file has %d rows, want %d", n, len(rows))
	}
	return nil
}

// markdown is a text as one line of Markdown that means nothing but itself.
func markdown(text string) string { return literally.Replace(hostile.Line(text)) }

var literally = strings.NewReplacer(`\`, `\\`, "|", `\|`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`, "&", `\&`, "~", `\~`)

// asRead undoes markdown.
var asRead = strings.NewReplacer(`\\`, `\`, `\|`, "|", "\\`", "`", `\*`, "*", `\_`, "_", `\[`, "[", `\]`, "]", `\<`, "<", `\>`, ">", `\&`, "&", `\~`, "~")
