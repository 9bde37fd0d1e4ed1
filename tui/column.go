package tui

import (
	"cmp"
	"fmt"
	"strconv"
	"time"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/store"
	"assay/assessment/wording"
	"assay/tui/draw"
)

// column is one column of a table with a row for each R. In a narrow window, columns
// with a high rank are dropped first.
type column[R any] struct {
	title string
	width int
	rank  int
	least int                                  // the smallest width of a window that shows it; 0 for any
	most  int                                  // the largest width of a window that shows it; 0 for any
	draw  func(m *Model, r *draw.Line, row *R) // into a line as wide as the column
}

// fitting returns the columns that fit into left columns of a window of width w, and
// the width that remains. Before each column there is a gap.
func fitting[R any](all []column[R], w, left, gap int) (picked []column[R], rest int) {
	fits := make([]bool, len(all))
	for rank := range len(all) {
		for n, c := range all {
			if c.rank == rank && left >= c.width+gap && w >= c.least && (c.most == 0 || w <= c.most) {
				fits[n] = true
				left -= c.width + gap
			}
		}
	}
	for n, c := range all {
		if fits[n] {
			picked = append(picked, c)
		}
	}
	return picked, left
}

// putTitles draws the titles of columns.
func putTitles[R any](t *draw.Theme, r *draw.Line, columns []column[R], gap int) {
	for _, c := range columns {
		r.Gap(gap).Cell(t.Dim, c.title, c.width)
	}
}

// putCells draws the cells of a row.
func putCells[R any](m *Model, r *draw.Line, columns []column[R], gap int, row *R) {
	for _, c := range columns {
		r.Gap(gap).Part(c.width, func(cell *draw.Line) { c.draw(m, cell, row) })
	}
}

// aboutTitle is the title of the column that distinguishes the assessments of a
// vendor.
const aboutTitle = "RFP or subject"

var portfolioColumns = []column[store.Summary]{
	{title: "verdict", width: 13, rank: 0, draw: func(m *Model, r *draw.Line, row *store.Summary) {
		sign, word, k := standing(m.theme, row.Verdict, row.Begun())
		r.Put(k, sign).Gap(1).Say(k, word)
	}},
	{title: "decision", width: 13, rank: 8, draw: func(m *Model, r *draw.Line, row *store.Summary) {
		sign, word, k := decisionShort(m.theme, row)
		r.Put(k, sign).Gap(1).Say(k, word)
	}},
	{title: "shown", width: 5, rank: 1, draw: func(m *Model, r *draw.Line, row *store.Summary) {
		r.Number(m.theme.Strong, shownFigure(row), 5)
	}},
	{title: "0 interval 100", width: 16, rank: 7, draw: func(m *Model, r *draw.Line, row *store.Summary) {
		draw.ScoreBar(m.theme, r, r.Left(), row.Low, row.High, row.Reachable)
	}},
	{title: "claimed", width: 7, rank: 10, draw: func(m *Model, r *draw.Line, row *store.Summary) {
		r.Number(m.theme.Dim, row.Claimed.String(), r.Left())
	}},
	{title: "cover", width: 5, rank: 4, draw: func(m *Model, r *draw.Line, row *store.Summary) {
		r.Number(m.theme.Plain, english.Percent(row.Coverage), r.Left())
	}},
	{title: "gates", width: 7, rank: 2, draw: func(m *Model, r *draw.Line, row *store.Summary) {
		if n := row.Gates.Open(); !row.Begun() || row.Gates == (assessment.GateCount{}) {
			r.Put(m.theme.Dim, "–")
		} else if n > 0 {
			r.Put(m.theme.Bad, strconv.Itoa(n)).Put(m.theme.Bad, " open")
		} else {
			r.Say(m.theme.Good, "closed")
		}
	}},
	{title: "flags", width: 7, rank: 3, draw: func(m *Model, r *draw.Line, row *store.Summary) {
		flagCount(m.theme, r, row.Stops, row.Warnings)
	}},
	{title: "for", width: 7, rank: 11, draw: func(m *Model, r *draw.Line, row *store.Summary) {
		r.Say(m.theme.Dim, string(row.Milestone))
	}},
	{title: aboutTitle, width: 16, rank: 6, draw: func(m *Model, r *draw.Line, row *store.Summary) {
		r.Say(m.theme.Plain, cmp.Or(shorter(r, aboutInFull(row)), aboutWords(row)))
	}},
	{title: "due", width: 12, rank: 9, draw: func(m *Model, r *draw.Line, row *store.Summary) {
		switch today := assessment.DateOf(m.now, m.bench.Zone); {
		case row.NextDue.IsZero():
			r.Say(m.theme.Dim, "–")
		case row.NextDue < today:
			r.Say(m.theme.BadStrong, "! "+row.NextDue.String())
		default:
			r.Say(m.theme.Plain, row.NextDue.String())
		}
	}},
	{title: "changed", width: 10, rank: 5, draw: func(m *Model, r *draw.Line, row *store.Summary) {
		r.Say(m.theme.Dim, ago(m, row.UpdatedAt))
	}},
}

// standing is a verdict in a list: its sign, its word and its ink.
func standing(t *draw.Theme, v assessment.Verdict, begun bool) (sign, word string, k draw.Ink) {
	k = t.Plain
	if begun {
		_, k = t.Verdict(v)
	}
	sign, word = wording.Standing(v, begun)
	return sign, word, k
}

// shownFigure is what is shown, or a dash as long as there is nothing to show.
func shownFigure(row *store.Summary) string {
	if !row.Begun() {
		return assessment.NoScore.String()
	}
	return row.Shown.String()
}

// decisionShort returns the decision as a sign and a word.
func decisionShort(t *draw.Theme, row *store.Summary) (sign, word string, k draw.Ink) {
	switch {
	case row.Decision == "":
		return "–", "", t.Dim
	case row.DecisionVoid:
		return "✗", "void", t.Bad
	}
	sign, k = t.Verdict(assessment.Verdict(row.Decision))
	return sign, string(row.Decision), k
}

// flagCount draws the numbers of stops and warnings.
func flagCount(t *draw.Theme, r *draw.Line, stops, warnings int) {
	if stops == 0 && warnings == 0 {
		r.Put(t.Dim, "–")
	}
	if stops > 0 {
		r.Put(t.BadStrong, "■").Put(t.BadStrong, strconv.Itoa(stops))
	}
	if stops > 0 && warnings > 0 {
		r.Gap(1)
	}
	if warnings > 0 {
		r.Put(t.Warn, "▲").Put(t.Warn, strconv.Itoa(warnings))
	}
}

// ago says how long ago an instant (microseconds UTC) was. For an old one it
// returns the day.
func ago(m *Model, at int64) string {
	then := time.UnixMicro(at)
	switch d := m.now.Sub(then); {
	case at == 0:
		return ""
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return fmt.Sprintf("%d min ago", int(d.Minutes()))
	case d < 24*time.Hour:
		return fmt.Sprintf("%d h ago", int(d.Hours()))
	}
	return then.In(m.bench.Zone).Format(time.DateOnly)
}
