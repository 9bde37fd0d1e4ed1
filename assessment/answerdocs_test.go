package assessment_test

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"testing"
	"time"

	"assay/assessment"
	"assay/questionnaire"
	"assay/templates"
)

// propertiesOf lists the names of all properties in a JSON Schema.
func propertiesOf(node any) (names []string) {
	switch n := node.(type) {
	case map[string]any:
		for key, value := range n {
			if properties, is := value.(map[string]any); is && key == "properties" {
				for name := range properties {
					names = append(names, name)
				}
			}
			names = append(names, propertiesOf(value)...)
		}
	case []any:
		for _, value := range n {
			names = append(names, propertiesOf(value)...)
		}
	}
	return names
}

// The file that docs/answers.md shows can be applied, and the page explains
// every key.
func TestThePageOnAnswerFiles(t *testing.T) {
	page := must(os.ReadFile("../docs/answers.md"))
	var schema any
	if err := json.Unmarshal(assessment.AnswerSchema(), &schema); err != nil {
		t.Fatal(err)
	}
	keys := propertiesOf(schema)
	for _, key := range keys {
		if !bytes.Contains(page, []byte("`"+key+"`")) && !bytes.Contains(page, []byte("{"+key+": …")) && !bytes.Contains(page, []byte(", "+key+": …")) {
			t.Errorf("the page does not explain %s", key)
		}
	}
	example := regexp.MustCompile("(?ms)^```yaml\n(.*?)^```$").FindSubmatch(page)
	if len(keys) < 30 || example == nil {
		t.Fatalf("%d keys; the page shows the file %q", len(keys), example)
	}
	q := must(questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()}).Get("hipaa-staffing"))
	now := time.Date(2026, 11, 29, 18, 0, 0, 0, time.UTC)
	file := must(assessment.ParseAnswers(example[1], assessment.DateOf(now, time.UTC), time.UTC))
	entries, err := file.Admit(open(t, q).snapshot(), counter(), now.UnixMicro(), "")
	if err != nil || len(entries) < 10 {
		t.Errorf("%d entries: %v", len(entries), err)
	}
}
