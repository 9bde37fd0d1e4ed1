package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"assay/assessment"
	"assay/assessment/input"
)

// EvidenceFolder is X.evidence for X.db, or the folder of the options.
func (s *Store) EvidenceFolder() string {
	if s.options.EvidenceDir != "" {
		return s.options.EvidenceDir
	}
	return strings.TrimSuffix(s.path, ".db") + ".evidence"
}

// PutFile keeps an evidence file and returns its SHA-256 in hexadecimal and
// its size in bytes. When it returns, the file is on disk and an event may
// name it. It keeps the same file once. Its error is Unwritten.
func (s *Store) PutFile(ctx context.Context, r io.Reader) (sum string, size int64, err error) {
	if s.readOnly != nil {
		return "", 0, s.readOnly
	}
	if err := makeFolder(s.EvidenceFolder()); err != nil {
		return "", 0, s.unkept(err)
	}
	seen := &measured{ctx: ctx, r: r, digest: sha256.New()}
	draft, err := writeDraft(s.EvidenceFolder(), 0o440, seen)
	if err != nil {
		return "", 0, s.unkept(err)
	}
	sum = hex.EncodeToString(seen.digest.Sum(nil))
	if err := s.nameFile(draft, sum); err != nil {
		os.Remove(draft)
		return "", 0, s.unkept(err)
	}
	return sum, seen.size, nil
}

// nameFile gives a draft its final name, durably.
func (s *Store) nameFile(draft, sum string) error {
	folder := filepath.Join(s.EvidenceFolder(), sum[:2])
	if err := makeFolder(folder); err != nil {
		return err
	}
	if err := os.Rename(draft, filepath.Join(folder, sum)); err != nil {
		return err
	}
	for _, folder := range []string{folder, s.EvidenceFolder(), filepath.Dir(s.path)} {
		if err := syncFolder(folder); err != nil {
			return err
		}
	}
	return nil
}

// measured hashes and counts the bytes read through it, until ctx ends.
type measured struct {
	ctx    context.Context
	r      io.Reader
	digest hash.Hash
	size   int64
}

// Read implements io.Reader.
func (m *measured) Read(p []byte) (n int, err error) {
	if err := m.ctx.Err(); err != nil {
		return 0, err
	}
	n, err = m.r.Read(p)
	m.digest.Write(p[:n])
	m.size += int64(n)
	return n, err
}

// checkFile describes the defect of a kept evidence file; it is empty for
// none.
func (s *Store) checkFile(sum string) string {
	err := s.CheckFile(context.Background(), assessment.Evidence{SHA256: sum})
	switch {
	case err == nil:
		return ""
	case assessment.CaseOf(err) == assessment.EvidenceMissing:
		return "is missing"
	case assessment.CaseOf(err) == assessment.EvidenceChanged:
		return "was changed"
	case assessment.CodeOf(err) == assessment.Invalid && assessment.CaseOf(err) == "":
		return "has no valid SHA-256"
	}
	return "cannot be read"
}

func (s *Store) unkept(err error) error {
	told := assessment.Errorf(assessment.Unwritten, "the evidence file could not be saved: %v", withoutPath(err))
	told.Cause = err
	return Unwritten(told, filepath.Dir(s.path), 0)
}

// KeepFile is PutFile for the database at a path, which need not be open or exist.
func KeepFile(ctx context.Context, database string, r io.Reader) (sum string, err error) {
	sum, _, err = (&Store{path: database}).PutFile(ctx, r)
	return sum, err
}

// KeptFile is an evidence file that the store keeps.
type KeptFile struct {
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"` // bytes
}

// Files lists the kept evidence files, in the order of their hashes, also those that
// no event names.
func (s *Store) Files() ([]KeptFile, error) {
	var kept []KeptFile
	folders, err := os.ReadDir(s.EvidenceFolder())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, folder := range folders {
		if len(folder.Name()) != 2 || !folder.IsDir() {
			continue
		}
		files, err := os.ReadDir(filepath.Join(s.EvidenceFolder(), folder.Name()))
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			raw, err := hex.DecodeString(file.Name())
			if err != nil || len(raw) != sha256.Size || !strings.HasPrefix(file.Name(), folder.Name()) || !file.Type().IsRegular() {
				continue
			}
			about, err := file.Info()
			if err != nil {
				return nil, err
			}
			kept = append(kept, KeptFile{file.Name(), about.Size()})
		}
	}
	return kept, err
}

// OpenFile opens a kept evidence file.
func (s *Store) OpenFile(sum string) (io.ReadCloser, error) {
	if raw, err := hex.DecodeString(sum); err != nil || len(raw) != sha256.Size {
		return nil, assessment.Errorf(assessment.NotFound, "%q is no SHA-256", sum)
	}
	return input.Open(filepath.Join(s.EvidenceFolder(), sum[:2], sum), input.Evidence)
}
