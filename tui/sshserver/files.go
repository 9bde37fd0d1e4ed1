package sshserver

import (
	"context"
	"io"
	"time"

	"charm.land/ssh"
)

// stream is the channel of a transfer of files. Sentences for the person go beside it.
type stream struct {
	io.Reader
	ssh.Session
}

// Read reads from the person.
func (s stream) Read(into []byte) (int, error) { return s.Reader.Read(into) }

// transfer serves the files of a person.
func (s *Server) transfer(session ssh.Session) {
	defer s.leaveOnPanic(session)
	v, err := s.enter(session, filesVisit)
	if err != nil {
		part(session, s.refusal(err))
		return
	}
	defer v.leave()
	ended := make(chan struct{})
	running := context.AfterFunc(v.in, func() { // it reads no more
		defer close(ended)
		if words := v.cut(); words != "" {
			say(session, words)
		}
		_ = session.Exit(1)
	})
	code := 0
	if err := s.Files(v.in, v.who, stream{v.reads(session), session}, v.log); err != nil {
		v.log.Error("the transfer of files failed", "error", err)
		code = 1
	}
	if !running() {
		<-ended
		return
	}
	_ = session.Exit(code)
}

// cut is the last sentence to a person whose transfers the server has ended.
func (v *visit) cut() string {
	switch v.why() {
	case idle:
		return "nothing has come or gone for " + forWords(v.server.Limits.Idle) + ", so the session has ended"
	case removed:
		return "you or your key is no longer in the record, so the session has ended"
	case stopped:
		return "the server stops now. Connect again in a minute, and send again what has not arrived whole"
	}
	return ""
}

// sweepEvery is how often files and drafts that are too old are removed.
const sweepEvery = time.Hour

// sweep removes them when the server starts and then now and then, until ctx ends.
func (s *Server) sweep(ctx context.Context) {
	if s.Sweep == nil {
		return
	}
	ticks := time.NewTicker(sweepEvery)
	defer ticks.Stop()
	for {
		if err := s.Sweep(); err != nil {
			s.Log.Error("files that are too old cannot be removed", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
		}
	}
}
