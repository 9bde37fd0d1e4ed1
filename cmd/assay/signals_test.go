package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/creack/pty"
	"golang.org/x/term"
)

// A signal ends the workbench, whatever is open in it, with its own exit code. The
// terminal is as before, and the next start offers what was typed.
func TestASignalEndsTheWorkbench(t *testing.T) {
	home := t.TempDir()
	write(t, filepath.Join(home, "config", "assay", "config.yaml"), "evaluator: dana@lakeside.example\n")
	assay(t, home, "vendor", "add", "Harbor")
	left := false
	for sig, want := range map[syscall.Signal]int{syscall.SIGINT: 130, syscall.SIGTERM: 143, syscall.SIGHUP: 129} {
		s := openTerminal(t, home, "assay")
		s.until("Harbor")
		if left {
			s.until("Typed and not saved: 1 text", "Half a name")
			s.press("xy") // discard it
			s.until("discarded")
		}
		left = true
		s.press("n")
		s.until("New vendor")
		s.press("Half a name")
		s.until("Half a name")
		s.signal(sig)
		code, all := s.end()
		if code != want {
			t.Errorf("after %v the exit code is %d", sig, code)
		}
		if !strings.Contains(all, "\x1b[?1049l") || strings.LastIndex(all, "\x1b[?25h") < strings.LastIndex(all, "\x1b[?25l") || strings.Contains(all, "panic") {
			t.Errorf("after %v the terminal is left with %q", sig, all[max(0, len(all)-500):])
		}
		s.asNew()
	}
}

// A note is written in the person's own editor. When a signal ends that too, the next
// start offers the text that the editor had saved.
func TestAnEditorForNotes(t *testing.T) {
	home := t.TempDir()
	db := filepath.Join(home, "demo.db")
	assay(t, home, "demo", "--load-only", "--db", db)
	edit := filepath.Join(home, "edit")
	write(t, edit, "#!/bin/sh\nprintf ' and in the editor' >>\"$1\"\n[ -e wait ] || exit 0\necho waiting\nexec sleep 600\n")
	if err := os.Chmod(edit, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("EDITOR", edit)
	s := openTerminal(t, home, "assay", "--db", db, "--evaluator", "dana@lakeside.example")
	s.until("3 vendors")
	s.press("i")
	s.until("answer")
	s.press("N")
	s.until("your editor")
	s.press(" typed")
	s.until("typed")
	s.press("\x01\x05") // to the start of the line, and to its end
	s.press("\x05")
	s.until("typed and in the editor", "your editor")
	write(t, filepath.Join(home, "wait"), "")
	s.press("\x0f")
	s.until("waiting")
	s.signal(syscall.SIGTERM)
	if code, _ := s.end(); code != 143 {
		t.Errorf("the exit code is %d", code)
	}
	s.asNew()
	s = openTerminal(t, home, "assay", "--db", db, "--evaluator", "dana@lakeside.example")
	s.until("Typed and not saved: 1 text", "typed and in the editor and in the editor")
}

// A signal ends a command that waits for a passphrase, and the terminal echoes again.
func TestASignalEndsAQuestion(t *testing.T) {
	s := openTerminal(t, t.TempDir(), "assay", "identity", "new", "--name", "Dana Whitfield")
	s.until("passphrase for")
	s.signal(syscall.SIGTERM)
	if code, _ := s.end(); code != 143 {
		t.Errorf("the exit code is %d", code)
	}
	s.asNew()
}

func (s *terminal) signal(sig syscall.Signal) {
	s.t.Helper()
	if err := s.cmd.Process.Signal(sig); err != nil {
		s.t.Fatal(err)
	}
}

// asNew wants the line discipline of a new terminal: echo, lines, signals of keys.
func (s *terminal) asNew() {
	s.t.Helper()
	other, tty, err := pty.Open()
	if err != nil {
		s.t.Fatal(err)
	}
	defer other.Close()
	defer tty.Close()
	fresh, err := term.GetState(int(tty.Fd()))
	if err != nil {
		s.t.Fatal(err)
	}
	left, err := term.GetState(int(s.file.Fd()))
	if err != nil {
		s.t.Fatal(err)
	}
	if *left != *fresh {
		s.t.Errorf("the terminal is left with %+v, a new one has %+v", *left, *fresh)
	}
}
