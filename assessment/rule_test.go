package assessment_test

import (
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"
)

// A rule that reads well may still fail when it runs, as one that asks for the
// fourth of two countries. It sets nothing aside: it blocks, and names itself.
func TestARuleThatFailsBlocksAndNamesItself(t *testing.T) {
	const links = `      - {id: links,`
	text := strings.NewReplacer(
		links, `      - {id: lands, kind: fact, title: Lands, ask: Which?, answer: countries, worst: [ZZ]}`+"\n"+links,
		`na_when: 'fact("links") == 0 && answered("BAA-02")'`, `na_when: 'fact("lands")[3] == "US"'`,
	).Replace(smallText(t))
	q, err := questionnaire.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	i := complete(t)
	i.q = q
	i.fact("lands", "US, PH")
	result := i.evaluate()
	if result.Verdict != assessment.Blocked || result.Item("BAA-03").State != assessment.StateAnswered {
		t.Errorf("the verdict is %s, BAA-03 %s", result.Verdict, result.Item("BAA-03").State)
	}
	var failed []assessment.Reason
	for _, reason := range result.Because {
		if reason.Kind == "rule" {
			failed = append(failed, reason)
		}
	}
	if len(failed) != 1 || failed[0].Item != "BAA-03" || !strings.Contains(failed[0].Text, `na_when: condition "fact(\"lands\")[3] == \"US\""`) {
		t.Errorf("it names %+v", failed)
	}
	i.fact("lands", "US, PH, IN, DE")
	if result := i.evaluate(); result.Verdict == assessment.Blocked {
		t.Errorf("a rule that runs still blocks: %+v", result.Because)
	}
}
