package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"assay/assessment"
)

// CopyTo writes a compact copy of the database as it is at one moment, while others
// may go on writing. The new file is on disk when it returns. There must be no file
// at the path.
func (s *Store) CopyTo(ctx context.Context, path string) error {
	if err := s.ofTheComputer(); err != nil {
		return err
	}
	switch {
	case s.server != nil:
		return s.copyToFile(ctx, path)
	case s.file.alone:
		return copyThrough(ctx, s.file.writer.db, path)
	case s.readOnly != nil: // without a file of locks beside it
		return cmp.Or(s.unchanged(), copyFrom(ctx, uri(s.path)+"?mode=ro&immutable=1&_error_rc=1", path), s.unchanged())
	}
	return copyDatabase(ctx, s.path, path)
}

// ReadsOnly reports whether nothing may be written, in the database or beside it.
func (s *Store) ReadsOnly() bool { return s.readOnly != nil }

// copyDatabase is CopyTo for the database at a path. The copy is one file, without a
// log beside it. It holds no deleted page.
func copyDatabase(ctx context.Context, from, to string) error {
	return copyFrom(ctx, uri(from)+"?mode=ro&_pragma=busy_timeout(10000)&_error_rc=1", to)
}

func copyFrom(ctx context.Context, address, to string) error {
	db, err := sql.Open("sqlite", address)
	if err != nil {
		return err
	}
	defer db.Close()
	return copyThrough(ctx, db, to)
}

// copyThrough is copyDatabase through an open connection.
func copyThrough(ctx context.Context, db *sql.DB, to string) error {
	// SQLite makes the file with the mode of the umask; an empty one is filled.
	empty, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return uncopied(to, err)
	}
	if err := empty.Close(); err != nil {
		return uncopied(to, err)
	}
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", to); err != nil {
		os.Remove(to)
		return (&Store{database: &database{path: to}}).fault(err)
	}
	if err := syncFolder(filepath.Dir(to)); err != nil {
		return uncopied(to, err)
	}
	return nil
}

// BackupsFolder is X.backups for X.db: the copies that assay itself keeps.
func BackupsFolder(path string) string { return strings.TrimSuffix(path, ".db") + ".backups" }

// keepBefore keeps a copy of a database before its tables are brought to a newer
// version, so that an older version of assay can open it again.
func keepBefore(ctx context.Context, path string, version int) error {
	folder := BackupsFolder(path)
	if err := makeFolder(folder); err != nil {
		return uncopied(folder, err)
	}
	final := filepath.Join(folder, fmt.Sprintf("pre-v%d.db", version))
	draft, err := writeDraft(folder, 0o600, strings.NewReader(""))
	if err != nil {
		return uncopied(final, err)
	}
	os.Remove(draft) // only its name is needed
	defer os.Remove(draft)
	if err := copyDatabase(ctx, path, draft); err != nil {
		return err
	}
	if err := os.Rename(draft, final); err != nil {
		return uncopied(final, err)
	}
	return syncFolder(folder)
}

func uncopied(path string, err error) error {
	return Unwritten(assessment.Errorf(assessment.Unwritten, "the copy %s could not be written: %w", path, err), filepath.Dir(path), 0)
}
