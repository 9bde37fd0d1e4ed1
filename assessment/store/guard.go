package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	sqlite3 "modernc.org/sqlite/lib"

	"assay/assessment"
)

// applicationID marks our databases: "assy" in ASCII, in the field for it at
// offset 68 of the file.
const applicationID = 0x61737379

// sqliteHeader is the size in bytes of the header of every SQLite file.
const sqliteHeader = 100

// locate returns the real path of the database. It makes a missing database,
// and refuses a file that is not ours before anything opens it for writing.
// only says why the database can only be read, or is nil.
func locate(ctx context.Context, path string, o Options) (found string, only, err error) {
	path, err = filepath.Abs(path)
	if err != nil {
		return "", nil, unreadable(path, err)
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) && !o.ReadOnly {
		if err := create(ctx, path, o); err != nil {
			return "", nil, err
		}
	}
	found, err = filepath.EvalSymlinks(path)
	if err != nil {
		return "", nil, unreadable(path, err)
	}
	only = accessible(found)
	switch {
	case assessment.CaseOf(only) == assessment.Unreadable:
		err, only = only, nil
	case o.ReadOnly:
		only = assessment.Errorf(assessment.Unwritten, "the database was opened for reading alone").Because(assessment.OpenedReadOnly)
	}
	if err == nil {
		err = guard(ctx, found)
	}
	return found, only, err
}

// guard returns an error for a file that is not one of our databases. It
// writes nothing, not even a -wal beside the file.
func guard(ctx context.Context, path string) error {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return unreadable(path, err)
	case info.IsDir():
		return assessment.Errorf(assessment.NotOurs, "%s is a folder", path).Because(assessment.IsFolder, path)
	case !info.Mode().IsRegular():
		return assessment.Errorf(assessment.NotOurs, "%s is not a regular file", path)
	case info.Size() == 0:
		return assessment.Errorf(assessment.Damaged, "%s is empty", path).Because(assessment.EmptyFile)
	}
	application, version, err := readMarks(ctx, path)
	switch {
	case primary(err) == sqlite3.SQLITE_NOTADB || info.Size() < sqliteHeader:
		return assessment.Errorf(assessment.NotOurs, "%s is not a database", path).Because(assessment.NotADatabase)
	case err != nil:
		return unopened(path, err)
	case application != applicationID:
		return assessment.Errorf(assessment.NotOurs, "%s is the database of another program", path)
	case version > newest():
		return newer(path, version)
	}
	return nil
}

// readMarks reads which program wrote the file, and the version of its
// tables. immutable keeps SQLite from making locks, -wal and -shm.
// writable_schema makes it accept a file that is shorter than its header
// says, which happens during a checkpoint. Both marks are written once,
// before the file gets its name, so a stale page holds the same marks.
func readMarks(ctx context.Context, path string) (application, version int, err error) {
	db, err := sql.Open("sqlite", uri(path)+"?mode=ro&immutable=1&_pragma=writable_schema(1)&_error_rc=1")
	if err != nil {
		return 0, 0, err
	}
	defer db.Close()
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&application); err != nil {
		return 0, 0, err
	}
	err = db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version)
	return application, version, err
}

func newer(path string, version int) error {
	return assessment.Errorf(assessment.Newer, "%s was written by a newer version of assay, in format %d; this version knows formats up to %d", path, version, newest())
}

func unreadable(path string, err error) error {
	return assessment.Errorf(assessment.Failed, "%s cannot be read: %w", path, err).Because(assessment.Unreadable)
}
