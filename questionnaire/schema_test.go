package questionnaire_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"strings"
	"testing"

	"assay/questionnaire"
	"assay/templates"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// compiled is the published schema, as an editor uses it.
func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(questionnaire.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("questionnaire.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("questionnaire.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// plain reads YAML as an editor does, and gives what JSON would hold.
func plain(t *testing.T, text []byte) any {
	t.Helper()
	var tree any
	if err := yaml.Unmarshal(text, &tree); err != nil {
		t.Fatal(err)
	}
	asJSON, err := json.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func TestShippedFilesFitTheSchema(t *testing.T) {
	schema := compiled(t)
	files, err := fs.Glob(templates.Questionnaires(), "*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		text, err := fs.ReadFile(templates.Questionnaires(), file)
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(plain(t, text)); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

const onlyFacts = `id: facts
version: 1.0.0
title: Facts
scoring: {mode: gates-only}
domains: [{id: GOV, name: Governance, items: [{id: links, kind: fact, title: Links, ask: "How many?", answer: number}]}]
`

const extending = `id: ours
version: 1.0.0
title: Ours
extends: little
keep: [GOV-01]
weakens: [GOV-01]
scoring: {risk: null}
domains:
  - id: GOV
    items:
      - {id: GOV-01, ask: "May we see it?", when: null}
`

func TestWhatTheSchemaRefuses(t *testing.T) {
	schema := compiled(t)
	for _, text := range []string{little, extending, onlyFacts, lintable(t), "id: words\nversion: 1.0.0\ntitle: Words\nglossary: [{id: phi, term: PHI, text: Health data}]\n"} {
		if err := schema.Validate(plain(t, []byte(text))); err != nil {
			t.Fatal(err)
		}
	}
	for name, test := range map[string]struct{ text, old, new string }{
		"a key nobody knows":             {little, "title: Little", "titel: Little"},
		"a version of one number":        {little, "1.0.0", "1"},
		"keep without extends":           {little, "title: Little", "title: Little\nkeep: []"},
		"weakens without extends":        {little, "title: Little", "title: Little\nweakens: [GOV-01]"},
		"domains and no scoring":         {onlyFacts, "scoring: {mode: gates-only}\n", ""},
		"a factor above one":             {little, "attested: 100", "attested: 101"},
		"a word for a number":            {little, "coverage: 90", "coverage: ninety"},
		"four grades":                    {little, "[a, b, c, d, e]", "[a, b, c, d]"},
		"a domain in small letters":      {little, "id: GOV\n", "id: gov\n"},
		"a domain without items":         {little, "    items:", "    things:"},
		"an unknown kind":                {little, "kind: gate", "kind: gait"},
		"an item without a question":     {little, `ask: "Is it written?", `, ""},
		"a gate that asks for no proof":  {little, "min_assurance: documented, ", ""},
		"an item without a basis":        {little, "basis: R,", ""},
		"an item without its phase":      {little, "phase: pre-award / in-flight,", ""},
		"a phase that is none":           {little, "phase: pre-award / in-flight", "phase: some day"},
		"neither law nor practice":       {little, ", practice: true", ", practice: false"},
		"one citation where a list goes": {little, "cites: [45 CFR 160.103]", "cites: 45 CFR 160.103"},
		"a fact without its answer":      {little, "answer: number, ", ""},
		"a grade that does not exist":    {little, "basis: K, ", "basis: K, gate_at: {access: 5}, "},
		"a milestone that is none":       {little, "basis: K, ", "basis: K, gate_at: {later: 3}, "},
		"a scenario without anchors":     {little, "kind: control", "kind: scenario"},
		"a flag without its severity":    {little, "basis: K, ", "basis: K, red_flags: [{text: No}], "},
		"an overlay for today":           {little, "evidence:\n", "overlays: [{view: current, items: []}]\nevidence:\n"},
		"parents, written by hand":       {extending, "extends:", "parents: []\nextends:"},
		"an extension without a title":   {extending, "title: Ours\n", ""},
		"an item that cannot be matched": {extending, "id: GOV-01, ask", "ask"},
	} {
		t.Run(name, func(t *testing.T) {
			broken := strings.Replace(test.text, test.old, test.new, 1)
			if broken == test.text {
				t.Fatal("nothing was broken")
			}
			if err := schema.Validate(plain(t, []byte(broken))); err == nil {
				t.Error("accepted")
			}
		})
	}
}

// lintable is a file without a mistake and without a warning.
func lintable(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("testdata/clean.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
