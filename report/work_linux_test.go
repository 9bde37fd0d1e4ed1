package report_test

import (
	"syscall"
	"time"
)

// worked is how long this process has worked so far. Other programs on the machine do not count.
func worked() time.Duration {
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage) // it cannot fail for this process
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
