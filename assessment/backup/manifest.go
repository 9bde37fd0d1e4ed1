package backup

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
)

// Format names the form of the archive.
const Format = "assay backup 1"

// Manifest is the list of contents of a backup.
type Manifest struct {
	Format      string   `json:"format"`
	Program     string   `json:"program"` // the version of assay that made it
	MadeAt      int64    `json:"made_at"` // microseconds UTC
	Database    Database `json:"database"`
	Assessments int      `json:"assessments"`
	Events      int      `json:"events"`
	Evidence    []File   `json:"evidence"` // by hash
	// Problems were there already when the backup was made, such as an
	// evidence file that was missing.
	Problems []string `json:"problems"`
}

// Database is the database in a backup.
type Database struct {
	ID      string `json:"id"`
	Version int    `json:"version"` // of the tables
	Rows    int64  `json:"rows"`    // of the ledger
	Head    string `json:"head"`    // of the ledger, in hexadecimal
	File
}

// File is a file in a backup.
type File struct {
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
}

// Size is the size of all files in bytes.
func (m Manifest) Size() int64 {
	size := m.Database.Size
	for _, file := range m.Evidence {
		size += file.Size
	}
	return size
}

const (
	manifestName = "manifest.json"
	databaseName = "assay.db"
	evidenceName = "evidence/"

	maxManifest = 32 << 20 // bytes: more than 200,000 evidence files
)

// name is the name of an evidence file in the archive.
func (f File) name() string { return evidenceName + f.SHA256[:2] + "/" + f.SHA256 }

func readManifest(text []byte) (Manifest, error) {
	var m Manifest
	reader := json.NewDecoder(bytes.NewReader(text))
	if err := reader.Decode(&m); err != nil {
		return m, errors.New("its list of contents cannot be read")
	}
	if m.Format != Format {
		return m, errors.New("it is of a form that this version of assay does not know")
	}
	files := append(slices.Clone(m.Evidence), m.Database.File)
	for n, file := range files {
		raw, err := hex.DecodeString(file.SHA256)
		if err != nil || len(raw) != 32 || file.SHA256 != hex.EncodeToString(raw) || file.Size < 0 {
			return m, errors.New("its list of contents is damaged")
		}
		if n > 0 && n < len(m.Evidence) && files[n-1].SHA256 >= file.SHA256 {
			return m, errors.New("its list of contents is out of order")
		}
	}
	return m, nil
}
