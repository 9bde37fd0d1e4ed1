package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// identityOf makes an identity in a home, with a passphrase.
func identityOf(t *testing.T, home, name, passphrase string) {
	t.Helper()
	write(t, filepath.Join(home, "passphrase"), passphrase+"\n")
	cmd := exec.Command("sh", "-c", `assay identity new --name "$0" --passphrase-fd 3 3<passphrase`, name)
	cmd.Dir, cmd.Env = home, environ(home)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// The workbench writes a report that it signs, and a comparison. The report proves itself,
// the journal knows who signed it, and it is not written over unseen.
func TestTheWorkbenchSignsAReport(t *testing.T) {
	home := t.TempDir()
	demo, phrase := filepath.Join(home, "demo.db"), "correct horse battery"
	assay(t, home, "demo", "--load-only", "--db", demo)
	identityOf(t, home, "Dana Whitfield", phrase)

	s := openTerminal(t, home, "assay", "--db", demo, "--evaluator", "dana@lakeside.example")
	s.until("3 vendors", "Ellsmarch")
	s.press("\r")
	s.until("because")
	s.press("r\t\tawrong horse\r") // fast, while the dialog is still read
	s.until("! wrong passphrase", "Dana Whitfield signs as assessor")
	s.press(phrase + "\r")
	s.until("Written: report of Ellsmarch", "Signed as assessor by Dana Whitfield", "y copy the path")
	s.press("\x1b")
	s.until("because")
	files, _ := filepath.Glob(filepath.Join(home, "ellsmarch-*.pdf"))
	if len(files) != 1 {
		t.Fatalf("%d reports were written: %v", len(files), files)
	}
	signed, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	s.press("r\t" + filepath.Base(files[0]) + "\r")
	s.until("exists and is signed", "again writes over it")
	s.press("\x1b")
	s.until("because")
	s.press("rd\ta" + phrase + "\r")
	s.until("Written: debrief of Ellsmarch", "Signed as assessor by Dana Whitfield")
	s.press("\r")
	s.until("because")
	s.press("rr\r")
	s.until("Written: RFP pages of Ellsmarch", "Nobody has signed it")
	s.press("\r")
	s.until("because")
	s.press("\x1b")
	s.until("3 vendors")
	s.press("b")
	s.until("› board") // its rows may not be there yet
	s.press("r\t\ta" + phrase + "\r")
	s.until("Written: comparison of 3 vendors", "Signed as assessor by Dana Whitfield")
	s.press("\x03")
	code, all := s.end()
	if code != 0 {
		t.Errorf("the workbench ended with %d", code)
	}
	if strings.Contains(all, phrase) {
		t.Error("the passphrase was shown")
	}

	if now, err := os.ReadFile(files[0]); err != nil || string(now) != string(signed) {
		t.Error("the signed report was written over")
	}
	if out, code := assay(t, home, "verify", files[0], "--expect", "assessor=Dana Whitfield", "--db", demo); code != 0 {
		t.Errorf("the report is not proven: %s", out)
	}
	debriefs, _ := filepath.Glob(filepath.Join(home, "ellsmarch-*-debrief.pdf"))
	if len(debriefs) != 1 {
		t.Fatalf("%d debriefs were written", len(debriefs))
	}
	if out, code := assay(t, home, "verify", debriefs[0], files[0], "--db", demo); code != 0 || !strings.Contains(out, "comes from") {
		t.Errorf("the debrief does not come from the report: %s", out)
	}
	if out, _ := assay(t, home, "assess", "history", "ellsmarch", "--db", demo); !strings.Contains(out, "Dana Whitfield") {
		t.Errorf("the journal does not say who signed: %s", out)
	}
	compared, _ := filepath.Glob(filepath.Join(home, "*-comparison-*.pdf"))
	if len(compared) != 1 {
		t.Fatalf("%d comparisons were written", len(compared))
	}
	if out, code := assay(t, home, "verify", compared[0], "--db", demo); code != 0 {
		t.Errorf("the comparison is not proven: %s", out)
	}
}
