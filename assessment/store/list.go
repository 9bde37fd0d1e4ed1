package store

import (
	"context"
	"database/sql"
	"slices"
	"sync"
	"time"

	"assay/assessment"
)

// List returns the portfolio or a page of it, the latest change first unless
// the filter has another order. It reads only score rows, and for a page
// only its rows. Before it returns a row that is due, or that a due row
// could move, it judges these again for today in their own zones. If it
// cannot write the new rows it fails, and never shows an old verdict. It does
// the same for a row that was changed outside the program. A store that can
// only read, or whose disk is full, judges such rows in memory. A cursor of another order is Invalid.
func (s *Store) List(ctx context.Context, f Filter) ([]Summary, error) {
	s.shownAfresh()
	rows, err := s.list(ctx, f)
	if s.crowds(err) {
		rows, err = s.list(ctx, f)
	}
	return rows, err
}

func (s *Store) list(ctx context.Context, f Filter) ([]Summary, error) {
	now := s.options.Now()
	if s.shows() {
		page, err := s.showPage(ctx, f, now)
		var rows []Summary
		for _, r := range page {
			rows = append(rows, r.Summary)
		}
		return rows, err
	}
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

// judgeBeside judges due rows outside the page again if they could move a
// row onto it or off it: time changes the rank of a row, but not when it was
// updated. A list without a limit judges everything at once. A judged row is
// not due before its next change, so the work of a new day is done once.
func (s *Store) judgeBeside(ctx context.Context, f Filter, now time.Time) error {
	if f.VendorID == "" && f.RFPID == "" && f.Previous == "" {
		if f.Limit == 0 || f.Order == ByRank {
			return s.judgeDue(ctx, now)
		}
		return nil
	}
	if f.Order != ByRank {
		return nil
	}
	_, due, err := s.readPage(ctx, Filter{VendorID: f.VendorID, RFPID: f.RFPID, Previous: f.Previous}, now)
	if err != nil {
		return err
	}
	return s.judge(ctx, due, now)
}

// readPage reads the rows of a page and lists the due ones.
func (s *Store) readPage(ctx context.Context, f Filter, now time.Time) (rows []Summary, due []string, err error) {
	text, args, err := f.page()
	if err != nil {
		return nil, nil, err
	}
	look, sequence := stale{today: newDays(now), told: s.told()}, f.Order.sequence()
	err = s.look(ctx, func(t tx) error {
		listed, err := collect(ctx, t, scanRow, text, args...)
		if err != nil {
			return err
		}
		for _, r := range listed {
			look.shows(r)
			r.Cursor = sequence.cursor(r)
			rows = append(rows, r.Summary)
		}
		if len(look.ids) > 0 {
			return nil
		}
		if err := fillDomains(ctx, t, rows); err != nil {
			return err
		}
		look.showsDomains(listed, rows)
		return nil
	})
	return rows, look.ids, err
}

// judgeDue judges the due rows of the whole portfolio again.
func (s *Store) judgeDue(ctx context.Context, now time.Time) error {
	due, err := s.due(ctx, now)
	if err != nil {
		return err
	}
	return s.judge(ctx, due, now)
}

// judgedAtOnce is how many rows one transaction judges again. A small number
// keeps the waiting short for people who answer at the same time.
const judgedAtOnce = 20

// judge writes new score rows for these assessments. Reading their journals
// takes almost all of its time.
func (s *Store) judge(ctx context.Context, due []string, now time.Time) error {
	for ids := range slices.Chunk(due, judgedAtOnce) {
		s.foldAhead(ctx, ids)
		var mended []Mended
		err := s.change(ctx, nil, func(ctx context.Context, t tx) error {
			// What an earlier run mended is told too: it may have happened although the answer
			// to its COMMIT was lost.
			for _, id := range ids {
				m, err := s.judgeAgain(ctx, t, id, now)
				if err != nil {
					return err
				}
				if m != nil {
					mended = append(mended, *m)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		s.noteMended(mended)
	}
	return nil
}

// foldAhead loads snapshots into memory, so that the transaction that needs
// them is short. It ignores errors: that transaction meets them again.
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

// due lists the assessments whose rows are out of date: their day has come,
// or it is in the future because somebody set the clock back. The zone of
// each row decides which day it is. A row without a zone is older than zones
// and always due.
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

// days are the civil dates of one moment, by zone.
type days struct {
	now   time.Time
	known map[string]assessment.Date
}

func newDays(now time.Time) days { return days{now, map[string]assessment.Date{}} }

// past reports whether the day has come on which a row must be judged again,
// or whether the row is of a later day because somebody set the clock back.
func (d days) past(r scoreRow) bool {
	day := d.in(r.zone)
	return !r.NextChange.IsZero() && r.NextChange <= day || r.AsOf > day
}

// in is the day in a zone.
func (d days) in(zone string) assessment.Date {
	day, known := d.known[zone]
	if !known {
		there := assessment.Snapshot{State: assessment.State{Opened: assessment.Opened{TimeZone: zone}}}
		day = there.Day(d.now.UnixMicro())
		d.known[zone] = day
	}
	return day
}
