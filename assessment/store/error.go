package store

import (
	"context"
	"errors"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"assay/assessment"
	"assay/assessment/store/postgres"
)

// elsewhere says that the path leads to another file than the one that is open, or to
// none.
const elsewhere = "the database was moved or replaced while it was open"

// fault turns an error of SQLite into an error for people. It leaves other
// errors, and the end of a context, as they are.
func fault(err error) error {
	var known *assessment.Error
	if err == nil || errors.As(err, &known) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) && !postgres.Unreached(err) {
		return err
	}
	if saying := sayingOf(err); saying != nil {
		return saying
	}
	if saying := postgres.Saying(err); saying != nil {
		return saying
	}
	return assessment.Errorf(assessment.Failed, "the database failed: %w", err)
}

// sayingOf says what an error of SQLite means. It is nil for one that needs no words
// of its own.
func sayingOf(err error) *assessment.Error {
	said := func(code assessment.Code, c assessment.Case, text string) *assessment.Error {
		return &assessment.Error{Code: code, Case: c, Message: text, Cause: err}
	}
	switch codeOf(err) {
	case sqlite3.SQLITE_IOERR_LOCK, sqlite3.SQLITE_IOERR_UNLOCK, sqlite3.SQLITE_IOERR_RDLOCK, sqlite3.SQLITE_IOERR_CHECKRESERVEDLOCK, sqlite3.SQLITE_IOERR_SHMLOCK:
		return said(assessment.Unwritten, assessment.NoLocks, "the disk of the database cannot lock files")
	case sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_CORRUPTFS, sqlite3.SQLITE_IOERR_DATA, sqlite3.SQLITE_IOERR_FSTAT, sqlite3.SQLITE_IOERR_SEEK:
		return said(assessment.Failed, assessment.DiskFailing, "the disk failed while the database was read")
	case sqlite3.SQLITE_IOERR_SHMSIZE:
		return said(assessment.Unwritten, assessment.DiskFull, "there is no room for the file that the database needs beside it")
	case sqlite3.SQLITE_IOERR_SHMMAP, sqlite3.SQLITE_IOERR_SHMOPEN:
		return said(assessment.Unwritten, assessment.Unreadable, "the file that the database needs beside it cannot be used")
	case sqlite3.SQLITE_READONLY_DBMOVED:
		return said(assessment.Unwritten, "", elsewhere)
	}
	switch primary(err) {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return locked(err)
	case sqlite3.SQLITE_READONLY:
		return said(assessment.Unwritten, assessment.ReadOnly, "the database may only be read")
	case sqlite3.SQLITE_FULL:
		return said(assessment.Unwritten, assessment.DiskFull, "the disk is full")
	case sqlite3.SQLITE_IOERR:
		return said(assessment.Unwritten, assessment.DiskFailing, "the disk failed while the database was written")
	case sqlite3.SQLITE_CANTOPEN:
		return said(assessment.Unwritten, assessment.Unreadable, "the database or a file beside it cannot be opened")
	case sqlite3.SQLITE_PERM:
		return said(assessment.Unwritten, assessment.Unreadable, "the database or a file beside it may not be used")
	case sqlite3.SQLITE_NOMEM:
		return said(assessment.Failed, "", "there is not enough memory")
	case sqlite3.SQLITE_CORRUPT:
		return said(assessment.Damaged, "", "the database is damaged")
	case sqlite3.SQLITE_NOTADB:
		return said(assessment.NotOurs, assessment.NotADatabase, "the file is not a database")
	}
	return nil
}

// codeOf is SQLite's result code with its extension, and 0 for other errors.
func codeOf(err error) int {
	var failed *sqlite.Error
	if errors.As(err, &failed) {
		return failed.Code()
	}
	return 0
}

func locked(err error) *assessment.Error {
	return &assessment.Error{Code: assessment.Locked, Message: "another program is using the database", Cause: err}
}

// unopened is fault for opening the file at path.
func unopened(path string, err error) error {
	switch primary(err) {
	case sqlite3.SQLITE_CORRUPT:
		return brokenFile(path, err)
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return unreadable(path, err)
	}
	return fault(err)
}

// primary is SQLite's result code without its extension, and 0 for other
// errors.
func primary(err error) int { return codeOf(err) & 0xff }

// fault is fault for this database. Where the disk is full, it says how much room
// there is.
func (s *Store) fault(err error) error {
	var told *assessment.Error
	if err = fault(err); errors.As(err, &told) && told.Case == assessment.DiskFull && codeOf(told) != 0 && !strings.HasSuffix(told.Message, areFree) {
		return withRoom(told, s.path, 0)
	}
	return err
}
