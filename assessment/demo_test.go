package assessment_test

import (
	"io/fs"
	"testing"
	"time"

	"assay/assessment"
	"assay/questionnaire"
	"assay/templates"
)

// The demo's dates are days before loading, so it tells the same story in any
// year: one vendor approved, one conditional, and one that outscores both but
// refuses the BAA.
func TestDemoTellsTheSameStoryInAnyYear(t *testing.T) {
	q := must(questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()}).Get("hipaa-staffing"))
	for _, day := range []string{"2024-02-29", "2026-11-22", "2031-06-15"} {
		results := map[string]assessment.Result{}
		for _, name := range []string{"kestrelhythe", "oakhollin", "ellsmarch"} {
			loaded := must(assessment.ParseDate(day))
			file, err := assessment.ParseAnswers(must(fs.ReadFile(templates.Demo(), name+".yaml")), loaded, time.UTC)
			if err != nil {
				t.Fatal(err)
			}
			i := open(t, q)
			entries, err := file.Admit(i.snapshot(), counter(), loaded.Time().Add(15*time.Hour).UnixMicro(), "")
			if err != nil {
				t.Fatal(err)
			}
			for _, entry := range entries {
				i.events = append(i.events, assessment.Event{Entry: entry, Assessment: "a1", Seq: int64(len(i.events) + 1)})
			}
			results[name] = assessment.Evaluate(i.snapshot(), loaded, questionnaire.Award, questionnaire.Current)
		}
		for name, want := range map[string]assessment.Verdict{"kestrelhythe": assessment.Approve, "oakhollin": assessment.Conditional, "ellsmarch": assessment.Blocked} {
			if got := results[name]; got.Verdict != want {
				t.Errorf("%s: %s is %s at %s because %+v", day, name, got.Verdict, got.Shown, got.Because)
			}
		}
		if best := results["ellsmarch"].Shown; best <= results["kestrelhythe"].Shown || best <= results["oakhollin"].Shown {
			t.Errorf("%s: the vendor that is blocked does not outscore the others: %s", day, best)
		}
	}
}
