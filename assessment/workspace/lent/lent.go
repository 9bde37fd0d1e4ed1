// Package lent makes copies of evidence files for the programs of a desktop, which
// show a file by its name and its ending.
//
// A program never gets the file that the store keeps: it could change it. It gets a
// copy that nobody may write, in a folder of its owner alone. The copy appears only if
// the file fits the SHA-256 of its record. [Folder.Sweep] removes it a day later.
//
// Vendors send these files. A desktop runs some kinds of files, and loads pictures
// from the network for others. So only documents, tables, pictures and texts are
// lent; people export any other file and decide themselves.
package lent

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/assessment/store"
)

// keptFor is how long a copy stays, so that a program can still read it.
const keptFor = 24 * time.Hour

// Folder is the folder of the copies.
type Folder struct {
	Path string
	Now  func() time.Time
}

// endings are the kinds of files that a desktop only shows.
var endings = []string{
	".pdf", ".txt", ".md", ".csv", ".tsv", ".log", ".json", ".rtf",
	".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic",
	".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp",
}

// Lend makes a copy of the file of an evidence record and returns its path. It checks
// the file first. The case of its error is EvidenceMissing, EvidenceChanged or
// NotOpenedHere.
func (f Folder) Lend(ctx context.Context, kept *store.Store, record assessment.Evidence) (path string, err error) {
	name := Name(record)
	if !slices.Contains(endings, strings.ToLower(filepath.Ext(name))) {
		return "", assessment.Errorf(assessment.Refused, "%s is no kind of file that a desktop only shows: it may run programs or load pages", name).Because(assessment.NotOpenedHere)
	}
	if err := f.Sweep(); err != nil {
		return "", err
	}
	folder := filepath.Join(f.Path, record.SHA256)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", unmade(folder, err)
	}
	path = filepath.Join(folder, name)
	if err := kept.CopyFile(ctx, record, path, 0o400); err != nil {
		return "", err
	}
	now := f.Now()
	return path, os.Chtimes(folder, now, now)
}

// Name is the name of a file without anything that could lead elsewhere.
func Name(record assessment.Evidence) string {
	return cmp.Or(hostile.FileName(record.File), "evidence")
}

// Sweep removes the copies that were made more than a day ago.
func (f Folder) Sweep() error {
	folders, err := os.ReadDir(f.Path)
	if os.IsNotExist(err) {
		return nil
	}
	for _, folder := range folders {
		about, unread := folder.Info()
		if unread == nil && f.Now().Sub(about.ModTime()) > keptFor {
			err = cmp.Or(err, os.RemoveAll(filepath.Join(f.Path, folder.Name())))
		}
	}
	return err
}

// Destroy removes the copies of files by their SHA-256.
func (f Folder) Destroy(hashes []string) error {
	var err error
	for _, hash := range hashes {
		if hash != "" {
			err = cmp.Or(err, os.RemoveAll(filepath.Join(f.Path, filepath.Base(hash))))
		}
	}
	return err
}

func unmade(folder string, err error) error {
	return assessment.Errorf(assessment.Unwritten, "cannot make the folder %s: %w", folder, err)
}
