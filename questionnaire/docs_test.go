package questionnaire_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"assay/questionnaire"
	"assay/templates"
)

var yamlBlock = regexp.MustCompile("(?ms)^```yaml\n(.*?)^```$")

// The files that the guide shows can be used as they stand.
func TestTheFilesOfTheGuide(t *testing.T) {
	guide, err := os.ReadFile("../docs/questionnaires.md")
	if err != nil {
		t.Fatal(err)
	}
	library := questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()})
	blocks := yamlBlock.FindAllSubmatch(guide, -1)
	if len(blocks) != 2 {
		t.Fatalf("the guide shows %d files", len(blocks))
	}
	for _, block := range blocks {
		q, mistakes, err := library.Lint(strings.NewReader(string(block[1])))
		if err != nil || len(mistakes) > 0 {
			t.Errorf("%v%v\n%s", err, mistakes, block[1])
			continue
		}
		if item := q.Item("GOV-90"); q.ID == "lakeside-staffing" && (item == nil || q.Item("GOV-07") != nil || q.Item("BAA-05").Weight != 3) {
			t.Errorf("what the guide says of %s does not hold", q.ID)
		}
	}
}
