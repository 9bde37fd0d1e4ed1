package tui

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/store"
	"assay/tui/dialog"
	"assay/tui/draw"
)

const (
	dueAhead = 90  // the days that the due list covers
	dueMost  = 300 // the tasks that it lists at most
)

// readDue reads the due tasks of all vendors and lists them, unless the user has left
// the portfolio.
func (s *portfolio) readDue(m *Model) tea.Cmd {
	b, until := m.bench, assessment.DateOf(m.now, m.bench.Zone)+dueAhead
	read := func(ctx context.Context) ([]store.DueRow, error) {
		return b.Store.Due(ctx, store.Filter{Limit: dueMost + 1}, until)
	}
	return attempt(readLimit, read, func(m *Model, rows []store.DueRow) tea.Cmd {
		if m.top() != screen(s) || len(m.overlays) > 0 {
			return nil
		}
		return m.open(newDueList(m.theme, until, rows))
	})
}

// newDueList lists the due tasks, overdue ones first, as many as it has room for.
// Choosing one opens the page of its vendor.
func newDueList(t *draw.Theme, until assessment.Date, rows []store.DueRow) *picker {
	more := len(rows) > dueMost
	rows = rows[:min(len(rows), dueMost)]
	slices.SortStableFunc(rows, func(a, b store.DueRow) int { return overdueFirst(a) - overdueFirst(b) })
	overdue := 0
	p := &picker{Picker: dialog.Picker[effect]{Title: "Due until " + until.String(), Wide: len(rows) > 0, Empty: "nothing is due until " + until.String()}}
	for _, row := range rows {
		c := choice{
			Mark: "·", MarkInk: t.Dim, Text: dueLine(row), Aside: row.Due.Owner,
			Value: func(m *Model) tea.Cmd { return m.push(&vendorPage{vendorID: row.VendorID, want: row.ID}) },
		}
		if row.Due.Overdue {
			overdue++
			c.Mark, c.MarkInk = "!", t.BadStrong
		}
		p.Choices = append(p.Choices, c)
	}
	if len(rows) > 0 {
		count := fmt.Sprint(len(rows))
		if more {
			count = "the first " + count
		}
		p.Title += fmt.Sprintf(": %s, %s overdue", count, cmp.Or(strings.TrimPrefix(fmt.Sprint(overdue), "0"), "none"))
		p.Below = func(at int) string { return dueInFull(rows[at]) }
	}
	return p
}

func overdueFirst(row store.DueRow) int {
	if row.Due.Overdue {
		return 0
	}
	return 1
}

// dueLine returns a due task for the list: what tells it from others first, because
// the line may be cut.
func dueLine(row store.DueRow) string {
	return english.Join(" ", row.Due.On.String(), row.Due.Item, row.Title()+": "+row.Due.Text)
}

// dueText returns the text of a due task, with its item.
func dueText(d assessment.Due) string {
	if d.Item == "" {
		return d.Text
	}
	return d.Text + " (" + d.Item + ")"
}

// dueInFull returns a due task with all its details, for below the list.
func dueInFull(row store.DueRow) string {
	text := string(row.Due.Kind) + ", due " + row.Due.On.String()
	if row.Due.Overdue {
		text = string(row.Due.Kind) + ", overdue since " + row.Due.On.String()
	}
	if row.Due.Owner != "" {
		text += ", " + row.Due.Owner
	}
	return text + ": " + dueText(row.Due) + ", " + aboutWords(&row.Summary) + " for " + string(row.Milestone)
}
