package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"slices"
	"time"

	"assay/assessment"
)

// tx is one transaction. The functions that read and write take one, so that
// several can share it.
type tx struct {
	*sql.Tx
	hot   map[string]*sql.Stmt
	moved *[]ledgerEntry // the heads that this transaction moves; nil if it only reads
}

func (t tx) exec(ctx context.Context, text string, args ...any) (err error) {
	if prepared, found := t.hot[text]; found {
		_, err = t.StmtContext(ctx, prepared).ExecContext(ctx, args...)
	} else {
		_, err = t.ExecContext(ctx, text, args...)
	}
	return err
}

func (t tx) row(ctx context.Context, text string, args ...any) *sql.Row {
	if prepared, found := t.hot[text]; found {
		return t.StmtContext(ctx, prepared).QueryRowContext(ctx, args...)
	}
	return t.QueryRowContext(ctx, text, args...)
}

func (t tx) rows(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	if prepared, found := t.hot[text]; found {
		return t.StmtContext(ctx, prepared).QueryContext(ctx, args...)
	}
	return t.QueryContext(ctx, text, args...)
}

// collect reads all rows of a query.
func collect[T any](ctx context.Context, t tx, read func(scan func(...any) error) (T, error), text string, args ...any) ([]T, error) {
	rows, err := t.rows(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := read(rows.Scan)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// one reads the only row of a query, or returns the error for a missing one.
func one[T any](ctx context.Context, t tx, read func(scan func(...any) error) (T, error), missing error, text string, args ...any) (T, error) {
	all, err := collect(ctx, t, read, text, args...)
	if err == nil && len(all) == 0 {
		err = missing
	}
	if err != nil {
		return *new(T), err
	}
	return all[0], nil
}

// exists reports whether a query has a row.
func exists(ctx context.Context, t tx, text string, args ...any) (bool, error) {
	err := t.row(ctx, text, args...).Scan(new(any))
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// moves notes that a transaction gives a journal a new head.
func (t tx) moves(id string, seq int64, hash assessment.Head) {
	*t.moved = slices.DeleteFunc(*t.moved, func(e ledgerEntry) bool { return e.id == id })
	*t.moved = append(*t.moved, ledgerEntry{id, head{seq, hash}})
}

func scanText(scan func(...any) error) (text string, err error) {
	err = scan(&text)
	return text, err
}

// look runs read on one state of the database; no writer changes it
// meanwhile.
func (s *Store) look(ctx context.Context, read func(tx) error) error {
	begun, err := s.reader.db.BeginTx(ctx, nil)
	if err != nil {
		return s.fault(err)
	}
	defer begun.Rollback() //nolint:errcheck // nothing was written
	if err := s.unchanged(); err != nil {
		return err
	}
	if err := read(tx{Tx: begun, hot: s.reader.hot}); err != nil {
		return s.fault(err)
	}
	return s.unchanged()
}

// fetch reads one value from one state of the database, as look does.
func fetch[T any](ctx context.Context, s *Store, read func(tx) (T, error)) (value T, err error) {
	err = s.look(ctx, func(t tx) error {
		value, err = read(t)
		return err
	})
	return value, err
}

// patience is how long one transaction may hold the database.
const patience = 30 * time.Second

// change runs write as one transaction. The caller may give up while it
// waits for the database. Once begun, the transaction runs to its end, so
// that nobody has to guess whether a canceled commit happened.
//
// events are the ids of the events or what-ifs that write appends. If COMMIT
// fails, they tell whether it happened.
//
// The heads that write moves come into one row of the ledger. A database that
// lacks events is refused new ones until a person accepts that.
func (s *Store) change(ctx context.Context, events []string, write func(context.Context, tx) error) error {
	return s.changeBy(ctx, nil, events, write)
}

// inPlace refuses a change if the path no longer leads to the file that was opened:
// somebody has deleted it, moved it or put another one in its place. SQLite itself
// would write on into a file that nobody finds again.
func (s *Store) inPlace() error {
	if s.opened == nil {
		return nil
	}
	if now, err := os.Stat(s.path); err == nil && os.SameFile(now, s.opened) {
		return nil
	}
	return assessment.Errorf(assessment.Unwritten, "%s", elsewhere)
}

// changeBy is change for what a person does to the whole database, or nil.
func (s *Store) changeBy(ctx context.Context, did *act, events []string, write func(context.Context, tx) error) error {
	if s.readOnly != nil {
		return s.readOnly
	}
	steady, end := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer end()
	detach := context.AfterFunc(ctx, end)
	begun, err := s.writer.db.BeginTx(steady, nil)
	if err == nil {
		defer begun.Rollback() //nolint:errcheck // does nothing after Commit
	}
	if !detach() {
		err = ctx.Err()
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return locked(err)
	case err != nil:
		return s.fault(err)
	}
	// The statements no longer wait for anybody, and a context that never
	// ends spares each of them a goroutine.
	ctx = context.WithoutCancel(ctx)
	t := tx{begun, s.writer.hot, new([]ledgerEntry)}
	err = write(ctx, t)
	heads := *t.moved
	if err == nil && (len(heads) > 0 || did != nil) {
		if did == nil {
			err = s.anchor.mayRecord()
		}
		if err == nil {
			err = writeLedger(ctx, t, s.options.Now().UnixMicro(), heads, did)
		}
	}
	if err == nil {
		err = s.inPlace()
	}
	if err != nil {
		return s.fault(err)
	}
	if err := begun.Commit(); err != nil {
		err = s.settle(ctx, events, err)
		if err != nil {
			return err
		}
	}
	if len(heads) > 0 {
		s.anchor.moved()
	}
	return nil
}

// findKept finds anything with this id.
const findKept = `SELECT 1 FROM events WHERE uid = ? UNION ALL SELECT 1 FROM rfp_events WHERE uid = ?
	UNION ALL SELECT 1 FROM vendor_events WHERE uid = ? UNION ALL SELECT 1 FROM what_ifs WHERE id = ?`

// settle finds out whether a COMMIT that returned an error happened. After a
// disk failure the connections may see less than the log on disk holds. So
// settle closes them, and new ones look for the events.
func (s *Store) settle(ctx context.Context, events []string, failed error) error {
	s.reader.renew(readers)
	s.writer.renew(1)
	if len(events) == 0 {
		return s.fault(failed)
	}
	there := 0
	err := s.look(ctx, func(t tx) error {
		for _, id := range events {
			found, err := exists(ctx, t, findKept, id, id, id, id)
			if err != nil {
				return err
			}
			if found {
				there++
			}
		}
		return nil
	})
	switch {
	case err != nil:
		return assessment.Errorf(assessment.Failed, "%w, and it is not known whether the entry was saved", fault(failed)).Because(assessment.OutcomeUnknown)
	case there == len(events):
		return nil
	}
	return s.fault(failed)
}
