package store

import (
	"context"
	"slices"
	"strings"

	"assay/assessment"
)

// DueRow is one thing that is due, and the assessment for which it is. The row
// has no domains.
type DueRow struct {
	Row
	Due assessment.Due
}

const (
	deleteDues = "DELETE FROM dues WHERE assessment_id = ? AND position >= ?"
	upsertDue  = `INSERT INTO dues (assessment_id, position, kind, on_day, text, owner, item_id, action_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
	ON CONFLICT (assessment_id, position) DO UPDATE SET kind = excluded.kind, on_day = excluded.on_day, text = excluded.text,
	owner = excluded.owner, item_id = excluded.item_id, action_id = excluded.action_id`
	selectOwnDues  = "SELECT kind, on_day, text, owner, item_id, action_id FROM dues WHERE assessment_id = ? ORDER BY position"
	selectFollowed = `SELECT 1 FROM assessments n JOIN events e ON e.assessment_id = n.id WHERE n.previous_id = ? AND e.kind = 'decided' LIMIT 1`

	selectDues = "SELECT " + rowColumns + ", d.kind, d.on_day, d.text, d.owner, d.item_id, d.action_id" +
		" FROM dues d JOIN scores s ON s.assessment_id = d.assessment_id" + rowJoins
	orderDues = " ORDER BY d.on_day, d.assessment_id, d.position"
)

// duesOf is what is due for an assessment. Whether it is overdue, the day says
// on which it is listed. A review is not due any more once a re-assessment was
// decided.
func duesOf(snapshot assessment.Snapshot, r assessment.Result, followed bool) []assessment.Due {
	dues := slices.DeleteFunc(assessment.DueOf(snapshot, r), func(d assessment.Due) bool {
		return followed && d.Kind == assessment.DueReview
	})
	for n := range dues {
		dues[n].Overdue = false
	}
	return dues
}

// isFollowed reports whether a re-assessment of an assessment was decided.
func isFollowed(ctx context.Context, t tx, id string) (bool, error) {
	return exists(ctx, t, selectFollowed, id)
}

// writeDues writes the rows in which what is due differs.
func writeDues(ctx context.Context, t tx, id string, dues []assessment.Due) error {
	old, err := readDues(ctx, t, id)
	if err != nil {
		return err
	}
	if len(old) > len(dues) {
		if err := t.exec(ctx, deleteDues, id, len(dues)); err != nil {
			return err
		}
	}
	for n, d := range dues {
		if n < len(old) && old[n] == d {
			continue
		}
		if err := t.exec(ctx, upsertDue, id, n, string(d.Kind), int64(d.On), d.Text, d.Owner, d.Item, d.ID); err != nil {
			return err
		}
	}
	return nil
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

// Due lists what is due up to and on a day, the earliest first. Vendor, RFP and
// Limit of the filter narrow it; its order and page do not apply. Overdue is
// what should have been done before today, in the zone of each assessment.
func (s *Store) Due(ctx context.Context, f Filter, until assessment.Date) ([]DueRow, error) {
	now := s.options.Now()
	if err := s.judgeBeside(ctx, Filter{VendorID: f.VendorID, RFPID: f.RFPID, Order: ByRank}, now); err != nil {
		return nil, err
	}
	conditions, args := f.conditions()
	text := selectDues + " WHERE " + strings.Join(append(conditions, "d.on_day <= ?"), " AND ") + orderDues
	args = append(args, int64(until))
	if f.Limit > 0 {
		text += " LIMIT ?"
		args = append(args, f.Limit)
	}
	today := newDays(now)
	var rows []DueRow
	err := s.look(ctx, func(t tx) (err error) {
		rows, err = collect(ctx, t, func(scan func(...any) error) (DueRow, error) {
			var due assessment.Due
			r, err := scanRow(func(fields ...any) error { return scan(append(fields, dueFields(&due)...)...) })
			due.Overdue = due.On < today.in(r.zone)
			return DueRow{r.Row, due}, err
		}, text, args...)
		return err
	})
	return rows, err
}
