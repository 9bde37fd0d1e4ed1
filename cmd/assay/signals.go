package main

import (
	"context"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/term"
)

// signals has the only handler of signals in the program. The first signal cancels
// the run, which then ends in order: it restores the terminal and keeps what was
// typed. A run that cannot end, because it reads from a pipe or a slow disk, is left
// after a short time. A second signal leaves it at once.
type signals struct {
	arrived chan os.Signal
	again   chan struct{} // closed by the second signal
	first   atomic.Int32  // the number of the first signal; 0 for none
	allowed atomic.Int64  // nanoseconds that the run has to end in order; 0 for the usual time
}

// endings are the signals that end a run.
var endings = []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}

// orderly is the time that a run usually has to end in order.
const orderly = 2 * time.Second

// allow gives the run more time to end in order than usual.
func (s *signals) allow(d time.Duration) {
	if s != nil {
		s.allowed.Store(int64(max(d, orderly)))
	}
}

// limit is the time that the run has to end in order.
func (s *signals) limit() time.Duration {
	return max(orderly, time.Duration(s.allowed.Load()))
}

// heed returns a context that the first signal cancels. A signal that the parent
// process ignores, as nohup does, stays ignored.
func heed(ctx context.Context) (context.Context, *signals) {
	ctx, cancel := context.WithCancel(ctx)
	s := &signals{arrived: make(chan os.Signal, 2), again: make(chan struct{})}
	for _, sig := range endings {
		if !signal.Ignored(sig) {
			signal.Notify(s.arrived, sig)
		}
	}
	go func() {
		defer cancel()
		sig, open := <-s.arrived
		if !open {
			return
		}
		if number, is := sig.(syscall.Signal); is {
			s.first.Store(int32(number))
		}
		cancel()
		if _, open := <-s.arrived; open {
			close(s.again)
		}
	}()
	return ctx, s
}

// stop ends the handling.
func (s *signals) stop() {
	signal.Stop(s.arrived)
	close(s.arrived)
}

// exitCode is the exit code of a run that was canceled: by a signal, or by a key.
func (s *signals) exitCode() int {
	if number := int(s.first.Load()); number != 0 {
		return 128 + number
	}
	return exitCancelled
}

// within runs a task and returns its exit code. If the task does not end in time
// after a signal, within leaves it and restores the terminal.
func (s *signals) within(ctx context.Context, w world, task func() int) int {
	restore := terminalOf(w)
	code := make(chan int, 1)
	go func() { code <- task() }()
	select {
	case c := <-code:
		return c
	case <-ctx.Done():
	}
	select {
	case c := <-code:
		return c
	case <-s.again:
	case <-time.After(s.limit()):
	}
	restore()
	return s.exitCode()
}

// plainScreen undoes what the workbench sets on a terminal: modes of the keyboard
// and the mouse, a hidden cursor, the second screen. A terminal that has none of
// them shows nothing.
const plainScreen = "\x1b[<u\x1b[>4;0m\x1b[?2004l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1004l\x1b[?2026l\x1b[?25h\x1b[0m\x1b[?1049l\r"

// terminalOf remembers the state of the terminal and returns the way back to it.
func terminalOf(w world) (restore func()) {
	fd := int(w.stdin.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return func() {}
	}
	return func() {
		now, err := term.GetState(fd)
		raw := err == nil && *now != *before
		_ = term.Restore(fd, before)
		if !raw || !isTerminal(w.stdout) {
			return
		}
		// A terminal that takes no more output must not keep the program.
		written := make(chan struct{})
		go func() {
			defer close(written)
			_, _ = w.stdout.WriteString(plainScreen)
		}()
		select {
		case <-written:
		case <-time.After(orderly / 10):
		}
	}
}
