package exchange

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
)

// each looks at every regular file of a folder, and follows nothing.
func each(root *os.Root, do func(fs.FileInfo) error) error {
	if root == nil {
		return nil
	}
	folder, err := root.Open(".")
	if err != nil {
		return err
	}
	defer folder.Close()
	names, err := folder.Readdirnames(-1)
	for _, name := range names {
		about, gone := root.Lstat(name)
		if gone != nil || !about.Mode().IsRegular() {
			continue
		}
		err = cmp.Or(err, do(about))
	}
	return err
}

// used is the room that all files take, whole or not.
func used(root *os.Root) (bytes int64, files int, err error) {
	err = each(root, func(about fs.FileInfo) error {
		bytes, files = bytes+about.Size(), files+1
		return nil
	})
	return bytes, files, err
}

// move renames a file. Unless over, it never replaces another.
func move(root *os.Root, from, to string, over bool) error {
	if over {
		return root.Rename(from, to)
	}
	err := root.Link(from, to)
	if err == nil {
		return remove(root, from)
	}
	if errors.Is(err, fs.ErrExist) {
		return err
	}
	// Some file systems have no second names for a file.
	if _, there := root.Lstat(to); !errors.Is(there, fs.ErrNotExist) {
		return fs.ErrExist
	}
	return root.Rename(from, to)
}

func remove(root *os.Root, name string) error {
	if root == nil {
		return nil
	}
	return ignoreMissing(root.Remove(name))
}

// syncFolder brings a rename to the disk. Some systems cannot and need not.
func syncFolder(root *os.Root) error {
	if folder, err := root.Open("."); err == nil {
		_ = folder.Sync()
		return folder.Close()
	}
	return nil
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
