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
	context.AfterFunc(v.in, func() { _ = session.Close() }) // it reads no more
	code := 0
	if err := s.Files(v.in, v.who, stream{v.reads(session), session}, v.log); err != nil {
		v.log.Error("the transfer of files failed", "error", err)
		code = 1
	}
	_ = session.Exit(code)
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
