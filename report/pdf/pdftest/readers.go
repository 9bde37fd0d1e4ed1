package pdftest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// Readers are PDF readers by other authors: poppler, MuPDF, Ghostscript, pdf.js (of Firefox) and PDFium (of Chrome).
// Most programs that people read a report with contain one of them.
type Readers struct {
	folder string
	node   *node // nil if the packages of the folder readers are not installed
}

// NewReaders starts the readers. Those from npm take part if "npm ci" was run in the folder readers; in CI they must. The
// test is skipped if another reader is not installed.
func NewReaders(t testing.TB) *Readers {
	t.Helper()
	for _, name := range []string{"pdftotext", "mutool", "gs"} {
		Tool(t, name, "-v")
	}
	return &Readers{folder: t.TempDir(), node: startNode(t)}
}

// Page1 returns the text of page 1 in each reader, by the name of the reader. White space is one space, because each
// reader has its own idea of it. A reader that refuses the file gives its reason instead of the text.
func (r *Readers) Page1(t testing.TB, file []byte) map[string]string {
	t.Helper()
	path := filepath.Join(r.folder, "report.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	var writing sync.Mutex
	var running sync.WaitGroup
	for name, command := range map[string][]string{
		"poppler":     {"pdftotext", "-f", "1", "-l", "1", path, "-"},
		"MuPDF":       {"mutool", "draw", "-q", "-F", "txt", path, "1"},
		"Ghostscript": {"gs", "-q", "-dSAFER", "-dNOPAUSE", "-dBATCH", "-sDEVICE=txtwrite", "-dFirstPage=1", "-dLastPage=1", "-sOutputFile=-", path},
	} {
		running.Go(func() {
			out, err := exec.Command(command[0], command[1:]...).Output()
			if err != nil {
				out = append(out, "cannot read: "+err.Error()...)
			}
			writing.Lock()
			defer writing.Unlock()
			texts[name] = oneSpace(string(out))
		})
	}
	if r.node != nil {
		for name, text := range r.node.page1(t, path) {
			writing.Lock()
			texts[name] = oneSpace(text)
			writing.Unlock()
		}
	}
	running.Wait()
	return texts
}

func oneSpace(text string) string { return strings.Join(strings.Fields(text), " ") }

// node is a running Node.js that reads files with the packages of the folder readers.
type node struct {
	paths   io.Writer
	answers *bufio.Reader
}

// packages returns the folder readers, or "" if its packages are not installed.
func packages(t testing.TB) string {
	t.Helper()
	_, source, _, _ := runtime.Caller(0)
	folder := filepath.Join(filepath.Dir(source), "readers")
	if _, err := os.Stat(filepath.Join(folder, "node_modules")); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("pdf.js and PDFium are not installed, and CI must have them: %v", err)
		}
		t.Logf("pdf.js and PDFium take no part: run npm ci in %s", folder)
		return ""
	}
	return folder
}

// Fillers are the programs of [Fill]: that of Firefox and that of Chrome.
func Fillers() []string { return []string{"pdf.js", "PDFium"} }

// Fill fills the form of a file in with a program, and saves it to another file. values is a JSON object of texts by the
// names of their fields; for PDFium, the choice of a list is its number, from 0. The test is skipped as with [NewReaders].
func Fill(t testing.TB, program, in, out string, values []byte) {
	t.Helper()
	folder := packages(t)
	if folder == "" {
		t.Skip(program + " is not installed")
	}
	script := map[string]string{"pdf.js": "fillpdfjs.mjs", "PDFium": "fillpdfium.mjs"}[program]
	command := exec.Command("node", script, in, out)
	command.Dir, command.Stdin = folder, bytes.NewReader(values)
	if said, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v: %s", program, err, said)
	}
}

func startNode(t testing.TB) *node {
	t.Helper()
	folder := packages(t)
	if folder == "" {
		return nil
	}
	command := exec.Command("node", "read.mjs")
	command.Dir = folder
	paths, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	answers, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		paths.Close()
		_ = command.Wait()
	})
	return &node{paths, bufio.NewReader(answers)}
}

func (n *node) page1(t testing.TB, path string) map[string]string {
	t.Helper()
	if _, err := io.WriteString(n.paths, path+"\n"); err != nil {
		t.Fatal(err)
	}
	line, err := n.answers.ReadBytes('\n')
	if err != nil {
		t.Fatalf("the readers on Node.js ended: %v", err)
	}
	var texts map[string]string
	if err := json.Unmarshal(line, &texts); err != nil {
		t.Fatal(err)
	}
	return texts
}
