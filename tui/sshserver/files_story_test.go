package sshserver_test

import (
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"assay/assessment"
	"assay/assessment/workspace/exchange"
	"assay/tui/sshserver"
	"assay/tui/sshserver/transfer"
)

// serveFiles serves a new record and the folders of its people.
func serveFiles(t *testing.T, change ...func(*sshserver.Configuration)) (*served, exchange.Folders) {
	t.Helper()
	folders := exchange.Folders{Path: filepath.Join(t.TempDir(), "served", "files"), Now: time.Now}
	with := func(c *sshserver.Configuration) {
		c.Files = func(ctx context.Context, who assessment.Account, channel io.ReadWriter, log *slog.Logger) error {
			return transfer.Serve(ctx, folders.Of(who.ID), channel, log)
		}
	}
	return serve(t, append(change, with)...), folders
}

// written makes a file at home.
func written(t *testing.T, name, content string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// onDisk are the names of all files in a folder, whole or not.
func onDisk(f exchange.Folder) string {
	entries, err := os.ReadDir(f.Path)
	if err != nil {
		return ""
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

func TestAPersonBringsAndFetchesFiles(t *testing.T) {
	s, folders := serveFiles(t)
	dana, kim := s.add("Dana Whitfield"), s.add("Kim Ruiz")
	letter := strings.Repeat("a letter of some length ", 50_000)
	out, code := s.run("scp", dana, written(t, "letter.txt", letter), host+":")
	if code != 0 || onDisk(folders.Of(dana.id)) != "letter.txt" {
		t.Fatalf("scp ended with %d, the folder has %q:\n%s", code, onDisk(folders.Of(dana.id)), out)
	}
	s.until("came", `person="Dana Whitfield"`, "kind=files")
	s.until("brought a file", `person="Dana Whitfield"`, "bytes=1200000")
	s.until("went", `person="Dana Whitfield"`, "kind=files", `because="the person left"`)

	// Each person has a folder of their own.
	to := filepath.Join(t.TempDir(), "got.txt")
	if out, code := s.run("scp", kim, host+":letter.txt", to); code == 0 || !strings.Contains(out, "No such file") {
		t.Errorf("scp ended with %d:\n%s", code, out)
	}
	if out, code := s.run("scp", dana, host+":/letter.txt", to); code != 0 || onDisk(folders.Of(dana.id)) != "" {
		t.Errorf("scp ended with %d, the folder has %q:\n%s", code, onDisk(folders.Of(dana.id)), out)
	}
	if got, err := os.ReadFile(to); err != nil || string(got) != letter {
		t.Errorf("%d bytes came, %v", len(got), err)
	}
	out, code = s.run("scp", dana, to, host+":../../etc/letter.txt")
	if code == 0 || !strings.Contains(out, "assay: there is no folder above this one") {
		t.Errorf("scp ended with %d:\n%s", code, out)
	}
	s.until("refused", "to bring a file", `person="Dana Whitfield"`)
	if text, _ := s.log.read(); strings.Contains(text, "letter") || strings.Contains(text, "lost") {
		t.Errorf("the log:\n%s", text)
	}
}

// A transfer that the server ends leaves nothing behind. The person reads why.
func TestATransferIsEnded(t *testing.T) {
	for name, end := range map[string]struct {
		change func(*sshserver.Configuration)
		do     func(s *served, p person)
		says   string
		logged string
	}{
		"the person is removed": {nil, func(s *served, p person) { s.remove(p) }, "assay: you or your key is no longer in the record, so the session has ended.", "the person or key is no longer in the record"},
		"the server stops":      {nil, func(s *served, _ person) { s.stop() }, "assay: the server stops now. Connect again in a minute, and send again what has not arrived whole.", "the server stops"},
	} {
		t.Run(name, func(t *testing.T) {
			s, folders := serveFiles(t)
			dana := s.add("Dana Whitfield")
			large := written(t, "large.bin", strings.Repeat("0123456789", 5_000_000))
			type outcome struct {
				out  string
				code int
			}
			ended := make(chan outcome)
			go func() {
				out, code := s.run("scp", dana, "-l", "20000", large, host+":")
				ended <- outcome{out, code}
			}()
			for deadline := time.Now().Add(patience); !strings.Contains(onDisk(folders.Of(dana.id)), ".unfinished"); time.Sleep(time.Millisecond) {
				if time.Now().After(deadline) {
					t.Fatal("nothing arrives")
				}
			}
			end.do(s, dana)
			if got := <-ended; got.code == 0 || !strings.Contains(got.out, end.says) {
				t.Errorf("scp ended with %d:\n%s", got.code, got.out)
			}
			s.until("went", "kind=files", end.logged)
			if left := onDisk(folders.Of(dana.id)); left != "" {
				t.Errorf("the folder has %q", left)
			}
		})
	}
}

// A program that is open and does nothing does not stay.
func TestAnIdleTransferEnds(t *testing.T) {
	s, _ := serveFiles(t, func(c *sshserver.Configuration) { c.Limits.Idle = time.Second })
	dana := s.add("Dana Whitfield")
	c := s.client(dana)
	session, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	words, err := session.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := session.RequestSubsystem("sftp"); err != nil {
		t.Fatal(err)
	}
	read, err := io.ReadAll(words)
	if err != nil || string(read) != "assay: nothing has come or gone for 1 second, so the session has ended.\n" {
		t.Errorf("%q, %v", read, err)
	}
	s.until("went", "kind=files", "nobody typed")
}
