//go:build linux || darwin

package store

import "syscall"

// Room is how many bytes may still be written to the disk of a file or folder.
func Room(path string) (free int64, known bool) {
	var about syscall.Statfs_t
	if err := syscall.Statfs(path, &about); err != nil {
		return 0, false
	}
	return int64(about.Bavail) * int64(about.Bsize), true
}
