package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/workspace"
	"assay/questionnaire"
	"assay/templates"
)

// The demo speaks of days before its loading, so it tells the same story
// whenever it is loaded.
func TestDemoHasTheSameVerdictsYearsApart(t *testing.T) {
	for _, day := range []string{"2026-11-22", "2028-02-29", "2033-07-01"} {
		t.Run(day, func(t *testing.T) {
			at, err := time.Parse(time.DateOnly, day)
			if err != nil {
				t.Fatal(err)
			}
			now := func() time.Time { return at.Add(15 * time.Hour) }
			kept, err := store.Open(context.Background(), filepath.Join(t.TempDir(), "demo.db"), store.Options{Now: now, Zone: time.UTC, NewID: newID})
			if err != nil {
				t.Fatal(err)
			}
			defer kept.Close()
			work := workspace.Workspace{
				Store: kept, Now: now, NewID: newID, Zone: time.UTC,
				Library: questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()}),
			}
			rfp, err := demo{work, templates.Demo()}.load(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			rows, err := kept.List(context.Background(), store.Filter{RFPID: rfp.ID})
			if err != nil {
				t.Fatal(err)
			}
			verdicts := map[string]assessment.Verdict{}
			for _, r := range rows {
				verdicts[r.Vendor] = r.Verdict
			}
			want := map[string]assessment.Verdict{
				"Kestrelhythe Delivery": assessment.Approve, "Oakhollin Talent Partners": assessment.Conditional, "Ellsmarch Clinical Engineering": assessment.Blocked,
			}
			if diff := cmp.Diff(want, verdicts); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A demo whose database cannot be made ends with the reason, and leaves nothing
// behind.
func TestADemoWithoutADatabaseIsThrownAway(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "demo")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	a := newApp(world{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr})
	if err := a.throwAway(folder); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(folder); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder is still there: %v", err)
	}
}
