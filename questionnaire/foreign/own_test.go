package foreign_test

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"

	"assay/questionnaire"
	"assay/questionnaire/foreign"
	"assay/questionnaire/grid"
	"assay/questionnaire/kindtest"
	"assay/report/handout"
	"assay/templates"
)

// shipped are all questionnaires that ship and ask anything, and one with every kind
// of item.
func shipped(t *testing.T) map[string]*questionnaire.Questionnaire {
	t.Helper()
	library := questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()})
	kinds, err := questionnaire.Parse(bytes.NewReader(kindtest.File(questionnaire.Kinds()...)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]*questionnaire.Questionnaire{"kinds": kinds}
	names, err := fs.Glob(templates.Questionnaires(), "*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatal(err, names)
	}
	for _, name := range names {
		id := strings.TrimSuffix(path.Base(name), ".yaml")
		if q, err := library.Get(id); err == nil && q.Asks() {
			all[id] = q
		}
	}
	return all
}

func internalCopy(t *testing.T, q *questionnaire.Questionnaire) []grid.Sheet {
	t.Helper()
	text, err := handout.InternalCopy{Questionnaire: q}.CSV()
	if err != nil {
		t.Fatal(err)
	}
	return sheets(t, text)
}

func sheets(t testing.TB, file []byte) []grid.Sheet {
	t.Helper()
	all, err := grid.Read(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// The internal copy of a questionnaire, imported over it, changes nothing.
func TestOurOwnCopyComesBackAsItWas(t *testing.T) {
	for id, q := range shipped(t) {
		result, err := foreign.Import(internalCopy(t, q), foreign.Request{Source: id + ".csv", From: q})
		if err != nil {
			t.Errorf("%s: %v", id, err)
			continue
		}
		d := questionnaire.Diff(q, result.Questionnaire)
		d.Document = slices.DeleteFunc(d.Document, func(c questionnaire.Change) bool { return c.Key == "parents" })
		if !d.None() || len(result.Losses) > 0 || len(result.Gone) > 0 || result.Questionnaire.Version != q.Version {
			t.Errorf("%s: %+v\nlost %v, gone %v", id, d, result.Losses, result.Gone)
		}
	}
}

// Without the questionnaire itself, an internal copy still gives back every item, as
// far as the copy tells it.
func TestOurOwnCopyAlone(t *testing.T) {
	for id, q := range shipped(t) {
		result, err := foreign.Import(internalCopy(t, q), foreign.Request{Source: id + ".csv"})
		if err != nil {
			t.Errorf("%s: %v", id, err)
			continue
		}
		if result.Questionnaire.Count() != q.Count() {
			t.Errorf("%s has %d items, want %d", id, result.Questionnaire.Count(), q.Count())
		}
		for _, altered := range questionnaire.Diff(q, result.Questionnaire).Items {
			for _, change := range altered.Changes {
				if !strings.HasPrefix(change.Key, "impact_from") && change.Key != "help" && change.Key != "chain" && change.Key != "unannounced" && change.Key != "practice" {
					t.Errorf("%s: %s: %+v", id, altered.ID, change)
				}
			}
		}
	}
}
