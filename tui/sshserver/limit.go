package sshserver

import (
	"maps"
	"net"
	"net/netip"
	"sync"
	"time"

	"assay/assessment"
)

// gate counts who comes from where, before it is known who it is.
type gate struct {
	limits Limits
	now    func() time.Time

	mu      sync.Mutex
	open    int                   // connections
	unknown int                   // those that have not shown a known key
	callers map[string]*callerLog // by address
}

// callerLog counts the connections from one address lately.
type callerLog struct {
	minute, failing time.Time // when the counting of each began
	came, failed    int
	told            bool // in this minute, that more are refused
}

const (
	failingFor  = 10 * time.Minute
	mostCallers = 4096 // addresses to remember
)

func newGate(limits Limits, now func() time.Time) *gate {
	return &gate{limits: limits, now: now, callers: map[string]*callerLog{}}
}

// addressOf is the part of an address that a single caller cannot change at will: an IPv4
// address, or the network of an IPv6 address.
func addressOf(at net.Addr) string {
	full, err := netip.ParseAddrPort(at.String())
	if err != nil {
		return at.Network()
	}
	address := full.Addr().Unmap().WithZone("")
	if address.Is6() {
		network, err := address.Prefix(64)
		if err == nil {
			return network.String()
		}
	}
	return address.String()
}

// admit lets a connection in, or says why not. The first refusal of an address in a minute
// is to be told in the log. Whoever is let in counts as unknown, until [gate.known].
func (g *gate) admit(address string) (tell bool, err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	c := g.caller(address)
	switch {
	case c.came >= g.limits.PerMinute:
		err = assessment.Errorf(assessment.Refused, "more than %d connections from one address in a minute", g.limits.PerMinute)
	case c.failed >= g.limits.Failures:
		err = assessment.Errorf(assessment.Refused, "%d connections from one address showed no known key in the last minutes", c.failed)
	case g.open >= g.limits.Open:
		err = assessment.Errorf(assessment.Refused, "%d connections are open, which is the limit", g.open)
	case g.unknown >= g.limits.Unknown:
		err = assessment.Errorf(assessment.Refused, "%d connections at once have shown no key yet", g.unknown)
	default:
		c.came++
		g.open++
		g.unknown++
		return false, nil
	}
	tell, c.told = !c.told, true
	return tell, err
}

// known takes a connection out of the count of the unknown ones.
func (g *gate) known() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.unknown--
}

// gone takes a closed connection out of the counts. An unknown one has failed if it showed
// anything at all.
func (g *gate) gone(address string, known, failed bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.open--
	if !known {
		g.unknown--
	}
	if failed {
		g.caller(address).failed++
	}
}

// caller is the present count of an address.
func (g *gate) caller(address string) *callerLog {
	now := g.now()
	c := g.callers[address]
	if c == nil {
		if len(g.callers) >= mostCallers {
			maps.DeleteFunc(g.callers, func(_ string, c *callerLog) bool { return c.old(now) })
		}
		if len(g.callers) >= mostCallers {
			clear(g.callers) // a flood from everywhere; the limit of the unknown holds it
		}
		c = &callerLog{minute: now, failing: now}
		g.callers[address] = c
	}
	if now.Sub(c.minute) >= time.Minute {
		c.minute, c.came, c.told = now, 0, false
	}
	if now.Sub(c.failing) >= failingFor {
		c.failing, c.failed = now, 0
	}
	return c
}

func (c *callerLog) old(now time.Time) bool {
	return now.Sub(c.minute) >= time.Minute && (c.failed == 0 || now.Sub(c.failing) >= failingFor)
}
