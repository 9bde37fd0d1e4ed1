package store

import (
	"context"
	"errors"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"assay/assessment"
)

// fault turns an error of SQLite into an error for people. It leaves other
// errors, and the end of a context, as they are.
func fault(err error) error {
	var known *assessment.Error
	if err == nil || errors.As(err, &known) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	switch primary(err) {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return locked(err)
	case sqlite3.SQLITE_READONLY:
		return assessment.Errorf(assessment.Unwritten, "the database cannot be written: %w", err)
	case sqlite3.SQLITE_FULL:
		return assessment.Errorf(assessment.Unwritten, "the disk is full: %w", err).Because(assessment.DiskFull)
	case sqlite3.SQLITE_IOERR:
		return assessment.Errorf(assessment.Unwritten, "the disk failed: %w", err)
	case sqlite3.SQLITE_CORRUPT:
		return assessment.Errorf(assessment.Damaged, "the database is damaged: %w", err)
	case sqlite3.SQLITE_NOTADB:
		return assessment.Errorf(assessment.NotOurs, "the file is not a database: %w", err)
	}
	return assessment.Errorf(assessment.Failed, "the database failed: %w", err)
}

func locked(err error) error {
	return assessment.Errorf(assessment.Locked, "another program is using the database: %w", err)
}

// unopened is fault for opening the file at path.
func unopened(path string, err error) error {
	switch primary(err) {
	case sqlite3.SQLITE_CORRUPT:
		return assessment.Errorf(assessment.Damaged, "%s is damaged: %w", path, err)
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return unreadable(path, err)
	}
	return fault(err)
}

// primary is SQLite's result code without its extension, and 0 for other
// errors.
func primary(err error) int {
	var failed *sqlite.Error
	if errors.As(err, &failed) {
		return failed.Code() & 0xff
	}
	return 0
}
