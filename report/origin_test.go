package report_test

import (
	"bytes"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"assay/questionnaire"
	"assay/report"
	"assay/templates"
	known "assay/templates/shipped"
)

// altered reads a shipped questionnaire with changes in its files, and with one
// file more.
func altered(t *testing.T, id string, own string, change map[string][2]string) *questionnaire.Questionnaire {
	t.Helper()
	files := fstest.MapFS{"own.yaml": {Data: []byte(own)}}
	for _, name := range []string{"access-review.yaml", "hipaa-staffing.yaml", "glossary.yaml"} {
		text, err := fs.ReadFile(templates.Questionnaires(), name)
		if err != nil {
			t.Fatal(err)
		}
		if c, is := change[name]; is {
			if !bytes.Contains(text, []byte(c[0])) {
				t.Fatalf("%s does not hold %s", name, c[0])
			}
			text = bytes.Replace(text, []byte(c[0]), []byte(c[1]), 1)
		}
		files[name] = &fstest.MapFile{Data: text}
	}
	q, err := questionnaire.NewLibrary(questionnaire.Source{Name: "altered", Files: files}).Get(id)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// An id says little: anybody can write easier rules under the id of a shipped
// questionnaire, and sign a report made with them.
func TestAQuestionnairePassesForNoOther(t *testing.T) {
	const extension = "id: lakeside\nversion: 1.0.0\ntitle: Lakeside\nextends: access-review\n"
	ruth := identity(t, "Ruth Adeyemi")
	title := [2]string{"title: Recurring access review", "title: Easy access review"}
	for _, c := range []struct {
		name     string
		q        *questionnaire.Questionnaire
		standing known.Standing
		want     string
	}{
		{"shipped", altered(t, "access-review", extension, nil), known.Current, ""},
		{"altered", altered(t, "access-review", extension, map[string][2]string{"access-review.yaml": title}), known.Altered, "somebody changed the questionnaire: access-review 1.0.0 shipped with assay, but never with the hash "},
		{"another version", altered(t, "access-review", extension, map[string][2]string{"access-review.yaml": {"version: 1.0.0", "version: 7.0.0"}}), known.OtherVersion, ""},
		{"own", altered(t, "lakeside", extension, nil), known.Own, ""},
		{"own, of an altered one", altered(t, "lakeside", extension, map[string][2]string{"access-review.yaml": title}), known.Own, "somebody changed what the questionnaire extends: access-review 1.0.0 shipped"},
	} {
		in := input(newJournal(t, c.q, storyVendor, nil).snapshot())
		v := verified(t, signedBy(t, ruth, rendered(t, in)), trusting(ruth))
		problems := strings.Join(v.Problems, "; ")
		if v.Proven() != (c.want == "") || !strings.Contains(problems, c.want) {
			t.Errorf("%s: %s, %s", c.name, v.Outcome(), problems)
		}
		const extends = `the questionnaire "lakeside" says that it extends "access-review"; this file cannot show that it keeps`
		if told := strings.Contains(strings.Join(v.Notes, "; "), extends); told != (v.Proven() && c.q.ID == "lakeside") {
			t.Errorf("%s: notes %q", c.name, v.Notes)
		}
		if got := (report.Origin{ID: c.q.ID, Version: c.q.Version, Hash: c.q.Hash(), Standing: c.standing}); v.Questionnaire != got {
			t.Errorf("%s: the questionnaire is %+v, want %+v", c.name, v.Questionnaire, got)
		}
	}
}
