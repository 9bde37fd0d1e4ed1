package store

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"runtime"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"assay/assessment"
)

// file is the engine for a SQLite database in a file.
type file struct {
	path   string
	opened os.FileInfo // the file that was there at the start; nil if nothing can be written
	writer pool        // one connection
	reader pool        // the same as writer on a full disk, see connectAlone
	alone  bool        // no other connection can open the database
	seen   stamp       // of the file, if nothing can be written
}

func (f *file) begin(ctx context.Context, in scope) (work, error) {
	from := f.reader
	if in != reads {
		from = f.writer
	}
	begun, err := from.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	return fileWork{begun, from.hot}, nil
}

// SQLite undoes nothing by itself, and has no connection to lose.
func (f *file) undid(error) bool { return false }
func (f *file) lost(error) bool  { return false }

// unclear is always true: after a disk failure the connections may see less than the
// log on disk holds.
func (f *file) unclear(error) bool { return true }

func (f *file) renew() {
	f.reader.renew(readers)
	f.writer.renew(1)
}

func (f *file) ended(ctx context.Context, happened func(context.Context, tx) (bool, error)) (bool, error) {
	begun, err := f.begin(ctx, reads)
	if err != nil {
		return false, err
	}
	defer begun.rollback()
	return happened(ctx, tx{work: begun})
}

// late takes the cause for another program: a file answers in time.
func (f *file) late(err error) error { return locked(err) }

// inPlace refuses a change if the path no longer leads to the file that was opened:
// somebody has deleted it, moved it or put another one in its place. SQLite itself
// would write on into a file that nobody finds again.
func (f *file) inPlace() error {
	if f.opened == nil {
		return nil
	}
	if now, err := os.Stat(f.path); err == nil && os.SameFile(now, f.opened) {
		return nil
	}
	return assessment.Errorf(assessment.Unwritten, "%s", elsewhere)
}

func (f *file) version(ctx context.Context, t tx) (version int, err error) {
	err = t.row(ctx, "PRAGMA user_version").Scan(&version)
	return version, err
}

// beginnings never grows: a file has no server, and inPlace notices another file.
func (f *file) beginnings() int64 { return 0 }

func (f *file) atOnce() int { return f.reader.db.Stats().MaxOpenConnections }

// fileWork is one transaction of a file.
type fileWork struct {
	*sql.Tx
	hot map[string]*sql.Stmt // the frequent statements, by text
}

func (w fileWork) exec(ctx context.Context, text string, args ...any) (err error) {
	if prepared, found := w.hot[text]; found {
		_, err = w.StmtContext(ctx, prepared).ExecContext(ctx, args...)
	} else {
		_, err = w.ExecContext(ctx, text, args...)
	}
	return err
}

func (w fileWork) query(ctx context.Context, text string, args ...any) (rows, error) {
	if prepared, found := w.hot[text]; found {
		return w.StmtContext(ctx, prepared).QueryContext(ctx, args...)
	}
	return w.QueryContext(ctx, text, args...)
}

func (w fileWork) stream(ctx context.Context, text string, args ...any) (rows, error) {
	return w.query(ctx, text, args...)
}

func (w fileWork) foresee(context.Context, ...question) error { return nil }

func (w fileWork) appendLedger(ctx context.Context, at int64, beginning string) error {
	last, err := lastLedger(ctx, tx{work: w})
	if err != nil {
		return err
	}
	text := fmt.Sprintf("%s%d}", beginning, last.seq+1)
	hash := last.hash.Chain(text)
	return w.exec(ctx, insertLedger, last.seq+1, at, text, hash[:])
}

func (w fileWork) strike(ctx context.Context, j journal, of string, seq int64) error {
	// SQLite then overwrites freed pages, and leaves nothing in the file.
	if err := w.exec(ctx, "PRAGMA secure_delete = 1"); err != nil {
		return err
	}
	return w.exec(ctx, fmt.Sprintf("UPDATE %s SET salt = NULL, body = NULL WHERE %s = ? AND seq = ?", j.events, j.owner), of, seq)
}

func (w fileWork) commit(context.Context) (sent bool, err error) { return true, w.Commit() }
func (w fileWork) rollback()                                     { w.Rollback() } //nolint:errcheck // nothing was written, or it does nothing after Commit

// The two pools open the same file. All writes go through a single
// connection, so that this process never waits for itself; the other pool
// cannot write even by mistake. busy_timeout comes first, because the change
// to WAL can already meet a lock. synchronous is FULL: a commit waits for
// the disk.
const (
	writerOptions = "?_txlock=immediate&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
		"&_pragma=foreign_keys(1)&_pragma=recursive_triggers(1)&_pragma=journal_size_limit(16777216)&_pragma=cache_size(-16384)" +
		"&_pragma=temp_store(2)&_pragma=trusted_schema(0)&_pragma=cell_size_check(1)&_defensive=1&_dqs=0&_error_rc=1"
	readerOptions = "?mode=ro&_pragma=busy_timeout(5000)&_pragma=query_only(1)&_pragma=cache_size(-8192)&_pragma=temp_store(2)&_error_rc=1"

	readers = 4
)

// openFile is [Open] for a file.
func openFile(ctx context.Context, path string, o Options) (*Store, error) {
	// This fails on platforms without such locks, where the danger is
	// smaller: see the package comment.
	_, _ = sqlite.OFDLocking(true)

	path, only, err := locate(ctx, path, o)
	if err != nil {
		return nil, err
	}
	f := &file{path: path}
	s := &Store{database: &database{path: path, options: o, file: f, engine: f, shelf: folderOf(path, o)}}
	if only != nil {
		err = s.onlyRead(ctx, only)
	} else {
		err = s.connect(ctx)
	}
	if only == nil && lacksRoom(err) {
		f.close() //nolint:errcheck // nothing was written
		err = s.connectAlone(ctx)
	}
	if err != nil {
		f.close() //nolint:errcheck // the first error says more
		return nil, s.fault(unopened(path, err))
	}
	if only == nil {
		if f.opened, err = os.Stat(path); err != nil {
			f.close() //nolint:errcheck // the first error says more
			return nil, s.fault(unopened(path, err))
		}
	}
	return s, nil
}

func (s *Store) connect(ctx context.Context) (err error) {
	f := s.file
	if f.writer, err = openPool(ctx, writerAddress(s.path), 1); err != nil {
		return err
	}
	if err := migrate(ctx, f.writer.db, s.path, s.options); err != nil {
		return err
	}
	if f.reader, err = openPool(ctx, uri(s.path)+readerOptions, readers); err != nil {
		return err
	}
	if err := f.writer.prepare(ctx, hotWrites); err != nil {
		return err
	}
	if s.anchor, err = openAnchor(ctx, s); err != nil {
		return err
	}
	return s.writeLeftHeads(ctx)
}

// lacksRoom reports whether the disk has no room for the file of locks that several
// programs share.
func lacksRoom(err error) bool {
	switch codeOf(err) {
	case sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_SHMOPEN, sqlite3.SQLITE_IOERR_SHMMAP:
		return true
	}
	return primary(err) == sqlite3.SQLITE_FULL
}

// connectAlone opens a database on a full disk: with one connection that shuts out
// other programs, and then needs no file of locks. Everything can be read, and a
// write succeeds as soon as there is room.
func (s *Store) connectAlone(ctx context.Context) (err error) {
	f := s.file
	// The driver sorts the pragmas by name, and these two look into the file before
	// locking_mode is set.
	alone := strings.NewReplacer("&_pragma=journal_mode(WAL)", "&_pragma=locking_mode(EXCLUSIVE)", "&_pragma=cache_size(-16384)", "").Replace(writerAddress(s.path))
	if f.writer, err = openPool(ctx, alone, 1); err != nil {
		return err
	}
	if err := migrate(ctx, f.writer.db, s.path, s.options); err != nil {
		return err
	}
	if err := f.writer.prepare(ctx, hotWrites); err != nil {
		return err
	}
	f.reader, f.alone = f.writer, true
	s.anchor, err = openAnchor(ctx, s)
	return err
}

// close closes the readers first, because the last connection writes the log back.
func (f *file) close() error {
	var first error
	for _, p := range []pool{f.reader, f.writer} {
		if p.db == nil {
			continue
		}
		if err := p.db.Close(); first == nil {
			first = err
		}
	}
	return first
}

// pool is a set of connections with prepared statements for the frequent
// writes.
type pool struct {
	db  *sql.DB
	hot map[string]*sql.Stmt // by text
}

func openPool(ctx context.Context, address string, connections int) (pool, error) {
	db, err := sql.Open("sqlite", address)
	if err != nil {
		return pool{}, err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	if err := db.PingContext(ctx); err != nil {
		db.Close()
		return pool{}, err
	}
	return pool{db: db}, nil
}

func (p *pool) prepare(ctx context.Context, texts []string) error {
	p.hot = make(map[string]*sql.Stmt, len(texts))
	for _, text := range texts {
		prepared, err := p.db.PrepareContext(ctx, text)
		if err != nil {
			return err
		}
		p.hot[text] = prepared
	}
	return nil
}

// renew closes the idle connections; the next use opens new ones. After a
// failed write a connection may remember pages that the disk does not hold.
func (p *pool) renew(connections int) {
	p.db.SetMaxIdleConns(0)
	p.db.SetMaxIdleConns(connections)
}

// uri is the path in the form of a file: address, where three characters
// have another meaning.
func uri(path string) string {
	return "file:" + strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path)
}

func writerAddress(path string) string {
	address := uri(path) + writerOptions
	if runtime.GOOS == "darwin" {
		// fsync returns there before the disk has written.
		address += "&_pragma=fullfsync(1)"
	}
	return address
}
