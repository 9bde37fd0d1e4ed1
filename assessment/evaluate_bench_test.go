package assessment_test

import (
	"testing"

	"assay/assessment"
	"assay/questionnaire"
	"assay/templates"
)

// BenchmarkEvaluate judges a full assessment of the shipped questionnaire,
// every item answered and shown.
func BenchmarkEvaluate(b *testing.B) {
	q := must(questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()}).Get("hipaa-staffing"))
	snapshot := fullyAnswered(b, q).snapshot()
	b.ReportAllocs()
	for b.Loop() {
		result := assessment.Evaluate(snapshot, today, questionnaire.Close, questionnaire.Current)
		if result.Shown == assessment.NoScore {
			b.Fatal("no score")
		}
	}
}

func fullyAnswered(t testing.TB, q *questionnaire.Questionnaire) *interview {
	i := open(t, q)
	for _, domain := range q.Domains {
		for _, item := range domain.Items {
			a := assessment.Answer{Item: item.ID, Assurance: assessment.Verified}
			switch item.Kind {
			case questionnaire.Fact:
				if a.Value = string(item.Worst); a.Value == "" {
					continue
				}
			case questionnaire.Gate:
				a.Value = assessment.Met
			case questionnaire.Scenario:
				a.Scores, a.Elements = map[string]int{"lead": 3, "ciso": 4}, item.Elements[:1]
			default:
				a.Value = "3"
			}
			for _, kind := range item.Evidence {
				a.Evidence = append(a.Evidence, assessment.Evidence{Kind: kind, Observed: "seen", AsOf: today - 40, ValidUntil: today + 300})
			}
			i.append(assessment.Answered{Answer: a})
		}
	}
	return i
}
