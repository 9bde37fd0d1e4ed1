package lent_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/workspace/lent"
)

// bench is a store with one evidence file, and a folder of copies.
type bench struct {
	t      *testing.T
	store  *store.Store
	folder lent.Folder
	now    time.Time
	record assessment.Evidence
}

func newBench(t *testing.T) *bench {
	t.Helper()
	ctx, home := context.Background(), t.TempDir()
	b := &bench{t: t, now: time.Now()}
	kept, err := store.Open(ctx, filepath.Join(home, "assay.db"), store.Options{
		Now: func() time.Time { return b.now }, Zone: time.UTC, NewID: func() string { return "id" }, AnchorDir: filepath.Join(home, "anchors"),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kept.Close() })
	b.store, b.folder = kept, lent.Folder{Path: filepath.Join(home, "opened"), Now: func() time.Time { return b.now }}
	b.record = assessment.Evidence{Kind: "EV-31", File: "plan.pdf"}
	if b.record.SHA256, b.record.Size, err = kept.PutFile(ctx, strings.NewReader("the plan")); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *bench) lend(record assessment.Evidence) (string, error) {
	return b.folder.Lend(context.Background(), b.store, record)
}

// kept is the path of the file in the store.
func (b *bench) kept() string {
	return filepath.Join(b.store.EvidenceFolder(), b.record.SHA256[:2], b.record.SHA256)
}

func TestAProgramGetsACopyThatNobodyMayWrite(t *testing.T) {
	b := newBench(t)
	path, err := b.lend(b.record)
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil || string(content) != "the plan" || filepath.Base(path) != "plan.pdf" {
		t.Errorf("%s holds %q: %v", path, content, err)
	}
	about, err := os.Stat(path)
	if err != nil || about.Mode().Perm() != 0o400 {
		t.Errorf("its mode is %v: %v", about.Mode(), err)
	}
	if folder, err := os.Stat(b.folder.Path); err != nil || folder.Mode().Perm() != 0o700 {
		t.Errorf("others may look into the folder: %v, %v", folder.Mode(), err)
	}
	if again, err := b.lend(b.record); err != nil || again != path {
		t.Errorf("opened again, it is at %s: %v", again, err)
	}
}

func TestAChangedOrMissingFileIsNotLent(t *testing.T) {
	b := newBench(t)
	if err := os.Chmod(b.kept(), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(b.kept(), []byte("the plot"), 0o600); err != nil {
		t.Fatal(err)
	}
	if path, err := b.lend(b.record); assessment.CaseOf(err) != assessment.EvidenceChanged || path != "" {
		t.Errorf("a changed file is at %q: %v", path, err)
	}
	if err := os.Remove(b.kept()); err != nil {
		t.Fatal(err)
	}
	if path, err := b.lend(b.record); assessment.CaseOf(err) != assessment.EvidenceMissing || path != "" {
		t.Errorf("a missing file is at %q: %v", path, err)
	}
	found, err := filepath.Glob(filepath.Join(b.folder.Path, "*", "*"))
	if err != nil || len(found) > 0 {
		t.Errorf("copies are left: %q, %v", found, err)
	}
}

// Vendors name their files; a desktop could run some kinds of them.
func TestOnlyDocumentsAreLent(t *testing.T) {
	b := newBench(t)
	for file, want := range map[string]string{
		"plan.PDF": "plan.PDF", "../../etc/plan.txt": "_.._etc_plan.txt", "-rf.csv": "rf.csv", `C:\plan.docx`: "C__plan.docx", "a\x1b[2Jb.png": "ab.png",
		"setup.exe": "", "plan.pdf.desktop": "", "page.html": "", "logo.svg": "", "plan": "", "": "", "macro.docm": "", "run.sh": "", "plan.pdf ": "plan.pdf",
	} {
		record := b.record
		record.File = file
		path, err := b.lend(record)
		switch {
		case want == "" && assessment.CaseOf(err) != assessment.NotOpenedHere:
			t.Errorf("%q is lent as %q: %v", file, path, err)
		case want != "" && path != filepath.Join(b.folder.Path, b.record.SHA256, want):
			t.Errorf("%q is lent as %q, want %q: %v", file, path, want, err)
		}
	}
}

func TestCopiesGoAfterADayOrWhenTheFileIsDestroyed(t *testing.T) {
	b := newBench(t)
	path, err := b.lend(b.record)
	if err != nil {
		t.Fatal(err)
	}
	there := func() bool { _, err := os.Stat(path); return err == nil }
	b.now = b.now.Add(23 * time.Hour)
	if err := b.folder.Sweep(); err != nil || !there() {
		t.Errorf("it is gone within a day: %v", err)
	}
	b.now = b.now.Add(2 * time.Hour)
	if err := b.folder.Sweep(); err != nil || there() {
		t.Errorf("it is there after a day: %v", err)
	}
	if _, err := b.lend(b.record); err != nil {
		t.Fatal(err)
	}
	if err := b.folder.Destroy([]string{b.record.SHA256}); err != nil || there() {
		t.Errorf("the copy of a destroyed file is there: %v", err)
	}
}
