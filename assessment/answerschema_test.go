package assessment

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"assay/templates"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

type schemaNode struct {
	Ref        string                 `json:"$ref"`
	Defs       map[string]*schemaNode `json:"$defs"`
	Properties map[string]*schemaNode `json:"properties"`
	Items      *schemaNode            `json:"items"`
	Values     any                    `json:"additionalProperties"` // false, or the schema of the values
	AnyOf      []*schemaNode          `json:"anyOf"`
}

// The schema has exactly the keys that the program reads.
func TestTheAnswerSchemaHasTheKeysOfAnAnswerFile(t *testing.T) {
	var root schemaNode
	if err := json.Unmarshal(AnswerSchema(), &root); err != nil {
		t.Fatal(err)
	}
	for name, pair := range map[string]struct {
		node *schemaNode
		file any
	}{
		"top":      {&root, answersText{}},
		"session":  {root.Defs["session"], sessionText{}},
		"attendee": {root.Defs["session"].Properties["attendees"].Items, Attendee{}},
		"answer":   {root.Defs["answer"], answerText{}},
		"quote":    {root.Defs["answer"].Properties["quotes"].Items.AnyOf[1], quoteText{}},
		"evidence": {root.Defs["evidence"], evidenceText{}},
		"scope":    {root.Defs["evidence"].Properties["scope"], Scope{}},
		"flag":     {root.Defs["flag"], flagText{}},
		"resolved": {root.Defs["flag"].Properties["resolved"], resolvedText{}},
	} {
		var keys []string
		for field := range reflect.TypeOf(pair.file).Fields() {
			key, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			keys = append(keys, key)
		}
		slices.Sort(keys)
		if diff := cmp.Diff(keys, slices.Sorted(maps.Keys(pair.node.Properties))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if pair.node.Values != false {
			t.Errorf("%s: the schema allows unknown keys", name)
		}
	}
}

func TestTheSchemaAndTheProgramAgreeOnAnswerFiles(t *testing.T) {
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(AnswerSchema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("answers.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("answers.json")
	if err != nil {
		t.Fatal(err)
	}
	fits := func(text []byte) error {
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
		return schema.Validate(value)
	}
	files, err := fs.Glob(templates.Demo(), "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := fs.ReadFile(templates.Demo(), file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(text, []byte("\nanswers:")) {
			continue
		}
		if err := fits(text); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
	for _, text := range []string{
		"answer: {}", "session: {minutes: 5}", "session: {start: 2026-11-20T14:00, minutes: 2000}", "answers: {A: {value: yes}}", "answers: {A: {vlaue: met}}",
		"answers: {A: {value: met, evidence: [{kind: EV-01}]}}", "answers: {A: {value: met, evidence: [{kind: EV-01, file: a, as_of: 02/01/2027}]}}",
		"answers: {A: {scores: {dana: 5}}}", "answers: {A: {assurance: certain}}", "flags: [{severity: panic, text: x}]", "flags: [{severity: stop, text: x, resolved: {by: a}}]",
	} {
		if fits([]byte(text)) == nil {
			t.Errorf("the schema accepts %s", text)
		}
	}
}
