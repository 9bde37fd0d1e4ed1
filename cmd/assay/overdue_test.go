package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// story runs the program in a home of its own, on days that it sets.
type story struct {
	t   *testing.T
	now time.Time
}

func newStory(t *testing.T) *story {
	for key, value := range homeOf(t.TempDir()) {
		t.Setenv(key, value)
	}
	t.Setenv("ASSAY_EVALUATOR", "dana@lakeside.example")
	return &story{t, time.Date(2026, 11, 22, 17, 0, 0, 0, time.UTC)}
}

// assay runs one command and gives what it printed, on either stream.
func (s *story) assay(code int, args ...string) string {
	s.t.Helper()
	printed, err := os.Create(filepath.Join(s.t.TempDir(), "printed"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer printed.Close()
	got := run(world{args: args, getenv: os.Getenv, now: func() time.Time { return s.now }, stdin: os.Stdin, stdout: printed, stderr: printed})
	if _, err := printed.Seek(0, io.SeekStart); err != nil {
		s.t.Fatal(err)
	}
	text, err := io.ReadAll(printed)
	if err != nil || got != code {
		s.t.Fatalf("assay %s ends with %d, want %d: %v\n%s", strings.Join(args, " "), got, code, err, text)
	}
	return string(text)
}

func (s *story) contains(text string, parts ...string) {
	s.t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			s.t.Errorf("%q is missing in:\n%s", part, text)
		}
	}
}

// An overdue action is a warning. It comes first in what is due, and only
// closing it settles it.
func TestOverdueActionWarnsUntilItIsClosed(t *testing.T) {
	s := newStory(t)
	s.assay(0, "vendor", "add", "Harbor")
	s.assay(0, "assess", "new", "--vendor", "harbor")
	id, _, _ := strings.Cut(s.assay(0, "action", "add", "harbor", "--what", "send the tokens", "--owner", "Lee", "--due", "+1d", "--json"), `",`)
	id = id[strings.LastIndex(id, `"`)+1:]
	s.assay(0, "action", "add", "harbor", "--what", "walk past", "--owner", "Lee", "--due", "+20d")

	s.now = s.now.AddDate(0, 0, 2)
	s.contains(s.assay(0, "assess", "due"), "Overdue\n  2026-11-23  action    Harbor (award): send the tokens (Lee)\n\nDue until 2027-02-22\n  2026-12-12  action ")
	s.contains(s.assay(0, "assess", "due", "--within", "1d", "--json"), `"overdue": true`)
	s.contains(s.assay(0, "action", "list"), "overdue since 2026-11-23  "+id+"\n")
	s.contains(s.assay(0, "assess", "score", "harbor"), "actions   2 open, 1 overdue\n", "0 stops, 1 warning (−3 points)")
	s.contains(s.assay(0, "assess", "show", "harbor"), "(Lee; overdue since 2026-11-23)")
	s.contains(s.assay(0, "flag", "list", "harbor"), "warning  action/"+id+"\n", "raised by an action that is overdue, until it is closed\n")
	s.contains(s.assay(1, "flag", "resolve", "harbor", "action/"+id, "--reason", "late"), "the flag of an overdue action is resolved by closing the action", "hint: close it with `assay action close ")
	s.contains(s.assay(0, "action", "close", "harbor", id[:20], "--how", "sent"), "closed the action for Harbor, due 2026-11-23: still blocked\n")
	if due := s.assay(0, "assess", "due"); strings.Contains(due, "Overdue") {
		t.Errorf("still overdue:\n%s", due)
	}
}
