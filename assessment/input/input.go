// Package input reads the files that a person names: answers, evidence,
// questionnaires, reports, keys, certificates, backups.
//
// A name that a person types can lead anywhere: to a pipe that never ends, to a
// device, to a folder, to a file of 3 GB. This package looks before it reads.
// It accepts only regular files on a disk, and it knows how large a file of each
// [Kind] may be. It refuses anything else with a sentence that says what it is.
// A file that grows while it is read ends with an error at the same limit.
//
// A test of the whole module refuses code that opens a named file elsewhere.
package input

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"

	"assay/assessment"
	"assay/assessment/english"
)

// File is an open regular file. Reading fails at the limit of its kind.
type File struct {
	file *os.File
	path string
	kind Kind
	left int64 // bytes that may still be read
}

// Open opens a regular file for reading. The code of the error is NotFound, Invalid
// (not a regular file, or too large) or Failed.
func Open(path string, kind Kind) (*File, error) {
	about, err := os.Stat(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	// Look before opening: opening a pipe wakes the program at its other end.
	if err := check(path, about, kind); err != nil {
		return nil, err
	}
	// The file may have been replaced by a pipe since. Without waiting means that
	// opening this pipe does not stop the program.
	file, err := os.OpenFile(path, os.O_RDONLY|withoutWaiting, 0)
	return accept(path, file, err, kind)
}

// Read reads a whole file. Its errors are those of Open.
func Read(path string, kind Kind) ([]byte, error) {
	file, err := Open(path, kind)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	about, err := file.Stat()
	if err != nil {
		return nil, unreadable(path, err)
	}
	// io.ReadAll takes more than twice the size of a large file.
	var read bytes.Buffer
	read.Grow(int(about.Size()) + bytes.MinRead)
	_, err = read.ReadFrom(file)
	return read.Bytes(), err
}

func accept(path string, file *os.File, err error, kind Kind) (*File, error) {
	if err != nil {
		return nil, unreadable(path, err)
	}
	about, err := file.Stat()
	switch {
	case err != nil:
		err = unreadable(path, err)
	case onlyAView(file):
		err = notAFile(path, "shows the state of the system and is no file on a disk")
	default:
		err = check(path, about, kind)
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	_, most := kind.limit()
	return &File{file, path, kind, most}, nil
}

// check refuses everything but a regular file of a permitted size.
func check(path string, about fs.FileInfo, kind Kind) error {
	mode := about.Mode()
	switch {
	case mode.IsDir():
		return notAFile(path, "is a folder")
	case mode&fs.ModeNamedPipe != 0:
		return notAFile(path, "is a pipe")
	case mode&fs.ModeSocket != 0:
		return notAFile(path, "is a socket")
	case mode&fs.ModeDevice != 0:
		return notAFile(path, "is a device")
	case !mode.IsRegular():
		return notAFile(path, "is not a regular file")
	}
	if name, most := kind.limit(); about.Size() > most {
		return assessment.Errorf(assessment.Invalid, "%s is %s; %s has at most %s", path, english.Bytes(about.Size()), name, english.Bytes(most)).
			Because(assessment.TooLarge)
	}
	return nil
}

func notAFile(path, what string) error {
	return assessment.Errorf(assessment.Invalid, "%s %s", path, what).Because(assessment.NotAFile)
}

func unreadable(path string, err error) error {
	told := assessment.Errorf(assessment.NotFound, "there is no file %s", path)
	if !errors.Is(err, fs.ErrNotExist) {
		why := err
		var named *fs.PathError
		if errors.As(err, &named) {
			why = named.Err // the message names the path already
		}
		told = assessment.Errorf(assessment.Failed, "cannot read %s: %v", path, why)
	}
	told.Cause = err
	return told
}

// Read implements io.Reader.
func (f *File) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	// One byte more than the limit tells a file of just this size from a larger one.
	if int64(len(p)) > f.left+1 {
		p = p[:f.left+1]
	}
	n, err := f.file.Read(p)
	if int64(n) > f.left {
		name, most := f.kind.limit()
		n, f.left = int(f.left), 0
		return n, assessment.Errorf(assessment.Invalid, "%s grew while it was read; %s has at most %s", f.path, name, english.Bytes(most)).Because(assessment.TooLarge)
	}
	f.left -= int64(n)
	if err != nil && err != io.EOF {
		err = unreadable(f.path, err)
	}
	return n, err
}

// ReadAt implements io.ReaderAt. It has no limit beside the size that the file had when
// it was opened; give that to whoever reads.
func (f *File) ReadAt(p []byte, at int64) (int, error) {
	n, err := f.file.ReadAt(p, at)
	if err != nil && err != io.EOF {
		err = unreadable(f.path, err)
	}
	return n, err
}

// Close implements io.Closer.
func (f *File) Close() error { return f.file.Close() }

// Stat implements fs.File.
func (f *File) Stat() (fs.FileInfo, error) { return f.file.Stat() }
