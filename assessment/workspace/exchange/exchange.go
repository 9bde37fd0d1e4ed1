// Package exchange is the folder through which the files of one person come to a
// server and go home again.
//
// At home, a person names a file of the own computer. A person who works on a server
// has no file there, and must see none of its paths. So each person has one flat
// [Folder] on the server. A file that the person brought waits there until it is in
// the record. A report or a package that the person made waits there until it is
// fetched.
//
// The folder is a passage and no place to keep things:
//
//   - It has no folders, and a name in it leads nowhere else: see [Name].
//   - It holds regular files. A symbolic link, a device or a folder that somebody put
//     there is neither listed nor opened.
//   - A file appears when it is whole and on the disk, and not before. Of two uploads
//     with one name, both end, and the one that ended last counts.
//   - It holds at most [Size] bytes and [Most] files.
//   - A file is gone [Age] after it arrived, and earlier once it was taken: it is in the
//     record, or a [Fetch] read all of it.
//
// No error here names a path of the server. It names the file as the person knows it.
//
// A server calls [Folders.Sweep] when it starts and then every hour.
package exchange

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"assay/assessment"
	"assay/assessment/input"
)

// The limits of one folder. Unfinished uploads count.
const (
	Size = 200_000_000 // bytes
	Most = 500         // files
	Age  = 24 * time.Hour
)

// Folders has one [Folder] for each person.
type Folders struct {
	Path string
	Now  func() time.Time
}

// Of is the folder of a person, by the id of the account.
func (f Folders) Of(account string) Folder {
	return Folder{Path: filepath.Join(f.Path, filepath.Base(account)), Now: f.Now}
}

// Sweep sweeps every folder.
func (f Folders) Sweep() error {
	people, err := os.ReadDir(f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	err = withoutPath(err)
	for _, person := range people {
		if person.IsDir() {
			err = cmp.Or(err, f.Of(person.Name()).Sweep())
		}
	}
	return err
}

// Folder is the flat folder of one person. It is made when the first file arrives.
type Folder struct {
	Path  string
	Now   func() time.Time
	Limit int64 // bytes that the folder holds; 0 is [Size]
}

// Entry is a whole file in a folder.
type Entry struct {
	Name    string
	Size    int64 // in bytes
	Arrived time.Time
}

// Expires is the moment at which the file is gone.
func (e Entry) Expires() time.Time { return e.Arrived.Add(Age) }

// hidden begins the name of each file that is not whole. No name of a person begins so.
const hidden = "."

// List returns the whole files by name. It removes files that are too old.
func (f Folder) List() ([]Entry, error) {
	var found []Entry
	err := f.in(func(root *os.Root) error {
		return each(root, func(about fs.FileInfo) error {
			name := about.Name()
			if safe, unsafe := Name(name); unsafe != nil || safe != name {
				return nil
			}
			if f.expired(about) {
				return f.discard(root, about)
			}
			found = append(found, entry(about))
			return nil
		})
	})
	slices.SortFunc(found, func(a, b Entry) int { return strings.Compare(a.Name, b.Name) })
	return found, fault("the list of your files could not be read", err)
}

// Stat finds a file. The code of the error is Refused (see [Name]), NotFound or Failed.
func (f Folder) Stat(name string) (Entry, error) {
	name, err := Name(name)
	if err != nil {
		return Entry{}, err
	}
	var found Entry
	err = f.in(func(root *os.Root) error {
		about, err := f.whole(root, name)
		if err == nil {
			found = entry(about)
		}
		return err
	})
	return found, missing(name, err)
}

// Open opens a file for reading. Its errors are those of [Folder.Stat] and of
// [input.Open], and name the file.
func (f Folder) Open(name string, as input.Kind) (*input.File, error) {
	name, err := Name(name)
	if err != nil {
		return nil, err
	}
	var file *input.File
	err = f.in(func(root *os.Root) (err error) {
		if _, err = f.whole(root, name); err != nil {
			return err
		}
		file, err = input.Directly(root, name, as)
		return err
	})
	return file, missing(name, err)
}

// Taken removes a file because it is in the record. It is no error if there is none.
func (f Folder) Taken(name string) error {
	name, err := Name(name)
	if err != nil {
		return err
	}
	err = f.in(func(root *os.Root) error { return remove(root, name) })
	return fault(name+" could not be removed", err)
}

// TakenAs is [Folder.Taken] for a file that was opened a while ago: it leaves a file of
// the same name that arrived since. Seen is what Stat of the opened file returned.
func (f Folder) TakenAs(name string, seen fs.FileInfo) error {
	name, err := Name(name)
	if err != nil {
		return err
	}
	err = f.in(func(root *os.Root) error { return f.removeSame(root, name, seen) })
	return fault(name+" could not be removed", err)
}

// Rename gives a file another name that no file has. The code of the error is Refused,
// NotFound, Conflict (the name is taken) or Failed.
func (f Folder) Rename(from, to string) error {
	from, err := Name(from)
	if err != nil {
		return err
	}
	if to, err = Name(to); err != nil {
		return err
	}
	err = f.in(func(root *os.Root) error {
		if _, err := f.whole(root, from); err != nil || from == to {
			return err
		}
		if err := f.free(root, to); err != nil {
			return err
		}
		return cmp.Or(move(root, from, to, false), syncFolder(root))
	})
	switch {
	case errors.Is(err, fs.ErrExist):
		return taken(to)
	case errors.Is(err, fs.ErrNotExist):
		return missing(from, err)
	}
	return fault(from+" could not be renamed", err)
}

// Sweep removes files that are too old, and the rest of uploads that have ended.
func (f Folder) Sweep() error {
	err := f.in(func(root *os.Root) error {
		return each(root, func(about fs.FileInfo) error {
			name := about.Name()
			switch {
			case strings.HasPrefix(name, hidden):
				if f.ended(root, about) {
					return remove(root, name)
				}
			case f.expired(about):
				return f.discard(root, about)
			case about.ModTime().After(f.Now()):
				// The clock was wrong when it arrived. It must not stay for longer.
				return root.Chtimes(name, f.Now(), f.Now())
			}
			return nil
		})
	})
	return fault("a folder of files could not be swept", err)
}

// in opens the folder. It does nothing if there is none.
func (f Folder) in(do func(*os.Root) error) error {
	root, err := f.open()
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return do(nil)
		}
		return err
	}
	defer root.Close()
	return do(root)
}

// open opens the folder, if it is one and no symbolic link to another.
func (f Folder) open() (*os.Root, error) {
	about, err := os.Lstat(f.Path)
	if err != nil {
		return nil, err
	}
	if !about.IsDir() {
		return nil, errNoFolder
	}
	root, err := os.OpenRoot(f.Path)
	if err != nil {
		return nil, err
	}
	opened, err := root.Stat(".")
	if err == nil && !os.SameFile(about, opened) {
		err = errNoFolder
	}
	if err != nil {
		root.Close()
		return nil, err
	}
	return root, nil
}

// made opens the folder, and makes it if there is none. Nobody else may look into it.
func (f Folder) made() (*os.Root, error) {
	if err := os.MkdirAll(f.Path, 0o700); err != nil {
		return nil, err
	}
	root, err := f.open()
	if err != nil {
		return nil, err
	}
	if about, err := root.Stat("."); err == nil && about.Mode().Perm()&0o077 != 0 {
		if err := os.Chmod(f.Path, 0o700); err != nil {
			root.Close()
			return nil, err
		}
	}
	return root, nil
}

// whole finds a file that a person may see.
func (f Folder) whole(root *os.Root, name string) (fs.FileInfo, error) {
	if root == nil {
		return nil, fs.ErrNotExist
	}
	about, err := root.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !about.Mode().IsRegular() || f.expired(about) {
		return nil, fs.ErrNotExist
	}
	return about, nil
}

// free refuses a name that a file has. It removes a file that is too old.
func (f Folder) free(root *os.Root, name string) error {
	about, err := root.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case about.Mode().IsRegular() && f.expired(about):
		return f.discard(root, about)
	}
	return fs.ErrExist
}

func (f Folder) expired(about fs.FileInfo) bool { return f.Now().Sub(about.ModTime()) >= Age }

func (f Folder) limit() int64 { return cmp.Or(f.Limit, Size) }

// removeSame removes a file if it is still the one that was seen.
func (f Folder) removeSame(root *os.Root, name string, seen fs.FileInfo) error {
	about, err := f.whole(root, name)
	if err != nil || !same(about, seen) {
		return ignoreMissing(err)
	}
	return f.discard(root, about)
}

// discard removes the file that was seen. It takes the file aside and looks once more,
// so that it never removes another that arrives under the same name in between.
func (f Folder) discard(root *os.Root, seen fs.FileInfo) error {
	aside, file, err := f.aside(root)
	if err != nil { // as on a full disk, which this is about to empty
		return remove(root, seen.Name())
	}
	defer file.Close()
	if err := root.Rename(seen.Name(), aside); err != nil {
		return cmp.Or(remove(root, aside), ignoreMissing(err))
	}
	if about, err := root.Lstat(aside); err == nil && !same(about, seen) {
		if err := move(root, aside, seen.Name(), false); !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	return remove(root, aside)
}

func same(a, b fs.FileInfo) bool {
	return os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}

func entry(about fs.FileInfo) Entry { return Entry{about.Name(), about.Size(), about.ModTime()} }

var errNoFolder error = assessment.Errorf(assessment.Failed, "your folder for files cannot be used: ask who runs the server")
