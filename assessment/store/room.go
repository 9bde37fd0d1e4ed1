package store

import (
	"errors"
	"io/fs"
	"syscall"

	sqlite3 "modernc.org/sqlite/lib"

	"assay/assessment"
	"assay/assessment/english"
)

// Unwritten completes the error of a write that failed. Where the disk is full, it
// says how much room is left at a path, and how much was wanted; 0 if that is not
// known.
func Unwritten(err *assessment.Error, path string, wanted int64) *assessment.Error {
	if !full(err) {
		return err
	}
	return withRoom(err.Because(assessment.DiskFull), path, wanted)
}

// areFree ends a sentence about the room on a disk.
const areFree = " are free"

func withRoom(err *assessment.Error, path string, wanted int64) *assessment.Error {
	free, known := Room(path)
	if !known {
		return err
	}
	told := *err
	told.Message += ": " + english.Bytes(free) + areFree
	if wanted > 0 {
		told.Message += ", " + english.Bytes(wanted) + " are needed"
	}
	return &told
}

// full reports whether an error says that there is no room.
func full(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || primary(err) == sqlite3.SQLITE_FULL
}

// withoutPath is an error of the system without the path of a temporary file.
func withoutPath(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
