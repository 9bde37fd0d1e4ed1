package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"assay/assessment"
	"assay/assessment/store"
)

// writeFile makes or replaces a file at once: a reader sees the old file or the new
// one. It reads the new file back and compares it before the replacement. It makes
// missing folders, for their owner alone.
func writeFile(path string, content []byte, mode os.FileMode) error {
	unwritten := func(err error) error { return unwrittenFile(path, err, len(content)) }
	if err := mayWrite(path); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return unwritten(err)
	}
	// In the same folder, so that the rename stays in one file system.
	draft := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+"."+rand.Text())
	defer os.Remove(draft) // fails after a successful rename
	if err := writeNew(draft, content, mode); err != nil {
		return unwritten(err)
	}
	if err := os.Rename(draft, path); err != nil {
		return unwritten(err)
	}
	syncFolder(filepath.Dir(path))
	return nil
}

// mayWrite refuses a path where something else than a file lies: a rename would put a
// file in the place of a device or a pipe.
func mayWrite(path string) error {
	if there, err := os.Stat(path); err == nil && !there.Mode().IsRegular() {
		return unwrittenFile(path, errors.New("it exists, and is not a regular file"))
	}
	return nil
}

// unwrittenFile is the error for a file that could not be written. It keeps an error
// that says more, and tells how much room there is on a full disk.
//
// wanted is the size of the file, if it is known.
func unwrittenFile(path string, err error, wanted ...int) error {
	if code := assessment.CodeOf(err); code != assessment.Failed || errors.Is(err, context.Canceled) {
		return err
	}
	return store.Unwritten(assessment.Errorf(assessment.Unwritten, "cannot write %s: %w", path, reason(err)), filepath.Dir(path), int64(append(wanted, 0)[0]))
}

// noteCopy remembers a file that holds what the database holds. A database that takes
// no notes is no reason to fail: the file itself is what the user asked for.
func (a *app) noteCopy(ctx context.Context, kind store.CopyKind, path, assessmentID string) {
	if path != "-" && a.work.Store != nil {
		_ = a.work.Store.NoteCopy(ctx, kind, path, assessmentID)
	}
}

// deliver writes a file that a command made, and then reports it like show. To
// stdout, for "-", it writes only the file. A file that it replaces keeps its mode.
func (a *app) deliver(path string, file []byte, value any, text func()) error {
	if err := a.put(path, file); err != nil || path == "-" {
		return err
	}
	return a.show(value, text)
}

// put writes a file that a command made, without a report.
func (a *app) put(path string, file []byte) error {
	if path == "-" {
		_, err := a.out.raw().Write(file)
		return err
	}
	mode := os.FileMode(0o644)
	if there, err := os.Stat(path); err == nil {
		mode = there.Mode().Perm()
	}
	return writeFile(path, file, mode)
}

// writeNew writes a file that must not exist, syncs it to the disk, and reads it
// back.
func writeNew(path string, content []byte, mode os.FileMode) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	err = cmp.Or(err, file.Sync(), file.Close())
	if err != nil {
		return err
	}
	read, err := os.ReadFile(path)
	if err == nil && !bytes.Equal(read, content) {
		err = errors.New("the file differs from the text written to it")
	}
	return err
}

// syncFolder syncs a rename to the disk. Some systems cannot and need not.
func syncFolder(path string) {
	if folder, err := os.Open(path); err == nil {
		_ = folder.Sync()
		folder.Close()
	}
}

// reason is the error of the system without the path, which the message already
// names.
func reason(err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	var link *os.LinkError
	if errors.As(err, &link) {
		return link.Err
	}
	return err
}

// hashOf reads a file to its end and closes it.
func hashOf(file io.ReadCloser) (hash string, size int64, err error) {
	defer file.Close()
	digest := sha256.New()
	size, err = io.Copy(digest, file)
	return hex.EncodeToString(digest.Sum(nil)), size, err
}

// keepEvidence puts a file with a known hash into the store, and closes it.
func keepEvidence(ctx context.Context, kept *store.Store, file io.ReadCloser, name, hash string) error {
	now, _, err := kept.PutFile(ctx, file)
	err = cmp.Or(err, file.Close())
	if err == nil && now != hash {
		err = fmt.Errorf("the evidence %s changed while it was read", name)
	}
	return err
}
