package store

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"assay/assessment"
)

// CopyKind is a kind of file with the content of the database at one moment.
type CopyKind string

// The kinds of copies.
const (
	CopyBackup CopyKind = "backup"
	CopyReport CopyKind = "report"
	CopyExport CopyKind = "export"
	CopyKept   CopyKind = "copy"
)

// Copy is a file with the content of the database at one moment. It may have
// been moved or removed since.
type Copy struct {
	Kind       CopyKind `json:"kind"`
	Path       string   `json:"path"` // absolute
	Assessment string   `json:"assessment,omitempty"`
	At         int64    `json:"at"` // microseconds UTC
}

// copyName begins the name of a place that remembers a copy.
const copyName = "copy "

// NoteCopy remembers that a file was written, so that people find it when
// something must go from all copies. A report is of one assessment; a backup
// is of none.
func (s *Store) NoteCopy(ctx context.Context, kind CopyKind, path, assessmentID string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	text, err := json.Marshal(Copy{kind, path, assessmentID, s.options.Now().UnixMicro()})
	if err != nil {
		return err
	}
	return s.Remember(ctx, copyName+path, string(text))
}

// copiesSince lists the known copies that were made from one moment to another and
// may hold this assessment, the oldest first.
func (s *Store) copiesSince(ctx context.Context, id string, since, until int64) ([]Copy, error) {
	all, err := fetch(ctx, s, func(t tx) ([]Copy, error) {
		return collect(ctx, t, func(scan func(...any) error) (c Copy, err error) {
			text, err := scanText(scan)
			if err == nil {
				err = json.Unmarshal([]byte(text), &c)
			}
			return c, err
		}, "SELECT value FROM places WHERE name >= ? AND name < ?", copyName, copyName+lastRune)
	})
	if err != nil {
		return nil, assessment.Errorf(assessment.Failed, "the list of copies cannot be read: %w", err)
	}
	all = append(all, s.copiesBeside()...)
	all = slices.DeleteFunc(all, func(c Copy) bool { return c.At < since || c.At > until || c.Assessment != "" && c.Assessment != id })
	slices.SortFunc(all, func(x, y Copy) int { return int(min(1, max(-1, x.At-y.At))) })
	return all, nil
}

// copiesBeside lists the copies that assay keeps beside the file of a database. It keeps
// none of a server.
func (s *Store) copiesBeside() (all []Copy) {
	if s.server != nil {
		return nil
	}
	folder := BackupsFolder(s.path)
	entries, _ := os.ReadDir(folder) // without the folder, there is none
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil && info.Mode().IsRegular() && !strings.HasPrefix(entry.Name(), ".") {
			all = append(all, Copy{Kind: CopyKept, Path: filepath.Join(folder, entry.Name()), At: info.ModTime().UnixMicro()})
		}
	}
	return all
}
