package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"assay/assessment"
	"assay/assessment/input"
)

// CheckFile reads the file of an evidence record and compares it with the SHA-256 of
// the record. The case of the error is EvidenceMissing or EvidenceChanged.
func (s *Store) CheckFile(ctx context.Context, record assessment.Evidence) error {
	file, err := s.keptFile(ctx, record)
	if err != nil {
		return err
	}
	defer file.close()
	if _, err := io.Copy(io.Discard, file); err != nil {
		return err
	}
	return file.compare(record)
}

// CopyFile writes a copy of the file of an evidence record to a path, with a mode. It
// replaces a file that is there. A copy appears only if the file fits the SHA-256 of
// the record; the errors are those of CheckFile, or Unwritten.
func (s *Store) CopyFile(ctx context.Context, record assessment.Evidence, path string, mode fs.FileMode) error {
	file, err := s.keptFile(ctx, record)
	if err != nil {
		return err
	}
	defer file.close()
	unwritten := func(err error) error {
		if code := assessment.CodeOf(err); code != assessment.Failed || errors.Is(err, context.Canceled) {
			return err
		}
		told := assessment.Errorf(assessment.Unwritten, "cannot write %s: %v", path, withoutPath(err))
		told.Cause = err
		return Unwritten(told, filepath.Dir(path), record.Size)
	}
	if there, err := os.Stat(path); err == nil && !there.Mode().IsRegular() {
		return unwritten(errors.New("it exists, and is not a regular file"))
	}
	draft, err := writeDraft(filepath.Dir(path), mode, file)
	if err != nil {
		return unwritten(err)
	}
	defer os.Remove(draft) // fails after a successful rename
	if err := file.compare(record); err != nil {
		return err
	}
	written, err := input.Open(draft, input.Evidence)
	if err != nil {
		return unwritten(err)
	}
	again := &checkedFile{file: written, measured: measured{ctx: ctx, r: written, digest: sha256.New()}}
	_, err = io.Copy(io.Discard, again)
	again.close()
	if err == nil && again.sum() != record.SHA256 {
		err = errors.New("the copy differs from the file")
	}
	if err == nil {
		err = os.Rename(draft, path)
	}
	if err != nil {
		return unwritten(err)
	}
	return unwritten(syncFolder(filepath.Dir(path)))
}

// checkedFile is a file whose SHA-256 is computed while it is read.
type checkedFile struct {
	measured
	file io.Closer
}

func (c *checkedFile) close()      { c.file.Close() }
func (c *checkedFile) sum() string { return hex.EncodeToString(c.digest.Sum(nil)) }

// compare compares the file with its record, after it was read to the end.
func (c *checkedFile) compare(record assessment.Evidence) error {
	if c.sum() == record.SHA256 {
		return nil
	}
	return assessment.Errorf(assessment.Unproven, "the file %s was changed after it was kept: its SHA-256 is %.12s…, and the record says %.12s…",
		record.File, c.sum(), record.SHA256).Because(assessment.EvidenceChanged)
}

// keptFile opens the file of an evidence record.
func (s *Store) keptFile(ctx context.Context, record assessment.Evidence) (*checkedFile, error) {
	if !isSum(record.SHA256) {
		return nil, assessment.Errorf(assessment.Invalid, "the record has no SHA-256, so assay keeps no file of it")
	}
	file, err := s.shelf.open(ctx, record.SHA256)
	if assessment.CodeOf(err) == assessment.NotFound {
		return nil, assessment.Errorf(assessment.Unproven, "the file %s is not in %s any more", record.File, s.shelf.place()).Because(assessment.EvidenceMissing)
	}
	if err != nil {
		return nil, s.fault(err)
	}
	return &checkedFile{measured{ctx: ctx, r: file, digest: sha256.New()}, file}, nil
}
