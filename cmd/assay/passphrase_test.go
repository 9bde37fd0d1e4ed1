package main

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestPassphraseTypedDifferentlyMakesNoIdentity(t *testing.T) {
	home := t.TempDir()
	s := openTerminal(t, home, "assay", "identity", "new", "--name", "Dana")
	s.until("passphrase for the new identity:")
	s.press("correct horse\r")
	s.until("repeat it:")
	s.press("battery staple\r")
	code, all := s.end()
	if code != exitFailed || !strings.Contains(all, "the two passphrases differ") {
		t.Errorf("exit code %d:\n%s", code, all)
	}
	if found, _ := filepath.Glob(filepath.Join(home, "*", "assay", "*", "Dana*")); len(found) > 0 {
		t.Errorf("left behind: %v", found)
	}
}

func TestBreakingOffAtThePromptEndsWith130(t *testing.T) {
	home := t.TempDir()
	// The shell says afterwards whether the terminal echoes again.
	s := openTerminal(t, home, "sh", "-c", "trap : INT; assay identity new --name Dana; echo code $?; stty -a")
	s.until("passphrase for the new identity:")
	s.press("\x03")
	_, all := s.end()
	if !strings.Contains(all, "code 130") || !strings.Contains(all, "assay: error: canceled") || !strings.Contains(all, " echo ") {
		t.Errorf("the terminal showed:\n%s", all)
	}
}

func TestPDFIsNotWrittenToATerminal(t *testing.T) {
	s := openTerminal(t, t.TempDir(), "assay", "report", "harbor", "-o", "-")
	code, all := s.end()
	if code != exitUsage || !strings.Contains(all, "a PDF is not written to a terminal") {
		t.Errorf("exit code %d:\n%s", code, all)
	}
}
