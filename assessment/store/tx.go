package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"assay/assessment"
	"assay/assessment/store/postgres"
)

// tx is one transaction. The functions that read and write take one, so that
// several can share it.
type tx struct {
	work
	moved  *[]ledgerEntry   // the heads that this transaction moves; nil if it only reads
	lastAt map[string]int64 // when the last event of each such journal was recorded
	listed *string          // the beginning of the row that it writes into the ledger; empty for none
}

// row reads the first row of a query.
func (t tx) row(ctx context.Context, text string, args ...any) row {
	rows, err := t.query(ctx, text, args...)
	return row{rows, err}
}

// row is the first row of a query.
type row struct {
	rows rows
	err  error
}

// Scan reads the row, or returns [sql.ErrNoRows].
func (r row) Scan(targets ...any) error {
	if r.err != nil {
		return r.err
	}
	defer r.rows.Close()
	if !r.rows.Next() {
		return cmp.Or(r.rows.Err(), sql.ErrNoRows)
	}
	if err := r.rows.Scan(targets...); err != nil {
		return err
	}
	return r.rows.Close()
}

// collect reads all rows of a query.
func collect[T any](ctx context.Context, t tx, read func(scan func(...any) error) (T, error), text string, args ...any) ([]T, error) {
	rows, err := t.query(ctx, text, args...)
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

// moves notes that a transaction gives a journal a new head, with an event recorded at a
// moment in microseconds UTC.
func (t tx) moves(id string, seq int64, hash assessment.Head, at int64) {
	t.lastAt[id] = at
	*t.moved = slices.DeleteFunc(*t.moved, func(e ledgerEntry) bool { return e.id == id })
	*t.moved = append(*t.moved, ledgerEntry{id, head{seq, hash}})
}

// recordedAt is when the event with a number was recorded, the last one of its journal.
func (t tx) recordedAt(ctx context.Context, id string, seq int64) (at int64, err error) {
	if at, known := t.lastAt[id]; known {
		return at, nil
	}
	err = t.row(ctx, selectRecordedAt, id, seq).Scan(&at)
	return at, err
}

func scanText(scan func(...any) error) (text string, err error) {
	err = scan(&text)
	return text, err
}

// look runs read on one state of the database; no writer changes it
// meanwhile.
func (s *Store) look(ctx context.Context, read func(tx) error) error {
	begun, err := s.engine.begin(ctx, reads)
	if err != nil {
		return s.unread(ctx, err)
	}
	defer begun.rollback()
	if err := s.unchanged(); err != nil {
		return err
	}
	t := tx{work: begun}
	if s.person != "" { // a view: whoever was removed reads no more
		if err := s.allow(ctx, t, s.person, assessment.ActRead); err != nil {
			return s.unread(ctx, err)
		}
	}
	if err := read(t); err != nil {
		return s.unread(ctx, err)
	}
	return s.unchanged()
}

// unread is fault for a read. A server that lets the time of the caller pass does not answer.
func (s *Store) unread(ctx context.Context, err error) error {
	if s.server != nil && ctx.Err() != nil {
		return s.unended(err)
	}
	return s.fault(err)
}

// fetch reads one value from one state of the database, as look does.
func fetch[T any](ctx context.Context, s *Store, read func(tx) (T, error)) (value T, err error) {
	err = s.look(ctx, func(t tx) error {
		value, err = read(t)
		return err
	})
	return value, err
}

// patience is how long a change may take, with all its tries. To settle an unclear COMMIT takes
// a few seconds more.
const patience = 25 * time.Second

// change runs write as one transaction. The caller may give up while it
// waits for the database. Once begun, the transaction runs to its end, so
// that nobody has to guess whether a canceled commit happened. Only a server that
// does not answer ends it early.
//
// A server may undo a transaction that met another one. Then change runs write
// again, so write must not keep anything from the first run.
//
// events are the ids of the events or what-ifs that write appends. If COMMIT
// fails and write moved no head, they tell whether it happened.
//
// The heads that write moves come into one row of the ledger. A database that
// lacks events is refused new ones until a person accepts that.
func (s *Store) change(ctx context.Context, events []string, write func(context.Context, tx) error) error {
	return s.changeIn(ctx, alone, nil, events, write)
}

// changeBy is change for what a person does to the whole database.
func (s *Store) changeBy(ctx context.Context, did *act, events []string, write func(context.Context, tx) error) error {
	return s.changeIn(ctx, alone, did, events, write)
}

// tries is how often a transaction is begun at most, if the server undoes it or the
// connection is lost before COMMIT.
const tries = 8

func (s *Store) changeIn(ctx context.Context, in scope, did *act, events []string, write func(context.Context, tx) error) error {
	if s.readOnly != nil {
		return s.readOnly
	}
	bounded, end := context.WithTimeout(context.WithoutCancel(ctx), s.patience())
	defer end()
	for try := 1; ; try++ {
		err := s.attempt(ctx, bounded, in, did, events, write)
		if errors.Is(err, errBeganAnew) {
			if err = s.anchorAgain(bounded); err == nil {
				continue
			}
			if s.engine.undid(err) {
				err = &undone{err}
			}
		}
		var undone *undone
		if !errors.As(err, &undone) {
			return err
		}
		if err = undone.why; try == tries || bounded.Err() != nil {
			return s.unended(err)
		}
		select {
		case <-ctx.Done():
			return s.givenUp(ctx, bounded, err)
		case <-time.After(time.Duration(try*try) * 2 * time.Millisecond):
		}
	}
}

// patience is how long a change of this store may take.
func (s *Store) patience() time.Duration { return cmp.Or(s.impatient, patience) }

// unended is fault for a transaction that may have lacked the time to end.
func (s *Store) unended(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return s.engine.late(err)
	}
	return s.fault(err)
}

// givenUp is unended for a change that its caller may have given up. A caller who has less
// patience than the store waits in vain for other people, as far as anybody knows.
func (s *Store) givenUp(caller, bounded context.Context, err error) error {
	if bounded.Err() != nil {
		return s.unended(cmp.Or(bounded.Err(), err))
	}
	if err = cmp.Or(caller.Err(), err); errors.Is(err, context.DeadlineExceeded) && !postgres.Unreached(err) {
		return locked(err)
	}
	return s.unended(err)
}

// undone is the error of a transaction that did not happen and may be run again.
type undone struct{ why error }

// Error implements error.
func (u *undone) Error() string { return u.why.Error() }

// errBeganAnew ends a transaction in whose database earlier content may have come back since
// the anchor was compared with it.
var errBeganAnew = errors.New("the database may be an earlier one")

// anchorAgain compares the database with the anchor, because it may be an earlier one.
func (s *Store) anchorAgain(ctx context.Context) error {
	now := s.engine.beginnings()
	if _, err := s.anchor.look(ctx); err != nil {
		return err
	}
	s.compared.Store(now)
	return nil
}

// attempt runs write once as one transaction. bounded ends when a server has had time enough
// to answer.
func (s *Store) attempt(ctx, bounded context.Context, in scope, did *act, events []string, write func(context.Context, tx) error) error {
	steady, end := context.WithCancel(bounded)
	defer end()
	detach := context.AfterFunc(ctx, end)
	defer detach()
	begun, err := s.engine.begin(steady, in)
	if err == nil {
		defer begun.rollback() // does nothing after a commit
	}
	caller := ctx
	// A server makes the first query wait, and not the beginning.
	if caller.Err() != nil || s.file != nil && !detach() {
		err = caller.Err()
	}
	if err != nil {
		return s.givenUp(caller, bounded, err)
	}
	// The statements no longer wait for anybody. A file needs no end of the context, and one
	// that never ends spares each statement a goroutine.
	if ctx = bounded; s.file != nil {
		ctx = context.WithoutCancel(caller)
	}
	t := tx{begun, new([]ledgerEntry), map[string]int64{}, new(string)}
	err = write(ctx, t)
	heads := *t.moved
	if err == nil && (len(heads) > 0 || did != nil) {
		switch {
		case s.engine.beginnings() != s.compared.Load():
			return errBeganAnew
		case did == nil:
			err = s.anchor.mayRecord()
		}
		if err == nil {
			err = writeLedger(ctx, t, s.options.Now().UnixMicro(), heads, did)
		}
	}
	if err == nil {
		err = s.engine.inPlace()
	}
	if err != nil {
		if steady.Err() != nil && (errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)) {
			return s.givenUp(caller, bounded, err)
		}
		if s.engine.undid(err) {
			return &undone{err}
		}
		return s.fault(err)
	}
	if sent, err := begun.commit(ctx); err != nil {
		happened := false
		if sent && s.engine.unclear(err) {
			var unknown error
			if happened, unknown = s.settle(ctx, *t.listed, events, err); unknown != nil {
				return unknown
			}
		}
		switch {
		case happened:
		case s.engine.undid(err):
			return &undone{err}
		default:
			return s.fault(err)
		}
	}
	if len(heads) > 0 {
		s.anchor.moved()
	}
	return nil
}

const (
	// findKept finds anything with this id.
	findKept = `SELECT 1 FROM events WHERE uid = ? UNION ALL SELECT 1 FROM rfp_events WHERE uid = ?
	UNION ALL SELECT 1 FROM vendor_events WHERE uid = ? UNION ALL SELECT 1 FROM people_events WHERE uid = ? UNION ALL SELECT 1 FROM what_ifs WHERE id = ?`

	// findListed finds a row among the last ones of the ledger by the beginning of its text.
	findListed = "SELECT 1 FROM (SELECT heads FROM ledger ORDER BY n DESC LIMIT 10000) AS latest WHERE substr(heads, 1, length(CAST(? AS TEXT))) = ?"
)

// settle finds out whether a COMMIT that returned an error happened. The connections
// may see less than the disk holds, or be gone. So settle closes them, and new ones
// look for the row that the transaction wrote into the ledger, or without one, for the
// events. It returns an error if it cannot find out.
func (s *Store) settle(ctx context.Context, listed string, events []string, failed error) (happened bool, err error) {
	ctx, end := context.WithTimeout(context.WithoutCancel(ctx), s.patience())
	defer end()
	s.engine.renew()
	happened, err = s.engine.ended(ctx, func(ctx context.Context, t tx) (bool, error) {
		if listed != "" {
			return exists(ctx, t, findListed, listed, listed)
		}
		return allKept(ctx, t, events)
	})
	if err != nil {
		return false, assessment.Errorf(assessment.Failed, "%w, and it is not known whether the entry was saved", s.unended(failed)).Because(assessment.OutcomeUnknown)
	}
	return happened, nil
}

// allKept reports whether there are ids, and all of them are kept.
func allKept(ctx context.Context, t tx, events []string) (bool, error) {
	for _, id := range events {
		found, err := exists(ctx, t, findKept, slices.Repeat([]any{id}, 5)...)
		if err != nil || !found {
			return false, err
		}
	}
	return len(events) > 0, nil
}
