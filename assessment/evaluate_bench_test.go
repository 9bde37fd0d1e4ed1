package assessment_test

import (
	"maps"
	"slices"
	"testing"

	"assay/assessment"
	"assay/questionnaire"
	"assay/templates"
)

// The limits that the benchmarks measure against, in seconds.
const (
	limitOfOne       = 100e-6 // one full assessment
	limitOfPortfolio = 12.0   // 100,000 of them, on one core
)

// shipped is the largest questionnaire that ships.
func shipped(t testing.TB) *questionnaire.Questionnaire {
	t.Helper()
	q, err := questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()}).Get("hipaa-staffing")
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// BenchmarkEvaluate judges a full assessment of the shipped questionnaire,
// every item answered and shown, at the milestone where all items count.
func BenchmarkEvaluate(b *testing.B) {
	snapshot := fullyAnswered(b, shipped(b)).snapshot()
	b.ReportAllocs()
	for b.Loop() {
		judgeOne(b, snapshot)
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/limitOfOne, "of-the-limit")
}

// BenchmarkEvaluatePortfolio judges many full assessments in turn, so that none
// is still at hand when it comes round again, and says how long 100,000 take.
func BenchmarkEvaluatePortfolio(b *testing.B) {
	snapshots := slices.Repeat([]assessment.Snapshot{fullyAnswered(b, shipped(b)).snapshot()}, 200)
	for n := range snapshots {
		snapshots[n].Answers = maps.Clone(snapshots[n].Answers)
		for id, answer := range snapshots[n].Answers {
			answer.Evidence = slices.Clone(answer.Evidence)
			snapshots[n].Answers[id] = answer
		}
	}
	n := 0
	for b.Loop() {
		judgeOne(b, snapshots[n%len(snapshots)])
		n++
	}
	took := b.Elapsed().Seconds() / float64(b.N) * 100_000
	b.ReportMetric(took, "s/100000")
	b.ReportMetric(took/limitOfPortfolio, "of-the-limit")
}

func judgeOne(b *testing.B, snapshot assessment.Snapshot) {
	result := assessment.Evaluate(snapshot, today, questionnaire.Close, questionnaire.Current)
	if result.Shown == assessment.NoScore {
		b.Fatal("no score")
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
			for _, kind := range item.Accepts(questionnaire.Close) {
				a.Evidence = append(a.Evidence, assessment.Evidence{Kind: kind, Observed: "seen", AsOf: today - 5, ValidUntil: today + 300})
			}
			i.put(a)
		}
	}
	return i
}
