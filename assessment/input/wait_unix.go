//go:build unix

package input

import "syscall"

// withoutWaiting makes opening a pipe return at once.
const withoutWaiting = syscall.O_NONBLOCK
