package tui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"assay/assessment"
	"assay/assessment/store"
)

// column is one column of the table. Those of high rank go first when it gets
// narrow.
type column struct {
	title string
	width int
	rank  int
	draw  func(m *Model, r *row, row *store.Summary, w int)
}

// aboutTitle heads the column that tells the assessments of a vendor apart.
const aboutTitle = "RFP or subject"

var columns = []column{
	{"verdict", 13, 0, func(m *Model, r *row, row *store.Summary, w int) {
		sign, k := m.theme.verdict(row.Verdict)
		r.put(k, sign+" ").cell(k, string(row.Verdict), w-2)
	}},
	{"decision", 13, 8, func(m *Model, r *row, row *store.Summary, w int) {
		sign, word, k := decisionShort(m.theme, row)
		r.put(k, sign+" ").cell(k, word, w-2)
	}},
	{"shown", 5, 1, func(m *Model, r *row, row *store.Summary, w int) {
		r.put(m.theme.strong, figure(row.Shown))
	}},
	{"0 interval 100", 16, 6, func(m *Model, r *row, row *store.Summary, w int) {
		scoreBar(m.theme, r, w, row.Low, row.High, row.Reachable)
	}},
	{"claimed", 7, 10, func(m *Model, r *row, row *store.Summary, w int) {
		r.number(m.theme.dim, row.Claimed.String(), w)
	}},
	{"cover", 5, 4, func(m *Model, r *row, row *store.Summary, w int) {
		r.number(m.theme.plain, fmt.Sprintf("%d%%", int(row.Coverage*100+1e-9)), w)
	}},
	{"gates", 7, 2, func(m *Model, r *row, row *store.Summary, w int) {
		if n := row.Gates.Open(); n > 0 {
			r.cell(m.theme.bad, fmt.Sprintf("%d open", n), w)
		} else {
			r.cell(m.theme.good, "closed", w)
		}
	}},
	{"flags", 7, 3, func(m *Model, r *row, row *store.Summary, w int) {
		flagCount(m.theme, r, row.Stops, row.Warnings, w)
	}},
	{"for", 7, 11, func(m *Model, r *row, row *store.Summary, w int) {
		r.cell(m.theme.dim, string(row.Milestone), w)
	}},
	{aboutTitle, 16, 7, func(m *Model, r *row, row *store.Summary, w int) {
		r.cell(m.theme.plain, aboutWords(row), w)
	}},
	{"due", 12, 9, func(m *Model, r *row, row *store.Summary, w int) {
		switch today := assessment.DateOf(m.now, m.bench.Zone); {
		case row.NextDue.IsZero():
			r.cell(m.theme.dim, "–", w)
		case row.NextDue < today:
			r.cell(m.theme.badStrong, "! "+row.NextDue.String(), w)
		default:
			r.cell(m.theme.plain, row.NextDue.String(), w)
		}
	}},
	{"changed", 10, 5, func(m *Model, r *row, row *store.Summary, w int) {
		r.cell(m.theme.dim, ago(m, row.UpdatedAt), w)
	}},
}

// decisionShort is what people decided, in a sign and a word.
func decisionShort(t *theme, row *store.Summary) (sign, word string, k ink) {
	switch {
	case row.Decision == "":
		return "–", "", t.dim
	case row.DecisionVoid:
		return "✗", "void", t.bad
	}
	sign, k = t.verdict(assessment.Verdict(row.Decision))
	return sign, string(row.Decision), k
}

// flagCount writes stops and warnings into w columns.
func flagCount(t *theme, r *row, stops, warnings, w int) {
	after := r.left - w
	if stops == 0 && warnings == 0 {
		r.put(t.dim, "–")
	}
	if stops > 0 {
		r.put(t.badStrong, fmt.Sprintf("■%d ", stops))
	}
	if warnings > 0 {
		r.put(t.warn, fmt.Sprintf("▲%d", warnings))
	}
	r.gap(r.left - after)
}

// scoreBar draws what is shown, what is still open, what can still be reached.
func scoreBar(t *theme, r *row, w int, low, high, reach assessment.Score) {
	if low == assessment.NoScore {
		r.put(t.dim, strings.Repeat("·", w))
		return
	}
	bar(r, w, t.dim, span{t.accent, "█", low}, span{t.accent, "▒", high}, span{t.dim, "░", reach})
}

// ago is how long ago an instant (microseconds UTC) was, or its day.
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

// fitting picks the columns that leave the name enough room.
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
