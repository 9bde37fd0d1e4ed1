//go:build unix

package input_test

import (
	"context"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/input"
)

// place makes a file with a content in a new folder and returns its path.
func place(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "given")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func pipe(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "pipe")
	if err := exec.Command("mkfifo", path).Run(); err != nil {
		t.Skip("no mkfifo")
	}
	return path
}

func TestOnlyRegularFilesAreRead(t *testing.T) {
	folder := t.TempDir()
	in := func(name string) string { return filepath.Join(folder, name) }
	heard, err := (&net.ListenConfig{}).Listen(context.Background(), "unix", in("socket"))
	if err != nil {
		t.Fatal(err)
	}
	defer heard.Close()
	fifo := pipe(t)
	for name, target := range map[string]string{"to a pipe": fifo, "to itself": in("to itself"), "to nothing": in("nothing")} {
		if err := os.Symlink(target, in(name)); err != nil {
			t.Fatal(err)
		}
	}
	for path, want := range map[string]string{
		folder:           "is a folder",
		fifo:             "is a pipe",
		in("socket"):     "is a socket",
		in("to a pipe"):  "is a pipe",
		in("to itself"):  "too many levels of symbolic links",
		in("to nothing"): "there is no file",
		in("none"):       "there is no file",
		"/dev/zero":      "is a device",
		"/dev/null":      "is a device",
	} {
		_, err := input.Read(path, input.Answers)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Count(err.Error(), path) != 1 {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
}

func TestNoViewOfTheSystemIsRead(t *testing.T) {
	if _, err := os.Stat("/proc/self/environ"); err != nil {
		t.Skip("no /proc")
	}
	for _, path := range []string{"/proc/self/environ", "/proc/kmsg", "/proc/self/mem", "/sys/kernel/mm/transparent_hugepage/enabled"} {
		if _, err := os.Stat(path); err != nil {
			continue
		}
		if _, err := input.Read(path, input.Answers); err == nil || assessment.CaseOf(err) != assessment.NotAFile && assessment.CodeOf(err) != assessment.Failed {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestALargeFileIsRefusedBeforeItIsRead(t *testing.T) {
	path := place(t, "")
	if err := os.Truncate(path, 3_000_000_000); err != nil {
		t.Skip(err)
	}
	for kind, want := range map[input.Kind]string{
		input.Answers:        "given is 3.0 GB; an answer file has at most 1.0 MB",
		input.Questionnaire:  "given is 3.0 GB; a questionnaire has at most 1.0 MB",
		input.Configuration:  "given is 3.0 GB; a configuration file has at most 100 kB",
		input.Evidence:       "given is 3.0 GB; an evidence file has at most 2.0 GB",
		input.Report:         "given is 3.0 GB; a report has at most 64 MB",
		input.Key:            "given is 3.0 GB; a key file has at most 1.0 MB",
		input.Certificates:   "given is 3.0 GB; a file of certificates has at most 1.0 MB",
		input.RevocationList: "given is 3.0 GB; a list of revoked certificates has at most 10 MB",
		input.Recipients:     "given is 3.0 GB; a list of recipients has at most 1.0 MB",
	} {
		if _, err := input.Open(path, kind); err == nil || !strings.HasSuffix(err.Error(), want) || assessment.CaseOf(err) != assessment.TooLarge {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// A file that grows after it was looked at ends with an error at the limit.
func TestAFileThatGrowsIsCutAtTheLimit(t *testing.T) {
	most := strings.Repeat("x", 100_000)
	path := place(t, most)
	if text, err := input.Read(path, input.Configuration); err != nil || string(text) != most {
		t.Errorf("a file of the permitted size: %d bytes, %v", len(text), err)
	}
	file, err := input.Open(path, input.Configuration)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := os.WriteFile(path, []byte(most+"y"), 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(file)
	if len(text) != len(most) || err == nil || !strings.Contains(err.Error(), "given grew while it was read; a configuration file has at most 100 kB") {
		t.Errorf("%d bytes, %v", len(text), err)
	}
}

func TestAFolderHoldsItsFilesOnly(t *testing.T) {
	fifo, outside := pipe(t), place(t, "secret")
	root, err := os.OpenRoot(filepath.Dir(fifo))
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if err := os.Symlink(outside, filepath.Join(filepath.Dir(fifo), "out")); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"pipe": "pipe is a pipe", "out": "path escapes", "../given": "invalid", "none": "there is no file none"} {
		if _, err := input.Within(root, input.Evidence).Open(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
	}
	if _, err := input.Folder(filepath.Dir(fifo), input.Questionnaire).Open("pipe"); err == nil || !strings.Contains(err.Error(), "is a pipe") {
		t.Errorf("a pipe in a folder: %v", err)
	}
}

func TestAPassphraseIsOneLine(t *testing.T) {
	from := func(path string) *os.File {
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { file.Close() })
		return file
	}
	long := strings.Repeat("x", input.MaxPassphrase)
	for content, want := range map[string]string{"correct horse\nrest": "correct horse", "correct horse\r\n": "correct horse", "no end": "no end", "": "", long + "\n": long} {
		if got, err := input.Passphrase(from(place(t, content))); got != want || err != nil {
			t.Errorf("%.20q gives %.20q, %v", content, got, err)
		}
	}
	for _, path := range []string{"/dev/zero", place(t, long+"x\n"), t.TempDir()} {
		if got, err := input.Passphrase(from(path)); err == nil {
			t.Errorf("%s gives %d bytes", path, len(got))
		}
	}
	// The other end of a pipe need not close it.
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if _, err := w.WriteString("correct horse\n"); err != nil {
		t.Fatal(err)
	}
	if got, err := input.Passphrase(r); got != "correct horse" || err != nil {
		t.Errorf("a pipe gives %q, %v", got, err)
	}
}
