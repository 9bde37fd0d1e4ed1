package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"assay/assessment"
)

// create makes an empty database under a temporary name and then renames it,
// so that a database exists whole or not at all. If another process was
// first, its database stays.
func create(ctx context.Context, path string, o Options) error {
	if err := Orphaned(path); err != nil {
		return err
	}
	folder := filepath.Dir(path)
	if err := makeFolder(folder); err != nil {
		return unmade(path, err)
	}
	// SQLite gives -wal and -shm the mode of the database file.
	draft, err := writeDraft(folder, 0o600, strings.NewReader(""))
	if err != nil {
		return unmade(path, err)
	}
	defer func() {
		for _, suffix := range []string{"", "-wal", "-shm"} {
			os.Remove(draft + suffix)
		}
	}()
	id := o.NewID()
	if err := fill(ctx, draft, id, o); err != nil {
		return unmade(path, err)
	}
	forget := beginAnchor(id, path, o)
	if err := os.Link(draft, path); err != nil {
		forget()
		if !errors.Is(err, fs.ErrExist) {
			return unmade(path, err)
		}
	}
	return syncFolder(folder)
}

// fill makes the tables of a new database with this id, all in one file.
func fill(ctx context.Context, path, id string, o Options) error {
	writer, err := openPool(ctx, writerAddress(path), 1)
	if err != nil {
		return err
	}
	defer writer.db.Close()
	if err := migrate(ctx, writer.db, path, o); err != nil {
		return err
	}
	if _, err := writer.db.ExecContext(ctx, "INSERT INTO meta (name, value) VALUES ('database', ?)", id); err != nil {
		return err
	}
	if err := writer.db.Close(); err != nil {
		return err
	}
	if _, err := os.Lstat(path + "-wal"); err == nil {
		return errors.New("its write-ahead log could not be written back")
	}
	return nil
}

// Orphaned returns an error if there is no database at path, and beside it the
// write-ahead log of one that is gone: SQLite would replay that log into a new
// file.
func Orphaned(path string) error {
	if _, err := os.Lstat(path + "-wal"); err != nil {
		return nil
	}
	if _, err := os.Lstat(path); err == nil {
		return nil // another process has just made it
	}
	return assessment.Errorf(assessment.Damaged, "%s is gone, but its log %s-wal is there and may hold the latest answers", path, filepath.Base(path)).Because(assessment.DatabaseGone)
}

func unmade(path string, err error) error {
	return assessment.Errorf(assessment.Unwritten, "%s could not be created: %w", path, err)
}
