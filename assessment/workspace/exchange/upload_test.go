package exchange_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"assay/assessment"
	"assay/assessment/workspace/exchange"
)

func TestAFileAppearsWhole(t *testing.T) {
	p := newPerson(t)
	p.bring("report.pdf", "old")
	u, err := p.Create("report.pdf", true)
	if err != nil {
		t.Fatal(err)
	}
	// Blocks come in any order.
	for _, part := range []struct {
		at   int64
		text string
	}{{3, "def"}, {9, "jkl"}, {0, "abc"}, {6, "ghi"}} {
		if n, err := u.WriteAt([]byte(part.text), part.at); n != 3 || err != nil {
			t.Fatal(n, err)
		}
		if p.read("report.pdf") != "old" || p.names() != "report.pdf" {
			t.Fatal("an unfinished upload shows")
		}
	}
	p.now = p.now.Add(time.Hour)
	if err := p.Sweep(); err != nil {
		t.Error(err)
	}
	if err := u.Close(); err != nil || p.read("report.pdf") != "abcdefghijkl" || p.onDisk() != "report.pdf" {
		t.Errorf("%q, on disk %q, %v", p.read("report.pdf"), p.onDisk(), err)
	}
	if e, err := p.Stat("report.pdf"); err != nil || !e.Arrived.Equal(p.now) {
		t.Errorf("it arrived when it was whole: %v, %v", e.Arrived, err)
	}
	if err := u.Close(); err != nil {
		t.Error(err)
	}
	if _, err := u.Write([]byte("x")); !errors.Is(err, fs.ErrClosed) {
		t.Error(err)
	}
	u.Abort()
	if p.read("report.pdf") != "abcdefghijkl" {
		t.Error("it is gone")
	}
}

func TestAnUploadThatBreaksOffLeavesNothing(t *testing.T) {
	p := newPerson(t)
	u, err := p.Create("half", true)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := u.Write([]byte("half")); err != nil {
		t.Fatal(err)
	}
	u.Abort()
	p.refuses(u.Close(), assessment.Failed, "half could not be saved: the upload was broken off")
	if p.onDisk() != "" {
		t.Error(p.onDisk())
	}
	// A part that never came is no file.
	if u, err = p.Create("hole", true); err != nil {
		t.Fatal(err)
	}
	for _, at := range []int64{0, 8} {
		if _, err := u.WriteAt([]byte("part"), at); err != nil {
			t.Fatal(err)
		}
	}
	p.refuses(u.Close(), assessment.Refused, "a part of hole did not arrive")
	// Neither is the beginning of a file whose size was told.
	if u, err = p.Create("short", true); err != nil {
		t.Fatal(err)
	}
	if err := u.Truncate(8); err != nil {
		t.Fatal(err)
	}
	if _, err := u.WriteAt([]byte("part"), 0); err != nil {
		t.Fatal(err)
	}
	p.refuses(u.Close(), assessment.Refused, "a part of short did not arrive")
	if p.onDisk() != "" {
		t.Error(p.onDisk())
	}
}

func TestASweepRemovesWhatAKilledProgramLeft(t *testing.T) {
	p := newPerson(t)
	running, err := p.Create("running", true)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(p.Path, ".unfinished-7"), []byte("left"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := p.Sweep(); err != nil || p.onDisk() != ".unfinished-0" {
		t.Errorf("%q, %v", p.onDisk(), err)
	}
	if _, err := running.Write([]byte("on")); err != nil {
		t.Fatal(err)
	}
	if err := running.Close(); err != nil || p.read("running") != "on" {
		t.Errorf("%q, %v", p.read("running"), err)
	}
}

func TestASmallerFileReplacesALargerOne(t *testing.T) {
	p := newPerson(t)
	u, err := p.Create("a", true)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := u.Write([]byte("a long text")); err != nil {
		t.Fatal(err)
	}
	if err := u.Truncate(6); err != nil {
		t.Fatal(err)
	}
	if err := u.Close(); err != nil || p.read("a") != "a long" {
		t.Errorf("%q, %v", p.read("a"), err)
	}
}

func TestTwoUploadsOfOneNameBothEnd(t *testing.T) {
	p := newPerson(t)
	one, err := p.Create("a", true)
	if err != nil {
		t.Fatal(err)
	}
	two, err := p.Create("a", true)
	if err != nil {
		t.Fatal(err)
	}
	for u, text := range map[*exchange.Upload]string{one: "one", two: "two"} {
		if _, err := u.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := two.Close(); err != nil || p.read("a") != "two" {
		t.Errorf("%q, %v", p.read("a"), err)
	}
	if err := one.Close(); err != nil || p.read("a") != "one" || p.onDisk() != "a" {
		t.Errorf("%q, on disk %q, %v", p.read("a"), p.onDisk(), err)
	}
}

func TestAFileIsReplacedOnlyWhereThatIsAskedFor(t *testing.T) {
	p := newPerson(t)
	first, err := p.Create("a", false)
	if err != nil {
		t.Fatal(err)
	}
	second, err := p.Create("a", false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := first.Write([]byte("first")); err != nil {
		t.Fatal(err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if err = second.Close(); assessment.CaseOf(err) != assessment.FileExists {
		t.Error(err)
	}
	p.refuses(err, assessment.Conflict, "a exists")
	_, err = p.Write("a", nil, false)
	p.refuses(err, assessment.Conflict, "a exists")
	if p.read("a") != "first" || p.onDisk() != "a" {
		t.Errorf("%q, on disk %q", p.read("a"), p.onDisk())
	}
}

func TestAFolderHoldsNoMoreThanItsLimit(t *testing.T) {
	p := newPerson(t)
	p.Limit = 3_000_000
	large := bytes.Repeat([]byte("x"), 1_200_000)
	p.bring("one", string(large))
	p.bring("two", string(large))
	_, err := p.Write("three", large, true)
	p.refuses(err, assessment.Refused, "three does not fit: your folder holds at most 3.0 MB with all its files")
	if assessment.CaseOf(err) != assessment.TooLarge || p.onDisk() != "one two" {
		t.Errorf("%s: %q", assessment.CaseOf(err), p.onDisk())
	}
	p.bring("rest", string(large[:600_000])) // to the last byte
	_, err = p.Write("four", []byte("x"), true)
	p.refuses(err, assessment.Refused, "four does not fit")
	p.bring("empty", "")
	if err := p.Taken("one"); err != nil {
		t.Fatal(err)
	}
	p.bring("three", string(large))

	// A client that closes its file after an error does not get what arrived.
	u, err := p.Create("cut", true)
	if err != nil {
		t.Fatal(err)
	}
	_, err = u.WriteAt([]byte("far away"), 1<<40)
	p.refuses(err, assessment.Refused, "cut does not fit")
	_, err = u.WriteAt([]byte("x"), -1)
	p.refuses(err, assessment.Refused, "cut does not fit")
	_, err = u.WriteAt(nil, 0)
	p.refuses(err, assessment.Refused, "cut does not fit")
	p.refuses(u.Close(), assessment.Refused, "cut does not fit")
	if p.names() != "empty rest three two" || p.onDisk() != p.names() {
		t.Errorf("%q, on disk %q", p.names(), p.onDisk())
	}
}

func TestUploadsAtOnceShareTheLimit(t *testing.T) {
	p := newPerson(t)
	p.Limit = 2_000_000
	part := bytes.Repeat([]byte("x"), 100_000)
	var running sync.WaitGroup
	for n := range 4 {
		running.Go(func() {
			u, err := p.Create(string(rune('a'+n)), true)
			if err != nil {
				t.Error(err)
				return
			}
			defer u.Abort()
			for range 8 {
				if _, err := u.Write(part); err != nil {
					return
				}
			}
			if err := u.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	running.Wait()
	list, err := p.List()
	if err != nil {
		t.Fatal(err)
	}
	var all int64
	for _, e := range list {
		if all += e.Size; e.Size != 800_000 {
			t.Errorf("%s has %d bytes", e.Name, e.Size)
		}
	}
	if all > p.Limit || strings.Contains(p.onDisk(), "unfinished") {
		t.Errorf("%d bytes, %q", all, p.onDisk())
	}
}

func TestAFolderHoldsNoMoreFilesThanItsLimit(t *testing.T) {
	p := newPerson(t)
	p.bring("first", "")
	for n := range exchange.Most - 1 {
		if err := os.WriteFile(filepath.Join(p.Path, "f"+strings.Repeat("x", n%100)+strings.Repeat("y", n/100)), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, err := p.Write("one more", nil, true)
	p.refuses(err, assessment.Refused, "one more does not fit: your folder has 500 files already")
}

func TestAFullDiskIsToldWithoutAPath(t *testing.T) {
	p := newPerson(t)
	if err := os.MkdirAll(p.Path, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := exec.Command("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", p.Path).Run(); err != nil {
		t.Skip("a small disk needs root")
	}
	t.Cleanup(func() { _ = exec.Command("umount", p.Path).Run() })
	p.bring("small", strings.Repeat("x", 500_000))
	_, err := p.Write("large", bytes.Repeat([]byte("x"), 2_000_000), true)
	p.refuses(err, assessment.Unwritten, "large could not be saved: the disk of the server is full")
	if assessment.CaseOf(err) != assessment.DiskFull || p.onDisk() != "small" {
		t.Errorf("%s: %q", assessment.CaseOf(err), p.onDisk())
	}
	p.now = p.now.Add(exchange.Age)
	if err := p.Sweep(); err != nil || p.onDisk() != "" {
		t.Errorf("%q, %v", p.onDisk(), err)
	}
}
