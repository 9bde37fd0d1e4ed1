package store

import (
	"cmp"
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

// Sweep removes the files that nothing needs. It holds a database in a file meanwhile, so
// that nobody names one of them in an event. A server looks itself, once more for each file,
// whether an event names it.
func (s *Store) Sweep(ctx context.Context) (swept Swept, err error) {
	if err := cmp.Or(s.ofTheComputer(), s.readOnly); err != nil {
		return swept, err
	}
	remove := func(ctx context.Context, t tx) error {
		left, orphans, counted, err := s.leftovers(ctx, t)
		if err != nil {
			return err
		}
		for _, path := range left {
			if err := os.RemoveAll(path); err != nil {
				return assessment.Errorf(assessment.Unwritten, "%s could not be removed: %w", path, withoutPath(err))
			}
		}
		for _, sum := range orphans {
			if err := s.shelf.destroy(ctx, sum); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return assessment.Errorf(assessment.Unwritten, "the evidence file %.12s… could not be removed: %w", sum, s.fault(withoutPath(err)))
			}
		}
		swept = counted
		return nil
	}
	if s.server != nil {
		err = s.look(ctx, func(t tx) error { return remove(ctx, t) })
	} else {
		err = s.change(ctx, nil, remove)
	}
	return swept, err
}

// leftovers lists what nothing needs: the paths of half-written files, and the hashes of
// evidence files that no event names.
func (s *Store) leftovers(ctx context.Context, t tx) (unfinished, orphans []string, counted Swept, err error) {
	now := time.Now() // the time of the file system, not of the journal
	for _, pattern := range s.draftPatterns() {
		found, _ := filepath.Glob(pattern) // the pattern is valid
		for _, path := range found {
			about, err := os.Lstat(path)
			if err != nil || now.Sub(about.ModTime()) < unfinishedAfter {
				continue
			}
			if about.Mode().IsRegular() {
				counted.Bytes += about.Size()
			}
			unfinished, counted.Unfinished = append(unfinished, path), counted.Unfinished+1
		}
	}
	kept, err := s.shelf.list(ctx)
	if err != nil || len(kept) == 0 {
		return unfinished, nil, counted, err
	}
	named, err := namedFiles(ctx, t)
	if err != nil {
		return nil, nil, counted, err
	}
	for _, file := range kept {
		if !named[file.SHA256] && now.Sub(file.at) >= orphanAfter {
			orphans, counted.Orphans, counted.Bytes = append(orphans, file.SHA256), counted.Orphans+1, counted.Bytes+file.Size
		}
	}
	return unfinished, orphans, counted, nil
}

// draftPatterns are where half-written files lie. A server keeps none.
func (s *Store) draftPatterns() []string {
	if s.file == nil {
		return nil
	}
	return []string{
		filepath.Join(s.EvidenceFolder(), "new-*"), filepath.Join(filepath.Dir(s.path), "new-*"), filepath.Join(BackupsFolder(s.path), "new-*"), filepath.Join(BackupsFolder(s.path), "unfinished-*"),
	}
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
	_, _, counted, err := s.leftovers(ctx, t)
	if err != nil || counted.None() {
		return nil, err
	}
	f := doubtful("evidence", fmt.Sprintf("nothing needs %s", counted.Text()))
	f.Case = assessment.Leftovers
	return []Finding{f}, nil
}
