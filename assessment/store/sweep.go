package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"assay/assessment"
	"assay/assessment/english"
)

// Swept counts files that nothing needs: half-written ones, and evidence that no
// event names.
type Swept struct {
	Unfinished int
	Orphans    int
	Bytes      int64
}

// None reports whether there is nothing to sweep.
func (s Swept) None() bool { return s.Unfinished+s.Orphans == 0 }

// Text counts them in words.
func (s Swept) Text() string {
	var parts []string
	if s.Unfinished > 0 {
		parts = append(parts, english.Count(s.Unfinished, "half-written file"))
	}
	if s.Orphans > 0 {
		parts = append(parts, english.Count(s.Orphans, "evidence file that no event names", "evidence files that no event names"))
	}
	return english.List(parts) + ", " + english.Bytes(s.Bytes)
}

// A program may still write a file, or be about to name one in an event.
const (
	unfinishedAfter = 24 * time.Hour
	orphanAfter     = 7 * 24 * time.Hour
)

// Sweep removes the files that nothing needs. It holds the database meanwhile, so that
// nobody names one of them in an event.
func (s *Store) Sweep(ctx context.Context) (swept Swept, err error) {
	err = s.change(ctx, nil, func(ctx context.Context, t tx) error {
		left, counted, err := s.leftovers(ctx, t)
		if err != nil {
			return err
		}
		for _, path := range left {
			if err := os.RemoveAll(path); err != nil {
				return assessment.Errorf(assessment.Unwritten, "%s could not be removed: %w", path, withoutPath(err))
			}
		}
		swept = counted
		return nil
	})
	return swept, err
}

// leftovers lists the files that nothing needs.
func (s *Store) leftovers(ctx context.Context, t tx) (paths []string, counted Swept, err error) {
	now := time.Now() // the time of the file system, not of the journal
	old := func(path string, after time.Duration) bool {
		about, err := os.Lstat(path)
		if err != nil || now.Sub(about.ModTime()) < after {
			return false
		}
		if about.Mode().IsRegular() {
			counted.Bytes += about.Size()
		}
		return true
	}
	for _, pattern := range []string{
		filepath.Join(s.EvidenceFolder(), "new-*"), filepath.Join(filepath.Dir(s.path), "new-*"), filepath.Join(BackupsFolder(s.path), "new-*"), filepath.Join(BackupsFolder(s.path), "unfinished-*"),
	} {
		found, _ := filepath.Glob(pattern) // the pattern is valid
		for _, path := range found {
			if old(path, unfinishedAfter) {
				paths, counted.Unfinished = append(paths, path), counted.Unfinished+1
			}
		}
	}
	kept, err := s.Files()
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, counted, err
	}
	if len(kept) == 0 {
		return paths, counted, nil
	}
	named, err := namedFiles(ctx, t)
	if err != nil {
		return nil, counted, err
	}
	for _, file := range kept {
		path := filepath.Join(s.EvidenceFolder(), file.SHA256[:2], file.SHA256)
		if !named[file.SHA256] && old(path, orphanAfter) {
			paths, counted.Orphans = append(paths, path), counted.Orphans+1
		}
	}
	return paths, counted, nil
}

var hashInBody = regexp.MustCompile(`"sha256":"([0-9a-f]{64})"`)

// namedFiles lists the hashes of all files that any event names, also one that was
// replaced or undone.
func namedFiles(ctx context.Context, t tx) (map[string]bool, error) {
	rows, err := t.query(ctx, `SELECT body FROM events WHERE body LIKE '%"sha256":"%'`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	named := map[string]bool{}
	for rows.Next() {
		var body string
		if err := rows.Scan(&body); err != nil {
			return nil, err
		}
		for _, found := range hashInBody.FindAllStringSubmatch(body, -1) {
			named[found[1]] = true
		}
	}
	return named, rows.Err()
}

// checkLeftovers warns of files that nothing needs.
func (s *Store) checkLeftovers(ctx context.Context, t tx) ([]Finding, error) {
	_, counted, err := s.leftovers(ctx, t)
	if err != nil || counted.None() {
		return nil, err
	}
	f := doubtful("evidence", fmt.Sprintf("nothing needs %s", counted.Text()))
	f.Case = assessment.Leftovers
	return []Finding{f}, nil
}
