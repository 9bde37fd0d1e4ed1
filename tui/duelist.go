package tui

import (
	"context"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/store"
	"assay/tui/dialog"
	"assay/tui/draw"
)

// dueAhead is the number of days that the due list covers.
const dueAhead = 90

// dueMsg brings the due tasks up to a day.
type dueMsg struct {
	until assessment.Date
	rows  []store.DueRow
	err   error
}

// readDue reads the due tasks of all vendors.
func readDue(m *Model) tea.Cmd {
	b, until := m.bench, assessment.DateOf(m.now, m.bench.Zone)+dueAhead
	return within(readLimit, func(ctx context.Context) tea.Msg {
		rows, err := b.Store.Due(ctx, store.Filter{}, until)
		return dueMsg{until, rows, err}
	})
}

// listDue opens the due list over the portfolio, unless the user has left it.
func (s *portfolio) listDue(m *Model, msg dueMsg) tea.Cmd {
	switch {
	case msg.err != nil:
		return m.complain(msg.err)
	case m.top() != screen(s) || len(m.overlays) > 0:
		return nil
	}
	return m.open(newDueList(m.theme, msg))
}

// newDueList lists the due tasks, overdue ones first. Choosing one opens the page
// of its vendor.
func newDueList(t *draw.Theme, msg dueMsg) *picker {
	rows := slices.Clone(msg.rows)
	slices.SortStableFunc(rows, func(a, b store.DueRow) int { return overdueFirst(a) - overdueFirst(b) })
	overdue := 0
	p := &picker{Picker: dialog.Picker[effect]{Wide: len(rows) > 0, Empty: "nothing is due until " + msg.until.String()}}
	for _, row := range rows {
		c := choice{
			Mark: "·", MarkInk: t.Dim, Text: row.Due.On.String() + " " + row.Title() + ": " + dueText(row.Due), Aside: row.Due.Owner,
			Value: func(m *Model) tea.Cmd { return m.push(&vendorPage{vendorID: row.VendorID, want: row.ID}) },
		}
		if row.Due.Overdue {
			overdue++
			c.Mark, c.MarkInk = "!", t.BadStrong
		}
		p.Choices = append(p.Choices, c)
	}
	p.Title = "Due until " + msg.until.String()
	if len(rows) > 0 {
		p.Title += fmt.Sprintf(": %d, %d overdue", len(rows), overdue)
		if overdue == 0 {
			p.Title = fmt.Sprintf("Due until %s: %d, none overdue", msg.until, len(rows))
		}
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
