package transfer_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"assay/assessment/workspace/exchange"
)

// Dana brings a file with scp, and fetches a report that waits for her.
func TestScpBringsAndFetches(t *testing.T) {
	h := newHost(t)
	h.file("answers.csv", "BAA-01,yes")
	if read, ok := h.run("scp", "answers.csv", "x@127.0.0.1:"); !ok || read != "" || h.holds("answers.csv") != "BAA-01,yes" {
		t.Fatalf("%s, the folder has %q", read, h.names())
	}
	h.bring("report.pdf", strings.Repeat("page ", 100_000))
	h.file("large.bin", strings.Repeat("0123456789", 300_000))
	if read, ok := h.run("scp", "-p", "large.bin", "x@127.0.0.1:/other name.bin"); !ok || h.holds("other name.bin") != h.has("large.bin") {
		t.Fatalf("%s, the folder has %q", read, h.names())
	}
	if e, err := h.folder.Stat("other name.bin"); err != nil || time.Since(e.Arrived) > time.Minute {
		t.Errorf("a client sets the time of arrival: %v, %v", e.Arrived, err)
	}
	// It is removed because it was fetched whole.
	if read, ok := h.run("scp", "x@127.0.0.1:report.pdf", "."); !ok || h.has("report.pdf") != strings.Repeat("page ", 100_000) {
		t.Fatal(read)
	}
	if read, ok := h.run("scp", "-p", "x@127.0.0.1:/other name.bin", "x@127.0.0.1:answers.csv", "."); !ok || h.has("other name.bin") != h.has("large.bin") || h.onDisk() != "" {
		t.Errorf("%s, the folder has %q", read, h.onDisk())
	}
	log := h.log.text()
	for _, want := range []string{`msg="brought a file" bytes=10 file=`, `msg="fetched a file" bytes=500000 file=`, "whole=true", `msg="brought a file" bytes=3000000`} {
		if !strings.Contains(log, want) {
			t.Errorf("the log has no %s:\n%s", want, log)
		}
	}
	if strings.Contains(log, "answers") || strings.Contains(log, "report") || strings.Contains(log, "WARN") {
		t.Errorf("the log:\n%s", log)
	}
}

// A shorter file takes the place of a longer one.
func TestScpBringsAFileAgain(t *testing.T) {
	h := newHost(t)
	for _, content := range []string{strings.Repeat("long", 50_000), "short", ""} {
		h.file("a.txt", content)
		if read, ok := h.run("scp", "a.txt", "x@127.0.0.1:"); !ok || h.holds("a.txt") != content {
			t.Errorf("%s: the file has %d bytes", read, len(h.holds("a.txt")))
		}
	}
}

func TestSftpGoesThroughTheFolder(t *testing.T) {
	h := newHost(t)
	h.bring("b.txt", "b")
	h.bring("c.txt", "cc")
	h.file("a.txt", "a")
	read, ok := h.feed(strings.Join([]string{
		"pwd", "put -p a.txt", "ls -l", "ls -1 /", "get b.txt", "rename a.txt d.txt", "rm c.txt", "chmod 777 d.txt", "ls -1 .", "bye",
	}, "\n"), "sftp", "-b", "-", "x@127.0.0.1")
	if !ok || h.has("b.txt") != "b" || h.onDisk() != "d.txt" || h.holds("d.txt") != "a" {
		t.Errorf("the folder has %q:\n%s", h.onDisk(), read)
	}
	for _, want := range []string{"Remote working directory: /\n", "-rw-------", " a.txt\n", "\n/a.txt\n/b.txt\n/c.txt\n", "\n./d.txt\n"} {
		if !strings.Contains(read, want) {
			t.Errorf("no %q in:\n%s", want, read)
		}
	}
	if about, err := os.Stat(filepath.Join(h.folder.Path, "d.txt")); err != nil || about.Mode().Perm() != 0o600 {
		t.Errorf("a client sets the mode: %v, %v", about.Mode(), err)
	}
}

// What is refused, and the sentence that the person reads beside the words of the program.
func TestScpAndSftpSayWhyTheyAreRefused(t *testing.T) {
	h := newHost(t)
	h.file("a.txt", "a")
	h.file(".secret", "a")
	h.bring("there.txt", "t")
	if err := os.Mkdir(filepath.Join(h.home, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	h.file("folder/b.txt", "b")
	to := func(path string) []string { return []string{"scp", "a.txt", "x@127.0.0.1:" + path} }
	batch := func(command string) []string { return []string{"sftp", "-b", "-", "x@127.0.0.1", command} }
	for _, try := range []struct {
		args []string
		want string
	}{
		{to("../x"), "assay: there is no folder above this one"},
		{to("../../etc/x"), "assay: there is no folder above this one"},
		{to("/etc/passwd"), "assay: /etc/passwd names another folder: a file goes by its name alone"},
		{to("sub/x"), "assay: sub/x names another folder"},
		{to(".bashrc"), "assay: .bashrc begins with a dot"},
		{to("NUL.txt"), "assay: NUL.txt is the name of a device on Windows"},
		{to(strings.Repeat("x", 201)), "assay: the name of the file is longer than 200 bytes"},
		{[]string{"scp", ".secret", "x@127.0.0.1:"}, "begins with a dot"},
		{[]string{"scp", "-r", "folder", "x@127.0.0.1:"}, "assay: this server has one flat folder of files, and nothing else"},
		{[]string{"scp", "x@127.0.0.1:/etc/passwd", "."}, "assay: /etc/passwd names another folder"},
		{[]string{"scp", "x@127.0.0.1:none", "."}, "No such file or directory"},
		{batch("cd /etc"), "No such file or directory"},
		{batch("cd /etc/ssh"), "assay: /etc/ssh names another folder"},
		{batch("cd ..\ncd x/y"), "names another folder"},
		{batch("mkdir x"), "one flat folder"},
		{batch("rmdir there.txt"), "one flat folder"},
		{batch("ln there.txt x"), "one flat folder"},
		{batch("ln -s there.txt x"), "one flat folder"},
		{batch("rename there.txt sub/x"), "names another folder"},
		{batch("rename none x"), "No such file or directory"},
		{batch("rm none"), "No such file or directory"},
		{batch("df"), ""},
		{batch("reput a.txt there.txt"), "an upload cannot be continued: send the whole file there.txt"},
	} {
		input := ""
		args := try.args
		if args[0] == "sftp" {
			input, args = args[len(args)-1]+"\n", args[:len(args)-1]
		}
		h.file("a.txt", "at home")
		read, ok := h.feed(input, args[0], args[1:]...)
		if ok || !strings.Contains(read, try.want) {
			t.Errorf("%q %q: %v, no %q in:\n%s", try.args, input, ok, try.want, read)
		}
		if h.onDisk() != "there.txt" || h.holds("there.txt") != "t" {
			t.Fatalf("%q: the folder has %q", try.args, h.onDisk())
		}
	}
	if log := h.log.text(); strings.Contains(log, "passwd") || strings.Contains(log, "there.txt") || !strings.Contains(log, `msg=refused what="to bring a file" because=unsafe_name`) {
		t.Errorf("the log:\n%s", log)
	}
}

func TestAFolderThatIsFullIsSaid(t *testing.T) {
	h := newHost(t)
	h.folder.Limit = 2_000_000
	h.file("a.bin", strings.Repeat("x", 1_500_000))
	if read, ok := h.run("scp", "a.bin", "x@127.0.0.1:"); !ok {
		t.Fatal(read)
	}
	read, ok := h.run("scp", "a.bin", "x@127.0.0.1:b.bin")
	if ok || strings.Count(read, "assay: b.bin does not fit: your folder holds at most 2.0 MB with all its files") != 1 || h.onDisk() != "a.bin" {
		t.Errorf("the folder has %q:\n%s", h.onDisk(), read)
	}
	if !strings.Contains(h.log.text(), "because=too_large") {
		t.Error(h.log.text())
	}
}

func TestAFileFromYesterdayIsGone(t *testing.T) {
	h := newHost(t)
	h.bring("old.txt", "x")
	h.later(exchange.Age)
	if read, ok := h.run("scp", "x@127.0.0.1:old.txt", "."); ok || !strings.Contains(read, "No such file") {
		t.Error(read)
	}
	if read, ok := h.feed("ls -1\n", "sftp", "-b", "-", "x@127.0.0.1"); !ok || strings.Contains(read, "old.txt") {
		t.Error(read)
	}
	if h.onDisk() != "" {
		t.Error(h.onDisk())
	}
}

// A name that would move the cursor, or look like another, comes in a safe form.
func TestAHostileNameIsCleanedOrRefused(t *testing.T) {
	h := newHost(t)
	h.file("x", "x")
	if read, ok := h.run("scp", "x", "x@127.0.0.1:fdp.\u202etxt"); !ok || h.names() != "fdp.txt" {
		t.Errorf("the folder has %q:\n%s", h.names(), read)
	}
	for _, name := range []string{"a\nb", "\x1b[2Jx", "\u009b2Jx"} {
		read, ok := h.run("scp", "x", "x@127.0.0.1:"+name)
		if ok || h.names() != "fdp.txt" || !strings.Contains(read, "assay: the name of the file has control characters") {
			t.Errorf("%q: the folder has %q:\n%q", name, h.names(), read)
		}
	}
}

// A program that is stopped in the middle leaves nothing behind, and takes nothing away.
func TestAProgramIsStoppedInTheMiddle(t *testing.T) {
	h := newHost(t)
	h.file("large.bin", strings.Repeat("0123456789", 3_000_000))
	h.bring("report.pdf", h.has("large.bin"))
	h.file("large.bin", strings.Repeat("0123456789", 5_000_000))
	for _, args := range [][]string{{"-l", "20000", "large.bin", "x@127.0.0.1:"}, {"-l", "20000", "x@127.0.0.1:report.pdf", "got.pdf"}} {
		command := h.command("scp", args...)
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		h.until(func() bool {
			half, err := os.Stat(filepath.Join(h.home, "got.pdf"))
			return strings.Contains(h.onDisk(), ".unfinished") || err == nil && half.Size() > 0
		})
		if h.names() != "report.pdf" {
			t.Errorf("an unfinished upload shows: %q", h.names())
		}
		if err := command.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = command.Wait()
		h.ended()
		if h.onDisk() != "report.pdf" {
			t.Errorf("%q: the folder has %q", args, h.onDisk())
		}
	}
	// What was fetched in part can be fetched on. Then the file stays until it is too old.
	read, ok := h.feed("reget report.pdf got.pdf\n", "sftp", "-b", "-", "x@127.0.0.1")
	if !ok || h.has("got.pdf") != h.holds("report.pdf") || !strings.Contains(h.log.text(), "whole=false") {
		t.Error(read)
	}
	if read, ok := h.run("scp", "x@127.0.0.1:report.pdf", "."); !ok || h.onDisk() != "" {
		t.Errorf("the folder has %q: %s", h.onDisk(), read)
	}
}

func TestTwoProgramsBringOneNameAtOnce(t *testing.T) {
	h := newHost(t)
	ended := make(chan string)
	for n := range 2 {
		name := fmt.Sprintf("from%d", n)
		h.file(name, strings.Repeat(name, 300_000))
		go func() {
			read, ok := h.run("scp", name, "x@127.0.0.1:same.bin")
			if ok {
				read = ""
			}
			ended <- read
		}()
	}
	for range 2 {
		if read := <-ended; read != "" {
			t.Error(read)
		}
	}
	if got := h.holds("same.bin"); h.onDisk() != "same.bin" || got != h.has("from0") && got != h.has("from1") {
		t.Errorf("the folder has %q, the file %d bytes", h.onDisk(), len(got))
	}
}
