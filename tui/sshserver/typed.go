package sshserver

import (
	"context"
	"io"
	"slices"
	"time"
	"unicode/utf8"
)

// typed reads from the other end. When nothing has come for a while, the visit ends. A
// terminal whose end was reached is gone, too.
type typed struct {
	io.Reader
	visit  *visit
	quiet  *time.Timer
	bytes  int
	burst  int       // bytes since the last pause
	since  time.Time // the beginning of the present minute
	lately int       // bytes in it
	whole  bool      // no letter and no sequence is cut off after the latest bytes
}

// These are more than anybody types or pastes, in bytes. A client that sends without an end
// must not fill the memory of the server, nor take its processors from the others.
const (
	mostTyped  = 32_000_000 // in one sitting
	mostAtOnce = 4_000_000  // within a minute, as when somebody pastes
)

// Bytes that are no whole letter and no whole sequence of a terminal wait in the workbench. It
// looks at all of them again with every few bytes that come, until none has come for a moment.
// So that bytes that no terminal sends cost no more than their number, the server pauses after
// so many.
const (
	mostBurst = 64_000
	pause     = 70 * time.Millisecond // longer than the 50 that the workbench waits
)

// longestSequence is how many bytes a sequence of a terminal usually has, at most.
const longestSequence = 64

// rest pauses where a pause cuts nothing in two.
func (t *typed) rest() {
	if t.burst < mostBurst || !t.whole && t.burst < 2*mostBurst {
		return
	}
	t.burst = 0
	over := time.NewTimer(pause)
	defer over.Stop()
	select {
	case <-over.C:
	case <-t.visit.in.Done():
	}
}

// took counts what has come from a terminal.
func (t *typed) took(bytes []byte) {
	if len(bytes) == 0 {
		return
	}
	t.bytes, t.burst = t.bytes+len(bytes), t.burst+len(bytes)
	if now := t.visit.server.Now(); now.Sub(t.since) >= time.Minute || now.Before(t.since) {
		t.since, t.lately = now, 0
	}
	t.lately += len(bytes)
	last := bytes[max(0, len(bytes)-longestSequence):]
	letter, _ := utf8.DecodeLastRune(last)
	t.whole = letter != utf8.RuneError && len(last) == longestSequence && !slices.Contains(last, 0x1b)
}

func (v *visit) reads(from io.Reader) *typed {
	quiet := time.AfterFunc(v.server.Limits.Idle, func() { v.end(idle) })
	context.AfterFunc(v.in, func() { quiet.Stop() })
	return &typed{Reader: from, visit: v, quiet: quiet}
}

// Read implements io.Reader.
func (t *typed) Read(into []byte) (int, error) {
	t.rest()
	n, err := t.Reader.Read(into)
	if n > 0 && t.visit.in.Err() == nil {
		t.quiet.Reset(t.visit.server.Limits.Idle)
	}
	if t.visit.kind != workbenchVisit {
		return n, err
	}
	if t.took(into[:n]); t.bytes > mostTyped || t.lately > mostAtOnce {
		t.visit.end(flooded)
		return 0, io.EOF
	}
	if err != nil {
		t.visit.end(lost)
	}
	return n, err
}
