package transfer_test

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pkg/sftp"

	"assay/tui/sshserver/transfer"
)

// hostile are paths that no request may follow.
var hostile = []string{
	"../x", "..", "../..", "../../../../etc/passwd", "/etc/passwd", "a/b", "/a/b", "a/../../x", "//etc//passwd",
	`..\x`, `C:\x`, "a\nb", "a\rb", "a\x00b", "\x1b]0;x\a", "\u009b2Jx", "a\xffb", ".ssh", ".unfinished-0", "NUL", "com1.txt",
	strings.Repeat("x", 201), strings.Repeat("x", 100_000), strings.Repeat("../", 50) + "x",
	"out", "beside", "folder", "pipe", "folder/inside", // planted, see plant
}

// plant puts what nobody may reach into the folder.
func plant(h *host) (secret string) {
	h.t.Helper()
	h.bring("there.txt", "there")
	secret = filepath.Join(h.t.TempDir(), "secret")
	in := func(name string) string { return filepath.Join(h.folder.Path, name) }
	for _, err := range []error{
		os.WriteFile(secret, []byte("secret"), 0o600),
		os.Symlink(secret, in("out")), os.Symlink("there.txt", in("beside")),
		os.Mkdir(in("folder"), 0o700), os.WriteFile(in("folder/inside"), []byte("inside"), 0o600),
		exec.Command("mkfifo", in("pipe")).Run(),
	} {
		if err != nil {
			h.t.Fatal(err)
		}
	}
	return secret
}

func TestNoRequestLeavesTheFolder(t *testing.T) {
	h := newHost(t)
	secret := plant(h)
	c := h.client()
	before := h.onDisk()
	for _, path := range hostile {
		create := func(flags int) error {
			f, err := c.OpenFile(path, flags)
			if err == nil {
				err = f.Close()
			}
			return err
		}
		tries := map[string]error{
			"open": create(os.O_RDONLY), "make new": create(os.O_WRONLY | os.O_CREATE | os.O_EXCL),
			"change": create(os.O_WRONLY), "both": create(os.O_RDWR), "append": create(os.O_APPEND | os.O_CREATE),
			"rename from": c.Rename(path, "new"), "rename to": c.Rename("there.txt", path), "move over": c.PosixRename("there.txt", path),
			"chmod": c.Chmod(path, 0o777), "truncate": c.Truncate(path, 0), "chtimes": c.Chtimes(path, time.Now(), time.Now()),
			"mkdir": c.Mkdir(path), "rmdir": c.RemoveDirectory(path), "symlink": c.Symlink("there.txt", path), "symlink to": c.Symlink(path, "new"),
			"link": c.Link("there.txt", path), "link to": c.Link(path, "new"),
		}
		_, tries["stat"] = c.Stat(path)
		_, tries["lstat"] = c.Lstat(path)
		_, tries["readlink"] = c.ReadLink(path)
		_, tries["statvfs"] = c.StatVFS(path)
		_, tries["list"] = c.ReadDir(path)
		for what, err := range tries {
			var answer *sftp.StatusError
			if err == nil {
				t.Errorf("%s of %.40q goes", what, path)
			} else if errors.As(err, &answer) {
				err = answer // the client puts the path before it
			}
			if told := fmt.Sprint(err); strings.Contains(told, h.folder.Path) || strings.Contains(told, "served") || strings.ContainsAny(told, "\x00\x1b") {
				t.Errorf("%s of %.40q: %q", what, path, told)
			}
		}
		if err := c.Remove(path); err == nil {
			t.Errorf("remove of %.40q goes", path)
		}
		if h.onDisk() != before {
			t.Fatalf("%.40q: the folder has %q", path, h.onDisk())
		}
	}
	infos, err := c.ReadDir("/")
	if err != nil || len(infos) != 1 || infos[0].Name() != "there.txt" {
		t.Errorf("it lists %v, %v", infos, err)
	}
	if content, err := os.ReadFile(secret); err != nil || string(content) != "secret" || h.holds("there.txt") != "there" {
		t.Errorf("%q, %v", content, err)
	}
	for _, never := range []string{"passwd", "there.txt", "inside", h.folder.Path} {
		if strings.Contains(h.log.text(), never) {
			t.Errorf("the log has %q", never)
		}
	}
	if n := strings.Count(h.log.text(), "msg=refused"); n != 50 {
		t.Errorf("the log has %d lines about refusals", n)
	}
}

func TestOneFileHasAFewPaths(t *testing.T) {
	h := newHost(t)
	h.bring("a", "1")
	c := h.client()
	for _, path := range []string{"a", "/a", "./a", "//a", "/./a", "/b/../a", "a/"} {
		if about, err := c.Stat(path); err != nil || about.Size() != 1 || about.Mode() != 0o600 {
			t.Errorf("%s: %v, %v", path, about, err)
		}
		if whole, err := c.RealPath(path); err != nil || whole != "/a" {
			t.Errorf("%s is %q, %v", path, whole, err)
		}
	}
	for _, path := range []string{"", ".", "/", "/."} {
		if about, err := c.Stat(path); err != nil || !about.IsDir() {
			t.Errorf("%q: %v, %v", path, about, err)
		}
		if whole, err := c.RealPath(path); err != nil || whole != "/" {
			t.Errorf("%q is %q, %v", path, whole, err)
		}
		if infos, err := c.ReadDir(path); err != nil || len(infos) != 1 {
			t.Errorf("%q: %v, %v", path, infos, err)
		}
		if _, err := c.Create(path); err == nil {
			t.Errorf("%q is written", path)
		}
	}
	for _, path := range []string{"..", "../a", "/b/a"} {
		if whole, err := c.RealPath(path); !errors.Is(err, os.ErrPermission) {
			t.Errorf("%q is %q, %v", path, whole, err)
		}
	}
}

func TestACodeSaysWhatIsWrong(t *testing.T) {
	h := newHost(t)
	h.bring("a", "1")
	c := h.client()
	_, missing := c.Open("none")
	_, refused := c.Open("/etc/passwd")
	_, link := c.ReadLink("a")
	_, room := c.StatVFS("/")
	for _, try := range []struct {
		what string
		err  error
		is   func(error) bool
	}{
		{"a missing file", missing, func(err error) bool { return errors.Is(err, os.ErrNotExist) }},
		{"another folder", refused, func(err error) bool { return errors.Is(err, os.ErrPermission) }},
		{"a folder", c.Mkdir("x"), unsupported},
		{"a link", link, unsupported},
		{"the room", room, unsupported},
		{"a symbolic link", c.Symlink("a", "b"), unsupported},
		{"a second name", c.Link("a", "b"), unsupported},
		{"a size", c.Truncate("a", 0), func(err error) bool { return errors.Is(err, os.ErrPermission) }},
		{"its own size", c.Truncate("a", 1), func(err error) bool { return err == nil }},
		{"a mode", c.Chmod("a", 0), func(err error) bool { return err == nil }},
		{"an owner", c.Chown("a", 1, 1), func(err error) bool { return err == nil }},
		{"a time", c.Chtimes("a", time.Unix(0, 0), time.Unix(0, 0)), func(err error) bool { return err == nil }},
		{"a time of the folder", c.Chtimes("/", time.Unix(0, 0), time.Unix(0, 0)), func(err error) bool { return err == nil }},
	} {
		if !try.is(try.err) {
			t.Errorf("%s: %v", try.what, try.err)
		}
	}
	if e, err := h.folder.Stat("a"); err != nil || e.Size != 1 || time.Since(e.Arrived) > time.Minute {
		t.Errorf("%+v, %v", e, err)
	}
}

func unsupported(err error) bool {
	var status *sftp.StatusError
	return errors.As(err, &status) && status.FxCode() == sftp.ErrSSHFxOpUnsupported
}

// begun begins an upload, and sends a part of it.
func begun(t *testing.T, c *sftp.Client, name string, flags int) *sftp.File {
	t.Helper()
	f, err := c.OpenFile(name, flags)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte("part")); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestAConnectionBreaks(t *testing.T) {
	h := newHost(t)
	h.bring("report.pdf", "the report")
	c := h.client()
	begun(t, c, "new", os.O_WRONLY|os.O_CREATE|os.O_TRUNC)
	begun(t, c, "report.pdf", os.O_WRONLY|os.O_CREATE|os.O_TRUNC)
	f, err := c.Open("report.pdf")
	if err != nil {
		t.Fatal(err)
	}
	if content, err := io.ReadAll(f); err != nil || string(content) != "the report" {
		t.Fatalf("%q, %v", content, err)
	}
	h.cut()
	h.ended()
	if h.onDisk() != "report.pdf" || h.holds("report.pdf") != "the report" {
		t.Errorf("the folder has %q", h.onDisk())
	}
}

// Whoever is removed keeps no transfer, whatever the program at home still sends.
func TestAnAccountIsRemoved(t *testing.T) {
	h := newHost(t)
	h.bring("report.pdf", "the report")
	c := h.client()
	f, err := c.Open("report.pdf")
	if err != nil {
		t.Fatal(err)
	}
	if content, err := io.ReadAll(f); err != nil || string(content) != "the report" {
		t.Fatalf("%q, %v", content, err)
	}
	up := begun(t, c, "new", os.O_WRONLY|os.O_CREATE)
	h.end()
	_, again := up.Write([]byte("more"))
	_, stat := c.Stat("report.pdf")
	for what, err := range map[string]error{"write": again, "close": up.Close(), "look": stat} {
		if err == nil {
			t.Errorf("to %s goes on", what)
		}
	}
	_ = f.Close()
	h.ended()
	if h.onDisk() != "report.pdf" {
		t.Errorf("the folder has %q", h.onDisk())
	}
}

// endless is a client that does not go away when its channel is closed.
type endless struct {
	io.Reader
	io.Writer
}

func TestARemovedAccountGetsNothingOverAnOpenChannel(t *testing.T) {
	h := newHost(t)
	h.bring("report.pdf", "the report")
	to, requests := io.Pipe()
	answers, from := io.Pipe()
	ended := make(chan error)
	go func() {
		ended <- transfer.Serve(h.ctx, h.folder, endless{to, from}, slog.New(slog.NewTextHandler(&h.log, nil)))
	}()
	c, err := sftp.NewClientPipe(answers, requests)
	if err != nil {
		t.Fatal(err)
	}
	f, err := c.Open("report.pdf")
	if err != nil {
		t.Fatal(err)
	}
	up := begun(t, c, "new", os.O_WRONLY|os.O_CREATE)
	h.end()
	if content, err := io.ReadAll(f); !errors.Is(err, os.ErrPermission) {
		t.Errorf("%q, %v", content, err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	if err := up.Close(); err == nil {
		t.Error("the upload ends")
	}
	for what, err := range map[string]error{"remove": c.Remove("report.pdf"), "rename": c.Rename("report.pdf", "x"), "chmod": c.Chmod("report.pdf", 0)} {
		if !errors.Is(err, os.ErrPermission) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if infos, err := c.ReadDir("/"); err == nil {
		t.Error(infos)
	}
	requests.Close()
	if err := <-ended; err != nil || h.onDisk() != "report.pdf" {
		t.Errorf("%v, the folder has %q", err, h.onDisk())
	}
}

func TestAClientOpensFewFilesAtOnce(t *testing.T) {
	h := newHost(t)
	h.bring("a", "1")
	c := h.client()
	var open []*sftp.File
	for range 1000 {
		f, err := c.OpenFile("new", os.O_WRONLY|os.O_CREATE)
		if err != nil {
			break
		}
		open = append(open, f)
	}
	if len(open) != 16 {
		t.Errorf("%d files are open", len(open))
	}
	if _, err := c.Open("a"); err == nil {
		t.Error("one more is open")
	}
	if _, err := c.ReadDir("/"); err == nil {
		t.Error("a list is open")
	}
	for _, f := range open {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
	for range 40 {
		if _, err := c.Open("none"); err == nil {
			t.Error("a missing file is there")
		}
		if _, err := c.ReadDir("/"); err != nil {
			t.Fatal(err)
		}
	}
	if h.onDisk() != "a new" {
		t.Error(h.onDisk())
	}
}

// Clients write over a file in three ways.
func TestAFileIsWrittenOver(t *testing.T) {
	h := newHost(t)
	c := h.client()
	ways := map[string]func(f *sftp.File) error{
		"in place": func(f *sftp.File) error { // as scp does
			_, err := f.Write([]byte("short"))
			return errors.Join(err, f.Truncate(5))
		},
		"with the size first": func(f *sftp.File) error {
			if err := f.Truncate(5); err != nil {
				return err
			}
			_, err := f.Write([]byte("short"))
			return err
		},
		"from the end": func(f *sftp.File) error {
			_, one := f.WriteAt([]byte("ort"), 2)
			_, two := f.WriteAt([]byte("sh"), 0)
			return errors.Join(one, two)
		},
	}
	for way, write := range ways {
		h.bring("a", "a longer text")
		f, err := c.OpenFile("a", os.O_WRONLY|os.O_CREATE)
		if err != nil {
			t.Fatal(err)
		}
		if err := write(f); err != nil {
			t.Error(err)
		}
		if about, err := f.Stat(); err != nil || about.Size() != 5 || h.holds("a") != "a longer text" {
			t.Errorf("%s: it is to be %v, and is %q: %v", way, about.Size(), h.holds("a"), err)
		}
		if err := f.Close(); err != nil || h.holds("a") != "short" {
			t.Errorf("%s: %q, %v", way, h.holds("a"), err)
		}
	}
	// A client that believes to continue an upload would leave a hole.
	f, err := c.OpenFile("a", os.O_WRONLY|os.O_CREATE)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt([]byte("rest"), 5); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err == nil || h.holds("a") != "short" || h.onDisk() != "a" {
		t.Errorf("%q, the folder has %q: %v", h.holds("a"), h.onDisk(), err)
	}
	if _, err := c.OpenFile("a", os.O_WRONLY|os.O_CREATE|os.O_EXCL); err == nil {
		t.Error("a name that is taken counts as new")
	}
}

func TestAFileGrowsBeyondEveryLimit(t *testing.T) {
	h := newHost(t)
	h.folder.Limit = 100_000
	c := h.client()
	for what, grow := range map[string]func(f *sftp.File) error{
		"far away":  func(f *sftp.File) error { _, err := f.WriteAt([]byte("x"), 1<<62); return err },
		"too large": func(f *sftp.File) error { _, err := f.Write(make([]byte, 200_000)); return err },
		"told":      func(f *sftp.File) error { return f.Truncate(1 << 62) },
	} {
		f := begun(t, c, "a", os.O_WRONLY|os.O_CREATE)
		if err := grow(f); !errors.Is(err, os.ErrPermission) {
			t.Errorf("%s: %v", what, err)
		}
		if err := f.Close(); err == nil || h.onDisk() != "" {
			t.Errorf("%s: %v, the folder has %q", what, err, h.onDisk())
		}
	}
	if strings.Contains(h.log.text(), "stack") {
		t.Error(h.log.text())
	}
}
