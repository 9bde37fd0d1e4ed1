// Command assay is the command line: flags, streams, exit codes and wiring. Rules
// and wording are in the packages below it.
//
// Its messages follow these conventions:
//
//   - Data goes to stdout, and messages go to stderr. With --json, errors are JSON
//     on stderr.
//   - Messages begin with "assay: error:", "assay: hint:" or "assay: note:",
//     are in lower case and end without a period.
//   - The [printer] makes every text harmless before it prints it.
//   - Exit codes are few and documented; exit.go alone sets them.
//   - A file appears whole or not at all, and assay reads it back before it reports
//     success.
//
// Each file is about one noun of the command line, or about one thing that several
// commands need: config.go holds the settings, output.go prints, passphrase.go asks,
// files.go writes files.
package main

import (
	"context"
	"os"
	"time"
	_ "time/tzdata" // every machine must know the zone of an assessment

	tea "charm.land/bubbletea/v2"
)

func main() {
	os.Exit(run(world{
		args: os.Args[1:], getenv: os.Getenv, now: time.Now,
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr,
	}))
}

// world is everything that a run takes from outside.
type world struct {
	args                  []string
	getenv                func(string) string
	now                   func() time.Time
	stdin, stdout, stderr *os.File

	around func(tea.Model) tea.Model // put around the workbench; nil does not
}

// run executes the arguments and returns the exit code.
func run(w world) int {
	ctx, signals := heed(context.Background())
	defer signals.stop()
	return signals.within(ctx, w, func() int {
		a := newApp(w)
		a.signals = signals
		err := a.rootCommand().ExecuteContext(ctx)
		err = a.finish(ctx, err)
		a.complain(err)
		if code := exitCode(err); code != exitCancelled {
			return code
		}
		return signals.exitCode()
	})
}
