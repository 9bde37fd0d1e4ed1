package questionnaire

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
)

// ErrUnknown is the error for an id that no source holds.
var ErrUnknown = errors.New("no such questionnaire")

// Source is a place with questionnaire files, as NAME.yaml at its root.
type Source struct {
	Name  string // "shipped", or the folder
	Files fs.FS
}

// Listing is one file of a library, as far as it could be read.
type Listing struct {
	Source string
	File   string
	ID     string
	Title  string
	// Questionnaire is nil when Err is not: a file with mistakes is listed, so
	// that its author sees it, but cannot be used.
	Questionnaire *Questionnaire
	Err           error
}

// Library finds questionnaires in its sources, the shipped ones first. Nothing
// is parsed before it is asked for, and each file only once.
type Library struct {
	sources []Source
	mu      sync.Mutex
	parsed  map[string]*Listing // by source and file
}

// NewLibrary makes a library of the sources, in the order in which they are
// searched.
func NewLibrary(sources ...Source) *Library {
	return &Library{sources: sources, parsed: map[string]*Listing{}}
}

// List reads every file of every source.
func (l *Library) List() ([]Listing, error) {
	var all []Listing
	for _, source := range l.sources {
		files, err := yamlFiles(source)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			all = append(all, *l.read(source, file))
		}
	}
	return all, nil
}

// Get returns the questionnaire of that id. The file of the same name is tried
// first, so that the usual case reads one file.
func (l *Library) Get(id string) (*Questionnaire, error) {
	var broken error
	for _, source := range l.sources {
		files, err := yamlFiles(source)
		if err != nil {
			return nil, err
		}
		slices.SortStableFunc(files, func(a, b string) int { return named(b, id) - named(a, id) })
		for _, file := range files {
			listing := l.read(source, file)
			switch {
			case listing.Err == nil && listing.ID == id:
				return listing.Questionnaire, nil
			case listing.Err != nil && named(file, id) == 1:
				broken = fmt.Errorf("%s in %s has mistakes: %w", file, source.Name, listing.Err)
			}
		}
	}
	if broken != nil {
		return nil, broken
	}
	return nil, fmt.Errorf("%w: %s", ErrUnknown, id)
}

// named is 1 for the file that an id names.
func named(file, id string) int {
	if strings.TrimSuffix(strings.TrimSuffix(file, ".yaml"), ".yml") == id {
		return 1
	}
	return 0
}

// yamlFiles lists the files of a source. A folder that does not exist holds
// none.
func yamlFiles(source Source) ([]string, error) {
	entries, err := fs.ReadDir(source.Files, ".")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the questionnaires in %s: %w", source.Name, err)
	}
	var files []string
	for _, entry := range entries {
		if ext := path.Ext(entry.Name()); !entry.IsDir() && (ext == ".yaml" || ext == ".yml") {
			files = append(files, entry.Name())
		}
	}
	return files, nil
}

func (l *Library) read(source Source, file string) *Listing {
	l.mu.Lock()
	defer l.mu.Unlock()
	key := source.Name + "\x00" + file
	if known := l.parsed[key]; known != nil {
		return known
	}
	listing := &Listing{Source: source.Name, File: file}
	l.parsed[key] = listing
	reader, err := source.Files.Open(file)
	if err != nil {
		listing.Err = err
		return listing
	}
	defer reader.Close()
	q, err := Parse(reader)
	if err != nil {
		listing.Err = err
		return listing
	}
	listing.Questionnaire, listing.ID, listing.Title = q, q.ID, q.Title
	return listing
}
