package pgtest

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
)

// link is one connection through a proxy. It reads the messages of PostgreSQL's protocol
// (version 3) as far as a cut needs it: which statement a client runs, and when the server
// has answered.
type link struct {
	proxy          *Proxy
	client, server net.Conn

	statements map[string]string // the text of each prepared statement, by its name
	withheld   atomic.Pointer[cut]
	answered   atomic.Bool // the server has answered all since the client sent last
}

func (l *link) close() {
	_ = l.client.Close() // cutting a connection is all that this is for
	_ = l.server.Close()
}

func (l *link) run() {
	var both sync.WaitGroup
	for _, pass := range []func() error{l.requests, l.answers} {
		both.Go(func() {
			_ = pass() // its end is the end of the connection, for whatever reason
			l.proxy.wait()
			l.close()
		})
	}
	both.Wait()
	l.proxy.mu.Lock()
	defer l.proxy.mu.Unlock()
	delete(l.proxy.links, l)
}

// errCut ends a connection where a test asked for it.
var errCut = errors.New("cut")

// requests passes on the messages of the client, all that it sent at once in one piece.
func (l *link) requests() error {
	in := bufio.NewReaderSize(l.client, 1<<16)
	first, err := message(in, false)
	if err != nil {
		return err
	}
	l.proxy.wait()
	if _, err := l.server.Write(first); err != nil {
		return err
	}
	var piece []byte
	for {
		m, err := message(in, true)
		if err != nil {
			return err
		}
		if l.answered.CompareAndSwap(true, false) && m[0] != 'X' {
			l.proxy.mu.Lock()
			l.proxy.trips++
			l.proxy.mu.Unlock()
		}
		piece = append(piece, m...)
		if text, runs := l.statement(m); runs && l.withheld.Load() == nil {
			if asked := l.proxy.planned(text); asked != nil && asked.before {
				if err := l.proxy.happens(asked); err != nil {
					return err
				}
			} else if asked != nil {
				l.withheld.Store(asked)
			}
		}
		if in.Buffered() > 0 && len(piece) < 1<<20 && m[0] != 'S' && m[0] != 'Q' {
			continue
		}
		l.proxy.wait()
		if _, err := l.server.Write(piece); err != nil {
			return err
		}
		piece = piece[:0]
	}
}

// statement is the text of the statement that a message runs, if it runs one.
func (l *link) statement(m []byte) (text string, runs bool) {
	words := bytes.SplitN(m[5:], []byte{0}, 3)
	switch {
	case m[0] == 'Q':
		return string(words[0]), true
	case m[0] == 'P' && len(words) > 1: // Parse: name, text
		l.statements[string(words[0])] = string(words[1])
	case m[0] == 'B' && len(words) > 1: // Bind: portal, name of the statement
		return l.statements[string(words[1])], true
	}
	return "", false
}

// answers passes on the messages of the server.
func (l *link) answers() error {
	in := bufio.NewReaderSize(l.server, 1<<16)
	var kept []byte // what the client does not get before the cut
	for {
		m, err := message(in, true)
		if err != nil {
			return err
		}
		asked := l.withheld.Load()
		ready := m[0] == 'Z'
		switch {
		case asked != nil && ready && m[5] == 'I':
			if err := l.proxy.happens(asked); err != nil {
				return err
			}
			l.withheld.Store(nil)
			l.answered.Store(true)
			m, kept = append(kept, m...), nil
		case asked != nil:
			kept = append(kept, m...)
			continue
		case ready:
			l.answered.Store(true)
		}
		l.proxy.wait()
		if _, err := l.client.Write(m); err != nil {
			return err
		}
	}
}

// message reads one message. All but the first of a client have a type before their length.
func message(in *bufio.Reader, typed bool) ([]byte, error) {
	before := 0
	if typed {
		before = 1
	}
	head, err := in.Peek(before + 4)
	if err != nil {
		return nil, err
	}
	m := make([]byte, before+int(binary.BigEndian.Uint32(head[before:])))
	_, err = io.ReadFull(in, m)
	return m, err
}
