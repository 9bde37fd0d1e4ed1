package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"assay/assessment"
	"assay/assessment/input"
)

// leastPassphrase is the least number of characters of a new passphrase. Whoever
// copies a key file can try passphrases for as long as they like.
const leastPassphrase = 12

// passphrases gets a passphrase from a file descriptor or from a person at the
// terminal. It never gets one from arguments or the environment, since other programs
// can read those.
type passphrases struct {
	descriptor int    // -1 to ask
	flag       string // names the descriptor; empty for --passphrase-fd
	typed      string // by a person in the workbench
	silent     bool   // nobody is asked: the typed one counts, also an empty one
}

func (p *passphrases) register(cmd *cobra.Command) {
	cmd.Flags().IntVar(&p.descriptor, "passphrase-fd", -1, "read the passphrase from this file descriptor: one line")
}

// get returns the passphrase for something. It asks for a new one twice, and refuses
// one that is too short.
func (p *passphrases) get(ctx context.Context, a *app, what string, fresh bool) (string, error) {
	passphrase, err := p.obtain(ctx, a, what, fresh)
	if err == nil {
		err = checkPassphrase(passphrase, fresh)
	}
	return passphrase, err
}

// checkPassphrase refuses an empty passphrase, and a new one that is too short. The
// length of an old one is up to whoever chose it.
func checkPassphrase(passphrase string, fresh bool) error {
	n := utf8.RuneCountInString(passphrase)
	switch {
	case n == 0:
		return assessment.Errorf(assessment.Invalid, "the passphrase is empty").Because(assessment.WrongPassphrase)
	case fresh && n < leastPassphrase:
		return failf(assessment.Invalid, "four words that have nothing to do with each other are long enough, and easy to remember",
			"a new passphrase must have at least %d characters, and this one has %d", leastPassphrase, n)
	}
	return nil
}

func (p *passphrases) obtain(ctx context.Context, a *app, what string, fresh bool) (string, error) {
	if p.silent {
		return p.typed, nil
	}
	if p.descriptor >= 0 {
		return readPassphrase(ctx, a, p.descriptor)
	}
	if !isTerminal(a.stdin) {
		return "", usagef("pass it with "+cmp.Or(p.flag, "--passphrase-fd")+" N", "assay needs a passphrase for %s, and has no terminal to ask for it", what)
	}
	passphrase, err := a.ask(ctx, "passphrase for "+what+": ")
	if err != nil || !fresh || checkPassphrase(passphrase, fresh) != nil {
		return passphrase, err // get refuses it
	}
	again, err := a.ask(ctx, "repeat it: ")
	if err == nil && again != passphrase {
		err = assessment.Errorf(assessment.Invalid, "the two passphrases differ")
	}
	return passphrase, err
}

// readPassphrase reads one line, without the line break, until ctx ends.
func readPassphrase(ctx context.Context, a *app, descriptor int) (string, error) {
	file := a.stdin
	if descriptor != 0 {
		file = os.NewFile(uintptr(descriptor), "passphrase")
	}
	if file == nil {
		return "", errUnreadable(descriptor)
	}
	type reply struct {
		line string
		err  error
	}
	replies := make(chan reply, 1)
	go func() { // the other end of a pipe may never write
		line, err := input.Passphrase(file)
		replies <- reply{line, err}
	}()
	select {
	case r := <-replies:
		if r.err != nil && assessment.CodeOf(r.err) != assessment.Invalid {
			r.err = errUnreadable(descriptor)
		}
		return r.line, r.err
	case <-ctx.Done():
		return "", errCancelled
	}
}

func errUnreadable(descriptor int) error {
	return usagef("for example: assay … --passphrase-fd 3 3<FILE", "cannot read file descriptor %d", descriptor)
}

// ask asks on the terminal, without echo. It restores the terminal in any case. The
// terminal is in raw mode meanwhile, so that ctrl+c arrives here as a key and cannot
// end the program before that.
func (a *app) ask(ctx context.Context, question string) (string, error) {
	fd := int(a.stdin.Fd())
	before, err := term.MakeRaw(fd)
	if err != nil {
		return "", assessment.Errorf(assessment.Failed, "cannot ask for the passphrase on this terminal: %w", err)
	}
	defer func() { _ = term.Restore(fd, before) }()
	lines := term.NewTerminal(struct {
		io.Reader
		io.Writer
	}{a.stdin, a.stderr}, "")
	type reply struct {
		line string
		err  error
	}
	replies := make(chan reply, 1)
	go func() {
		line, err := lines.ReadPassword(question)
		replies <- reply{line, err}
	}()
	select {
	case r := <-replies:
		if errors.Is(r.err, io.EOF) { // ctrl+c, ctrl+d
			fmt.Fprint(a.stderr, "\r\n")
			r.err = errCancelled
		}
		return r.line, r.err
	case <-ctx.Done():
		fmt.Fprint(a.stderr, "\r\n")
		return "", errCancelled
	}
}

// confirm asks a yes-no question. With --yes the answer is yes; without a terminal
// it is no.
func (a *app) confirm(ctx context.Context, question string) (bool, error) {
	if a.flags.yes || !isTerminal(a.stdin) {
		return a.flags.yes, nil
	}
	a.talk.print("%s [y/N] ", question)
	_ = a.talk.flush()
	replies := make(chan string, 1)
	go func() {
		var line [64]byte
		n, _ := a.stdin.Read(line[:])
		replies <- strings.ToLower(strings.TrimSpace(string(line[:n])))
	}()
	select {
	case reply := <-replies:
		return reply == "y" || reply == "yes", nil
	case <-ctx.Done():
		return false, errCancelled
	}
}
