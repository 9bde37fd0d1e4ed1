package pgtest

import "syscall"

// places returns the parent of a cluster's folder, or nothing for the system's own.
func places() string {
	const memory = "/dev/shm"
	var at syscall.Statfs_t
	if err := syscall.Statfs(memory, &at); err == nil && at.Bavail*uint64(at.Bsize) > room {
		return memory
	}
	return ""
}
