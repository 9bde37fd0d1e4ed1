//go:build linux || darwin || freebsd

package store

import (
	"errors"
	"os"
	"syscall"
	"time"
)

// lockPatience is how long a program waits for another one that writes the
// same file. Nobody holds such a lock for longer than one short write.
const lockPatience = 3 * time.Second

var errBusy = errors.New("another program is writing it")

// lock keeps other programs from writing the file until it is closed.
func lock(f *os.File) error {
	for end := time.Now().Add(lockPatience); ; {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		switch {
		case err == nil:
			return nil
		case !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR):
			return err
		case time.Now().After(end):
			return errBusy
		}
		time.Sleep(2 * time.Millisecond)
	}
}
