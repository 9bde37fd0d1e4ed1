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

// folder is the shelf of a file: X.evidence for X.db, or the folder of the options.
type folder struct {
	path   string
	beside string // the folder of the database
}

func folderOf(database string, o Options) folder {
	path := o.EvidenceDir
	if path == "" {
		path = strings.TrimSuffix(database, ".db") + ".evidence"
	}
	return folder{path, filepath.Dir(database)}
}

func (f folder) place() string { return f.path }

func (f folder) file(sum string) string { return filepath.Join(f.path, sum[:min(2, len(sum))], sum) }

func (f folder) put(ctx context.Context, r io.Reader) (sum string, size int64, err error) {
	if err := makeFolder(f.path); err != nil {
		return "", 0, f.unkept(err)
	}
	seen := &measured{ctx: ctx, r: r, digest: sha256.New()}
	draft, err := writeDraft(f.path, 0o440, seen)
	if err != nil {
		return "", 0, f.unkept(err)
	}
	sum = hex.EncodeToString(seen.digest.Sum(nil))
	if err := f.nameFile(draft, sum); err != nil {
		os.Remove(draft)
		return "", 0, f.unkept(err)
	}
	return sum, seen.size, nil
}

// nameFile gives a draft its final name, durably.
func (f folder) nameFile(draft, sum string) error {
	part := filepath.Dir(f.file(sum))
	if err := makeFolder(part); err != nil {
		return err
	}
	if err := os.Rename(draft, f.file(sum)); err != nil {
		return err
	}
	for _, folder := range []string{part, f.path, f.beside} {
		if err := syncFolder(folder); err != nil {
			return err
		}
	}
	return nil
}

func (f folder) unkept(err error) error {
	told := assessment.Errorf(assessment.Unwritten, "the evidence file could not be saved: %v", withoutPath(err))
	told.Cause = err
	return Unwritten(told, f.beside, 0)
}

func (f folder) open(_ context.Context, sum string) (io.ReadCloser, error) {
	return input.Open(f.file(sum), input.Evidence)
}

func (f folder) list(context.Context) ([]shelved, error) {
	var kept []shelved
	parts, err := os.ReadDir(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, part := range parts {
		if len(part.Name()) != 2 || !part.IsDir() {
			continue
		}
		files, err := os.ReadDir(filepath.Join(f.path, part.Name()))
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			if !isSum(file.Name()) || !strings.HasPrefix(file.Name(), part.Name()) || !file.Type().IsRegular() {
				continue
			}
			about, err := file.Info()
			if err != nil {
				return nil, err
			}
			kept = append(kept, shelved{KeptFile{file.Name(), about.Size()}, about.ModTime()})
		}
	}
	return kept, err
}

func (f folder) destroy(_ context.Context, sum string) error { return destroy(f.file(sum)) }

// isSum reports whether a text is a SHA-256 in hexadecimal.
func isSum(text string) bool {
	raw, err := hex.DecodeString(text)
	return err == nil && len(raw) == sha256.Size
}

// EvidenceFolder is X.evidence for X.db, or the folder of the options. It is empty on a
// server, whose evidence is in the database.
func (s *Store) EvidenceFolder() string {
	if f, is := s.shelf.(folder); is {
		return f.path
	}
	return ""
}

// PutFile keeps an evidence file and returns its SHA-256 in hexadecimal and
// its size in bytes. When it returns, the file is durable and an event may
// name it. It keeps the same file once. Its error is Unwritten.
func (s *Store) PutFile(ctx context.Context, r io.Reader) (sum string, size int64, err error) {
	if s.readOnly != nil {
		return "", 0, s.readOnly
	}
	if err := s.mayPut(ctx); err != nil {
		return "", 0, err
	}
	sum, size, err = s.shelf.put(ctx, r)
	return sum, size, s.fault(err)
}

// mayPut returns an error if the person of a view records nothing that could name a file.
func (s *Store) mayPut(ctx context.Context) error {
	if s.person == "" {
		return nil
	}
	people, err := s.People(ctx)
	if err != nil {
		return err
	}
	for _, act := range []assessment.Act{assessment.ActMerge, assessment.ActCondition, assessment.ActAnswer} {
		if err = people.Allow(assessment.Deed{By: s.person, Act: act}); err == nil {
			return nil
		}
	}
	return err
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

// KeepFile is [Store.PutFile] for the database in a file, which need not be open or exist.
func KeepFile(ctx context.Context, database string, r io.Reader) (sum string, err error) {
	sum, _, err = folderOf(database, Options{}).put(ctx, r)
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
	all, err := s.shelf.list(context.Background())
	var kept []KeptFile
	for _, file := range all {
		kept = append(kept, file.KeptFile)
	}
	return kept, s.fault(err)
}

// OpenFile opens a kept evidence file.
func (s *Store) OpenFile(sum string) (io.ReadCloser, error) {
	if !isSum(sum) {
		return nil, assessment.Errorf(assessment.NotFound, "%q is no SHA-256", sum)
	}
	file, err := s.shelf.open(context.Background(), sum)
	return file, s.fault(err)
}
