// Command assay is the door of the house: flags, streams, exit codes and
// wiring. No rules live here.
//
// How it speaks:
//
//   - What was asked for goes to stdout; everything said about it goes to
//     stderr. With --json, errors are JSON as well, on stderr.
//   - Messages begin with "assay: error:", "assay: hint:" or "assay: note:",
//     are in lower case and have no full stop.
//   - Every text is made harmless where it is printed, see [printer].
//   - Exit codes are few, documented, and made in one place, exit.go.
//   - Nothing is half-done: a file appears whole or not at all, and is read
//     back before "done" is said.
//
// A file is about one noun of the command line, or one thing that several of
// them need: config.go the settings, output.go the printing, passphrase.go the
// asking, files.go the writing.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // an assessment's zone must be known wherever it is judged
)

func main() {
	os.Exit(run(world{
		args: os.Args[1:], getenv: os.Getenv, now: time.Now,
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr,
	}))
}

// world is what a run has from outside.
type world struct {
	args                  []string
	getenv                func(string) string
	now                   func() time.Time
	stdin, stdout, stderr *os.File
}

// run does what the arguments ask for and returns the exit code.
func run(w world) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	a := newApp(w)
	err := a.rootCommand().ExecuteContext(ctx)
	err = a.finish(ctx, err)
	a.complain(err)
	return exitCode(err)
}
