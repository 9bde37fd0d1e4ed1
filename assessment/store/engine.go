package store

import "context"

// engine is what differs between a file and a server: how transactions begin and end,
// and what their errors mean. Everything else of the store is the same for both.
type engine interface {
	begin(ctx context.Context, in scope) (work, error)

	// undid reports whether a transaction with this error did not happen and may be
	// run again. lost reports whether the connection is gone.
	undid(err error) bool
	lost(err error) bool

	// unclear reports whether a COMMIT with this error may have happened. ended then
	// waits until it has happened or cannot happen any more, and looks whether it did.
	// renew comes before: it gives up all connections.
	unclear(err error) bool
	renew()
	ended(ctx context.Context, happened func(context.Context, tx) (bool, error)) (bool, error)

	// late says what it means that a transaction did not end in time.
	late(err error) error

	inPlace() error    // nil while the database is the one that was opened
	beginnings() int64 // grows whenever the database may be an earlier one since: its server began anew, or its content was replaced
	version(ctx context.Context, t tx) (int, error)
	atOnce() int // how many transactions can read at once
	close() error
}

// scope is what a transaction reads or writes. It decides which others run beside it.
type scope int

const (
	reads  scope = iota // sees one state of the database
	shares              // writes one assessment; on a server, others write other assessments meanwhile
	alone               // writes anything, and nobody else writes meanwhile
)

// work is one transaction.
type work interface {
	// exec runs a statement. On a server it is sent with the next query or with
	// commit, and its error comes from there. Do not change the arguments afterwards.
	exec(ctx context.Context, text string, args ...any) error

	query(ctx context.Context, text string, args ...any) (rows, error)

	// stream is query for a caller who may not want all rows. A server makes them as they
	// are wanted.
	stream(ctx context.Context, text string, args ...any) (rows, error)

	// foresee asks queries that will come, all in one round trip of a server, and
	// locks the rows of those that say so. For a file it does nothing.
	foresee(ctx context.Context, questions ...question) error

	// appendLedger writes the last row of the ledger. The text of the row is the
	// beginning, its number and a brace.
	appendLedger(ctx context.Context, at int64, beginning string) error

	// strike destroys the body of one event of a journal.
	strike(ctx context.Context, j journal, of string, seq int64) error

	// commit keeps everything. sent tells whether the database may have kept it
	// although there is an error.
	commit(ctx context.Context) (sent bool, err error)
	rollback() // does nothing after commit
}

// question is a query that will come.
type question struct {
	text string
	args []any
	lock bool // its rows, until the end of the transaction
	same bool // the plan is the same for all arguments
}

// rows are the rows of a query, as [database/sql.Rows].
type rows interface {
	Next() bool
	Scan(targets ...any) error
	Err() error
	Close() error
}

// OnServer reports whether the database is on a server, and not in a file.
func (s *Store) OnServer() bool { return s.server != nil }

// Login is the role that logged in on a server, and the person of a view. It is empty for a
// file.
func (s *Store) Login() string {
	if s.person != "" {
		return s.person
	}
	if s.server == nil {
		return ""
	}
	return s.server.Login()
}
