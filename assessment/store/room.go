package store

import (
	"errors"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"assay/assessment"
	"assay/assessment/english"
)

// Unwritten completes the error of a write that failed. Where the disk is full, it
// says how much room is left at a path.
func Unwritten(err *assessment.Error, path string) *assessment.Error {
	if !full(err) {
		return err
	}
	if free, known := Room(path); known {
		err.Message += ": " + english.Bytes(free) + " are free"
	}
	return err.Because(assessment.DiskFull)
}

// full reports whether an error says that there is no room.
func full(err error) bool {
	var failed *sqlite.Error
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.As(err, &failed) && failed.Code()&0xff == sqlite3.SQLITE_FULL
}
