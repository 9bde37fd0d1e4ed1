package main

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/workspace"
	"assay/questionnaire"
	"assay/templates"
)

// When somebody changes the same answer between the list and the writing, the
// file is compared and listed again, and that change is not overwritten unseen.
func TestAFileIsComparedAgainWhenTheAnswersHaveMoved(t *testing.T) {
	now := func() time.Time { return time.Date(2026, 11, 22, 15, 0, 0, 0, time.UTC) }
	ctx := context.Background()
	kept, err := store.Open(ctx, filepath.Join(t.TempDir(), "a.db"), store.Options{Now: now, Zone: time.UTC, NewID: newID})
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	library := questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()})
	q, err := library.Get("hipaa-staffing")
	if err != nil {
		t.Fatal(err)
	}
	vendor, err := kept.AddVendor(ctx, assessment.Vendor{Name: "Harbor"}, "lead@hospital.example")
	if err != nil {
		t.Fatal(err)
	}
	opened, err := kept.OpenAssessment(ctx, store.Opening{Vendor: vendor, Questionnaire: q, Milestone: questionnaire.Award, By: "dana"})
	if err != nil {
		t.Fatal(err)
	}
	note := func(text string) answerFile {
		return answerFile{name: "n.yaml", text: []byte("answers: {GOV-02: {note: " + text + "}}"), evidence: fs.FS(fstest.MapFS{}), evaluator: "dana"}
	}
	told, err := os.Create(filepath.Join(t.TempDir(), "told"))
	if err != nil {
		t.Fatal(err)
	}
	defer told.Close()
	a := newApp(world{stdin: os.Stdin, stdout: told, stderr: told})
	a.work = workspace.Workspace{Store: kept, Now: now, NewID: newID, Zone: time.UTC, Library: library, Evaluator: "dana"}
	a.flags.yes = true
	theirs := assessment.Answered{Answer: assessment.Answer{Item: "GOV-02", Note: "theirs"}}
	if _, err := kept.Record(ctx, opened.Assessment, assessment.Entry{ID: newID(), At: now().UnixMicro(), By: "ciso", Change: theirs}); err != nil {
		t.Fatal(err)
	}
	if err := a.apply(ctx, note("ours"), opened, false); err != nil { // compared with what was there before
		t.Fatal(err)
	}
	said, err := os.ReadFile(told.Name())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"ciso changed GOV-02 first", "GOV-02 note: was “theirs” by ciso on 2026-11-22, now “ours”", "1 event recorded for Harbor"} {
		if !strings.Contains(string(said), want) {
			t.Errorf("not said: %s\n%s", want, said)
		}
	}
	after, err := kept.Snapshot(ctx, opened.Assessment)
	if err != nil || after.Answers["GOV-02"].Note != "ours" || after.Seq != 3 {
		t.Errorf("%v: %d events, %+v", err, after.Seq, after.Answers)
	}
}
