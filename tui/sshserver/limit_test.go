package sshserver

import (
	"fmt"
	"net"
	"strings"
	"testing"
	"time"
)

// A gate lets in again what it refused, once the time has passed for which it counts.
func TestTheGateForgets(t *testing.T) {
	now := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	limits := Limits{PerMinute: 3, Failures: 2, Unknown: 4, Open: 6}.filled()
	for name, story := range map[string]func(t *testing.T, g *gate){
		"a minute": func(t *testing.T, g *gate) {
			admits(t, g, "10.0.0.1", "", "", "")
			for range 3 {
				g.gone("10.0.0.1", false, false)
			}
			admits(t, g, "10.0.0.1", "more than 3 connections")
			admits(t, g, "10.0.0.2", "")
			now = now.Add(time.Minute)
			admits(t, g, "10.0.0.1", "")
		},
		"failures": func(t *testing.T, g *gate) {
			admits(t, g, "10.0.0.1", "", "")
			g.gone("10.0.0.1", false, true)
			g.gone("10.0.0.1", false, true)
			now = now.Add(9 * time.Minute)
			admits(t, g, "10.0.0.1", "2 connections from one address showed no known key")
			now = now.Add(time.Minute)
			admits(t, g, "10.0.0.1", "")
		},
		"unknown": func(t *testing.T, g *gate) {
			for n := range 4 {
				admits(t, g, fmt.Sprintf("10.0.0.%d", n), "")
			}
			admits(t, g, "10.0.0.9", "4 connections at once have shown no key yet")
			g.known()
			admits(t, g, "10.0.0.9", "")
		},
		"open": func(t *testing.T, g *gate) {
			for n := range 6 {
				admits(t, g, fmt.Sprintf("10.0.0.%d", n), "")
				g.known()
			}
			admits(t, g, "10.0.0.9", "6 connections are open")
			g.gone("10.0.0.1", true, false)
			admits(t, g, "10.0.0.9", "")
		},
		"everywhere": func(t *testing.T, g *gate) {
			for n := range 3 * mostCallers {
				if _, err := g.admit(fmt.Sprint(n)); err == nil {
					g.gone(fmt.Sprint(n), false, true)
				}
			}
			if len(g.callers) > mostCallers {
				t.Errorf("the gate remembers %d addresses", len(g.callers))
			}
		},
	} {
		t.Run(name, func(t *testing.T) { story(t, newGate(limits, func() time.Time { return now })) })
	}
}

// admits tries as many connections as there are outcomes. An empty outcome lets in.
func admits(t *testing.T, g *gate, address string, outcomes ...string) {
	t.Helper()
	for n, want := range outcomes {
		_, err := g.admit(address)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("connection %d from %s: %v, want %q", n+1, address, err, want)
		}
	}
}

// One caller has one address, however many of IPv6 it can take.
func TestAddressOf(t *testing.T) {
	for of, want := range map[string]string{
		"192.0.2.7:40112":          "192.0.2.7",
		"[::ffff:192.0.2.7]:40112": "192.0.2.7",
		"[2001:db8:1:2:3:4:5:6]:1": "2001:db8:1:2::/64",
		"[2001:db8:1:2::9]:1":      "2001:db8:1:2::/64",
		"[fe80::1%eth0]:1":         "fe80::/64",
		"[::1]:1":                  "::/64",
	} {
		at, err := net.ResolveTCPAddr("tcp", of)
		if err != nil {
			t.Fatal(err)
		}
		if got := addressOf(at); got != want {
			t.Errorf("%s is %s, want %s", of, got, want)
		}
	}
}
