package sshserver

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"charm.land/ssh"

	"assay/assessment"
	"assay/assessment/hostile"
)

// visit is one use of the server by one person.
type visit struct {
	server      *Server
	connection  *connection
	kind        kind
	fingerprint string // of the key
	who         assessment.Account
	log         *slog.Logger
	began       time.Time
	changed     chan struct{} // a notice that was not taken yet

	// in ends with the visit, and its cause is the ending.
	in      context.Context
	end     context.CancelCauseFunc
	leaving sync.Once
	left    chan struct{}
}

// kind is the kind of a visit, as the log calls it.
type kind string

const (
	workbenchVisit kind = "workbench"
	filesVisit     kind = "files"
)

// ending is why the server ends a visit, as the log calls it.
type ending string

// Error is the reason.
func (e ending) Error() string { return string(e) }

// The endings. When a person leaves, there is none.
const (
	lost    ending = "the connection is lost"
	idle    ending = "nobody typed"
	flooded ending = "more was sent than anybody types"
	removed ending = "the person or key is no longer in the record"
	stopped ending = "the server stops"
)

// grace is how long an ended visit waits for a terminal that takes nothing any more.
const grace = 3 * time.Second

var errStopping = assessment.Errorf(assessment.Refused, "this server stops now; connect again in a minute")

// enter begins a visit. It reads once more whose key it is: the connection may be old. The
// caller leaves the visit when everything is saved.
func (s *Server) enter(session ssh.Session, of kind) (*visit, error) {
	c := channelOf(session.Context()).connection
	v := &visit{server: s, connection: c, kind: of, began: s.Now(), changed: make(chan struct{}, 1), left: make(chan struct{})}
	if shown := session.Permissions().Permissions; shown != nil {
		v.fingerprint = shown.Extensions[fingerprintOf]
	}
	if v.fingerprint == "" {
		return nil, assessment.Errorf(assessment.Refused, "nobody has shown a key")
	}
	v.in, v.end = context.WithCancelCause(context.Background())
	if err := s.register(v); err != nil {
		v.end(nil)
		c.refuse(fmt.Sprintf("one more visit: %v", err))
		return nil, err
	}
	c.begin()
	context.AfterFunc(session.Context(), func() { v.end(lost) })
	context.AfterFunc(v.in, func() {
		late := time.AfterFunc(grace, func() { _ = c.Close() })
		<-v.left
		late.Stop()
	})
	who, err := s.personWith(v.in, v.fingerprint)
	if err == nil {
		err = s.identify(v, who)
	}
	if err != nil {
		v.leave()
		c.refuse(fmt.Sprintf("one more visit: %v", err))
		return nil, err
	}
	v.log = s.Log.With("person", v.who.Name, "key", v.fingerprint, "address", session.RemoteAddr().String(), "kind", v.kind)
	v.log.Info("came", "user", word(session.User()), "client", word(session.Context().ClientVersion()))
	return v, nil
}

// leave ends a visit. Everything is saved, or lost.
func (v *visit) leave() {
	v.leaving.Do(func() {
		close(v.left)
		v.end(nil)
		v.connection.finish()
		v.server.unregister(v)
		if v.log != nil {
			v.log.Info("went", "because", cmp.Or(v.why(), "the person left"), "after", v.server.Now().Sub(v.began).Round(time.Second))
		}
	})
}

// why is why the server has ended the visit, or nothing.
func (v *visit) why() ending {
	var why ending
	_ = errors.As(context.Cause(v.in), &why)
	return why
}

// register counts a visit whose person is not known yet.
func (s *Server) register(v *visit) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopping {
		return errStopping
	}
	if n := s.count(func(other *visit) bool { return other.kind == v.kind }); n >= s.Limits.Sessions {
		return assessment.Errorf(assessment.Refused, "%d people use this server, which is its limit; try again later", n)
	}
	s.visits[v] = struct{}{}
	s.running.Add(1)
	return nil
}

// identify gives a visit its person, who may have only a few at once.
func (s *Server) identify(v *visit, who assessment.Account) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := s.count(func(other *visit) bool { return other.kind == v.kind && other.who.ID == who.ID }); n >= s.Limits.PerPerson {
		return assessment.Errorf(assessment.Refused, "you use this server %d times at once, which is the limit; leave one of them first", n)
	}
	v.who = who
	return nil
}

// count counts visits. The caller holds the lock.
func (s *Server) count(of func(*visit) bool) (n int) {
	for v := range s.visits {
		if of(v) {
			n++
		}
	}
	return n
}

func (s *Server) unregister(v *visit) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.visits, v)
	close(v.changed) // whoever waits for a notice waits no longer
	s.running.Done()
}

// leaveOnPanic ends a visit whose code has failed. The others go on.
func (s *Server) leaveOnPanic(session ssh.Session) {
	failed := recover()
	if failed == nil {
		return
	}
	s.fail(fmt.Sprintf("%v\n\n%s", failed, debug.Stack()))
	say(session, "the server failed, but every saved answer stays saved. Connect again")
	_ = session.Exit(1)
}

// fail keeps the log of a failure and says where it is.
func (s *Server) fail(crash string) {
	name, err := "", errors.New("there is no place for it")
	if s.CrashLog != nil {
		name, err = s.CrashLog(crash)
	}
	if err != nil {
		s.Log.Error("a visit failed, and its log cannot be kept", "error", err)
		return
	}
	s.Log.Error("a visit failed", "log", name)
}

// say writes a sentence of the server where the person reads it. On a terminal it comes
// after everything that was drawn.
func say(session ssh.Session, text string) {
	to := io.Writer(session.Stderr())
	if _, _, terminal := session.Pty(); terminal {
		to = session
	}
	_, _ = fmt.Fprintf(to, "assay: %s.\n", hostile.Line(text)) // whoever is gone reads nothing
}
