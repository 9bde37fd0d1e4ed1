package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// reply packs a folder as a form in a browser saves it: reply FILE FOLDER. The answers
// come first, and their variables are replaced.
func reply(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: reply FILE FOLDER")
	}
	folder, files := ts.MkAbs(args[1]), map[string]string{}
	ts.Check(filepath.Walk(folder, func(path string, about os.FileInfo, err error) error {
		if err == nil && !about.IsDir() {
			var name string
			name, err = filepath.Rel(folder, path)
			files[filepath.ToSlash(name)] = ts.ReadFile(path)
		}
		return err
	}))
	files["answers.json"] = os.Expand(files["answers.json"], ts.Getenv)
	file, err := packed(files)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), file, 0o600))
}

// packed is a ZIP file with these files, in the order of their names.
func packed(files map[string]string) ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range sorted(files) {
		entry, err := w.Create(name)
		if err != nil {
			return nil, err
		}
		if _, err := io.WriteString(entry, files[name]); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return out.Bytes(), err
}

// A person goes through a reply in a terminal: an answer that cannot be is refused and
// asked again, patient data needs a second word, and to stop keeps nothing.
func TestAReplyInATerminal(t *testing.T) {
	home := t.TempDir()
	write(t, home+"/config/assay/config.yaml", "evaluator: dana@lakeside.example\n")
	assay(t, home, "vendor", "add", "Harbor")
	assay(t, home, "assess", "new", "--vendor", "harbor")
	answer := func(item, asked, words string) string {
		return fmt.Sprintf(`{"item": %q, "asked": %q, "offered": [], "choices": [], "words": %q}`, item, asked, words)
	}
	file, err := packed(map[string]string{"answers.json": `{"format": "assay-reply/1", "finished": true, "saved": "2026-11-30T12:00:00Z",
		"identity": "assay-form/1?form=0123456789abcdef0123456789abcdef&hash=00&milestone=award&questionnaire=hipaa-staffing&vendor=Harbor&version=1",
		"stated": {"company": "", "name": "Rosa Cruz", "role": "", "reach": "", "date": ""}, "documents": [], "answers": [` + strings.Join([]string{
		answer("headcount", "How many named people will work on this, with shift cover and known replacements?", "12"),
		answer("TEC-10", "How fast do you patch a critical flaw, and when did an outsider last test the path that your contractors take?", "In 14 days."),
		answer("PHY-01", "Who can walk into the room where our data is on screen, and what records that they did?", "As for MRN 4471902, nobody."),
		answer("ADM-04", "When did you last sanction somebody for breaking a privacy or security rule, and what was the sanction?", "In May."),
		answer("ADM-08", "Who last evaluated your HIPAA compliance as a whole, and what did that person find?", "Ernst."),
	}, ",") + `]}`})
	if err != nil {
		t.Fatal(err)
	}
	write(t, home+"/harbor.zip", string(file))

	s := openTerminal(t, home, "assay", "assess", "receive", "harbor", "harbor.zip")
	s.until("headcount", "[s]top:")
	s.press("s\n")
	if code, all := s.end(); code != exitFailed || !strings.Contains(all, "you stopped: nothing was written") {
		t.Errorf("exit code %d:\n%s", code, all)
	}

	s = openTerminal(t, home, "assay", "assess", "receive", "harbor", "harbor.zip")
	s.until("headcount", "[s]top:")
	s.press("t\n")
	s.until("“In 14 days.”", "[s]top:")
	s.press("e\n")
	s.until("Answer (4, 3, 2, 1, 0), empty for words alone:")
	s.press("9\n")
	s.until("Quote the vendor's words? [Y/n]")
	s.press("\n")
	s.until("Note, empty for none:")
	s.press("\n")
	s.until(`TEC-10 takes 4, 3, 2, 1, 0, not "9"`)
	s.press("e\n")
	s.press("3\n\nour own limit\n")
	s.until("looks like patient data: a medical record number", "[s]top:")
	s.press("t\n")
	s.until("Patient data does not belong here. Take it anyway? [y/N]")
	s.press("n\n")
	s.until("PHY-01 looks like patient data")
	s.press("l\n")
	s.until("“In May.”")
	s.press("a\n")
	s.until("Take 4 lines of 5? [y/N]")
	s.press("y\n")
	code, all := s.end()
	if code != exitDone || !strings.Contains(all, "Harbor: 4 taken, 1 left, 0 held back; the file was not kept") {
		t.Errorf("exit code %d:\n%s", code, all)
	}
	shown, _ := assay(t, home, "assess", "show", "harbor", "--json")
	for _, text := range []string{`"value": "3"`, "our own limit", "In 14 days.", "In May.", "Ernst."} {
		if !strings.Contains(shown, text) {
			t.Errorf("%q is not recorded:\n%s", text, shown)
		}
	}
	if strings.Contains(shown, "4471902") {
		t.Errorf("the number is recorded:\n%s", shown)
	}
}
