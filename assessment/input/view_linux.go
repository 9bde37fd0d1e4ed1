package input

import (
	"os"
	"slices"
	"syscall"
)

// onlyAView reports whether a file is of a file system in which the kernel shows its
// own state, such as /proc. Its files have no true size, and some never end.
func onlyAView(file *os.File) bool {
	const proc, sys, debug, trace, cgroup = 0x9fa0, 0x62656572, 0x64626720, 0x74726163, 0x63677270
	var about syscall.Statfs_t
	err := syscall.Fstatfs(int(file.Fd()), &about)
	return err == nil && slices.Contains([]int64{proc, sys, debug, trace, cgroup}, int64(about.Type))
}
