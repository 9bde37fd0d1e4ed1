package store

import (
	"context"
	"crypto/rand"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"assay/assessment"
	"assay/assessment/store/postgres"
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

	// Existing makes no tables on a server: a database without any is NotFound.
	Existing bool

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
//
// Each person of a server has a view of the same database: see [Store.As].
type Store struct {
	*database
	person string                 // the person of a view; empty for the store itself
	readBy atomic.Pointer[string] // who reads: see ReadBy
}

// database is what all views of an open database share.
type database struct {
	path    string // absolute, free of symbolic links; of a server, its address without a password
	options Options
	engine  engine
	file    *file   // nil on a server
	server  *server // nil for a file
	shelf   shelf   // of the evidence files
	known   memory
	roster  roster
	anchor  *anchor

	mending sync.Mutex      // guards mended, faulty and inMemory
	mended  []Mended        // since the last TakeMended
	faulty  map[string]bool // the assessments with a fault among all that were mended; never changed, but replaced

	readOnly error               // why nothing can be written; nil if it can
	inMemory map[string]scoreRow // rows judged again that cannot be written, by id; guarded by mending

	spreading sync.Mutex    // held by the one reader that uses all connections
	checking  sync.Mutex    // held by the one check of the whole database
	impatient time.Duration // instead of patience; 0 outside of tests
	compared  atomic.Int64  // the beginnings of the engine when the anchor was last compared because of them

	closing sync.Once
	crowded atomic.Bool // rows that are due cannot be written: the disk is full
}

// Open opens the database at a path, or that of a PostgreSQL server at an address. It makes
// a missing database and its folder; on a server, it makes the tables in an empty database.
// A database that this process may not write is opened for reading alone, and a later write
// is Unwritten. The codes of its errors are NotOurs, Newer, Damaged, Locked, Unwritten and
// Failed. A refused file stays as it was.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	if postgres.Is(path) {
		return openServer(ctx, path, o)
	}
	return openFile(ctx, path, o)
}

// ReadBy names the person who reads. From then on every snapshot and journal of the
// store lacks the grades that closed panels hide from this person: see
// [assessment.PanelOpened]. Until somebody is named, it lacks the grades of all.
// The view of one person stays that of this person.
func (s *Store) ReadBy(name string) { s.readBy.Store(&name) }

// reading is the person who reads, or empty.
func (s *Store) reading() string {
	if s.person != "" {
		return s.person
	}
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
	if s.person != "" {
		return nil
	}
	s.closing.Do(func() {
		s.anchor.close(context.Background())
		err = s.fault(s.engine.close())
	})
	return err
}
