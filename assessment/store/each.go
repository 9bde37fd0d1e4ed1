package store

import (
	"context"
	"time"

	"assay/assessment"
)

// Each visits the rows of a list in its order, one at a time, until visit
// returns false. It keeps none of them, so that the list may be of any length.
// The rows have no domains and no cursors. Otherwise Each is [Store.List].
func (s *Store) Each(ctx context.Context, f Filter, visit func(Summary) (more bool)) error {
	return visiting(s, visit, func(visit func(Summary) bool) error { return s.eachRow(ctx, f, visit) })
}

// visiting lists rows, and lists them again in memory if the disk is full and none
// was visited yet.
func visiting[T any](s *Store, visit func(T) bool, list func(visit func(T) bool) error) error {
	s.shownAfresh()
	begun := false
	err := list(func(row T) bool { begun = true; return visit(row) })
	if !begun && s.crowds(err) {
		err = list(visit)
	}
	return err
}

func (s *Store) eachRow(ctx context.Context, f Filter, visit func(Summary) (more bool)) error {
	now := s.options.Now()
	if s.shows() {
		page, err := s.showPage(ctx, f, now)
		for _, r := range page {
			r.Domains, r.Cursor = nil, ""
			if err != nil || !visit(r.Summary) {
				break
			}
		}
		return err
	}
	if err := s.judgeBeside(ctx, f, now); err != nil {
		return err
	}
	text, args, err := f.page()
	if err != nil {
		return err
	}
	today := newDays(now)
	return each(ctx, s, scanRow, func(r scoreRow) (bool, error) {
		if today.past(r) || !r.fits() && !r.fitsBut(s.told()) {
			if r, err = s.judgeRow(ctx, r.ID, now); err != nil {
				return false, err
			}
		}
		return visit(r.Summary), nil
	}, text, args...)
}

// judgeRow judges one assessment again and reads its row.
func (s *Store) judgeRow(ctx context.Context, id string, now time.Time) (scoreRow, error) {
	if err := s.judge(ctx, []string{id}, now); err != nil {
		return scoreRow{}, err
	}
	return fetch(ctx, s, func(t tx) (scoreRow, error) {
		missing := assessment.Errorf(assessment.NotFound, "no assessment has the id %q", id)
		return one(ctx, t, scanRow, missing, selectRows+" WHERE s.assessment_id = ?", id)
	})
}

// EachDue visits the due tasks from a day up to and including another, the
// earliest first, until visit returns false. It keeps none of them. Vendor and
// RFP of the filter apply. A task is Overdue if its day is before today in the
// zone of its assessment. An assessment with a re-assessment lists only its
// review.
func (s *Store) EachDue(ctx context.Context, f Filter, from, until assessment.Date, visit func(DueRow) (more bool)) error {
	return visiting(s, visit, func(visit func(DueRow) bool) error { return s.eachDue(ctx, f, from, until, visit) })
}

func (s *Store) eachDue(ctx context.Context, f Filter, from, until assessment.Date, visit func(DueRow) (more bool)) error {
	now := s.options.Now()
	if s.shows() {
		rows, err := s.showDues(ctx, f, from, until, now)
		for _, row := range rows {
			if err != nil || !visit(row) {
				break
			}
		}
		return err
	}
	if err := s.judgeBeside(ctx, Filter{VendorID: f.VendorID, RFPID: f.RFPID, Order: ByRank}, now); err != nil {
		return err
	}
	text, args := f.dues()
	today := newDays(now)
	type dueRow struct {
		scoreRow
		due assessment.Due
	}
	return each(ctx, s, func(scan func(...any) error) (r dueRow, err error) {
		r.scoreRow, err = scanRow(func(fields ...any) error { return scan(append(fields, dueFields(&r.due)...)...) })
		r.due.Overdue = r.due.On < today.in(r.zone)
		return r, err
	}, func(r dueRow) (bool, error) {
		if !r.fits() && !r.fitsBut(s.told()) {
			var err error
			if r.scoreRow, err = s.judgeRow(ctx, r.ID, now); err != nil {
				return false, err
			}
		}
		return visit(DueRow{r.Summary, r.due}), nil
	}, text, append(args, int64(from), int64(until))...)
}

// each reads the rows of a query from one state of the database and passes them
// on one by one, until take returns false or an error.
func each[T any](ctx context.Context, s *Store, read func(scan func(...any) error) (T, error), take func(T) (more bool, err error), text string, args ...any) error {
	return s.look(ctx, func(t tx) error {
		rows, err := t.stream(ctx, text, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			row, err := read(rows.Scan)
			if err != nil {
				return err
			}
			if more, err := take(row); err != nil || !more {
				return err
			}
		}
		return rows.Err()
	})
}
