package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"io"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"assay/assessment"
)

// Options configure a store. All fields but Random and AnchorDir are required.
type Options struct {
	Now   func() time.Time
	Zone  *time.Location // the zone of new assessments; it must have an IANA name
	NewID func() string  // makes UUIDv7

	// Random makes the salts of events. Nil means the random numbers of the
	// operating system. Anything else belongs into a test.
	Random io.Reader

	// ReadOnly opens an existing database without writing to it or beside it.
	// A database that this process may not write is opened so anyway.
	ReadOnly bool

	// AnchorDir is the folder for the last heads, away from the database. A
	// missing folder is made. Empty means no anchor.
	AnchorDir string

	// EvidenceDir is the folder of the evidence files. Empty is X.evidence for
	// X.db, beside the database.
	EvidenceDir string
}

// salt makes the random bytes of one event.
func (o Options) salt() (salt assessment.Salt, err error) {
	source := o.Random
	if source == nil {
		source = rand.Reader
	}
	_, err = io.ReadFull(source, salt[:])
	return salt, err
}

// NewSalt makes the salt of an entry that is not recorded yet.
func (s *Store) NewSalt() (assessment.Salt, error) { return s.options.salt() }

// Store is one open database. It is safe for concurrent use, and other
// processes may have the same file open.
type Store struct {
	path    string      // absolute, free of symbolic links
	opened  os.FileInfo // the file that was there at the start; nil if nothing can be written
	options Options
	writer  pool // one connection
	reader  pool // the same as writer on a full disk, see connectAlone
	known   memory
	anchor  *anchor

	mending sync.Mutex      // guards mended, faulty and inMemory
	mended  []Mended        // since the last TakeMended
	faulty  map[string]bool // the assessments with a fault among all that were mended; never changed, but replaced

	readBy atomic.Pointer[string] // who reads: see ReadBy

	readOnly error               // why nothing can be written; nil if it can
	seen     stamp               // of the file, if nothing can be written
	inMemory map[string]scoreRow // rows judged again that cannot be written, by id; guarded by mending

	closing sync.Once
	alone   bool        // no other connection can open the database
	crowded atomic.Bool // rows that are due cannot be written: the disk is full
}

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

// Open opens the database at path. It makes a missing database and its
// folder. A database that this process may not write is opened for reading
// alone, and a later write is Unwritten. The codes of its errors are NotOurs,
// Newer, Damaged, Locked, Unwritten and Failed. A refused file stays as it was.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	// This fails on platforms without such locks, where the danger is
	// smaller: see the package comment.
	_, _ = sqlite.OFDLocking(true)

	path, only, err := locate(ctx, path, o)
	if err != nil {
		return nil, err
	}
	s := &Store{path: path, options: o}
	if only != nil {
		err = s.onlyRead(ctx, only)
	} else {
		err = s.connect(ctx)
	}
	if only == nil && lacksRoom(err) {
		s.disconnect() //nolint:errcheck // nothing was written
		err = s.connectAlone(ctx)
	}
	if err != nil {
		s.disconnect() //nolint:errcheck // the first error says more
		return nil, s.fault(unopened(path, err))
	}
	if only == nil {
		if s.opened, err = os.Stat(path); err != nil {
			s.disconnect() //nolint:errcheck // the first error says more
			return nil, s.fault(unopened(path, err))
		}
	}
	return s, nil
}

func (s *Store) connect(ctx context.Context) (err error) {
	if s.writer, err = openPool(ctx, writerAddress(s.path), 1); err != nil {
		return err
	}
	if err := migrate(ctx, s.writer.db, s.path, s.options); err != nil {
		return err
	}
	if s.reader, err = openPool(ctx, uri(s.path)+readerOptions, readers); err != nil {
		return err
	}
	if err := s.writer.prepare(ctx, hotWrites); err != nil {
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
	// The driver sorts the pragmas by name, and these two look into the file before
	// locking_mode is set.
	alone := strings.NewReplacer("&_pragma=journal_mode(WAL)", "&_pragma=locking_mode(EXCLUSIVE)", "&_pragma=cache_size(-16384)", "").Replace(writerAddress(s.path))
	if s.writer, err = openPool(ctx, alone, 1); err != nil {
		return err
	}
	if err := migrate(ctx, s.writer.db, s.path, s.options); err != nil {
		return err
	}
	if err := s.writer.prepare(ctx, hotWrites); err != nil {
		return err
	}
	s.reader, s.alone = s.writer, true
	s.anchor, err = openAnchor(ctx, s)
	return err
}

// disconnect closes the readers first, because the last connection writes
// the log back.
func (s *Store) disconnect() error {
	var first error
	for _, p := range []pool{s.reader, s.writer} {
		if p.db == nil {
			continue
		}
		if err := p.db.Close(); first == nil {
			first = err
		}
	}
	return first
}

// ReadBy names the person who reads. From then on every snapshot and journal of the
// store lacks the grades that closed panels hide from this person: see
// [assessment.PanelOpened]. Until somebody is named, it lacks the grades of all.
func (s *Store) ReadBy(name string) { s.readBy.Store(&name) }

// reading is the person who reads, or empty.
func (s *Store) reading() string {
	if name := s.readBy.Load(); name != nil {
		return *name
	}
	return ""
}

// Path is the absolute path of the database without symbolic links.
func (s *Store) Path() string { return s.path }

// ID is the id of the database. A copy of the file has the same.
func (s *Store) ID() string { return s.anchor.database }

// Today is the civil date in the zone of the options, the zone of the person
// at the screen. Use [assessment.Snapshot.Day] to judge an assessment.
func (s *Store) Today() assessment.Date {
	return assessment.DateOf(s.options.Now(), s.options.Zone)
}

// Close writes the anchor and closes the database. A second call does nothing.
func (s *Store) Close() error {
	var err error
	s.closing.Do(func() {
		s.anchor.close(context.Background())
		err = s.fault(s.disconnect())
	})
	return err
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
