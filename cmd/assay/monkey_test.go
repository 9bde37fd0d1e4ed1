package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A monkey sits at the real program in a real terminal. It presses keys of all kinds,
// pastes, drags the window and sends signals. No panic, no second without an answer,
// the header on its line in every size, and the doctor finds nothing afterwards. The
// seed says what it does; -tags soak draws a new one and lets it sit for longer:
//
//	go test -tags soak ./cmd/assay -run Monkey -v
func TestMonkeyAtTheKeyboard(t *testing.T) {
	seed := monkeySeed()
	t.Logf("the seed is %d", seed)
	home := t.TempDir()
	db := filepath.Join(home, "data", "demo.db")
	assay(t, home, "demo", "--load-only", "--db", db)

	m := &monkey{t: t, r: rand.New(rand.NewPCG(seed, seed)), open: func() *terminal {
		s := openTerminal(t, home, "assay", "--db", db, "--evaluator", "dana@lakeside.example")
		s.until("assay")
		return s
	}}
	m.s, m.w, m.h = m.open(), 80, 24
	until := time.Now().Add(monkeyTime)
	for n := 0; n < monkeyLeast || time.Now().Before(until); n++ {
		m.act()
		if n%20 == 19 {
			m.look()
		}
	}
	m.look()
	if m.quit() {
		m.reopen()
	}
	m.s.signal(syscall.SIGTERM)
	m.ended(143)
	if out, code := assay(t, home, "doctor", "--db", db); code != 0 {
		t.Errorf("doctor ends with %d:\n%s", code, out)
	}
}

type monkey struct {
	t    *testing.T
	r    *rand.Rand
	s    *terminal
	w, h int
	open func() *terminal
	did  []string // lately
}

// act does one thing. Most of them are keys.
func (m *monkey) act() {
	switch n := m.r.IntN(100); {
	case n < 86:
		m.press(m.key())
	case n < 91:
		m.press("\x1b[200~" + m.text() + "\x1b[201~")
	case n < 98:
		m.resize(20+m.r.IntN(180), 5+m.r.IntN(55))
	default:
		m.leave()
	}
}

func (m *monkey) resize(w, h int) {
	m.w, m.h = w, h
	m.note(fmt.Sprintf("%d×%d", w, h))
	m.s.resize(w, h)
}

func (m *monkey) note(what string) {
	m.did = append(m.did, what)
	m.did = m.did[max(0, len(m.did)-60):]
}

// press writes to the program, or opens it again when it has been quit.
func (m *monkey) press(bytes string) {
	select {
	case <-m.s.exited:
		m.ended(0)
		m.reopen()
	default:
	}
	m.note(fmt.Sprintf("%q", bytes))
	_, _ = m.s.file.WriteString(bytes) // fails when the program has just been quit
}

var namedKeys = []string{
	"\r", "\r", "\x1b", "\x1b", "\t", "\x1b[Z", "\x7f", "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[H", "\x1b[F", "\x1b[5~", "\x1b[6~", "\x1b[3~",
	"\x1b[1;5C", "\x1b[1;3D", "\x1bOP", "\x1b[24~", "\x1b[100;3u", "\x1b[118;5u", "\x1b[I", "\x1b[O", "\x1b[<0;10;10M",
}

func (m *monkey) key() string {
	switch n := m.r.IntN(20); {
	case n < 10:
		return string(rune(0x20 + m.r.IntN(0x5f)))
	case n < 15:
		return namedKeys[m.r.IntN(len(namedKeys))]
	case n < 16:
		return string("京é👍\u0301ש"[m.r.IntN(3):])
	case n < 18:
		return "\x1b" + string(rune('a'+m.r.IntN(26)))
	}
	for {
		switch b := byte(1 + m.r.IntN(0x1a)); b {
		case 0x03, 0x1a: // quit, which has its own place; suspend, after which nobody brings it back
		default:
			return string(rune(b))
		}
	}
}

func (m *monkey) text() string {
	return []string{
		"two\r\nlines", strings.Repeat("long ", 200), "北京人力资源", "e\u0301\u0302👩‍⚕️🇺🇸", "\x1b]52;c;aGk=\x07\x1b[2J", "\u202etxt.exe", "2026-11-22", "40,000", "MRN 1234567",
	}[m.r.IntN(9)]
}

// leave ends the program in one of several ways and opens it again.
func (m *monkey) leave() {
	switch m.r.IntN(4) {
	case 0:
		m.note("kill -9")
		_ = m.s.cmd.Process.Kill()
		m.ended(-1, 0) // a key may have ended it just before
	case 1:
		m.signal(syscall.SIGHUP)
		m.ended(129, 0)
	case 2:
		m.signal(syscall.SIGTERM)
		m.ended(143, 0)
	default:
		m.press("\x03")
		return
	}
	m.reopen()
}

// signal sends a signal, unless a key has just ended the program.
func (m *monkey) signal(what syscall.Signal) {
	m.t.Helper()
	m.note(what.String())
	if err := m.s.cmd.Process.Signal(what); err != nil && !errors.Is(err, os.ErrProcessDone) {
		m.t.Fatal(err)
	}
}

func (m *monkey) reopen() {
	m.s, m.w, m.h = m.open(), 80, 24
	m.note("opened")
}

// ended wants the program to end with one of these codes.
func (m *monkey) ended(codes ...int) {
	m.t.Helper()
	code, all := m.s.end()
	if !slices.Contains(codes, code) || strings.Contains(all, "goroutine ") {
		m.t.Fatalf("it ends with %d, want %v, after %q:\n%s", code, codes, m.did, all[max(0, len(all)-5000):])
	}
}

// look wants an answer within a second, tried a few times because the machine may be
// busy, and the header on the first line.
func (m *monkey) look() {
	m.t.Helper()
	const soon, tries, most = time.Second, 8, 10 * time.Second
	if m.w < 60 || m.h < 16 { // it only says that it needs more room
		m.resize(80, 24)
	}
	for try := range tries {
		begun, before := time.Now(), m.s.written()
		m.press("\x0c")
		there := func(shown string) bool {
			return m.s.all.Len() > before && strings.HasPrefix(strings.TrimLeft(shown, " "), "assay")
		}
		answered := m.s.settles(most, there) // not if an escape before it made it another key
		switch took := time.Since(begun); {
		case answered && took <= soon, m.quit(): // it quits when it was asked to
			return
		case try == tries-1:
			m.t.Fatalf("no answer within a second, but %v after %v and %q in %d×%d:\n%s", answered, took, m.did, m.w, m.h, strings.Join(m.s.lines(), "\n"))
		}
	}
}

// quit reports whether the program has ended.
func (m *monkey) quit() bool {
	select {
	case <-m.s.exited:
		return true
	default:
		return false
	}
}
