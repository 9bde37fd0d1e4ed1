package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"assay/assessment"
)

// DueRow is one due task and the row of its assessment, without domains.
type DueRow struct {
	Summary
	Due assessment.Due
}

const (
	deleteDues = "DELETE FROM dues WHERE assessment_id = ? AND position >= ?"
	upsertDue  = `INSERT INTO dues (assessment_id, position, kind, on_day, text, owner, item_id, action_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
	ON CONFLICT (assessment_id, position) DO UPDATE SET kind = excluded.kind, on_day = excluded.on_day, text = excluded.text,
	owner = excluded.owner, item_id = excluded.item_id, action_id = excluded.action_id`
	selectOwnDues  = "SELECT kind, on_day, text, owner, item_id, action_id FROM dues WHERE assessment_id = ? ORDER BY position"
	selectFollowed = `SELECT MAX(CASE WHEN EXISTS (SELECT 1 FROM events e WHERE e.assessment_id = n.id AND e.kind = 'decided') THEN 1 ELSE 0 END)
	FROM assessments n WHERE n.previous_id = ? AND n.withdrawn = 0`

	selectDues = "SELECT " + rowColumns + ", d.kind, d.on_day, d.text, d.owner, d.item_id, d.action_id" +
		" FROM dues d JOIN scores s ON s.assessment_id = d.assessment_id" + rowJoins
	orderDues = " ORDER BY d.on_day, d.assessment_id, d.position"
)

// follower tells how far a re-assessment of an assessment has come.
type follower int

const (
	notFollowed follower = iota
	takenOver            // a re-assessment is open; its answers to re-verify are listed there
	replaced             // a re-assessment is decided
)

// duesOf lists the due tasks of an assessment. Listing them sets Overdue,
// for the day of the list. A re-assessment takes over the tasks; the review
// it was opened for is done when it is decided.
func duesOf(snapshot assessment.Snapshot, r assessment.Result, by follower) []assessment.Due {
	dues := slices.DeleteFunc(assessment.DueOf(snapshot, r), func(d assessment.Due) bool {
		if d.Kind == assessment.DueReview {
			return by == replaced
		}
		return by != notFollowed
	})
	for n := range dues {
		dues[n].Overdue = false
	}
	return dues
}

// followerOf reads how far the re-assessments of an assessment have come.
func followerOf(ctx context.Context, t tx, id string) (follower, error) {
	var decided sql.NullBool
	err := t.row(ctx, selectFollowed, id).Scan(&decided)
	return followerBy(decided), err
}

// followerBy reads the result of selectFollowed.
func followerBy(decided sql.NullBool) follower {
	switch {
	case !decided.Valid:
		return notFollowed
	case decided.Bool:
		return replaced
	}
	return takenOver
}

// writeDues writes the rows that differ.
func writeDues(ctx context.Context, t tx, id string, dues []assessment.Due) error {
	old, err := readDues(ctx, t, id)
	if err != nil {
		return err
	}
	return writeChanged(ctx, t, id, old, dues, deleteDues, upsertDue, func(d assessment.Due) []any {
		return []any{string(d.Kind), int64(d.On), d.Text, d.Owner, d.Item, d.ID}
	})
}

func readDues(ctx context.Context, t tx, id string) ([]assessment.Due, error) {
	return collect(ctx, t, func(scan func(...any) error) (d assessment.Due, err error) {
		err = scan(dueFields(&d)...)
		return d, err
	}, selectOwnDues, id)
}

func dueFields(d *assessment.Due) []any {
	return []any{&d.Kind, &d.On, &d.Text, &d.Owner, &d.Item, &d.ID}
}

// dues is the statement that reads the due tasks between two days.
func (f Filter) dues() (text string, args []any) {
	conditions, args := f.conditions()
	return selectDues + " WHERE " + strings.Join(append(conditions, "d.on_day BETWEEN ? AND ?"), " AND ") + orderDues, args
}

// Due lists the tasks that are due up to and including a day, as
// [Store.EachDue] visits them; the limit of the filter applies.
func (s *Store) Due(ctx context.Context, f Filter, until assessment.Date) ([]DueRow, error) {
	var rows []DueRow
	err := s.EachDue(ctx, f, 0, until, func(row DueRow) bool {
		rows = append(rows, row)
		return f.Limit == 0 || len(rows) < f.Limit
	})
	return rows, err
}
