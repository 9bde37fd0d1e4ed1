package store

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"assay/assessment"
)

// A database that nobody may write, or that was opened for reading alone, is
// read without a byte written beside it: SQLite opens it as a file that does
// not change, without locks, -wal and -shm. So it must not have a log with
// changes, and must not change while it is open. Rows that are due are judged
// again in memory.

// onlyRead prepares a store that cannot write. why is the error of every write.
func (s *Store) onlyRead(ctx context.Context, why error) (err error) {
	s.readOnly = why
	if s.file.seen, err = stampOf(s.path); err != nil {
		return err
	}
	if s.file.reader, err = openPool(ctx, uri(s.path)+readerOptions+"&immutable=1", readers); err != nil {
		return err
	}
	version, err := versionOf(ctx, s.file.reader.db)
	if err != nil {
		return err
	}
	if version < newest() {
		return assessment.Errorf(assessment.Unwritten, "%s was written by an earlier version of assay, and this one would have to rewrite it: %w", s.path, why).Because(assessment.ReadOnly)
	}
	s.anchor, err = openAnchor(ctx, s)
	return err
}

// stamp tells whether a file has changed.
type stamp struct {
	size int64
	at   time.Time
}

// stampOf is the stamp of a database. It returns an error if the database has
// a log with changes, which nobody can read without writing.
func stampOf(path string) (stamp, error) {
	log, err := os.Lstat(path + "-wal")
	switch {
	case err == nil && log.Size() > 0:
		return stamp{}, assessment.Errorf(assessment.Locked, "the log %s holds changes that are not yet in the database, and reading them needs write access", filepath.Base(path)+"-wal").Because(assessment.LogUnread, path)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return stamp{}, unreadable(path, err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return stamp{}, unreadable(path, err)
	}
	return stamp{info.Size(), info.ModTime()}, nil
}

// unchanged returns an error if somebody wrote the database since it was opened
// for reading alone.
func (s *Store) unchanged() error {
	if s.readOnly == nil || s.file == nil {
		return nil
	}
	now, err := stampOf(s.path)
	if err == nil && now != s.file.seen {
		err = assessment.Errorf(assessment.Locked, "another program wrote the database while it was read")
	}
	return err
}

// shown is the row that a list shows: one that is due, or that was changed
// outside the program, is judged again. Judged rows have their domains and dues.
func (s *Store) shown(ctx context.Context, t tx, r scoreRow, now time.Time) (scoreRow, error) {
	if judged, known := s.judgedToday(r.ID); known {
		return judged, nil
	}
	if r.fits() && !newDays(now).past(r) {
		return r, nil
	}
	changed, err := changedOutside(ctx, t, r.ID)
	if err != nil {
		return r, err
	}
	return s.judgeInMemory(ctx, t, r.ID, now, changed)
}

func (s *Store) judgeInMemory(ctx context.Context, t tx, id string, now time.Time, changed bool) (scoreRow, error) {
	snapshot, err := s.snapshot(ctx, t, id)
	if err != nil {
		return scoreRow{}, err
	}
	names, err := readNames(ctx, t, id, snapshot.Seq)
	if err != nil {
		return scoreRow{}, err
	}
	stored := names
	vendor, err := readVendorRecord(ctx, t, snapshot.Opened.Vendor.ID)
	if err != nil {
		return scoreRow{}, err
	}
	names.vendor, names.subject = vendor.Name, snapshot.Opened.Subject
	if rfp := snapshot.Opened.RFP; rfp != nil {
		terms, err := termsIn(ctx, t, rfp.ID)
		if err != nil {
			return scoreRow{}, err
		}
		names.rfp, names.reference = terms.Title, terms.Reference
	}
	row := judged(snapshot, snapshot.Day(now.UnixMicro()), names.by)
	row.named(snapshot, names)
	if changed || names != stored {
		mended, err := mendedOf(ctx, t, id, names)
		if err != nil {
			return scoreRow{}, err
		}
		s.noteMended([]Mended{*mended})
	}
	s.mending.Lock()
	defer s.mending.Unlock()
	if s.inMemory == nil {
		s.inMemory = map[string]scoreRow{}
	}
	s.inMemory[id] = row
	return row, nil
}

func (s *Store) judgedToday(id string) (scoreRow, bool) {
	s.mending.Lock()
	defer s.mending.Unlock()
	row, known := s.inMemory[id]
	return row, known
}

// showPage is List for a store that cannot write.
func (s *Store) showPage(ctx context.Context, f Filter, now time.Time) (page []scoreRow, err error) {
	sequence, from := f.Order.sequence(), f
	if f.Order == ByRank {
		from.After, from.Limit = "", 0 // judging moves rows
	}
	text, args, err := from.page()
	if err != nil {
		return nil, err
	}
	err = s.look(ctx, func(t tx) error {
		rows, err := collect(ctx, t, scanRow, text, args...)
		if err != nil {
			return err
		}
		for n := range rows {
			if rows[n], err = s.shown(ctx, t, rows[n], now); err != nil {
				return err
			}
		}
		if page = rows; f.Order == ByRank {
			if page, err = sequence.cut(rows, f); err != nil {
				return err
			}
		}
		for n := range page {
			if page[n], err = s.withDomains(ctx, t, page[n], now); err != nil {
				return err
			}
			page[n].Cursor = sequence.cursor(page[n])
		}
		return nil
	})
	return page, err
}

// cut sorts rows by rank and takes a page of them.
func (q sequence) cut(rows []scoreRow, f Filter) ([]scoreRow, error) {
	key, id, err := q.read(f.After)
	if err != nil {
		return nil, err
	}
	order := func(x, y scoreRow) int { return cmp.Or(cmp.Compare(x.rankKey, y.rankKey), cmp.Compare(x.ID, y.ID)) }
	after := scoreRow{rankKey: key, Summary: Summary{ID: id}}
	rows = slices.DeleteFunc(rows, func(r scoreRow) bool { return order(r, after) <= 0 })
	slices.SortFunc(rows, order)
	if f.Limit > 0 {
		rows = rows[:min(f.Limit, len(rows))]
	}
	return rows, nil
}

// withDomains adds the domains of a row. If they were changed outside the
// program, the row is judged again.
func (s *Store) withDomains(ctx context.Context, t tx, r scoreRow, now time.Time) (scoreRow, error) {
	if judged, known := s.judgedToday(r.ID); known {
		return judged, nil
	}
	domains, err := readDomains(ctx, t, r.ID)
	if err != nil {
		return r, err
	}
	if r.Domains = domains; r.domainsFit() {
		return r, nil
	}
	return s.judgeInMemory(ctx, t, r.ID, now, true)
}

// showDues is EachDue for a store that cannot write.
func (s *Store) showDues(ctx context.Context, f Filter, from, until assessment.Date, now time.Time) ([]DueRow, error) {
	f.Order, f.After, f.Limit = ByRank, "", 0
	rows, err := s.showPage(ctx, f, now)
	if err != nil {
		return nil, err
	}
	today := newDays(now)
	var all []DueRow
	err = s.look(ctx, func(t tx) error {
		for _, r := range rows {
			dues := r.dues
			if _, known := s.judgedToday(r.ID); !known {
				if dues, err = readDues(ctx, t, r.ID); err != nil {
					return err
				}
			}
			shown := r.Summary
			shown.Domains, shown.Cursor = nil, ""
			for _, d := range dues {
				if d.On >= from && d.On <= until {
					d.Overdue = d.On < today.in(r.zone)
					all = append(all, DueRow{shown, d})
				}
			}
		}
		return nil
	})
	slices.SortStableFunc(all, func(x, y DueRow) int { return cmp.Or(cmp.Compare(x.Due.On, y.Due.On), cmp.Compare(x.ID, y.ID)) })
	return all, err
}
