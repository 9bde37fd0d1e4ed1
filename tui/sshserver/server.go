// Package sshserver lets people open the workbench with plain ssh, with nothing installed.
// The server has the record; each person sees it as they do on their own computer.
//
// Its ideas, in the order in which a reader meets them:
//
//   - A key says who comes. The record knows the people and their public keys, and the
//     server reads them anew for every connection and again for every session. There is no
//     password, no certificate, and no other name: the user name of ssh is only logged.
//   - A visit is one use of the server by one person: a workbench, or a transfer of files.
//     It counts against the limits of all and of that person. A person whose key is taken
//     out of the record loses the visit within a second.
//   - A channel of SSH has requests of many kinds. The server answers those that a
//     workbench on a terminal needs, and refuses the others: commands, forwarded ports and
//     agents, windows of X11, variables.
//   - One watcher of the record serves all visits.
//   - A visit ends for a reason: the person leaves, the connection is lost, nobody types, the
//     key is removed, the server stops. Except when the connection is lost, the person reads
//     that reason. In every case all answers are saved by then, and a text stays a draft.
//   - The log says who came and went, and names each refusal. It has no answer, note or file.
package sshserver

import (
	"cmp"
	"context"
	"io"
	"log/slog"
	"maps"
	"net"
	"slices"
	"sync"
	"time"

	"charm.land/ssh"
	"charm.land/wish/v2"
	gossh "golang.org/x/crypto/ssh"

	"assay/assessment"
	"assay/tui"
)

// Configuration holds the parts of a server. HostKey, People, Bench, Log and Now must be
// there.
type Configuration struct {
	HostKey gossh.Signer // see [HostKey]

	// People reads the people of the record. It must not answer from memory without looking.
	People func(ctx context.Context) (assessment.People, error)

	// Bench makes the workbench of a person, in which everything is done in their name. The
	// server fills in Changes.
	Bench func(ctx context.Context, who assessment.Account) (tui.Bench, error)

	// Files serves the files of a person over the protocol of SFTP, until the person is done or
	// ctx ends: see [transfer.Serve]. Nil serves none.
	Files func(ctx context.Context, who assessment.Account, channel io.ReadWriter, log *slog.Logger) error

	// Watch calls changed after somebody has recorded something, until ctx ends: see
	// [store.Store.Watch]. Nil calls nothing; then nobody hears of changes at once.
	Watch func(ctx context.Context, changed func())

	// Sweep removes files and drafts that are too old. It is called when the server starts, and
	// every hour. Nil removes none.
	Sweep func() error

	// CrashLog keeps the log of a failure of the server, and returns the name under which the
	// operator finds it.
	CrashLog func(log string) (name string, err error)

	Limits Limits
	Log    *slog.Logger
	Now    func() time.Time
}

// Server serves the workbench over SSH.
type Server struct {
	Configuration
	gate *gate

	mu          sync.Mutex
	connections map[*connection]struct{}
	visits      map[*visit]struct{}
	stopping    bool
	running     sync.WaitGroup // of visits
}

// New makes a server.
func New(c Configuration) *Server {
	c.Limits = c.Limits.filled()
	return &Server{Configuration: c, gate: newGate(c.Limits, c.Now), connections: map[*connection]struct{}{}, visits: map[*visit]struct{}{}}
}

// Serve serves those who connect to a listener until ctx ends, and closes the listener. It
// then tells every visit that the server stops, and waits until their answers are saved,
// but not longer than the limit. The error is nil then.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	server, err := wish.NewServer(
		func(server *ssh.Server) error { server.AddHostKey(s.HostKey); return nil },
		wish.WithVersion("assay"),
		wish.WithMiddleware(s.workbench),
		func(server *ssh.Server) error { s.restrict(server); return nil },
	)
	if err != nil {
		return assessment.Errorf(assessment.Failed, "the server cannot be made: %w", err)
	}
	watching, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	var beside sync.WaitGroup
	beside.Go(func() { s.watch(watching) })
	beside.Go(func() { s.sweep(watching) })

	failed := make(chan error, 1)
	beside.Go(func() { failed <- server.Serve(listener) })
	select {
	case <-ctx.Done():
	case err = <-failed:
		err = assessment.Errorf(assessment.Failed, "the server cannot take connections any more: %w", err)
	}
	_ = listener.Close() // the library closes it only once it has begun to accept
	s.stop()
	stop()
	beside.Wait()
	return err
}

// parting is how long the server waits for clients to close their connections after the
// last words.
const parting = time.Second

// stop ends all visits and closes all connections.
func (s *Server) stop() {
	s.mu.Lock()
	s.stopping = true
	for v := range s.visits {
		v.end(stopped)
	}
	left := len(s.visits)
	s.mu.Unlock()
	s.Log.Info("stopping", "visits", left)

	ended := make(chan struct{})
	go func() {
		s.running.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(s.Limits.Ending):
		s.Log.Warn("visits were cut off", "after", s.Limits.Ending)
	}
	late, cancel := context.WithTimeout(context.Background(), parting)
	defer cancel()
	for _, c := range s.connected() {
		select {
		case <-c.gone:
		case <-late.Done():
			_ = c.Close()
		}
	}
}

// connected lists the connections.
func (s *Server) connected() []*connection {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Collect(maps.Keys(s.connections))
}

// restrict lets the library serve a workbench, and nothing else.
func (s *Server) restrict(server *ssh.Server) {
	server.HandshakeTimeout = s.Limits.Handshake
	server.ConnCallback = s.arrive
	server.ServerConfigCallback = s.authentication
	server.PtyCallback = func(_ ssh.Context, pty ssh.Pty) bool { return termName.MatchString(pty.Term) }
	server.ChannelHandlers = map[string]ssh.ChannelHandler{"session": s.channel, "default": refuseChannel}
	server.RequestHandlers = map[string]ssh.RequestHandler{"default": refuseRequest}
	server.SubsystemHandlers = map[string]ssh.SubsystemHandler{}
	if s.Files != nil {
		server.SubsystemHandlers["sftp"] = s.transfer
	}
}

// Limits are how much the server does at once, and how long it waits. A zero value is the
// usual one, see [UsualLimits].
type Limits struct {
	Sessions      int // workbenches at once, and as many transfers of files
	PerPerson     int // of each, for one person
	Open          int // connections at once
	PerMinute     int // new connections from one address
	OpenPerPerson int // connections of one person at once
	Failures      int // connections from one address that showed no known key, within ten minutes
	Unknown       int // connections at once that have not shown a known key yet
	Tries         int // keys that a connection may show

	Handshake time.Duration // for a connection to show a known key
	Idle      time.Duration // without a key pressed
	Alone     time.Duration // of a connection without a visit
	Answer    time.Duration // of the other end, until the connection counts as lost
	Ending    time.Duration // for the visits, when the server stops
}

// UsualLimits suit a team: people who all come through one gateway share its address.
func UsualLimits() Limits {
	return Limits{
		Sessions: 100, PerPerson: 5, Open: 500, OpenPerPerson: 25, PerMinute: 300, Failures: 30, Unknown: 128, Tries: 6,
		Handshake: 20 * time.Second, Idle: 30 * time.Minute, Alone: time.Minute, Answer: 90 * time.Second, Ending: 10 * time.Second,
	}
}

func (l Limits) filled() Limits {
	usual := UsualLimits()
	return Limits{
		Sessions: cmp.Or(l.Sessions, usual.Sessions), PerPerson: cmp.Or(l.PerPerson, usual.PerPerson),
		Open: cmp.Or(l.Open, usual.Open), OpenPerPerson: cmp.Or(l.OpenPerPerson, usual.OpenPerPerson), PerMinute: cmp.Or(l.PerMinute, usual.PerMinute), Failures: cmp.Or(l.Failures, usual.Failures),
		Unknown: cmp.Or(l.Unknown, usual.Unknown), Tries: cmp.Or(l.Tries, usual.Tries),
		Handshake: cmp.Or(l.Handshake, usual.Handshake), Idle: cmp.Or(l.Idle, usual.Idle), Alone: cmp.Or(l.Alone, usual.Alone),
		Answer: cmp.Or(l.Answer, usual.Answer), Ending: cmp.Or(l.Ending, usual.Ending),
	}
}
