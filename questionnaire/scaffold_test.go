package questionnaire_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"assay/questionnaire"
	"assay/templates"
)

func TestScaffoldsLintClean(t *testing.T) {
	library := questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()})
	schema := compiled(t)
	for _, extends := range []string{"", "hipaa-staffing", "pre-engagement"} {
		t.Run(extends, func(t *testing.T) {
			var parent *questionnaire.Questionnaire
			if extends != "" {
				var err error
				if parent, err = library.Get(extends); err != nil {
					t.Fatal(err)
				}
			}
			file, err := questionnaire.Scaffold("our-own", parent)
			if err != nil {
				t.Fatal(err)
			}
			texts := [][]byte{file}
			if parent != nil {
				texts = append(texts, regexp.MustCompile(`(?m)^#([a-z ] *)`).ReplaceAllFunc(file, uncomment))
			}
			hashes := map[string]bool{}
			for _, text := range texts {
				q, mistakes, err := library.Lint(bytes.NewReader(text))
				if err != nil || q == nil || len(mistakes) > 0 || q.ID != "our-own" {
					t.Fatalf("%v\n%v\n%s", err, mistakes, text)
				}
				if err := schema.Validate(plain(t, text)); err != nil {
					t.Error(err)
				}
				hashes[q.Hash()] = true
			}
			if len(hashes) != len(texts) {
				t.Error("the examples change nothing")
			}
		})
	}
}

// uncomment takes away the # of an example line, which has no space after it
// or, below a key, two or more.
func uncomment(start []byte) []byte {
	if spaces := strings.Count(string(start), " "); spaces == 1 {
		return start
	}
	return start[1:]
}

func TestScaffoldsRefuseWhatCannotBe(t *testing.T) {
	for _, id := range []string{"", "Our Vendors", "../x", "a"} {
		if _, err := questionnaire.Scaffold(id, nil); err == nil {
			t.Errorf("%q is taken for an id", id)
		}
	}
	words, err := parse("id: words\nversion: 1.0.0\ntitle: Words\nglossary: [{id: phi, term: PHI, text: Health data}]\n")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := questionnaire.Scaffold("our-own", words); err == nil {
		t.Error("a glossary has no questions")
	}
}
