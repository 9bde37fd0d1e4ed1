package store

import (
	"context"
	"database/sql"
	"slices"
	"sync"
	"time"

	"assay/assessment"
)

// List is the portfolio, or a page of it, the latest change first unless the
// filter orders it otherwise. It reads score rows only, and of a page no more
// than its rows. What is due among them, or could move one of them, is judged
// again for today, in the zone of each, before any is shown: when that cannot be
// written, the list fails rather than show an old verdict. A cursor that is none
// of this order is Invalid.
func (s *Store) List(ctx context.Context, f Filter) ([]Summary, error) {
	now := s.options.Now()
	if err := s.judgeBeside(ctx, f, now); err != nil {
		return nil, err
	}
	for {
		rows, due, err := s.readPage(ctx, f, now)
		if err != nil || len(due) == 0 {
			return rows, err
		}
		if err := s.judge(ctx, due, now); err != nil {
			return nil, err
		}
	}
}

// judgeBeside judges again what is due and not on the page, where that could
// move a row onto it or off it: time changes how rows rank, never when they were
// updated. A list of all is judged at once instead of row by row. What was judged
// is not due again before its next change, so that the work of a new day is done
// once.
func (s *Store) judgeBeside(ctx context.Context, f Filter, now time.Time) error {
	if f.VendorID == "" && f.RFPID == "" {
		if f.Limit == 0 || f.Order == ByRank {
			return s.judgeDue(ctx, now)
		}
		return nil
	}
	if f.Order != ByRank {
		return nil
	}
	_, due, err := s.readPage(ctx, Filter{VendorID: f.VendorID, RFPID: f.RFPID}, now)
	if err != nil {
		return err
	}
	return s.judge(ctx, due, now)
}

// readPage reads the rows of a page, and says which of them are due.
func (s *Store) readPage(ctx context.Context, f Filter, now time.Time) (rows []Summary, due []string, err error) {
	text, args, err := f.page()
	if err != nil {
		return nil, nil, err
	}
	today, sequence := newDays(now), f.Order.sequence()
	err = s.look(ctx, func(t tx) error {
		listed, err := collect(ctx, t, scanRow, text, args...)
		if err != nil {
			return err
		}
		for _, r := range listed {
			if day := today.in(r.zone); !r.NextChange.IsZero() && r.NextChange <= day || r.AsOf > day {
				due = append(due, r.ID)
			}
			r.Cursor = sequence.cursor(r)
			rows = append(rows, r.Summary)
		}
		if len(due) > 0 {
			return nil
		}
		return fillDomains(ctx, t, rows)
	})
	return rows, due, err
}

// judgeDue judges again what is due in the whole portfolio.
func (s *Store) judgeDue(ctx context.Context, now time.Time) error {
	due, err := s.due(ctx, now)
	if err != nil {
		return err
	}
	return s.judge(ctx, due, now)
}

// judgedAtOnce is how many rows one transaction judges again, so that people
// who are answering meanwhile do not wait for long.
const judgedAtOnce = 20

// judge writes the score rows of these assessments anew. Almost all of its time
// goes into reading their journals.
func (s *Store) judge(ctx context.Context, due []string, now time.Time) error {
	for ids := range slices.Chunk(due, judgedAtOnce) {
		s.foldAhead(ctx, ids)
		err := s.change(ctx, nil, func(ctx context.Context, t tx) error {
			for _, id := range ids {
				snapshot, err := s.snapshot(ctx, t, id)
				if err != nil {
					return err
				}
				if err := writeScores(ctx, t, snapshot, snapshot.Day(now.UnixMicro())); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// foldAhead brings snapshots into memory, so that the transaction that needs
// them is short. What fails here fails there.
func (s *Store) foldAhead(ctx context.Context, ids []string) {
	var folding sync.WaitGroup
	for part := range slices.Chunk(ids, (len(ids)+readers-1)/readers) {
		folding.Go(func() {
			for _, id := range part {
				_, _ = s.Snapshot(ctx, id)
			}
		})
	}
	folding.Wait()
}

const (
	selectDue = `SELECT assessment_id FROM scores WHERE zone = ? AND next_change > 0 AND next_change <= ?
	UNION SELECT assessment_id FROM scores WHERE zone = ? AND as_of > ?`
	selectZone = "SELECT MIN(zone) FROM scores WHERE zone > ?"
)

// due lists the assessments whose rows no longer hold: those whose day has
// come, and those of a day that is still to come, as a clock that was set back
// leaves them. What day it is, the zone of each says; a row that was not judged
// since there are zones has none, and is due in any.
func (s *Store) due(ctx context.Context, now time.Time) (ids []string, err error) {
	err = s.look(ctx, func(t tx) error {
		days := newDays(now)
		for zone := (sql.NullString{Valid: true}); zone.Valid; {
			today := int64(days.in(zone.String))
			found, err := collect(ctx, t, scanText, selectDue, zone.String, today, zone.String, today)
			if err != nil {
				return err
			}
			ids = append(ids, found...)
			if err := t.row(ctx, selectZone, zone.String).Scan(&zone); err != nil {
				return err
			}
		}
		return nil
	})
	return ids, err
}

// days are the civil dates of one instant, by zone.
type days struct {
	now   time.Time
	known map[string]assessment.Date
}

func newDays(now time.Time) days { return days{now, map[string]assessment.Date{}} }

// in is the day on which an assessment is that counts its days in a zone.
func (d days) in(zone string) assessment.Date {
	day, known := d.known[zone]
	if !known {
		there := assessment.Snapshot{State: assessment.State{Opened: assessment.Opened{TimeZone: zone}}}
		day = there.Day(d.now.UnixMicro())
		d.known[zone] = day
	}
	return day
}
