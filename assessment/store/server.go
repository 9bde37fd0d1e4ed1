package store

import (
	"context"
	"path/filepath"
	"time"

	"assay/assessment"
	"assay/assessment/store/postgres"
)

// server is the engine for a database on a PostgreSQL server.
type server struct {
	*postgres.Server
	address postgres.Address
	standby bool // it repeats another server, which records
}

// openServer is [Open] for a server.
func openServer(ctx context.Context, address string, o Options) (*Store, error) {
	parsed, err := postgres.Parse(address)
	if err != nil {
		return nil, err
	}
	s := &Store{database: &database{path: parsed.String(), options: o}}
	opened, err := postgres.Open(ctx, parsed.Config())
	s.server = &server{Server: opened, address: parsed}
	s.engine, s.shelf = s.server, s.server
	if err != nil {
		return nil, s.unread(ctx, err)
	}
	if err := s.reach(ctx); err != nil {
		opened.Close()
		return nil, s.unread(ctx, err)
	}
	return s, nil
}

// reach makes the tables if there are none, finds out what the login may do, and opens the
// anchor.
func (s *Store) reach(ctx context.Context) (err error) {
	id := ""
	if !s.options.ReadOnly {
		id = s.options.NewID()
	}
	made, err := s.server.Migrate(ctx, newest(), id, s.options.ReadOnly, s.options.Existing)
	if err != nil {
		return err
	}
	if made && s.options.AnchorDir != "" {
		// Where this fails, the first program that records begins the anchor.
		_ = makeAnchor(filepath.Join(s.options.AnchorDir, id), anchorContent{anchorTitle: anchorTitle{database: id, path: s.path}})
	}
	writes, standby, err := s.server.Writes(ctx)
	switch {
	case err != nil:
		return err
	case s.options.ReadOnly:
		s.readOnly = assessment.Errorf(assessment.Unwritten, "the database was opened for reading alone").Because(assessment.OpenedReadOnly)
	case standby:
		s.server.standby = true
		s.readOnly = assessment.Errorf(assessment.Unwritten, "this database server is a standby, where nobody can record").Because(assessment.OnStandby)
	case !writes:
		s.readOnly = assessment.Errorf(assessment.Unwritten, "the login %s may only read", s.server.Login()).Because(assessment.ServerRefused)
	}
	s.anchor, err = openAnchor(ctx, s)
	return err
}

func (e *server) begin(ctx context.Context, in scope) (work, error) {
	w, err := e.Begin(ctx, map[scope]postgres.Scope{reads: postgres.Reads, shares: postgres.Shares, alone: postgres.Alone}[in])
	if err != nil {
		return nil, err
	}
	return serverWork{w}, nil
}

func (e *server) undid(err error) bool   { return postgres.Again(err) || postgres.Lost(err) }
func (e *server) lost(err error) bool    { return postgres.Lost(err) }
func (e *server) unclear(err error) bool { return postgres.Lost(err) }
func (e *server) renew()                 { e.Renew() }
func (e *server) inPlace() error         { return nil }
func (e *server) beginnings() int64      { return e.Beginnings() }
func (e *server) late(err error) error   { return postgres.Silent(err) }
func (e *server) atOnce() int            { return e.AtOnce() }

// settleWithin is how long a store looks for a server that was lost at COMMIT.
const settleWithin = 5 * time.Second

// ended waits for the transaction whose COMMIT is unclear: it may still run on the server,
// and then it holds the structure lock.
func (e *server) ended(ctx context.Context, happened func(context.Context, tx) (bool, error)) (kept bool, err error) {
	ctx, stop := context.WithTimeout(ctx, settleWithin)
	defer stop()
	for {
		if kept, err = e.lookAlone(ctx, happened); err == nil || !postgres.Lost(err) {
			return kept, err
		}
		e.Renew()
		select {
		case <-ctx.Done():
			return false, err
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func (e *server) lookAlone(ctx context.Context, happened func(context.Context, tx) (bool, error)) (bool, error) {
	begun, err := e.begin(ctx, alone)
	if err != nil {
		return false, err
	}
	defer begun.rollback()
	return happened(ctx, tx{work: begun})
}

func (e *server) version(ctx context.Context, t tx) (version int, err error) {
	err = t.row(ctx, "SELECT CAST(value AS BIGINT) FROM meta WHERE name = 'version'").Scan(&version)
	return version, err
}

func (e *server) close() error {
	e.Close()
	return nil
}

// serverWork is one transaction of a server.
type serverWork struct{ *postgres.Work }

func (w serverWork) exec(ctx context.Context, text string, args ...any) error {
	return w.Exec(ctx, text, args...)
}

func (w serverWork) query(ctx context.Context, text string, args ...any) (rows, error) {
	found, err := w.Query(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	return found, nil
}

func (w serverWork) stream(ctx context.Context, text string, args ...any) (rows, error) {
	opened, err := w.Cursor(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	return opened, nil
}

func (w serverWork) foresee(ctx context.Context, questions ...question) error {
	asked := make([]postgres.Question, len(questions))
	for n, q := range questions {
		asked[n] = postgres.Question{Text: q.text, Args: q.args, Lock: q.lock, Same: q.same}
	}
	return w.Foresee(ctx, asked...)
}

func (w serverWork) appendLedger(ctx context.Context, at int64, beginning string) error {
	return w.Exec(ctx, "SELECT append_ledger(?, ?)", at, beginning)
}

func (w serverWork) strike(ctx context.Context, j journal, of string, seq int64) error {
	return w.Exec(ctx, "SELECT strike_body(?, ?, ?)", j.events, of, seq)
}

func (w serverWork) commit(ctx context.Context) (sent bool, err error) { return w.Commit(ctx) }
func (w serverWork) rollback()                                         { w.Rollback() }

// Same reports whether an address names this database, for any role.
func (e *server) Same(address string) bool {
	other, err := postgres.Parse(address)
	return postgres.Is(address) && err == nil && other.Same(e.address)
}

// adds reports whether this address names a server that another address of the database
// does not name.
func (e *server) adds(to string) bool {
	other, err := postgres.Parse(to)
	return err == nil && e.address.Adds(other)
}
