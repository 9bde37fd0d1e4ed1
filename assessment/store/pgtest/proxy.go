package pgtest

import (
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// Proxy passes connections on to a cluster, and cuts or stalls them when a test says so. It
// is for the moments that a test cannot meet by killing a server: a COMMIT that arrives and
// whose answer does not, a COMMIT that never arrives, or a network that swallows everything
// and tells nobody.
type Proxy struct {
	cluster  *Cluster
	folder   string
	listener net.Listener
	ended    sync.WaitGroup

	mu    sync.Mutex
	down  bool
	links map[*link]bool
	cut   *cut          // the next cut that was asked for, or nil
	flows chan struct{} // open while the proxy stalls, and nil otherwise
	trips int
}

// cut is one moment at which a connection is to be cut.
type cut struct {
	at     func(statement string) bool
	before bool // the server does not get the statement; otherwise it answers first
	down   bool // the proxy goes down with it
	stall  bool // the proxy stalls instead of cutting
	done   chan struct{}
}

// NewProxy begins to listen, until the test ends.
func NewProxy(tb testing.TB, c *Cluster) *Proxy {
	tb.Helper()
	folder, err := os.MkdirTemp("", "assay-px-")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := os.RemoveAll(folder); err != nil {
			tb.Error(err)
		}
	})
	listener, err := net.Listen("unix", filepath.Join(folder, socket))
	if err != nil {
		tb.Fatal(err)
	}
	p := &Proxy{cluster: c, folder: folder, listener: listener, links: map[*link]bool{}}
	p.ended.Go(p.accept)
	tb.Cleanup(func() {
		_ = listener.Close() // its socket goes with the folder
		p.Flow()
		p.Cut()
		p.ended.Wait()
	})
	return p
}

// socket is the name of the socket of a server.
const socket = ".s.PGSQL." + port

// URL is the address of a database through the proxy.
func (p *Proxy) URL(role, database string) string { return address(role, database, p.folder) }

// Cut cuts all connections at once. New ones are passed on.
func (p *Proxy) Cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for l := range p.links {
		l.close()
	}
}

// Down cuts all connections, and every new one at once, until Up.
func (p *Proxy) Down() {
	p.mu.Lock()
	p.down = true
	p.mu.Unlock()
	p.Cut()
}

// Up lets connections through again.
func (p *Proxy) Up() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.down = false
}

// Stall lets nothing through any more, in neither direction, and closes nothing: new
// connections come about, and nobody answers on them. This lasts until Flow.
func (p *Proxy) Stall() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.flows == nil {
		p.flows = make(chan struct{})
	}
}

// Flow lets everything through again, also what was sent meanwhile.
func (p *Proxy) Flow() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.flows != nil {
		close(p.flows)
		p.flows = nil
	}
}

// wait returns once the proxy does not stall.
func (p *Proxy) wait() {
	p.mu.Lock()
	flows := p.flows
	p.mu.Unlock()
	if flows != nil {
		<-flows
	}
}

// CutBefore cuts the connection that is the next to send such a statement, before the
// server gets it and anything that was sent with it. The channel is closed when that has
// happened.
func (p *Proxy) CutBefore(at func(statement string) bool) <-chan struct{} {
	return p.plan(cut{at: at, before: true})
}

// CutAfter cuts the connection that is the next to send such a statement, after the
// server has answered and before the client has the answer. The channel is closed when
// that has happened.
func (p *Proxy) CutAfter(at func(statement string) bool) <-chan struct{} { return p.plan(cut{at: at}) }

// DownBefore is CutBefore, and then the proxy is down for all connections.
func (p *Proxy) DownBefore(at func(statement string) bool) <-chan struct{} {
	return p.plan(cut{at: at, before: true, down: true})
}

// DownAfter is CutAfter, and then the proxy is down for all connections.
func (p *Proxy) DownAfter(at func(statement string) bool) <-chan struct{} {
	return p.plan(cut{at: at, down: true})
}

// StallBefore stalls the proxy at the next such statement, before the server gets it. The
// server gets it after Flow. The channel is closed when the proxy stalls.
func (p *Proxy) StallBefore(at func(statement string) bool) <-chan struct{} {
	return p.plan(cut{at: at, before: true, stall: true})
}

// StallAfter stalls the proxy at the next such statement, after the server has answered and
// before the client has the answer. The client gets it after Flow. The channel is closed when
// the proxy stalls.
func (p *Proxy) StallAfter(at func(statement string) bool) <-chan struct{} {
	return p.plan(cut{at: at, stall: true})
}

func (p *Proxy) plan(asked cut) <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	asked.done = make(chan struct{})
	p.cut = &asked
	return asked.done
}

// happens takes the proxy down if the cut says so, and ends the connection or stalls.
func (p *Proxy) happens(asked *cut) error {
	switch {
	case asked.stall:
		p.Stall()
		close(asked.done)
		return nil
	case asked.down:
		p.Down()
	}
	close(asked.done)
	return errCut
}

// planned takes the cut that a statement asks for, or returns nil.
func (p *Proxy) planned(statement string) *cut {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cut == nil || !p.cut.at(statement) {
		return nil
	}
	asked := p.cut
	p.cut = nil
	return asked
}

// RoundTrips counts how often a client has waited for the server, the beginning of each
// connection left out.
func (p *Proxy) RoundTrips() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.trips
}

// Connections is how many clients are connected.
func (p *Proxy) Connections() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.links)
}

func (p *Proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return // the test has ended
		}
		server, err := net.Dial("unix", filepath.Join(p.cluster.folder, socket))
		if err != nil {
			_ = client.Close() // the server is down, and so is the proxy for this client
			continue
		}
		l := &link{proxy: p, client: client, server: server, statements: map[string]string{}}
		p.mu.Lock()
		if p.down {
			l.close()
		} else {
			p.links[l] = true
			p.ended.Go(l.run)
		}
		p.mu.Unlock()
	}
}
