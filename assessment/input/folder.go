package input

import (
	"io/fs"
	"os"
	"path/filepath"
)

// Folder is a folder of files of one kind as a file system. A folder that does
// not exist is a file system without files.
func Folder(path string, kind Kind) fs.FS { return folder{os.DirFS(path), path, kind} }

type folder struct {
	fs.FS
	path string
	kind Kind
}

// Open implements fs.FS.
func (f folder) Open(name string) (fs.File, error) {
	if name == "." || !fs.ValidPath(name) {
		return f.FS.Open(name)
	}
	return Open(filepath.Join(f.path, filepath.FromSlash(name)), f.kind)
}

// ReadDir implements fs.ReadDirFS.
func (f folder) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(f.FS, name) }

// Within is an open folder as a file system. No name leads out of it, not even by a
// symbolic link.
func Within(root *os.Root, kind Kind) fs.FS { return within{root.FS(), root, kind} }

type within struct {
	fs.FS
	root *os.Root
	kind Kind
}

// Open implements fs.FS.
func (w within) Open(name string) (fs.File, error) {
	if name == "." || !fs.ValidPath(name) {
		return w.FS.Open(name)
	}
	about, err := w.root.Stat(name)
	if err != nil {
		return nil, unreadable(name, err)
	}
	if err := check(name, about, w.kind); err != nil {
		return nil, err
	}
	file, err := w.root.OpenFile(name, os.O_RDONLY|withoutWaiting, 0)
	return accept(name, file, err, w.kind)
}

// Directly opens a regular file that lies right in an open folder. It follows no symbolic
// link, whatever it leads to. The error names the file by its name alone.
func Directly(root *os.Root, name string, kind Kind) (*File, error) {
	about, err := root.Lstat(name)
	if err != nil {
		return nil, unreadable(name, err)
	}
	if err := check(name, about, kind); err != nil {
		return nil, err
	}
	file, err := root.OpenFile(name, os.O_RDONLY|withoutWaiting, 0)
	if err != nil {
		return nil, unreadable(name, err)
	}
	// A link may have taken the place of the file since.
	if opened, err := file.Stat(); err != nil || !os.SameFile(about, opened) {
		file.Close()
		return nil, notAFile(name, "was replaced while it was opened")
	}
	return accept(name, file, nil, kind)
}
