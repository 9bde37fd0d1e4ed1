package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/questionnaire"
)

// showComparison prints the comparison for a terminal: unequal ground before
// anything else, then what blocks, then one column for each vendor.
func (a *app) showComparison(c compared, ask comparing) error {
	if sentence := c.Ranking.Ground.Sentence(); sentence != "" {
		a.out.print("%s\n", a.out.paint(yellow, sentence))
		for _, why := range c.Why {
			a.out.prose("  ", why)
		}
		a.out.print("\n")
	}
	a.showBlockers(c.Parties)
	rows := append(figureRows(c, mark), heatRows(c)...)
	if ask.items {
		rows = append(rows, itemRows(c, mark)...)
	}
	a.acrossTables(rows, len(c.Results))
	if ask.differences {
		a.out.print("\n")
		a.out.prose("", leftOutText(c.LeftOut, ask.items))
	}
	a.showRanking(c)
	return nil
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

// showBlockers gives each verdict with what blocks it.
func (a *app) showBlockers(parties []assessment.Party) {
	for _, party := range parties {
		a.out.print("%s %s: %s\n", party.Verdict.Sign(), a.out.paint(bold, party.Title()), a.out.paint(verdictInk(party.Verdict), string(party.Verdict)))
		for _, reason := range party.Blockers {
			a.out.named("    ", first(reason.Item, reason.Kind), blockerText(reason))
		}
	}
	a.out.print("\n")
}

// blockerText is a reason of a blocked verdict. A gate speaks for itself.
func blockerText(reason assessment.Reason) string {
	switch reason.Kind {
	case "flag":
		return "stop flag: " + reason.Text
	case "rule":
		return "a rule that cannot be evaluated: " + reason.Text
	}
	return reason.Text
}

// acrossRow is a row of the comparison: an id, a name, and a cell for each
// vendor.
func acrossRow(id, name string, vendors int, of func(n int) cell) []cell {
	row := []cell{{id, faint}, {text: name}}
	for n := range vendors {
		row = append(row, of(n))
	}
	return row
}

// figureRows are the figures of the whole, each reason as the format has room
// for it. The first row holds the names of the vendors.
func figureRows(c compared, shorten func(string) string) [][]cell {
	rows := [][]cell{acrossRow("", "", len(c.Parties), func(n int) cell { return cell{c.Parties[n].Title(), bold} })}
	add := func(name string, of func(r assessment.Result) string) {
		rows = append(rows, acrossRow("", name, len(c.Results), func(n int) cell { return cell{text: of(c.Results[n])} }))
	}
	addOf := func(name string, of func(p assessment.Party) string) {
		rows = append(rows, acrossRow("", name, len(c.Parties), func(n int) cell { return cell{text: of(c.Parties[n])} }))
	}
	add("milestone", func(r assessment.Result) string { return string(r.Milestone) })
	add("as of", func(r assessment.Result) string { return r.AsOf.String() })
	add("law", func(r assessment.Result) string {
		if r.View == questionnaire.NPRM2025 {
			return "proposed, not law"
		}
		return "in force"
	})
	rows = append(rows, acrossRow("", "verdict", len(c.Results), func(n int) cell { return cell{string(c.Results[n].Verdict), verdictInk(c.Results[n].Verdict)} }))
	addOf("decision", func(p assessment.Party) string { return decisionText(p.Decision) })
	addOf("rules changed", rulesChangedText)
	if slices.ContainsFunc(c.Parties, func(p assessment.Party) bool { return len(p.RulesChanged) > 0 }) {
		addOf("why they were", func(p assessment.Party) string { return shorten(rulesChangedWhy(p)) })
	}
	add("shown", func(r assessment.Result) string { return r.Shown.String() })
	add("claimed", func(r assessment.Result) string { return r.Claimed.String() })
	add("interval", func(r assessment.Result) string { return span(r.Interval[0], r.Interval[1]) })
	add("reachable", func(r assessment.Result) string { return r.Reachable.String() })
	add("coverage", func(r assessment.Result) string { return english.Percent(r.Coverage) })
	add("open gates", func(r assessment.Result) string { return fmt.Sprint(r.Gates.Open()) })
	add("waived", waivedText)
	add("stops", func(r assessment.Result) string { return fmt.Sprint(r.Flags.Stop) })
	add("warnings", func(r assessment.Result) string { return fmt.Sprint(r.Flags.Warning) })
	add("risk", func(r assessment.Result) string { return r.Risk.Tier })
	addOf("shown by a record", func(p assessment.Party) string { return fmt.Sprintf("%d of %d", p.Shown, p.Answered) })
	add("to re-verify", func(r assessment.Result) string { return fmt.Sprint(r.Reverify) })
	addOf("oldest evidence", func(p assessment.Party) string { return first(p.Oldest.String(), "–") })
	addOf("its item", func(p assessment.Party) string { return first(p.OldestItem, "–") })
	return rows
}

// rulesChangedText says when the rules were last changed after the opening, and
// by whom.
func rulesChangedText(p assessment.Party) string {
	n := len(p.RulesChanged)
	if n == 0 {
		return "no"
	}
	last := p.RulesChanged[n-1]
	text := instant(last.At).Format(time.DateOnly) + " by " + last.By
	if n > 1 {
		text += fmt.Sprintf(" (%d times)", n)
	}
	return text
}

// rulesChangedWhy are the reasons for which the rules were changed.
func rulesChangedWhy(p assessment.Party) string {
	if len(p.RulesChanged) == 0 {
		return "–"
	}
	var reasons []string
	for _, change := range p.RulesChanged {
		reasons = append(reasons, change.Reason)
	}
	return strings.Join(reasons, "; ")
}

// waivedText are the gates that a waiver keeps from blocking.
func waivedText(r assessment.Result) string {
	var ids []string
	for _, item := range r.Items {
		if item.Gate == assessment.GateWaived {
			ids = append(ids, item.ID)
		}
	}
	return first(strings.Join(ids, ", "), "–")
}

// heatRows are the domains with shown and claimed in each cell.
func heatRows(c compared) [][]cell {
	rows := [][]cell{heading("", "shown by domain / claimed (▼ below the floor)")}
	for _, d := range c.Domains {
		rows = append(rows, acrossRow(d.ID, d.Name, len(c.Results), func(n int) cell { return heatCell(d, n) }))
	}
	return rows
}

func heatCell(d assessment.DomainAcross, n int) cell {
	if d.Shown[n] == assessment.NoScore {
		return cell{text: d.Shown[n].String()}
	}
	text := d.Shown[n].String() + " / " + d.Claimed[n].String()
	if d.BelowFloor[n] {
		text = "▼ " + text
	}
	return cell{text, verdictInk(d.Bands[n])}
}

// itemRows are the items with what became of them, each mark as the format
// has room for it.
func itemRows(c compared, shorten func(string) string) [][]cell {
	rows := [][]cell{heading("", "items: answer, assurance, gate")}
	for _, item := range c.Items {
		rows = append(rows, acrossRow(item.ID, shorten(item.Title), len(item.Marks), func(n int) cell {
			m := item.Marks[n]
			field := cell{text: shorten(m.Words())}
			if m.Gate.Open() {
				field.ink = gateInk(m.Gate)
			}
			return field
		}))
	}
	return rows
}

// mark is a text short enough for a column of a terminal.
func mark(text string) string {
	const most = 40
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}

// leftOutText says how much of a comparison is not shown, because all agree.
func leftOutText(l assessment.LeftOut, items bool) string {
	text := english.Count(l.Domains, "domain")
	if items {
		text += " and " + english.Count(l.Items, "item")
	}
	return fmt.Sprintf("Left out, since all agree: %s.", text)
}
