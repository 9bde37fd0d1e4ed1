package exchange

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"sync"

	"assay/assessment/input"
)

// Fetch is a file on its way to its person. It may be read in blocks of any order, by
// several readers at once, and past its end. When it is closed after every byte was
// read, the file is taken, and removed.
//
// A file that was read in two fetches, because the first one broke, stays until it is
// removed or too old: nobody knows whether the first part is still there.
type Fetch struct {
	folder Folder
	name   string
	file   *input.File
	about  fs.FileInfo

	mu     sync.Mutex
	read   spans
	asked  bool // something was read, maybe only the end
	broken bool
	closed bool
}

// Fetch opens a file to bring it to its person. Its errors are those of [Folder.Open].
func (f Folder) Fetch(name string) (*Fetch, error) {
	file, err := f.Open(name, input.Evidence)
	if err != nil {
		return nil, err
	}
	about, err := file.Stat()
	if err != nil {
		file.Close()
		return nil, missing(name, err)
	}
	return &Fetch{folder: f, name: about.Name(), file: file, about: about}, nil
}

// Name is the safe name of the file.
func (f *Fetch) Name() string { return f.name }

// Size is the number of bytes of the file.
func (f *Fetch) Size() int64 { return f.about.Size() }

// ReadAt implements io.ReaderAt.
func (f *Fetch) ReadAt(p []byte, at int64) (int, error) {
	n, err := f.file.ReadAt(p, at)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = true
	if !f.read.add(at, at+int64(n)) {
		f.broken = true
	}
	if err != nil && !errors.Is(err, io.EOF) {
		f.broken = true
		return n, missing(f.name, err)
	}
	return n, err
}

// Break says that the transfer ended early: the file stays.
func (f *Fetch) Break() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.broken = true
}

// Taken reports whether every byte was read, and the transfer did not break.
func (f *Fetch) Taken() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.asked && !f.broken && f.read.cover(f.about.Size())
}

// Close ends the fetch. It removes the file if it was taken. A file of the same name
// that arrived in the meantime stays.
func (f *Fetch) Close() error {
	f.mu.Lock()
	again := f.closed
	f.closed = true
	f.mu.Unlock()
	if again {
		return nil
	}
	defer f.file.Close()
	if !f.Taken() {
		return nil
	}
	err := f.folder.in(func(root *os.Root) error { return f.folder.removeSame(root, f.name, f.about) })
	return fault(f.name+" could not be removed", err)
}
