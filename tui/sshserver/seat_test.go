package sshserver_test

import (
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	gossh "golang.org/x/crypto/ssh"
)

// seat is a person at a terminal, connected to the server.
type seat struct {
	t       *testing.T
	client  *gossh.Client
	session *gossh.Session
	keys    io.WriteCloser

	mu     sync.Mutex
	screen *vt.Emulator
	all    strings.Builder // every byte that came
	drawn  chan struct{}   // closed and made anew with every output
	ended  chan struct{}
	end    error // of the session
}

// terminal is the kind of a terminal.
type terminal struct {
	term          string
	environ       map[string]string
	width, height int
}

var usual = terminal{term: "xterm-256color", width: 100, height: 30}

// sit opens the workbench on a terminal.
func (s *served) sit(p person, at terminal) *seat {
	s.t.Helper()
	return s.sitWith(s.client(p), at)
}

// sitWith opens the workbench over a connection that is there.
func (s *served) sitWith(client *gossh.Client, at terminal) *seat {
	s.t.Helper()
	session, err := client.NewSession()
	if err != nil {
		s.t.Fatal(err)
	}
	for name, value := range at.environ {
		if err := session.Setenv(name, value); err != nil {
			s.t.Fatalf("%s: %v", name, err)
		}
	}
	if err := session.RequestPty(at.term, at.height, at.width, gossh.TerminalModes{}); err != nil {
		s.t.Fatal(err)
	}
	here := &seat{t: s.t, client: client, session: session, screen: vt.NewEmulator(at.width, at.height), drawn: make(chan struct{}), ended: make(chan struct{})}
	if here.keys, err = session.StdinPipe(); err != nil {
		s.t.Fatal(err)
	}
	session.Stdout, session.Stderr = here, here
	if err := session.Shell(); err != nil {
		s.t.Fatal(err)
	}
	here.answer()
	go func() {
		here.end = session.Wait()
		close(here.ended)
	}()
	s.t.Cleanup(func() {
		_ = client.Close()
		<-here.ended
		here.mu.Lock()
		here.silence()
		here.mu.Unlock()
	})
	return here
}

// answer passes on the replies of the terminal itself.
func (s *seat) answer() {
	screen := s.screen
	go func() { _, _ = io.Copy(s.keys, screen) }() // until the screen is closed
}

// silence ends the replies. Close of the emulator would race with who reads them.
func (s *seat) silence() {
	if replies, is := s.screen.InputPipe().(io.Closer); is {
		_ = replies.Close()
	}
}

// fresh begins with an empty screen of another size. The emulator cannot make one smaller
// where a part scrolls.
func (s *seat) fresh(width, height int) {
	s.silence()
	s.screen = vt.NewEmulator(width, height)
	s.answer()
}

// Write draws on the screen.
func (s *seat) Write(bytes []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all.Write(bytes)
	_, err := s.screen.Write(bytes)
	close(s.drawn)
	s.drawn = make(chan struct{})
	return len(bytes), err
}

func (s *seat) shown() (text string, more <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.screen.String(), s.drawn
}

// written is every byte that came.
func (s *seat) written() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all.String()
}

// see waits for the screen to show all of it.
func (s *seat) see(texts ...string) {
	s.t.Helper()
	s.wait("show "+strings.Join(texts, " and "), func(shown string) bool { return holdsAll(shown, texts) })
}

func (s *seat) wait(what string, there func(shown string) bool) {
	s.t.Helper()
	for deadline := time.After(patience); ; {
		text, more := s.shown()
		if there(text) {
			return
		}
		select {
		case <-more:
		case <-s.ended:
			if text, _ := s.shown(); !there(text) {
				s.t.Fatalf("the session ended with %v before it could %s:\n%s", s.end, what, text)
			}
			return
		case <-deadline:
			s.t.Fatalf("it did not %s:\n%s", what, text)
		}
	}
}

// press types keys, one after the other.
func (s *seat) press(keys ...string) {
	s.t.Helper()
	for _, key := range keys {
		if _, err := io.WriteString(s.keys, key); err != nil {
			s.t.Fatal(err)
		}
	}
}

// leave waits for the end of the session, and returns its exit code and the last lines.
func (s *seat) leave() (code int, last string) {
	s.t.Helper()
	select {
	case <-s.ended:
	case <-time.After(patience):
		text, _ := s.shown()
		s.t.Fatalf("the session still runs:\n%s", text)
	}
	last, _ = s.shown()
	switch end := s.end.(type) {
	case nil:
		return 0, last
	case *gossh.ExitError:
		return end.ExitStatus(), last
	}
	return -1, last
}
