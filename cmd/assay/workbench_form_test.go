package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The workbench writes a form for the vendor, which the journal knows, and reads it back:
// here a form that nobody filled in.
func TestTheWorkbenchAsksAndReceives(t *testing.T) {
	home := t.TempDir()
	demo := filepath.Join(home, "demo.db")
	assay(t, home, "demo", "--load-only", "--db", demo)
	s := openTerminal(t, home, "assay", "--db", demo, "--evaluator", "dana@lakeside.example")
	s.until("3 vendors", "Ellsmarch")
	s.press("\r")
	s.until("because")
	s.press("Q")
	s.until("in writing", "all written questions")
	s.press("\tw\r")
	s.until(" questions, ", " written: ")
	files, _ := filepath.Glob(filepath.Join(home, "ellsmarch-*-questions.xlsx"))
	if len(files) != 1 {
		t.Fatalf("%d forms were written: %v", len(files), files)
	}
	s.press("V")
	s.until("Nothing is recorded yet")
	s.press(filepath.Base(files[0]) + "\r")
	s.until("the whole file", "left empty")
	s.press("jktales") // on a reply without a line
	s.until("Record this of", "No line is taken")
	s.press("y")
	s.until("0 taken, 0 left, 0 held back")
	s.press("\x03")
	s.end()
	list, _ := assay(t, home, "assess", "history", "ellsmarch", "--db", demo)
	for _, want := range []string{"made a form for the vendor", "received a reply of the vendor"} {
		if !strings.Contains(list, want) {
			t.Errorf("%q is missing in %s", want, list)
		}
	}
	if out, err := os.ReadFile(files[0]); err != nil || len(out) == 0 {
		t.Errorf("the form is gone: %v", err)
	}
}
