package tui

import (
	"fmt"
	"slices"
	"time"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/store"
	"assay/tui/draw"
)

// column is one column of the table. In a narrow window, columns with a high rank
// are dropped first.
type column struct {
	title string
	width int
	rank  int
	draw  func(m *Model, r *draw.Line, row *store.Summary, w int)
}

// aboutTitle is the title of the column that distinguishes the assessments of a
// vendor.
const aboutTitle = "RFP or subject"

var columns = []column{
	{"verdict", 13, 0, func(m *Model, r *draw.Line, row *store.Summary, w int) {
		sign, k := m.theme.Verdict(row.Verdict)
		r.Put(k, sign+" ").Cell(k, string(row.Verdict), w-2)
	}},
	{"decision", 13, 8, func(m *Model, r *draw.Line, row *store.Summary, w int) {
		sign, word, k := decisionShort(m.theme, row)
		r.Put(k, sign+" ").Cell(k, word, w-2)
	}},
	{"shown", 5, 1, func(m *Model, r *draw.Line, row *store.Summary, w int) {
		r.Put(m.theme.Strong, draw.Figure(row.Shown))
	}},
	{"0 interval 100", 16, 6, func(m *Model, r *draw.Line, row *store.Summary, w int) {
		draw.ScoreBar(m.theme, r, w, row.Low, row.High, row.Reachable)
	}},
	{"claimed", 7, 10, func(m *Model, r *draw.Line, row *store.Summary, w int) {
		r.Number(m.theme.Dim, row.Claimed.String(), w)
	}},
	{"cover", 5, 4, func(m *Model, r *draw.Line, row *store.Summary, w int) {
		r.Number(m.theme.Plain, english.Percent(row.Coverage), w)
	}},
	{"gates", 7, 2, func(m *Model, r *draw.Line, row *store.Summary, w int) {
		if n := row.Gates.Open(); n > 0 {
			r.Cell(m.theme.Bad, fmt.Sprintf("%d open", n), w)
		} else {
			r.Cell(m.theme.Good, "closed", w)
		}
	}},
	{"flags", 7, 3, func(m *Model, r *draw.Line, row *store.Summary, w int) {
		flagCount(m.theme, r, row.Stops, row.Warnings, w)
	}},
	{"for", 7, 11, func(m *Model, r *draw.Line, row *store.Summary, w int) {
		r.Cell(m.theme.Dim, string(row.Milestone), w)
	}},
	{aboutTitle, 16, 7, func(m *Model, r *draw.Line, row *store.Summary, w int) {
		r.Cell(m.theme.Plain, aboutWords(row), w)
	}},
	{"due", 12, 9, func(m *Model, r *draw.Line, row *store.Summary, w int) {
		switch today := assessment.DateOf(m.now, m.bench.Zone); {
		case row.NextDue.IsZero():
			r.Cell(m.theme.Dim, "–", w)
		case row.NextDue < today:
			r.Cell(m.theme.BadStrong, "! "+row.NextDue.String(), w)
		default:
			r.Cell(m.theme.Plain, row.NextDue.String(), w)
		}
	}},
	{"changed", 10, 5, func(m *Model, r *draw.Line, row *store.Summary, w int) {
		r.Cell(m.theme.Dim, ago(m, row.UpdatedAt), w)
	}},
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

// flagCount draws the numbers of stops and warnings in w columns.
func flagCount(t *draw.Theme, r *draw.Line, stops, warnings, w int) {
	after := r.Left() - w
	if stops == 0 && warnings == 0 {
		r.Put(t.Dim, "–")
	}
	if stops > 0 {
		r.Put(t.BadStrong, fmt.Sprintf("■%d ", stops))
	}
	if warnings > 0 {
		r.Put(t.Warn, fmt.Sprintf("▲%d", warnings))
	}
	r.Gap(r.Left() - after)
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

// fitting returns the columns that fit, and the width that is left for the name.
func fitting(w int) (picked []column, name int) {
	const least = 22
	for rank := range len(columns) {
		for _, c := range columns {
			if c.rank != rank {
				continue
			}
			used := 3
			for _, p := range picked {
				used += p.width + 2
			}
			if w-used-c.width-2 >= least {
				picked = append(picked, c)
			}
		}
	}
	slices.SortFunc(picked, func(a, b column) int {
		at := func(c column) int {
			return slices.IndexFunc(columns, func(o column) bool { return o.title == c.title })
		}
		return at(a) - at(b)
	})
	name = w - 3
	for _, p := range picked {
		name -= p.width + 2
	}
	return picked, name
}
