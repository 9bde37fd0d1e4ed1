package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// terminal is a program that believes a person sits in front of it.
type terminal struct {
	t      testing.TB
	cmd    *exec.Cmd
	file   *os.File
	mu     sync.Mutex
	screen *vt.Emulator
	all    strings.Builder // every byte that came
	news   chan struct{}   // closed and made anew with every output
	came   time.Time       // the latest of them
	exited chan struct{}
}

// patience is how long a test waits for a screen. A machine with much to do takes its
// time.
const patience = 90 * time.Second

// openTerminal starts a program in a terminal of 80 by 24 in the home of
// somebody.
func openTerminal(t testing.TB, home string, name string, args ...string) *terminal {
	t.Helper()
	s := &terminal{t: t, cmd: exec.Command(name, args...), screen: vt.NewEmulator(80, 24), news: make(chan struct{}), exited: make(chan struct{})}
	s.cmd.Dir = home
	s.cmd.Env = environ(home)
	file, err := pty.StartWithSize(s.cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		t.Fatal(err)
	}
	s.file = file
	go s.answer(s.screen)
	go s.watch()
	t.Cleanup(func() {
		_ = s.cmd.Process.Kill()
		<-s.exited
		file.Close()
		s.screen.Close()
	})
	return s
}

// environ is the environment in a home; the path comes from the test's own.
func environ(home string) []string {
	env := []string{"PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "EDITOR=" + os.Getenv("EDITOR"), "GOGC=400"} // as in the scripts
	for key, value := range homeOf(home) {
		env = append(env, key+"="+value)
	}
	return env
}

// answer passes on what the terminal itself replies to questions.
func (s *terminal) answer(screen *vt.Emulator) {
	buffer := make([]byte, 1024)
	for {
		n, err := screen.Read(buffer)
		if err != nil {
			return
		}
		_, _ = s.file.Write(buffer[:n]) // fails once the program is gone
	}
}

func (s *terminal) watch() {
	defer close(s.exited)
	buffer := make([]byte, 1<<16)
	for {
		n, err := s.file.Read(buffer)
		came := time.Now()
		if n > 0 {
			s.mu.Lock()
			s.came = came
			s.show(buffer[:n])
			s.all.Write(buffer[:n])
			close(s.news)
			s.news = make(chan struct{})
			s.mu.Unlock()
		}
		if err != nil {
			_ = s.cmd.Wait() // the exit code is read from the state
			return
		}
	}
}

// show draws on the screen. The emulator panics where a window has just become smaller
// than the part that scrolls; a terminal does not, and the program draws the screen
// anew soon after.
func (s *terminal) show(bytes []byte) {
	defer func() {
		if recover() != nil {
			s.screen = vt.NewEmulator(s.screen.Width(), s.screen.Height())
			go s.answer(s.screen)
		}
	}()
	_, _ = s.screen.Write(bytes)
}

// resize gives the terminal another size.
func (s *terminal) resize(columns, rows int) {
	s.t.Helper()
	s.mu.Lock()
	s.screen.Resize(columns, rows)
	s.mu.Unlock()
	if err := pty.Setsize(s.file, &pty.Winsize{Rows: uint16(rows), Cols: uint16(columns)}); err != nil {
		s.t.Fatal(err)
	}
}

// press types keys.
func (s *terminal) press(keys string) {
	s.t.Helper()
	if _, err := s.file.WriteString(keys); err != nil {
		s.t.Fatal(err)
	}
}

// until waits for the screen to show all of it.
func (s *terminal) until(texts ...string) {
	s.t.Helper()
	s.wait(fmt.Sprintf("show %q", texts), func(shown string) bool {
		return !slices.ContainsFunc(texts, func(text string) bool { return !strings.Contains(shown, text) })
	})
}

func (s *terminal) wait(what string, there func(shown string) bool) {
	s.t.Helper()
	if s.settles(patience, there) {
		return
	}
	shown := strings.Join(s.lines(), "\n")
	select {
	case <-s.exited:
		s.t.Fatalf("the program ended before it could %s:\n%s", what, shown)
	default:
		s.t.Fatalf("it did not %s:\n%s", what, shown)
	}
}

// settles waits until something is true of the screen. It is false if the program ends
// before, or if that takes longer than it may.
func (s *terminal) settles(within time.Duration, there func(shown string) bool) bool {
	_, is := s.settled(within, there)
	return is
}

// settled also gives the moment at which the output came that made it true.
func (s *terminal) settled(within time.Duration, there func(shown string) bool) (at time.Time, is bool) {
	deadline := time.After(within)
	for {
		s.mu.Lock()
		is, news, at := there(s.screen.String()), s.news, s.came
		s.mu.Unlock()
		if is {
			return at, true
		}
		select {
		case <-news:
		case <-s.exited:
			return at, false
		case <-deadline:
			return at, false
		}
	}
}

// written is the number of bytes that the program has written.
func (s *terminal) written() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all.Len()
}

// lines are the lines on the screen.
func (s *terminal) lines() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Split(s.screen.String(), "\n")
}

// end waits for the program and gives its exit code, and all that it wrote.
func (s *terminal) end() (code int, all string) {
	s.t.Helper()
	select {
	case <-s.exited:
	case <-time.After(patience):
		s.t.Fatalf("still running:\n%s", s.screen.String())
	}
	return s.cmd.ProcessState.ExitCode(), s.all.String()
}

func repository(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// assay runs the program in a home, without a terminal.
func assay(t *testing.T, home string, args ...string) (stdout string, code int) {
	t.Helper()
	cmd := exec.Command("assay", args...)
	cmd.Dir, cmd.Env = home, environ(home)
	out, err := cmd.Output()
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		t.Logf("assay %s: %s", strings.Join(args, " "), exit.Stderr)
		return string(out), exit.ExitCode()
	case err != nil:
		t.Fatal(err)
	}
	return string(out), 0
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// sorted gives the keys of a map in order.
func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
