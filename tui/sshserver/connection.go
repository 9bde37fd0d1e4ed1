package sshserver

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"strings"
	"sync"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"assay/assessment/hostile"
)

// connection is one connection of a client, from the first byte on.
type connection struct {
	net.Conn
	server  *Server
	address string // for the limits
	closing sync.Once
	gone    chan struct{} // closed with the connection
	probing sync.Once

	mu       sync.Mutex
	log      *slog.Logger
	known    bool     // it has shown a known key
	shown    []string // other keys, and other ways to show who it is
	channels int      // open ones
	visits   int      // that have not ended
	refusals int      // that were logged
	alone    *time.Timer

	// The lock of the server guards these.
	person  string // the id of whoever has shown a known key
	crowded bool   // that person has too many connections
}

const (
	mostChannels = 10  // of a connection at once
	mostRefusals = 20  // of a connection in the log
	longestWord  = 100 // letters of a name that a client gave, in the log
)

type connectionKey struct{}

// connectionOf finds the connection that belongs to a context.
func connectionOf(ctx context.Context) *connection {
	return ctx.Value(connectionKey{}).(*connection)
}

// arrive takes a new connection, or closes it.
func (s *Server) arrive(ctx ssh.Context, conn net.Conn) net.Conn {
	log := s.Log.With("address", conn.RemoteAddr().String())
	address := addressOf(conn.RemoteAddr())
	if tell, err := s.gate.admit(address); err != nil {
		if tell {
			log.Warn("refused", "what", "a connection", "because", err)
		}
		return nil
	}
	c := &connection{Conn: conn, server: s, address: address, log: log, gone: make(chan struct{})}
	ctx.SetValue(connectionKey{}, c)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.connections[c] = struct{}{}
	if s.stopping {
		go func() { _ = c.Close() }() // it came in the last moment
	}
	return c
}

// errCrowded is told to the person.
var errCrowded = errors.New("you have too many connections to this server; close one of them first")

// belong notes whose connection it is, unless that person has too many.
func (s *Server) belong(c *connection, person string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for other := range s.connections {
		if other.person == person {
			n++
		}
	}
	if n >= s.Limits.OpenPerPerson {
		c.crowded = true
		return errCrowded
	}
	c.person = person
	return nil
}

// recognize notes that the connection has shown a known key. It may stay for a while without
// a visit.
func (c *connection) recognize() {
	c.mu.Lock()
	defer c.mu.Unlock()
	select {
	case <-c.gone:
		return
	default:
	}
	c.known = true
	c.server.gate.known()
	c.alone = time.AfterFunc(c.server.Limits.Alone, func() { _ = c.Close() })
}

// Close implements net.Conn.
func (c *connection) Close() error {
	c.closing.Do(func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		close(c.gone)
		crowded := c.server.forget(c)
		c.server.gate.gone(c.address, c.known, !c.known && !crowded && len(c.shown) > 0)
		if c.known {
			c.alone.Stop()
			return
		}
		because := "it showed no key"
		if len(c.shown) > 0 {
			because = "it showed only " + strings.Join(c.shown, ", ")
		}
		c.log.Warn("refused", "what", "a connection", "because", because)
	})
	return c.Conn.Close()
}

// forget takes a closed connection off the list. It reports whether the person had too many.
func (s *Server) forget(c *connection) (crowded bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.connections, c)
	return c.crowded
}

// open counts a channel, unless there are too many.
func (c *connection) open() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.channels >= mostChannels || !c.known {
		return false
	}
	c.channels++
	return true
}

// shut ends the count of a channel.
func (c *connection) shut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.channels--
}

// begin counts a visit. The connection stays as long as there is one.
func (c *connection) begin() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.visits++
	c.alone.Stop()
}

// finish ends the count of a visit. A connection without any is closed in a while, also if
// it has channels: a client may open them and ask for nothing.
func (c *connection) finish() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.visits--; c.visits == 0 {
		c.alone.Reset(c.server.Limits.Alone)
	}
}

// refuse logs a thing that the client wanted and did not get. A client that asks on and on
// does not fill the log.
func (c *connection) refuse(what string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch c.refusals++; {
	case c.refusals < mostRefusals:
		c.log.Warn("refused", "what", what)
	case c.refusals == mostRefusals:
		c.log.Warn("refused", "what", what, "and", "more is refused without a line here")
	}
}

// probe asks the other end now and then whether it is still there. A connection that gives
// no answer is closed, so that its visits end and count no longer.
func (c *connection) probe(ctx context.Context, conn gossh.Conn) {
	c.probing.Do(func() {
		wait := c.server.Limits.Answer / 2
		ticks := time.NewTicker(wait)
		go func() {
			defer ticks.Stop()
			for {
				select {
				case <-ctx.Done():
					return
				case <-ticks.C:
				}
				late := time.AfterFunc(wait, func() { _ = c.Close() })
				_, _, err := conn.SendRequest("keepalive@openssh.com", true, nil)
				late.Stop()
				if err != nil {
					return
				}
			}
		}()
	})
}

// word is a name that a client gave, fit for a log.
func word(text string) string {
	text = hostile.Line(strings.ToValidUTF8(text, "\uFFFD"))
	if runes := []rune(text); len(runes) > longestWord {
		return string(runes[:longestWord]) + "…"
	}
	return text
}
