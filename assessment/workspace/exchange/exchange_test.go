package exchange_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
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

// A program that was killed leaves its uploads behind. The next sweep removes them, and

// none that still runs.

// However many upload at once, the folder never holds more.

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
