package draft_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"assay/assessment/workspace/draft"
)

// folder is a folder of drafts with a clock that the test sets.
func folder(t *testing.T) (f draft.Folder, pass func(time.Duration)) {
	t.Helper()
	now := time.Now()
	return draft.Folder{Path: filepath.Join(t.TempDir(), "state", "drafts"), Now: func() time.Time { return now }}, func(d time.Duration) { now = now.Add(d) }
}

func of(id, person, text string) draft.Draft {
	return draft.Draft{ID: id, Person: person, Database: "db", Item: "BAA-01", Fields: []draft.Field{{Label: "note", Text: text}}}
}

func keep(t *testing.T, f draft.Folder, all ...draft.Draft) {
	t.Helper()
	for _, d := range all {
		if err := f.Keep(d); err != nil {
			t.Fatal(err)
		}
	}
}

func list(t *testing.T, f draft.Folder, person string) (texts []string) {
	t.Helper()
	found, err := f.List(person, "db")
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range found {
		texts = append(texts, d.Fields[0].Text)
	}
	return texts
}

// A draft is there for its person and its database, with its latest text, until it is
// dropped.
func TestKeepAndDrop(t *testing.T) {
	f, pass := folder(t)
	keep(t, f, of("1", "dana", "first"))
	pass(time.Minute)
	keep(t, f, of("2", "dana", "second"), of("3", "../lee", "not dana's"), of("1", "dana", "first, and more"))
	other := of("4", "dana", "of another database")
	other.Database = "other"
	keep(t, f, other)
	if got := strings.Join(list(t, f, "dana"), "|"); got != "first, and more|second" && got != "second|first, and more" {
		t.Errorf("dana has %q", got)
	}
	if got := list(t, f, "../lee"); len(got) != 1 {
		t.Errorf("lee has %q", got)
	}
	if err := f.Drop("dana", "1"); err != nil {
		t.Fatal(err)
	}
	if err := f.Drop("dana", "1"); err != nil {
		t.Errorf("dropped twice: %v", err)
	}
	if got := strings.Join(list(t, f, "dana"), "|"); got != "second" {
		t.Errorf("dana has %q", got)
	}
	if parent, err := os.ReadDir(filepath.Dir(f.Path)); err != nil || len(parent) != 1 {
		t.Errorf("a name leads out of the folder: %v, %v", parent, err)
	}
}

// Nobody but their owner can read drafts, and no other file is left in their folder.
func TestDraftsAreForTheirOwner(t *testing.T) {
	f, _ := folder(t)
	keep(t, f, of("1", "dana", "first"), of("1", "dana", "second"))
	files := 0
	err := filepath.WalkDir(f.Path, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		if !entry.IsDir() {
			files++
		}
		return nil
	})
	if err != nil || files != 1 {
		t.Errorf("%d files, %v", files, err)
	}
}

// Drafts go after a week, and after a day when they look like patient data.
func TestSweep(t *testing.T) {
	f, pass := folder(t)
	keep(t, f, of("1", "dana", "MRN 1234567"), of("2", "dana", "plain"))
	if err := os.WriteFile(filepath.Join(f.Path, "torn.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	check := func(want draft.Count, texts int) {
		t.Helper()
		if got := list(t, f, "dana"); len(got) != texts {
			t.Errorf("dana has %q", got)
		}
		if got, err := f.Sweep(); err != nil || got != want {
			t.Errorf("%+v, %v; want %+v", got, err, want)
		}
	}
	check(draft.Count{Drafts: 2, PatientData: 1}, 2)
	pass(25 * time.Hour)
	check(draft.Count{Drafts: 1, Removed: 1}, 1)
	pass(7 * 24 * time.Hour)
	check(draft.Count{Removed: 1}, 0)
	if got, err := (draft.Folder{}).Sweep(); err != nil || got != (draft.Count{}) {
		t.Errorf("without a folder: %+v, %v", got, err)
	}
}

// A text that nobody may keep goes from the drafts of all people.
func TestDestroy(t *testing.T) {
	f, _ := folder(t)
	keep(t, f, of("1", "dana", "they said it"), of("2", "dana", "we saw: the name"), of("3", "ruth", "the name"))
	if n, err := f.Destroy([]string{"the name"}); n != 2 || err != nil {
		t.Errorf("%d removed, %v", n, err)
	}
	if left := append(list(t, f, "dana"), list(t, f, "ruth")...); len(left) != 1 || left[0] != "they said it" {
		t.Errorf("left: %q", left)
	}
	if n, err := f.Destroy(nil); n != 0 || err != nil {
		t.Errorf("nothing was to be removed: %d, %v", n, err)
	}
}

// A text that is open in an editor is the text of its draft, with the same limits.
func TestTheTextInAnEditor(t *testing.T) {
	f, pass := folder(t)
	keep(t, f, of("1", "dana", "first"))
	path, err := f.Lend(of("1", "dana", ""), "first")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("first, MRN 1234567\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, time.Time{}, f.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if got := list(t, f, "dana"); len(got) != 1 || got[0] != "first, MRN 1234567" {
		t.Errorf("dana has %q", got)
	}
	if text, err := f.Return(path); err != nil || text != "first, MRN 1234567" {
		t.Errorf("returned %q, %v", text, err)
	}
	if path, err = f.Lend(of("1", "dana", ""), "MRN 1234567"); err != nil {
		t.Fatal(err)
	}
	if pass(26 * time.Hour); len(list(t, f, "dana")) != 0 {
		t.Error("patient data in an editor stays for more than a day")
	}
	if _, err := f.Sweep(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the file of the editor stays")
	}
}

func TestFirstWords(t *testing.T) {
	d := draft.Draft{Fields: []draft.Field{{Text: "known", Was: "known"}, {Text: " "}, {Text: "They  said\nthat it is"}}}
	if got := d.FirstWords(12); got != "They said t…" {
		t.Errorf("%q", got)
	}
	if d.Fields[2].Was = "They  said"; d.FirstWords(12) != "… that it is" {
		t.Errorf("%q", d.FirstWords(12))
	}
}
