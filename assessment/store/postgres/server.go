package postgres

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"assay/assessment"
)

// Server is a set of connections to one database. It is safe for concurrent use.
type Server struct {
	pool     *pgxpool.Pool
	config   *pgxpool.Config
	numbered numbering
	login    string

	mu         sync.Mutex // guards the fields below
	started    string     // when the server of the newest connection began, and which of its databases it is
	ledger     string     // where the server keeps the ledger
	beginnings int64
}

// Connections is how many transactions one program runs at once at most. Set
// pool_max_conns in the address for another number.
const Connections = 8

const (
	endWithin   = 5 * time.Second // the longest time that the end of a transaction may take
	closeWithin = 2 * time.Second // and the end of all connections
)

// The keys of the advisory locks. Whoever holds one for writing keeps all others away.
const (
	StructureLock = 1 // shared for what concerns one assessment alone; exclusive for everything else
	LedgerLock    = 2 // from the ledger row of a transaction to its end; taken last
	MigrationLock = 3 // while tables are made or changed
)

// Open connects to the database at an address, which [Parse] has read.
func Open(ctx context.Context, config *pgxpool.Config) (*Server, error) {
	config = config.Copy()
	config.MaxConns = max(config.MaxConns, Connections) // fewer would wait for each other
	s := &Server{config: config}
	config.AfterConnect = s.greet
	// A dead connection is noticed by its first round trip, and whoever used it tries
	// another one. So no transaction pays for a ping.
	config.ShouldPing = func(context.Context, pgxpool.ShouldPingParams) bool { return false }
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	s.pool = pool
	if err := pool.QueryRow(ctx, "SELECT session_user::text").Scan(&s.login); err != nil {
		pool.Close()
		return nil, unknownPassword(config, err)
	}
	return s, nil
}

// unknownPassword says that there was no password, where the server only says that it was
// wrong.
func unknownPassword(config *pgxpool.Config, err error) error {
	var told *pgconn.PgError
	if errors.As(err, &told) && told.Code == "28P01" && config.ConnConfig.Password == "" {
		return assessment.Errorf(assessment.Failed, "the database server asks for a password, and none is kept for the role %s", config.ConnConfig.User).Because(assessment.LoginRefused)
	}
	return err
}

// Login is the role that logged in, the session_user of PostgreSQL.
func (s *Server) Login() string { return s.login }

// Config is the configuration of the connections. Do not change it.
func (s *Server) Config() *pgxpool.Config { return s.config }

// Pool is the set of connections, for what needs more than a [Work].
func (s *Server) Pool() *pgxpool.Pool { return s.pool }

// Close closes all connections. It does not wait long for a server that does not answer.
func (s *Server) Close() {
	closed := make(chan struct{})
	go func() {
		s.pool.Close()
		close(closed)
	}()
	select {
	case <-closed:
	case <-time.After(closeWithin):
	}
}

// Renew gives up all idle connections, and those in use when they are given back.
func (s *Server) Renew() { s.pool.Reset() }

// AtOnce is how many transactions the server runs for this program at once.
func (s *Server) AtOnce() int { return int(s.pool.Config().MaxConns) }

// Scope says what a transaction may do, and what it keeps others from doing.
type Scope int

// The scopes.
const (
	Reads  Scope = iota // it sees one state of the database and writes nothing
	Shares              // it writes one assessment, beside others that do the same
	Alone               // it writes anything, and nobody else writes meanwhile
)

// Begin begins a transaction. Nothing is sent before the first query, which then waits
// for others until ctx ends. Afterwards ctx has no meaning.
func (s *Server) Begin(ctx context.Context, scope Scope) (*Work, error) {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return nil, err
	}
	w := &Work{server: s, conn: conn, queue: &pgx.Batch{}, waiting: ctx}
	if scope == Reads {
		w.queue.Queue("begin isolation level repeatable read read only")
		return w, nil
	}
	lock := "pg_advisory_xact_lock"
	if scope == Shares {
		lock = "pg_advisory_xact_lock_shared"
	}
	w.settings = true
	w.queue.Queue("begin isolation level read committed")
	w.queue.Queue(settings)
	w.queue.Queue(fmt.Sprintf("SELECT %s(%d)", lock, StructureLock))
	w.queue.Queue(placeOfLedger) // once nobody can change it
	return w, nil
}

// settings are those of a transaction that writes. A program that stops in the middle
// of one loses its locks after a minute.
const settings = `SELECT current_setting('synchronous_commit'), set_config('lock_timeout', '10s', true), set_config('idle_in_transaction_session_timeout', '60s', true)`

// placeOfLedger is where the server keeps the ledger: another place after somebody has
// emptied the table or made it anew, as restoring a copy does.
const placeOfLedger = "SELECT relfilenode::text FROM pg_class WHERE oid = to_regclass('ledger')"

// greet refuses a new connection whose server may forget what it acknowledged, and notes
// whether the server began anew since the connection before. It tells the server to compile
// no plan: that takes longer than all that a page of a large portfolio needs.
func (s *Server) greet(ctx context.Context, conn *pgx.Conn) error {
	var commit, sync, pages, started, jit string
	err := conn.QueryRow(ctx, `SELECT current_setting('synchronous_commit'), current_setting('fsync'), current_setting('full_page_writes'),
		concat(extract(epoch FROM pg_postmaster_start_time()), ' ', (SELECT oid FROM pg_database WHERE datname = current_database())),
		set_config('jit', 'off', false)`).Scan(&commit, &sync, &pages, &started, &jit)
	if err != nil {
		return err
	}
	s.note(&s.started, started)
	for _, setting := range []struct{ name, value string }{{"fsync", sync}, {"full_page_writes", pages}} {
		if setting.value != "on" {
			return unsafe(setting.name, setting.value)
		}
	}
	return safeCommit(commit)
}

// note keeps what tells one state of the server from another. *known is guarded by mu.
func (s *Server) note(known *string, now string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if *known != "" && *known != now {
		s.beginnings++
	}
	*known = now
}

// Beginnings grows whenever the database may be an earlier one since: the server began anew,
// another one took its place, or somebody put other content into the database.
func (s *Server) Beginnings() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.beginnings
}

// safeCommit refuses a commit that does not wait for the disk of the server.
func safeCommit(value string) error {
	if value == "off" {
		return unsafe("synchronous_commit", value)
	}
	return nil
}

func unsafe(name, value string) error {
	return assessment.Errorf(assessment.Refused, "the server has %s set to %s: it could lose answers that it has confirmed", name, value).Because(assessment.UnsafeCommit, name)
}
