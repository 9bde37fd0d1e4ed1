package assessment_test

import (
	"io/fs"
	"testing"
	"time"

	"assay/assessment"
	"assay/questionnaire"
	"assay/templates"
)

// demo records the answers of a vendor of the demo, and the grades of the second
// scorer.
func (i *interview) demo(name string, loaded assessment.Date) {
	i.t.Helper()
	newID := counter()
	for _, part := range []string{name, name + "-second"} {
		file, err := assessment.ParseAnswers(must(fs.ReadFile(templates.Demo(), part+".yaml")), loaded, time.UTC)
		if err != nil {
			i.t.Fatal(err)
		}
		entries, err := file.Admit(i.snapshot(), newID, loaded.Time().Add(15*time.Hour).UnixMicro(), "")
		if err != nil {
			i.t.Fatal(err)
		}
		for _, entry := range entries {
			i.events = append(i.events, assessment.Event{Entry: entry, Assessment: "a1", Seq: int64(len(i.events) + 1)})
		}
	}
}

// The demo's dates are days before loading, so it tells the same story in any
// year: one vendor approved, one conditional, and one that outscores both but
// refuses the BAA.
func TestDemoTellsTheSameStoryInAnyYear(t *testing.T) {
	q := must(questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()}).Get("hipaa-staffing"))
	for _, day := range []string{"2024-02-29", "2026-11-22", "2031-06-15"} {
		results := map[string]assessment.Result{}
		for _, name := range []string{"kestrelhythe", "oakhollin", "ellsmarch"} {
			loaded := must(assessment.ParseDate(day))
			i := open(t, q)
			i.demo(name, loaded)
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
