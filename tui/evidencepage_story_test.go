package tui_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/workspace/lent"
)

// desk gives the workbench a desktop, and returns the list of the files that it opens.
func (b *workbench) desk() *[]string {
	b.t.Helper()
	opened := &[]string{}
	b.Lent = lent.Folder{Path: filepath.Join(b.t.TempDir(), "opened"), Now: b.Now}
	b.Open = func(path string) error {
		*opened = append(*opened, path)
		return nil
	}
	return opened
}

// keepsFile puts a file into the store, and returns its record.
func (b *workbench) keepsFile(kind, name, content string) assessment.Evidence {
	b.t.Helper()
	sum, size, err := b.Store.PutFile(context.Background(), strings.NewReader(content))
	if err != nil {
		b.t.Fatal(err)
	}
	return assessment.Evidence{Kind: kind, File: name, SHA256: sum, Size: size, AsOf: assessment.DateOf(testStart, testStart.Location()) - 20}
}

// fileOf is the place of a kept file.
func (b *workbench) fileOf(record assessment.Evidence) string {
	return filepath.Join(b.Store.EvidenceFolder(), record.SHA256[:2], record.SHA256)
}

// shownBy puts a vendor with evidence of every sort into the database.
func (b *workbench) shownBy() (id string, scan, old assessment.Evidence) {
	b.t.Helper()
	today := assessment.DateOf(testStart, testStart.Location())
	scan, old = b.keepsFile("EV-20", "vdi-settings.pdf", "the settings"), b.keepsFile("EV-29", "log.html", "<p>the log")
	old.AsOf = today - 900
	id = b.vendor(
		assessment.Vendor{Name: "Acme Health Staffing"}, nil,
		answer("BAA-01", assessment.Met, assessment.Documented, assessment.Evidence{Kind: "EV-01", Reference: "contract file 2026/114", AsOf: today - 40, ValidUntil: today + 300}),
		answer("BAA-02", "4", assessment.Verified, scan),
		answer("TEC-01", "4", assessment.Documented, assessment.Evidence{Kind: "EV-20", Observed: "live, screen share", AsOf: today - 2}, old),
	)
	return id, scan, old
}

// withFiles is shownBy with a desktop.
func (b *workbench) withFiles() string {
	b.desk()
	id, _, _ := b.shownBy()
	return id
}

// The evidence of an assessment, as the register of its report lists it. A file is
// compared with its SHA-256, then the desktop gets a copy.
func TestTheEvidence(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		opened := b.desk()
		_, scan, _ := b.shownBy()
		ui := b.start(t, 80, 24)
		ui.Press("enter", "E").See("› evidence", "2 files are sound · ● saved", "record    file        as of       evidence",
			"▸ · BAA-01/1  none        2026-10-13  ", "✓ BAA-02/1  sound       2026-11-02  ", "· TEC-01/1  none        2026-11-20  ", "✗ TEC-01/2  sound       2024-06-05  ")
		ui.See("kept at      contract file 2026/114", "valid until  2027-09-18", "register     number 1 in a report", "4 records")
		ui.Press("o").See("BAA-01/1 has no file: kept at contract file 2026/114").Press("x").See("has no file")
		ui.Press("j").See("vdi-settings.pdf, 12 bytes", "SHA-256    "+scan.SHA256, "compared   the file fits its SHA-256", "counts as  verified, fresh")
		ui.Press("o").See("vdi-settings.pdf fits its SHA-256 and is open on the desktop")
		if content, err := os.ReadFile((*opened)[0]); len(*opened) != 1 || err != nil || string(content) != "the settings" || filepath.Base((*opened)[0]) != "vdi-settings.pdf" {
			t.Errorf("opened %q: %q, %v", *opened, content, err)
		}
		ui.Press("enter").See("╭─ Evidence BAA-02/1", "register").Press("esc")

		// A page of the network is not opened, but written where the user wants it.
		ui.Press("end", "o").See("Not opened: log.html", "it may run programs", "X writes a copy").Press("esc")
		folder := t.TempDir()
		ui.Press("x").See("Export log.html", "path  log.html").Press("backspace").Type(folder).Press("enter").wait(1).See("written to /")
		if content, err := os.ReadFile(filepath.Join(folder, "log.html")); err != nil || string(content) != "<p>the log" {
			t.Errorf("exported %q: %v", content, err)
		}
		ui.Press("x", "backspace").Type(folder + "/log.html").Press("enter").wait(1).See("exists: save again")
		ui.Press("enter").wait(1).See("written to /").Miss("╭─ Export")
		if len(*opened) != 1 {
			t.Errorf("opened %q", *opened)
		}

		// From a record to its item, and from an item to its records.
		ui.Press("home", "j", "i").See("› BAA-02").Press("E").See("› Acme Health Staffing › evidence", "▸ ✓ BAA-02/1")
		ui.Press("esc").See("D decide").Press("i", "g").Type("baa2").Press("enter", "E").See("› BAA-02 › evidence", "▸ ✓ BAA-02/1").Press("G", "i").See("› TEC-01").Miss("› evidence").Leave()
	})
}

// A file that was changed or is gone is told, and neither opened nor exported.
func TestAChangedFileIsNotOpened(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		opened := b.desk()
		_, scan, old := b.shownBy()
		ui := b.start(t, 80, 24)
		ui.Press("enter", "E", "j").See("2 files are sound")
		if err := errors.Join(os.Chmod(b.fileOf(scan), 0o600), os.WriteFile(b.fileOf(scan), []byte("other words"), 0o600)); err != nil {
			t.Fatal(err)
		}
		ui.Press("o").wait(1).See("Not opened: vdi-settings.pdf", "! The file vdi-settings.pdf was changed after it was kept", "Put the file back from a backup.").Press("esc")
		ui.See("! 1 file is not sound", "▸ ! BAA-02/1  changed", "compared   the file was changed after it was kept")
		out := filepath.Join(t.TempDir(), "copy.pdf")
		ui.Press("x", "backspace").Type(out).Press("enter").wait(1).See("Not opened: vdi-settings.pdf").Press("esc")
		if _, err := os.Stat(out); err == nil || len(*opened) > 0 {
			t.Errorf("a changed file was handed out: %v, %q", err, *opened)
		}
		if err := os.Remove(b.fileOf(old)); err != nil {
			t.Fatal(err)
		}
		ui.Press("esc", "E").See("! 2 files are not sound", "! TEC-01/2  missing").Press("G").See("the file is missing: put it back from a backup")
		ui.Press("x", "enter").wait(1).See("Not opened: log.html", "is not in").Press("esc").Leave()
	})
}

// Without a desktop the screen says to export. Without evidence it says where to add
// some.
func TestTheEvidenceWithoutADesktop(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.shownBy()
		b.vendor(assessment.Vendor{Name: "Harbor"}, nil)
		ui := b.start(t, 80, 24)
		ui.Press("enter", "E", "j", "o").See("there is no desktop here that could open it: x writes a copy").Miss("o open file")
		ui.Press("esc", "esc", "G", "enter", "E").See("No evidence yet.").Press("enter").See("there is no evidence yet").Leave()
	})
}

// What somebody else adds is there within a few seconds, and compared.
func TestTheEvidenceOfOthersAppears(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.desk()
		id, _, _ := b.shownBy()
		ui := b.start(t, 120, 40)
		ui.Press("enter", "E", "G").See("2 files are sound", "▸ ✗ TEC-01/2  sound       2024-06-05  documented  ")
		b.record(id, answer("GOV-01", assessment.Met, assessment.Documented, b.keepsFile("EV-51", "memo.pdf", "the memo")))
		ui.wait(4).See("3 files are sound", "GOV-01/1  sound", "▸ ✗ TEC-01/2").Leave()
		ui = b.start(t, 120, 40) // it opens again where it was
		ui.See("› Acme Health Staffing › evidence", "GOV-01/1  sound").Press("esc").See("D decide").Leave()
	})
}

// The list fits every window, however outlandish the texts are.
func TestTheEvidenceInEverySize(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		today := assessment.DateOf(testStart, testStart.Location())
		var records []assessment.Evidence
		for n := range 40 {
			name := outlandish[n%len(outlandish)]
			record := b.keepsFile("EV-20", "", name)
			record.File, record.Observed, record.Reference, record.Seen = name+".pdf", strings.Repeat(name, 9), name, name
			record.Scope, record.ValidUntil = &assessment.Scope{Entity: name, Site: name, System: name, Period: name}, today+9
			records = append(records, record)
		}
		b.vendor(assessment.Vendor{Name: "Acme"}, nil, answer("TEC-01", "4", assessment.Verified, records...))
		ui := b.start(t, 80, 24)
		ui.Press("enter", "E").See("TEC-01/1")
		for _, size := range [][2]int{{60, 16}, {80, 24}, {120, 40}, {200, 60}} {
			ui.At(size[0], size[1])
			for range 6 {
				checkSize(t, ui.root.View().Content, "evidence", size[0], size[1])
				ui.Press("j")
			}
		}
		ui.Press("end", "enter").See("╭─ Evidence TEC-01/40").Press("esc").Leave()
	})
}
