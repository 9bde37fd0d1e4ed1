package main

import (
	"cmp"
	"math"
	"slices"

	"github.com/charmbracelet/x/ansi"

	"assay/assessment/contest"
	"assay/assessment/hostile"
)

// showComparison prints the comparison for a terminal: first whether the
// vendors are compared like for like, then the blockers, then one column for
// each vendor.
func (a *app) showComparison(c contest.Contest, ask comparing) error {
	p := a.out
	if sentence := c.Ranking.Ground.Sentence(); sentence != "" {
		p.print("%s\n", p.paint(yellow, sentence))
		for _, why := range c.Ranking.Ground.Why() {
			p.prose("  ", why)
		}
		p.print("\n")
	}
	for _, s := range c.Sides {
		p.print("%s %s: %s\n", s.Verdict.Sign(), p.paint(bold, s.Title), p.paint(verdictInk(s.Verdict), string(s.Verdict)))
		for _, reason := range s.Blockers {
			p.named("    ", cmp.Or(reason.Item, reason.Kind), contest.Blocker(reason))
		}
	}
	p.print("\n")
	a.acrossTables(contestTable(c, ask.items, narrow), len(c.Sides))
	if ask.differences {
		p.print("\n")
		p.prose("", c.LeftOut.Text(ask.items))
	}
	p.print("\n%s\n", p.paint(bold, c.Ranking.Headline()))
	for _, note := range slices.Concat(c.WhyFirst(), c.Notes()) {
		p.prose("  ", note)
	}
	return nil
}

// contestTable are the rows of a contest as an id, a name and a cell for each
// side, below the titles of the sides. A heading begins each section.
func contestTable(c contest.Contest, items bool, of func(contest.Cell) string) [][]cell {
	table := [][]cell{{{}, {}}}
	for _, s := range c.Sides {
		table[0] = append(table[0], cell{s.Title, bold})
	}
	section := contest.Figures
	for _, row := range c.Rows() {
		if row.Section == contest.Blockers || row.Section == contest.Items && !items {
			continue
		}
		if row.Section != section {
			section = row.Section
			table = append(table, heading("", section.Title()))
		}
		line := []cell{{row.ID, faint}, {text: row.Name}}
		for _, field := range row.Cells {
			line = append(line, cell{of(field), toneInk(field.Tone)})
		}
		table = append(table, line)
	}
	return table
}

// whole is all of a cell.
func whole(field contest.Cell) string {
	if field.Sign != "" {
		return field.Sign + " " + field.Text
	}
	return field.Text
}

// narrow is a cell for a column of a terminal.
func narrow(field contest.Cell) string {
	const most = 40
	if ansi.StringWidth(field.Text) > most && field.Short != "" {
		field.Text = field.Short
	}
	if runes := []rune(field.Text); len(runes) > most {
		field.Text = string(runes[:most-1]) + "…"
	}
	return whole(field)
}

func toneInk(tone contest.Tone) ink {
	return map[contest.Tone]ink{contest.Good: green, contest.Warn: yellow, contest.Bad: red, contest.Strong: bold, contest.Dim: faint}[tone]
}

// acrossTables prints rows of an id, a name and a cell for each vendor: in one
// table or, where a terminal has no room for that, in several below each other.
func (a *app) acrossTables(rows [][]cell, vendors int) {
	widths := make([]int, vendors+2)
	for _, row := range rows {
		for n, field := range row {
			widths[n] = max(widths[n], ansi.StringWidth(hostile.Line(field.text))+columnGap)
		}
	}
	room := math.MaxInt
	if isTerminal(a.out.file) {
		room = a.out.room() + columnGap
	}
	for n, group := range columnGroups(widths, room) {
		if n > 0 {
			a.out.print("\n")
		}
		part := make([][]cell, len(rows))
		numeric := map[int]bool{}
		for r, row := range rows {
			part[r] = slices.Clone(row[:min(2, len(row))])
			if len(row) > 2 {
				part[r] = append(part[r], row[group[0]:group[1]]...)
			}
		}
		for at := range group[1] - group[0] {
			numeric[at+2] = true
		}
		a.out.table("", numeric, part)
	}
}

// columnGap is the room between two columns of a table, counted to the first.
const columnGap = 2

// columnGroups shares columns out, from the third on, among tables that are no
// wider than room and all begin with the first two. A group has at least one.
func columnGroups(widths []int, room int) [][2]int {
	var groups [][2]int
	for from := 2; from < len(widths); {
		used, to := widths[0]+widths[1]+widths[from], from+1
		for to < len(widths) && used+widths[to] <= room {
			used += widths[to]
			to++
		}
		groups = append(groups, [2]int{from, to})
		from = to
	}
	return groups
}
