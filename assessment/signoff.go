package assessment

import "fmt"

// MissingSignOffs lists, one phrase each, the work that people still owe
// before anybody can rely on the figures: a decision in force, a second
// scorer on scenarios, open panels, reconciled scores, re-verified answers, and actions
// done in time. An empty list means that nothing is missing.
func MissingSignOffs(s Snapshot, r Result) []string {
	var missing []string
	switch d := s.Decision(); {
	case d == nil:
		missing = append(missing, "no decision")
	case !d.InForce():
		missing = append(missing, "the decision is void")
	}
	alone, apart, overdue := 0, 0, 0
	for _, item := range r.Items {
		answer := s.Answers[item.ID]
		if item.State != StateAnswered || !s.Questionnaire.Item(item.ID).Kind.Scored() || answer.Reverify != nil {
			continue
		}
		switch {
		case answer.Spread() >= s.Questionnaire.Scoring.Scenario.Apart && answer.Reconciled == "":
			apart++
		case answer.Apart() < 2:
			alone++
		}
	}
	for _, action := range s.Actions {
		if action.Overdue(r.AsOf) {
			overdue++
		}
	}
	for _, owed := range []struct {
		n         int
		one, many string
	}{
		{len(s.Hidden()), "1 scenario whose panel is closed", "%d scenarios whose panels are closed"},
		{alone, "1 scenario scored by one person only", "%d scenarios scored by one person only"},
		{apart, "1 scenario with scores apart, not reconciled", "%d scenarios with scores apart, not reconciled"},
		{r.Reverify, "1 answer to re-verify", "%d answers to re-verify"},
		{overdue, "1 action overdue", "%d actions overdue"},
	} {
		switch owed.n {
		case 0:
		case 1:
			missing = append(missing, owed.one)
		default:
			missing = append(missing, fmt.Sprintf(owed.many, owed.n))
		}
	}
	return missing
}
