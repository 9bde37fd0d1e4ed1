package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// A signal ends a command that waits for its standard input or for the database.
func TestASignalEndsACommandThatWaits(t *testing.T) {
	home := t.TempDir()
	write(t, filepath.Join(home, "config", "assay", "config.yaml"), "evaluator: dana@lakeside.example\n")
	assay(t, home, "vendor", "add", "Harbor")

	t.Run("standard input", func(t *testing.T) {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		defer w.Close()
		cmd := exec.Command("assay", "identity", "new", "--name", "Dana", "--passphrase-fd", "0")
		cmd.Stdin = r
		if _, err := w.WriteString("half a line"); err != nil {
			t.Fatal(err)
		}
		ends(t, home, cmd, syscall.SIGTERM, 143, func() bool {
			const fionread = 0x541B // how many bytes nobody has read yet
			var unread int32
			_, _, failed := syscall.Syscall(syscall.SYS_IOCTL, w.Fd(), fionread, uintptr(unsafe.Pointer(&unread)))
			return failed == 0 && unread == 0
		})
	})
	t.Run("a token that waits for a touch", func(t *testing.T) {
		socket := filepath.Join(t.TempDir(), "agent")
		agent, err := (&net.ListenConfig{}).Listen(context.Background(), "unix", socket)
		if err != nil {
			t.Fatal(err)
		}
		defer agent.Close()
		var asked atomic.Bool
		go func() {
			if asking, err := agent.Accept(); err == nil {
				_, err = asking.Read(make([]byte, 5))
				asked.Store(err == nil)
			}
		}()
		cmd := exec.Command("sh", "-c", `SSH_AUTH_SOCK="$0" exec assay identity new --name Ruth --as agent:SHA256:NLTJ1sfQ7QzCsvl7oQC2yBCvTRXNP5ydJ0oIzP2bQJ8`, socket)
		ends(t, home, cmd, syscall.SIGINT, 130, asked.Load)
	})
	t.Run("database", func(t *testing.T) {
		path := filepath.Join(home, "data", "assay", "assay.db")
		other, err := sql.Open("sqlite", path+"?_txlock=immediate")
		if err != nil {
			t.Fatal(err)
		}
		defer other.Close()
		tx, err := other.Begin()
		if err != nil {
			t.Fatal(err)
		}
		defer tx.Rollback() //nolint:errcheck // it only holds the lock
		cmd := exec.Command("assay", "vendor", "add", "Northstar")
		ends(t, home, cmd, syscall.SIGINT, 130, func() bool { return hasOpen(cmd.Process.Pid, path) })
	})
}

// ends starts a program that waits, sends it a signal once it is ready, and wants its
// exit code soon.
func ends(t *testing.T, home string, cmd *exec.Cmd, sig syscall.Signal, want int, ready func() bool) {
	t.Helper()
	cmd.Dir, cmd.Env = home, environ(home)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	for !ready() {
		select {
		case err := <-done:
			t.Fatalf("it does not wait: %v", err)
		case <-time.After(10 * time.Millisecond):
		}
	}
	if err := cmd.Process.Signal(sig); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-done:
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != want {
			t.Errorf("it ends with %v, want %d", err, want)
		}
	case <-time.After(patience):
		_ = cmd.Process.Kill()
		t.Errorf("it goes on after %v", sig)
	}
}

// hasOpen reports whether a process has a file open.
func hasOpen(pid int, path string) bool {
	folder := fmt.Sprintf("/proc/%d/fd", pid)
	entries, err := os.ReadDir(folder)
	if err != nil {
		return false
	}
	for _, entry := range entries {
		if target, err := os.Readlink(filepath.Join(folder, entry.Name())); err == nil && target == path {
			return true
		}
	}
	return false
}
