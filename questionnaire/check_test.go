package questionnaire_test

import (
	"strings"
	"testing"
)

// What would be passed over in silence is a mistake of the file.
func TestWhatCanHaveNoMeaningIsRefused(t *testing.T) {
	const line = `- {id: GOV-03, kind: gate, title: Both, ask: "Both?", weight: 1, basis: K, phase: pre-award, asked_of: us, practice: true, closed_by: [GOV-01]}`
	for name, test := range map[string]struct{ old, new, want string }{
		"a fact that is graded":          {"worst: 99", "worst: 99, gate_at: {award: 2}", "links is a fact and is not graded"},
		"a fact that is closed":          {"worst: 99", "worst: 99, closed_by: [GOV-01]", "links is a fact and is not graded"},
		"a fact's flag of no severity":   {"worst: 99", "worst: 99, red_flags: [{text: Too many, severity: Stop}]", "severity must be stop or warning"},
		"a gate with a worst value":      {"hard: true", "hard: true, worst: unmet", "only a fact can have answer"},
		"a choice that is given twice":   {"answer: number, worst: 99", "answer: choice, worst: a, options: [{value: a, label: A}, {value: a, label: B}]", "option a is given twice"},
		"an approval for nothing":        {"approve: 80, conditional: 65, remediate: 50", "approve: 0, conditional: 0, remediate: 0", "bands must rise"},
		"a line that is closed by one":   {"evidence:", line + "\n      " + strings.NewReplacer("GOV-03", "GOV-04", "[GOV-01]", "[GOV-03]").Replace(line) + "\nevidence:", "GOV-03 is a checklist line itself: name its items"},
		"a line that is closed by facts": {"evidence:", strings.Replace(line, "[GOV-01]", "[links]", 1) + "\nevidence:", "cannot close a line"},
	} {
		t.Run(name, func(t *testing.T) {
			at := strings.LastIndex(little, test.old)
			if at < 0 {
				t.Fatal("nothing was broken")
			}
			text := little[:at] + strings.Replace(little[at:], test.old, test.new, 1)
			if strings.HasPrefix(test.new, "- {") {
				text = strings.Replace(little, "\nevidence:", "\n      "+test.new, 1)
			}
			if _, err := parse(text); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}
