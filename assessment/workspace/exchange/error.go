package exchange

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"assay/assessment"
)

// fault is an error of the system in words, without the path that it happened at. An
// error that is in words already stays.
func fault(what string, err error) error {
	var told *assessment.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &told):
		if told.Cause == nil {
			return told
		}
		clean := *told
		clean.Cause = withoutPath(told.Cause)
		return &clean
	}
	why := withoutPath(err)
	if errors.Is(why, syscall.ENOSPC) || errors.Is(why, syscall.EDQUOT) {
		return assessment.Errorf(assessment.Unwritten, "%s: the disk of the server is full%w", what, silent{why}).Because(assessment.DiskFull)
	}
	return assessment.Errorf(assessment.Failed, "%s: %w", what, why)
}

// missing is fault for a file that is read.
func missing(name string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		told := assessment.Errorf(assessment.NotFound, "there is no file %s", name)
		told.Cause = fs.ErrNotExist
		return told
	}
	return fault(name+" could not be read", err)
}

func refused(format string, args ...any) error {
	return assessment.Errorf(assessment.Refused, format, args...)
}

func taken(name string) error {
	return assessment.Errorf(assessment.Conflict, "%s exists", name).Because(assessment.FileExists)
}

// silent is a cause that its sentence says in other words.
type silent struct{ error }

func (silent) Error() string   { return "" }
func (s silent) Unwrap() error { return s.error }

// withoutPath is the reason of the system alone.
func withoutPath(err error) error {
	var at *fs.PathError
	var between *os.LinkError
	var call *os.SyscallError
	switch {
	case errors.As(err, &at):
		return withoutPath(at.Err)
	case errors.As(err, &between):
		return withoutPath(between.Err)
	case errors.As(err, &call):
		return withoutPath(call.Err)
	}
	return err
}
