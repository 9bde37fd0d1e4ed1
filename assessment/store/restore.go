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

	"modernc.org/sqlite"

	"assay/assessment"
)

// Identity tells a database from all others, and how far it has come.
type Identity struct {
	Database string // its id
	Version  int    // of the tables
	Rows     int64  // of the ledger
	Head     string // the hash of the last row, in hexadecimal
}

// Identity reads the identity of the database.
func (s *Store) Identity(ctx context.Context) (Identity, error) {
	return fetch(ctx, s, func(t tx) (id Identity, err error) {
		if err := t.row(ctx, "SELECT value FROM meta WHERE name = 'database'").Scan(&id.Database); err != nil {
			return id, err
		}
		if id.Version, err = s.engine.version(ctx, t); err != nil {
			return id, err
		}
		last, err := lastLedger(ctx, t)
		id.Rows, id.Head = last.seq, last.hash.String()
		return id, err
	})
}

// HasRow reports whether the ledger has a row of this number and hash. Every database
// has row 0.
func (s *Store) HasRow(ctx context.Context, n int64, hash string) (bool, error) {
	var wanted assessment.Head
	if wanted.UnmarshalText([]byte(hash)) != nil {
		return false, nil
	}
	if n == 0 {
		return wanted == assessment.Head{}, nil
	}
	return fetch(ctx, s, func(t tx) (bool, error) { return exists(ctx, t, selectLedgerRow, n, wanted[:]) })
}

// Lacks lists the events that this database lacks and another one has, or the anchor
// of this database in a folder. Either may be missing: other nil, anchors empty.
func (s *Store) Lacks(ctx context.Context, other *Store, anchors string) ([]Lost, error) {
	var known [][]anchorLine
	if other != nil {
		lines, err := other.anchor.rowsAfter(ctx, 0)
		if err != nil {
			return nil, err
		}
		known = append(known, lines)
	}
	if anchors != "" {
		id, err := s.Identity(ctx)
		if err != nil {
			return nil, err
		}
		if kept, err := readAnchor(filepath.Join(anchors, id.Database)); err == nil {
			known = append(known, kept.lines)
		}
	}
	var all []Lost
	for _, lines := range known {
		err := s.look(ctx, func(t tx) error {
			lost, _, err := lostOf(ctx, t, lines)
			for _, l := range lost {
				at := slices.IndexFunc(all, func(k Lost) bool { return k.ID == l.ID })
				if at < 0 {
					all = append(all, l)
					continue
				}
				all[at].From, all[at].To = min(all[at].From, l.From), max(all[at].To, l.To)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Revives counts the bodies that this database holds and that were struck in another
// one since.
func (s *Store) Revives(ctx context.Context, other *Store) (n int, err error) {
	struck, err := fetch(ctx, other, func(t tx) ([]string, error) {
		return collect(ctx, t, scanText, "SELECT uid FROM events WHERE body IS NULL ORDER BY uid")
	})
	if err != nil {
		return 0, err
	}
	err = s.look(ctx, func(t tx) error {
		for _, id := range struck {
			held, err := exists(ctx, t, "SELECT 1 FROM events WHERE uid = ? AND body IS NOT NULL", id)
			if err != nil {
				return err
			}
			if held {
				n++
			}
		}
		return nil
	})
	return n, err
}

// WriteAnchor brings the anchor up to the present, as Close does.
func (s *Store) WriteAnchor(ctx context.Context) error {
	if err := s.ofTheComputer(); err != nil || s.anchor.path == "" {
		return err
	}
	if err := s.anchor.write(ctx, true); err != nil {
		return assessment.Errorf(assessment.Unwritten, "the file of journal heads cannot be written: %w", err)
	}
	return nil
}

// Overwrite puts the content of another database, which nobody uses, in the place of this one, in one
// transaction: other programs see the old content or the new one. If it fails,
// nothing has changed. Close the store afterwards and open it again, since it
// remembers what it read before.
//
// rows is how many rows the ledger had when the person agreed to give up what came after
// the copy. It is a Conflict if somebody has recorded something since.
func (s *Store) Overwrite(ctx context.Context, from string, rows int64) error {
	if err := cmp.Or(s.ofTheComputer(), s.readOnly); err != nil {
		return err
	}
	if s.server != nil {
		return s.overwriteServer(ctx, from, rows)
	}
	if last, err := fetch(ctx, s, lastLedgerOf(ctx)); err != nil || last.seq != rows {
		return cmp.Or(err, s.recordedSince())
	}
	conn, err := s.file.writer.db.Conn(ctx)
	if err != nil {
		return s.fault(err)
	}
	defer conn.Close()
	return s.fault(conn.Raw(func(driver any) error {
		restorer, can := driver.(interface {
			NewRestore(from string) (*sqlite.Backup, error)
		})
		if !can {
			return errors.New("this driver cannot restore")
		}
		restoring, err := restorer.NewRestore(uri(from) + "?mode=ro&immutable=1&_error_rc=1")
		if err != nil {
			return err
		}
		_, err = restoring.Step(-1)
		if finished := restoring.Finish(); err == nil {
			err = finished
		}
		return err
	}))
}

func lastLedgerOf(ctx context.Context) func(tx) (head, error) {
	return func(t tx) (head, error) { return lastLedger(ctx, t) }
}

func (s *Store) recordedSince() error {
	return assessment.Errorf(assessment.Conflict, "somebody recorded something in %s meanwhile", s.path)
}

// PutInPlace moves a database that cannot be opened out of the way, and another one
// to its path. It returns the new path of the old one, or nothing where there was
// none.
func PutInPlace(path, from string, at time.Time) (aside string, err error) {
	unplaced := func(err error) error {
		return assessment.Errorf(assessment.Unwritten, "%s could not be replaced: %w", path, err)
	}
	if err := makeFolder(filepath.Dir(path)); err != nil {
		return "", unplaced(err)
	}
	parts := []string{"-wal", "-shm", ""}
	if slices.ContainsFunc(parts, func(part string) bool { _, err := os.Lstat(path + part); return err == nil }) {
		aside = AsideName(path, at)
		if err := makeFolder(filepath.Dir(aside)); err != nil {
			return "", unplaced(err)
		}
	}
	// The log goes first: without the database beside it, nothing reads it.
	for _, part := range parts {
		if aside == "" {
			break
		}
		if err := os.Rename(path+part, aside+part); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return aside, unplaced(err)
		}
	}
	if err := os.Rename(from, path); err != nil {
		return aside, unplaced(err)
	}
	return aside, syncFolder(filepath.Dir(path))
}

// AsideName is the path at which a replaced database is kept.
func AsideName(path string, at time.Time) string {
	return filepath.Join(BackupsFolder(path), "replaced-"+at.UTC().Format("20060102T150405.000Z")+".db")
}

// AnchoredPath is the path that the anchor of a database in a folder names, or empty.
func AnchoredPath(anchors, database string) string {
	if anchors == "" {
		return ""
	}
	title, _, err := readAnchorEndOf(filepath.Join(anchors, database))
	if err != nil {
		return ""
	}
	return title.path
}

// AnchoredAt lists the ids of the databases whose anchor in a folder names this path.
func AnchoredAt(path, anchors string) []string {
	var ids []string
	files, _ := os.ReadDir(anchors) // without the folder there are none
	for _, file := range files {
		if title, _, err := readAnchorEndOf(filepath.Join(anchors, file.Name())); err == nil && title.path == path && title.database == file.Name() {
			ids = append(ids, title.database)
		}
	}
	return ids
}
