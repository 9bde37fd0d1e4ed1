//go:build linux || darwin || freebsd

package store

import (
	"path/filepath"
	"syscall"

	"assay/assessment"
)

// accessible checks that we may read and write the file and write its
// folder. A process that can only read would leave a -wal file of its own,
// and lock the owner out with it.
func accessible(path string) error {
	const read, write, enter = 4, 2, 1 // as in access(2)
	folder := filepath.Dir(path)
	switch {
	case syscall.Access(path, read) != nil:
		return unreadable(path, syscall.EACCES)
	case syscall.Access(path, write) != nil:
		return assessment.Errorf(assessment.Unwritten, "%s is read-only", path).Because(assessment.ReadOnly)
	case syscall.Access(folder, write|enter) != nil:
		return assessment.Errorf(assessment.Unwritten, "the folder %s is read-only, and the database writes files beside itself", folder).Because(assessment.ReadOnly)
	}
	return nil
}
