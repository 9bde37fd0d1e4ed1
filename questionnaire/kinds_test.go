package questionnaire_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"assay/questionnaire"
	"assay/questionnaire/kindtest"
)

func TestEveryKindCanBeWritten(t *testing.T) {
	library := questionnaire.NewLibrary()
	file := kindtest.File(questionnaire.Kinds()...)
	q, mistakes, err := library.Lint(bytes.NewReader(file))
	if err != nil || len(mistakes) > 0 {
		t.Fatalf("%v%v\n%s", err, mistakes, file)
	}
	if err := compiled(t).Validate(plain(t, file)); err != nil {
		t.Error(err)
	}
	for _, kind := range questionnaire.Kinds() {
		if item := q.Item(kindtest.ID(kind)); item == nil || item.Kind != kind {
			t.Errorf("no item of kind %s", kind)
		}
	}
}

// An editor that checks with the schema must ask for the keys that Parse asks
// for, kind by kind, and for no others.
func TestTheSchemaAsksForTheKeysOfAKind(t *testing.T) {
	library, schema := questionnaire.NewLibrary(), compiled(t)
	keys := regexp.MustCompile(`(?m)^        ([a-z_]+): .*\n`)
	for _, kind := range questionnaire.Kinds() {
		item := kindtest.Item(kind)
		for _, line := range keys.FindAllStringSubmatch(item, -1) {
			if line[1] == "weight" {
				continue // whether it needs one depends on the questionnaire's mode
			}
			file := strings.Replace(string(kindtest.File(kind)), item, strings.Replace(item, line[0], "", 1), 1)
			_, err := library.Parse(strings.NewReader(file))
			asked := schema.Validate(plain(t, []byte(file)))
			if (err != nil) != (asked != nil) {
				t.Errorf("a %s without %s: the schema says %v, Parse %v", kind, line[1], asked, err)
			}
		}
	}
}

// The same the other way round: a key that belongs to other kinds is refused,
// at least by Parse.
func TestAKindRefusesTheKeysOfOthers(t *testing.T) {
	library := questionnaire.NewLibrary()
	for _, kind := range questionnaire.Kinds() {
		for line, allowed := range map[string]bool{
			"hard: true":                                           kind.IsGate(),
			"min_assurance: documented":                            kind.IsGate(),
			"gate_at: {access: 3}":                                 kind.Judged() && !kind.IsGate(),
			"anchors: [A, B, C, D, E]":                             kind.Scored(),
			"answer: yes_no":                                       !kind.Judged(),
			"earliest: [fact_1]":                                   false,
			"closed_by: [ALL-99]":                                  false, // of an item that is not there
			"elements: [actor, clock]":                             kind.Judged(),
			"unannounced: true":                                    true,
			"evidence: [EV-01]":                                    kind.Judged(),
			"shown_by: {access: [EV-01]}":                          kind.Judged(),
			"must_show: [{show: Paper, by: [EV-01]}]":              kind.TakesEvidence(),
			"must_show_at: {access: [{show: Paper, by: [EV-01]}]}": kind.TakesEvidence(),
		} {
			item := kindtest.Item(kind)
			key, _, _ := strings.Cut(line, ":")
			if !strings.Contains(item, "\n        "+key+":") {
				item += "        " + line + "\n"
			}
			file := strings.Replace(string(kindtest.File(kind)), kindtest.Item(kind), item, 1)
			if _, err := library.Parse(strings.NewReader(file)); (err == nil) != allowed {
				t.Errorf("a %s with %s: %v", kind, key, err)
			}
		}
	}
}
