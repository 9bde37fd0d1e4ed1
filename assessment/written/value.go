package written

import (
	"strings"

	"assay/assessment"
	"assay/assessment/country"
	"assay/assessment/hostile"
	"assay/questionnaire"
)

// valueOf is the answer that a vendor's words and choices mean. It is empty where
// only a person can tell, with the reason.
func valueOf(item *questionnaire.Item, a Answer) (value, why string) {
	switch {
	case !item.Kind.Judged():
		return factOf(item, a)
	case item.Kind.CopyForm() != questionnaire.AskedYesOrNo:
		return "", ""
	case len(a.Choices) > 1:
		return "", "both yes and no are chosen"
	case len(a.Choices) == 0:
		return "", "neither yes nor no is chosen"
	}
	switch strings.ToLower(strings.TrimSpace(a.Choices[0])) {
	case "yes":
		return assessment.Met, ""
	case "no":
		return assessment.Unmet, ""
	}
	return "", "the choice is neither yes nor no"
}

// factOf is the value of a fact in the form in which it is kept.
func factOf(item *questionnaire.Item, a Answer) (value, why string) {
	text := hostile.Line(a.Words)
	switch item.Answer {
	case "choice", "choices", "yes_no":
		if len(a.Choices) == 0 {
			return "", "nothing is chosen"
		}
		if len(a.Choices) > 1 && item.Answer != "choices" {
			return "", "more than one answer is chosen"
		}
		values := make([]string, len(a.Choices))
		for n, choice := range a.Choices {
			values[n] = strings.TrimSpace(choice)
			if known, found := option(item, choice); found {
				values[n] = known
			}
		}
		text = strings.Join(values, ", ")
	case "countries":
		text = country.Codes(text)
	}
	value, err := item.ParseFact(text)
	if err != nil {
		return "", err.Error()
	}
	return value, ""
}
