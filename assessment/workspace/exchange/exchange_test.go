package exchange_test

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"assay/assessment"
	"assay/assessment/input"
	"assay/assessment/workspace/exchange"
)

// person is a folder with a clock that the test turns.
type person struct {
	exchange.Folder
	t   *testing.T
	now time.Time
}

func newPerson(t *testing.T) *person {
	t.Helper()
	p := &person{t: t, now: time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)}
	p.Folder = exchange.Folder{Path: filepath.Join(t.TempDir(), "files", "ruth"), Now: func() time.Time { return p.now }}
	return p
}

func (p *person) bring(name, content string) string {
	p.t.Helper()
	safe, err := p.Write(name, []byte(content), true)
	if err != nil {
		p.t.Fatal(err)
	}
	return safe
}

func (p *person) read(name string) string {
	p.t.Helper()
	file, err := p.Open(name, input.Evidence)
	if err != nil {
		return err.Error()
	}
	defer file.Close()
	content, err := io.ReadAll(file)
	if err != nil {
		p.t.Fatal(err)
	}
	return string(content)
}

// names are the files that the person sees.
func (p *person) names() string {
	p.t.Helper()
	list, err := p.List()
	if err != nil {
		p.t.Fatal(err)
	}
	var names []string
	for _, e := range list {
		names = append(names, e.Name)
	}
	return strings.Join(names, " ")
}

// onDisk are all names in the folder.
func (p *person) onDisk() string {
	p.t.Helper()
	entries, err := os.ReadDir(p.Path)
	if err != nil {
		p.t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

// refuses checks an error, and that it names no path of the server in any of its causes.
func (p *person) refuses(err error, code assessment.Code, words string) {
	p.t.Helper()
	if err == nil || assessment.CodeOf(err) != code || !strings.Contains(err.Error(), words) {
		p.t.Errorf("%v (%s), want %q (%s)", err, assessment.CodeOf(err), words, code)
	}
	for cause := err; cause != nil; cause = errors.Unwrap(cause) {
		if strings.Contains(cause.Error(), p.Path) || strings.Contains(cause.Error(), "files/") || strings.Contains(cause.Error(), ".unfinished") {
			p.t.Errorf("it names a path of the server: %v", cause)
		}
	}
}

func TestAFileComesAndIsTaken(t *testing.T) {
	p := newPerson(t)
	if p.names() != "" {
		t.Error("a folder that nobody made has files")
	}
	p.bring("answers.csv", "BAA-01,yes")
	e, err := p.Stat("answers.csv")
	if err != nil || e.Size != 10 || !e.Arrived.Equal(p.now) || !e.Expires().Equal(p.now.Add(24*time.Hour)) {
		t.Errorf("%+v, %v", e, err)
	}
	if p.read("answers.csv") != "BAA-01,yes" {
		t.Error("it has other content")
	}
	for path, want := range map[string]fs.FileMode{p.Path: 0o700, filepath.Join(p.Path, "answers.csv"): 0o600} {
		if about, err := os.Stat(path); err != nil || about.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", filepath.Base(path), about.Mode(), err)
		}
	}
	if err := p.Taken("answers.csv"); err != nil || p.onDisk() != "" {
		t.Errorf("%q stays: %v", p.onDisk(), err)
	}
	if err := p.Taken("answers.csv"); err != nil {
		t.Error(err)
	}
	_, err = p.Open("answers.csv", input.Answers)
	p.refuses(err, assessment.NotFound, "there is no file answers.csv")
	_, err = p.Stat("answers.csv")
	p.refuses(err, assessment.NotFound, "there is no file answers.csv")
}

// A folder that others could look into is closed to them.
func TestAFolderIsForItsPersonAlone(t *testing.T) {
	p := newPerson(t)
	if err := os.MkdirAll(p.Path, 0o755); err != nil {
		t.Fatal(err)
	}
	p.bring("a", "1")
	if about, err := os.Stat(p.Path); err != nil || about.Mode().Perm() != 0o700 {
		t.Errorf("%v, %v", about.Mode(), err)
	}
}

func TestAFileThatArrivedSinceIsNotTaken(t *testing.T) {
	p := newPerson(t)
	p.bring("plan.pdf", "first")
	file, err := p.Open("plan.pdf", input.Evidence)
	if err != nil {
		t.Fatal(err)
	}
	seen, err := file.Stat()
	if err != nil {
		t.Fatal(err)
	}
	file.Close()
	p.now = p.now.Add(time.Minute)
	p.bring("plan.pdf", "second")
	if err := p.TakenAs("plan.pdf", seen); err != nil || p.read("plan.pdf") != "second" {
		t.Errorf("%s: %v", p.read("plan.pdf"), err)
	}
	now, err := os.Stat(filepath.Join(p.Path, "plan.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	if err := p.TakenAs("plan.pdf", now); err != nil || p.onDisk() != "" {
		t.Errorf("%q stays: %v", p.onDisk(), err)
	}
}

func TestAFileGoesAfterADay(t *testing.T) {
	p := newPerson(t)
	p.bring("early", "1")
	p.now = p.now.Add(exchange.Age - time.Second)
	p.bring("late", "2")
	if p.names() != "early late" {
		t.Error(p.names())
	}
	p.now = p.now.Add(time.Second)
	_, err := p.Open("early", input.Evidence)
	p.refuses(err, assessment.NotFound, "there is no file early")
	_, err = p.Fetch("early")
	p.refuses(err, assessment.NotFound, "there is no file early")
	if _, err := p.Write("early", []byte("again"), false); err != nil {
		t.Errorf("a file that is gone keeps its name: %v", err)
	}
	p.now = p.now.Add(exchange.Age - time.Second)
	if p.names() != "early" || p.onDisk() != "early" {
		t.Errorf("%q, on disk %q", p.names(), p.onDisk())
	}
	p.now = p.now.Add(time.Hour)
	all := exchange.Folders{Path: filepath.Dir(p.Path), Now: p.Now}
	if err := all.Sweep(); err != nil || p.onDisk() != "" {
		t.Errorf("%q stays: %v", p.onDisk(), err)
	}
	if err := (exchange.Folders{Path: filepath.Join(p.Path, "none"), Now: p.Now}).Sweep(); err != nil {
		t.Error(err)
	}
}

// A clock that was wrong for a while keeps no file for longer than a day after it is right.
func TestAFileFromTheFutureGoesToo(t *testing.T) {
	p := newPerson(t)
	right := p.now
	p.now = right.AddDate(1, 0, 0)
	p.bring("a", "1")
	p.now = right
	if err := p.Sweep(); err != nil || p.names() != "a" {
		t.Errorf("%q, %v", p.names(), err)
	}
	p.now = right.Add(exchange.Age)
	if p.names() != "" {
		t.Error("it stays")
	}
}

func TestNothingButRegularFilesIsSeen(t *testing.T) {
	p := newPerson(t)
	p.bring("whole", "1")
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	in := func(name string) string { return filepath.Join(p.Path, name) }
	for name, target := range map[string]string{"out": secret, "beside": "whole", "up": "..", "nothing": "none"} {
		if err := os.Symlink(target, in(name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(in("folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := exec.Command("mkfifo", in("pipe")).Run(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"folder/inside", "new\nline", ".hidden"} {
		if err := os.WriteFile(in(name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if p.names() != "whole" {
		t.Errorf("it lists %q", p.names())
	}
	for _, name := range []string{"out", "beside", "up", "nothing", "folder", "pipe"} {
		_, err := p.Open(name, input.Evidence)
		p.refuses(err, assessment.NotFound, "there is no file "+name)
		_, err = p.Fetch(name)
		p.refuses(err, assessment.NotFound, "there is no file "+name)
		_, err = p.Write(name, []byte("y"), false)
		p.refuses(err, assessment.Conflict, name+" exists")
	}
	// Writing over a link replaces the link.
	p.bring("out", "mine")
	if content, err := os.ReadFile(secret); err != nil || string(content) != "secret" || p.read("out") != "mine" {
		t.Errorf("%q, %v", content, err)
	}
	_, err := p.Write("folder", []byte("y"), true)
	p.refuses(err, assessment.Conflict, "folder exists")
	p.now = p.now.Add(2 * exchange.Age)
	if err := p.Sweep(); err != nil || !strings.Contains(p.onDisk(), "folder") || strings.Contains(p.onDisk(), "whole") {
		t.Errorf("%q, %v", p.onDisk(), err)
	}
}

// Somebody who can write beside the folders cannot turn one into a link.
func TestAFolderIsNoLink(t *testing.T) {
	p := newPerson(t)
	elsewhere := t.TempDir()
	if err := os.WriteFile(filepath.Join(elsewhere, "secret"), []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(p.Path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, p.Path); err != nil {
		t.Fatal(err)
	}
	_, err := p.List()
	p.refuses(err, assessment.Failed, "cannot be used")
	_, err = p.Open("secret", input.Evidence)
	p.refuses(err, assessment.Failed, "cannot be used")
	_, err = p.Write("secret", []byte("x"), true)
	p.refuses(err, assessment.Failed, "cannot be used")
	p.refuses(p.Sweep(), assessment.Failed, "cannot be used")
	if err := (exchange.Folders{Path: filepath.Dir(p.Path), Now: p.Now}).Sweep(); err != nil {
		t.Errorf("one bad folder stops the sweep of the others: %v", err)
	}
}

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

// A program that was killed leaves its uploads behind. The next sweep removes them, and
// none that still runs.
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

// However many upload at once, the folder never holds more.
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

func TestAFileGetsAnotherName(t *testing.T) {
	p := newPerson(t)
	p.bring("a.part", "1")
	p.bring("b", "2")
	arrived := p.now
	p.now = p.now.Add(time.Hour)
	if err := p.Rename("a.part", "a"); err != nil || p.names() != "a b" {
		t.Errorf("%q, %v", p.names(), err)
	}
	if e, err := p.Stat("a"); err != nil || !e.Arrived.Equal(arrived) {
		t.Errorf("it does not age any more: %v, %v", e.Arrived, err)
	}
	p.refuses(p.Rename("a", "b"), assessment.Conflict, "b exists")
	p.refuses(p.Rename("c", "d"), assessment.NotFound, "there is no file c")
	p.refuses(p.Rename("a", "../a"), assessment.Refused, "names another folder")
	p.refuses(p.Rename("../a", "a"), assessment.Refused, "names another folder")
	if err := p.Rename("a", "a"); err != nil || p.names() != "a b" || p.onDisk() != "a b" {
		t.Errorf("%q, %v", p.onDisk(), err)
	}
}

func TestAFetchedFileIsTaken(t *testing.T) {
	p := newPerson(t)
	content := strings.Repeat("0123456789", 10)
	fetch := func() *exchange.Fetch {
		t.Helper()
		f, err := p.Fetch("report.pdf")
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	ask := func(f *exchange.Fetch, at, length int64) {
		t.Helper()
		if n, err := f.ReadAt(make([]byte, length), at); err != nil && !errors.Is(err, io.EOF) || int64(n) != max(0, min(length, 100-at)) {
			t.Fatalf("%d bytes, %v", n, err)
		}
	}
	stays := func(what string, f *exchange.Fetch) {
		t.Helper()
		if f.Taken() {
			t.Errorf("%s counts as taken", what)
		}
		if err := f.Close(); err != nil || p.read("report.pdf") != content {
			t.Errorf("%s takes the file: %v", what, err)
		}
	}
	p.bring("report.pdf", content)
	stays("opening", fetch())

	half := fetch()
	ask(half, 0, 50)
	stays("half", half)

	rest := fetch() // resumed
	ask(rest, 50, 60)
	ask(rest, 100, 10)
	stays("the second half", rest)

	gap := fetch()
	ask(gap, 0, 40)
	ask(gap, 60, 40)
	ask(gap, 41, 19)
	stays("all but one byte", gap)

	broken := fetch()
	ask(broken, 0, 100)
	broken.Break()
	stays("a transfer that broke", broken)

	// Blocks at once, in any order, some twice, some past the end.
	whole := fetch()
	var readers sync.WaitGroup
	for _, at := range []int64{75, 0, 25, 25, 100, 50, 90, 1000} {
		readers.Go(func() { _, _ = whole.ReadAt(make([]byte, 25), at) })
	}
	readers.Wait()
	if !whole.Taken() || whole.Size() != 100 || whole.Name() != "report.pdf" {
		t.Error("it is not taken")
	}
	if err := whole.Close(); err != nil || p.onDisk() != "" {
		t.Errorf("%q stays: %v", p.onDisk(), err)
	}
	if err := whole.Close(); err != nil {
		t.Error(err)
	}

	p.bring("report.pdf", "")
	empty := fetch()
	if _, err := empty.ReadAt(make([]byte, 10), 0); !errors.Is(err, io.EOF) {
		t.Error(err)
	}
	if err := empty.Close(); err != nil || p.onDisk() != "" {
		t.Errorf("%q stays: %v", p.onDisk(), err)
	}
}

func TestAFileThatArrivedDuringAFetchStays(t *testing.T) {
	p := newPerson(t)
	p.bring("a", "first")
	f, err := p.Fetch("a")
	if err != nil {
		t.Fatal(err)
	}
	p.bring("a", "other")
	text := make([]byte, 5)
	if _, err := f.ReadAt(text, 0); err != nil || string(text) != "first" {
		t.Errorf("%q, %v", text, err)
	}
	if err := f.Close(); err != nil || p.read("a") != "other" || p.onDisk() != "a" {
		t.Errorf("%q, on disk %q: %v", p.read("a"), p.onDisk(), err)
	}
}

func TestErrorsOfTheSystemNameTheFileOnly(t *testing.T) {
	p := newPerson(t)
	p.bring("a", "1")
	_, err := p.Open("a", input.Kind(-1))
	p.refuses(err, assessment.Invalid, "a is 1 byte")
	f, err := p.Fetch("a")
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.ReadAt(make([]byte, 1), -1)
	p.refuses(err, assessment.Failed, "cannot read a: negative offset")
	f.Close()

	q := newPerson(t)
	if err := os.WriteFile(filepath.Dir(q.Path), nil, 0o600); err != nil { // a file where the folder belongs
		t.Fatal(err)
	}
	_, err = q.Write("b", nil, true)
	q.refuses(err, assessment.Failed, "b could not be saved: not a directory")
	_, err = q.List()
	q.refuses(err, assessment.Failed, "the list of your files could not be read: not a directory")
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
