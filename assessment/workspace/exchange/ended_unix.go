//go:build linux || darwin || freebsd

package exchange

import (
	"io/fs"
	"os"
	"syscall"
)

// claim marks a file as being written by this program, until it is closed. The mark goes
// with the program, however that ends.
func claim(file *os.File) bool {
	return syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}

// ended reports whether nobody writes a hidden file any more.
func (f Folder) ended(root *os.Root, about fs.FileInfo) bool {
	file, err := root.OpenFile(about.Name(), os.O_WRONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return false
	}
	defer file.Close()
	opened, err := file.Stat()
	return err == nil && os.SameFile(about, opened) && claim(file)
}
