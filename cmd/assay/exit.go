package main

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
)

// The exit codes. Never change one: scripts depend on them.
const (
	exitDone      = 0
	exitFailed    = 1
	exitUsage     = 2
	exitUnproven  = 3
	exitNotFound  = 4
	exitDatabase  = 5
	exitCancelled = 130 // by a key; after a signal see signals.exitCode
)

// errCancelled ends a run that the user interrupted.
var errCancelled = errors.New("canceled")

// exitCode returns the exit code for an error. An ambiguous name is a usage error.
func exitCode(err error) int {
	switch {
	case err == nil:
		return exitDone
	case cancelled(err):
		return exitCancelled
	}
	switch assessment.CodeOf(err) {
	case assessment.Usage, assessment.Ambiguous:
		return exitUsage
	case assessment.Unproven:
		return exitUnproven
	case assessment.NotFound:
		return exitNotFound
	case assessment.Locked, assessment.NotOurs, assessment.Newer, assessment.Damaged:
		return exitDatabase
	}
	return exitFailed
}

func cancelled(err error) bool {
	return errors.Is(err, errCancelled) || errors.Is(err, context.Canceled) || errors.Is(err, tea.ErrInterrupted)
}
