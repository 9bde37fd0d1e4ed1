package main

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
)

// The exit codes. They are promises: scripts depend on them.
const (
	exitDone      = 0
	exitFailed    = 1
	exitUsage     = 2
	exitUnproven  = 3
	exitNotFound  = 4
	exitDatabase  = 5
	exitCancelled = 130
)

// errCancelled ends a run that a person broke off.
var errCancelled = errors.New("cancelled")

// exitCode is the code that an error ends the program with. A name that fits
// several things is a matter of how the call was written.
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
