package questionnaire

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"
	"sync"

	"assay/questionnaire/yamldoc"
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

// Library finds questionnaires in its sources, the shipped ones first, and
// merges an extension with its parents. It parses a file when it is first
// needed, and only once.
type Library struct {
	sources []Source
	mu      sync.Mutex
	filed   map[string]*filed // by source and file
}

// filed is one file of a library.
type filed struct {
	source   Source
	file     string
	form     *draft
	document *yamldoc.Document
	err      error    // of reading the file by itself
	listing  *Listing // set once it is merged with its parents
}

// NewLibrary makes a library that searches the sources in this order.
func NewLibrary(sources ...Source) *Library {
	return &Library{sources: sources, filed: map[string]*filed{}}
}

// List reads every file of every source.
func (l *Library) List() ([]Listing, error) { return l.list(func(Source) bool { return true }) }

// ListIn reads every file of one source, and the files that those extend.
func (l *Library) ListIn(source string) ([]Listing, error) {
	return l.list(func(s Source) bool { return s.Name == source })
}

func (l *Library) list(wanted func(Source) bool) ([]Listing, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []Listing
	for _, source := range l.sources {
		if !wanted(source) {
			continue
		}
		names, err := yamlFiles(source)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			all = append(all, *l.join(l.read(source, name), nil))
		}
	}
	return all, nil
}

// Get returns the questionnaire with this id. It tries the file of the same
// name first, so that it usually reads that file and its parents only.
func (l *Library) Get(id string) (*Questionnaire, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.get(id, nil)
}

// Open opens the file of a questionnaire and names its source and path. It
// takes a file whose name is the id even if it has mistakes.
func (l *Library) Open(id string) (source, file string, content io.ReadCloser, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for f, err := range l.candidates(id) {
		if err != nil {
			return "", "", nil, err
		}
		content, err := f.source.Files.Open(f.file)
		return f.source.Name, f.file, content, err
	}
	return "", "", nil, fmt.Errorf("%w: %s", ErrUnknown, id)
}

// Parse reads a file from outside the library, which may extend
// questionnaires of the library. It returns the same errors as [Parse].
func (l *Library) Parse(r io.Reader) (*Questionnaire, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return parse(r, l.parent(nil))
}

// parent finds the questionnaire that a file extends. The chain holds the
// files that are being merged.
func (l *Library) parent(chain []*filed) finder {
	return func(id string) (*Questionnaire, error) {
		q, err := l.get(id, chain)
		if hint := didYouMean(id, l.ids()); errors.Is(err, ErrUnknown) && hint != "" {
			err = fmt.Errorf("%w (%s)", err, hint)
		}
		return q, err
	}
}

// ids lists the ids of the files read so far. A failed search has read all
// files.
func (l *Library) ids() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, f := range l.filed {
			if id := f.id(); id != "" && !yield(id) {
				return
			}
		}
	}
}

func (l *Library) get(id string, chain []*filed) (*Questionnaire, error) {
	broken := fmt.Errorf("%w: %s", ErrUnknown, id)
	for f, err := range l.candidates(id) {
		switch {
		case err != nil:
			return nil, err
		case slices.Contains(chain, f):
			broken = fmt.Errorf("%s extends itself", id)
			continue
		}
		listing := l.join(f, chain)
		if listing.Err == nil {
			return listing.Questionnaire, nil
		}
		broken = fmt.Errorf("%s in %s has mistakes: %w", f.file, f.source.Name, firstOf(listing.Err))
	}
	return nil, broken
}

// firstOf is the first mistake of a file and the number of the others. A
// caller who only needs the file cannot fix them all at once.
func firstOf(err error) error {
	var mistakes Mistakes
	if !errors.As(err, &mistakes) || len(mistakes) < 2 {
		return err
	}
	return fmt.Errorf("%s, and %d more", mistakes[0], len(mistakes)-1)
}

// candidates lists the files that claim this id, files of the same name
// first. It includes unreadable files of that name.
func (l *Library) candidates(id string) iter.Seq2[*filed, error] {
	return func(yield func(*filed, error) bool) {
		for _, named := range []bool{true, false} {
			for _, source := range l.sources {
				names, err := yamlFiles(source)
				if err != nil {
					yield(nil, err)
					return
				}
				for _, name := range names {
					if named != (strings.TrimSuffix(name, path.Ext(name)) == id) {
						continue
					}
					f := l.read(source, name)
					if (f.id() == id || named && f.err != nil) && !yield(f, nil) {
						return
					}
				}
			}
		}
	}
}

// yamlFiles lists the files of a source. A missing folder is empty. It skips
// special files, such as a pipe, because reading one could wait forever.
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
		if ext := path.Ext(entry.Name()); ext != ".yaml" && ext != ".yml" {
			continue
		}
		if info, err := fs.Stat(source.Files, entry.Name()); err == nil && !info.Mode().IsRegular() {
			continue // one that is not there, behind a link, is told when it is opened
		}
		files = append(files, entry.Name())
	}
	return files, nil
}

// read reads one file once, by itself.
func (l *Library) read(source Source, name string) *filed {
	key := source.Name + "\x00" + name
	if known := l.filed[key]; known != nil {
		return known
	}
	f := &filed{source: source, file: name}
	l.filed[key] = f
	content, err := source.Files.Open(name)
	if err != nil {
		f.err = err
		return f
	}
	defer content.Close()
	f.form, f.document, f.err = read(content)
	return f
}

// id is the id that the file gives, if it could be read that far.
func (f *filed) id() string {
	if f.form == nil {
		return ""
	}
	return f.form.ID
}

// join merges the whole questionnaire of a file, once. It keeps a failure
// too: a file that fails inside a chain is part of the problem.
func (l *Library) join(f *filed, chain []*filed) *Listing {
	if f.listing != nil {
		return f.listing
	}
	listing := &Listing{Source: f.source.Name, File: f.file, Err: f.err}
	if f.err == nil {
		q, _, mistakes := resolve(f.form, f.document, l.parent(append(slices.Clone(chain), f)))
		if len(mistakes) > 0 {
			listing.Err = f.document.Locate(mistakes)
		} else {
			listing.Questionnaire, listing.ID, listing.Title = q, q.ID, q.Title
		}
	}
	f.listing = listing
	return listing
}
