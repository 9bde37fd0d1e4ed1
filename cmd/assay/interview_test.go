package main

import (
	"strings"
	"testing"
)

// A person with a screen reader types the meeting in a terminal: a mistake is refused
// and the question stays, ctrl+d ends it, and nothing controls the terminal. Without
// ACCESSIBLE the same command opens the workbench at the interview.
func TestInterviewInATerminal(t *testing.T) {
	home := t.TempDir()
	write(t, home+"/config/assay/config.yaml", "evaluator: dana@lakeside.example\n")
	assay(t, home, "vendor", "add", "Harbor")
	assay(t, home, "assess", "new", "--vendor", "harbor")

	s := openTerminal(t, home, "env", "ACCESSIBLE=1", "assay", "assess", "interview", "harbor")
	s.until("Question 1 of", "2 or n: not met", "\n>")
	s.press("perhaps\n")
	s.until(`Not taken: "perhaps" is neither one of the 2 answers nor a command.`)
	s.press("y\n")
	s.until("Recorded: BAA-05, met.", "Question 2 of")
	s.press("\x04")
	code, all := s.end()
	if code != exitDone || !strings.Contains(all, "1 change recorded and saved, 1 line not taken.") {
		t.Errorf("exit code %d:\n%s", code, all)
	}
	if strings.Contains(all, "\x1b") {
		t.Errorf("the lines control the terminal: %q", all)
	}
	if shown, _ := assay(t, home, "assess", "show", "harbor"); !strings.Contains(shown, "met, claimed") {
		t.Errorf("the answer is not there:\n%s", shown)
	}

	w := openTerminal(t, home, "assay", "assess", "interview", "harbor")
	w.until("Harbor", "● saved")
	w.press("\x03")
	if code, _ := w.end(); code != exitDone {
		t.Errorf("the workbench ended with %d", code)
	}
}
