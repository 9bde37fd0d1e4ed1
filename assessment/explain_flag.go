package assessment

import (
	"fmt"

	"assay/assessment/english"
	"assay/questionnaire"
)

// flagged lists the open flags of an item, of a domain, or all if the id is
// empty, with the cost of each.
func (e *explainer) flagged(of string) {
	begun := false
	for _, flag := range e.result.OpenFlags {
		domain, text := e.q.DomainOf(flag.Item), flag.Text
		switch {
		case of == flag.Item && of != "":
		case of == "" || domain != nil && domain.ID == of:
			if flag.Item != "" {
				text = flag.Item + ": " + text
			}
		default:
			continue
		}
		if !begun {
			e.section("Open flags")
			begun = true
		}
		by := "raised by a person"
		if flag.Rule {
			by = "raised by a rule"
		}
		cost := "it blocks until a named person resolves it"
		if flag.Severity == questionnaire.Warning {
			warning := e.q.Scoring.Warning
			cost = fmt.Sprintf("it costs the whole %s, all warnings together at most %d", english.Count(warning.Each, "point"), warning.Most)
		}
		e.add(ExplanationLine{Name: string(flag.Severity), Opens: flag.Item, Text: fmt.Sprintf("%s (%s); %s", text, by, cost)})
	}
}
