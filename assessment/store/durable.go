package store

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// replaceFile writes a file durably. It exists whole or not at all.
func replaceFile(path string, mode fs.FileMode, r io.Reader) error {
	draft, err := writeDraft(filepath.Dir(path), mode, r)
	if err != nil {
		return err
	}
	if err := os.Rename(draft, path); err != nil {
		os.Remove(draft)
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// writeDraft writes a durable file under a temporary name in a folder.
func writeDraft(folder string, mode fs.FileMode, r io.Reader) (name string, err error) {
	file, err := os.CreateTemp(folder, "new-*")
	if err != nil {
		return "", err
	}
	_, err = io.Copy(file, r)
	for _, finish := range []func() error{func() error { return file.Chmod(mode) }, file.Sync, file.Close} {
		if failed := finish(); err == nil {
			err = failed
		}
	}
	if err != nil {
		os.Remove(file.Name())
		return "", err
	}
	return file.Name(), nil
}

// makeFolder makes a folder and its missing parents with mode 0700, whatever
// the umask. It leaves existing folders as they are.
func makeFolder(folder string) error {
	if info, err := os.Stat(folder); err == nil && info.IsDir() {
		return nil
	}
	if parent := filepath.Dir(folder); parent != folder {
		if err := makeFolder(parent); err != nil {
			return err
		}
	}
	err := os.Mkdir(folder, 0o700)
	switch {
	case errors.Is(err, fs.ErrExist):
		return nil
	case err != nil:
		return err
	}
	return os.Chmod(folder, 0o700)
}

// syncFolder makes the file names in a folder durable.
func syncFolder(folder string) error {
	dir, err := os.Open(folder)
	if err != nil {
		return err
	}
	defer dir.Close()
	return dir.Sync()
}
