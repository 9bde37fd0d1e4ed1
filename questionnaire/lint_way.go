package questionnaire

import (
	"fmt"
	"slices"
	"strings"
)

// wayRules check how items are asked and how long that takes.
func wayRules() []rule {
	return []rule{unfitWays, untimedItems, reservedGates}
}

// unfitWays finds items whose how does not fit to whom they are asked of.
func unfitWays(q *Questionnaire) []Mistake {
	var found []Mistake
	for path, item := range q.each() {
		fit := waysOf(item.AskedOf)
		if item.Kind.Scored() {
			fit = []Way{Live}
		}
		if item.How == "" || !slices.Contains(Ways(), item.How) || item.Computed() || slices.Contains(fit, item.How) || item.AskedOf == "" && !item.Kind.Scored() {
			continue
		}
		words := make([]string, len(fit))
		for n, way := range fit {
			words[n] = string(way)
		}
		what := "what is asked of " + item.AskedOf
		if item.Kind.Scored() {
			what = "a scenario"
		}
		found = append(found, warn(path+".how", "write how: "+strings.Join(words, " or how: "), "%s is asked as %s, which does not fit %s", item.ID, item.How, what))
	}
	return found
}

// untimedItems finds items without minutes where others have them: the sum
// would be too low.
func untimedItems(q *Questionnaire) []Mistake {
	if !q.Timed() {
		return nil
	}
	var found []Mistake
	for path, item := range q.each() {
		if item.Minutes == 0 && !item.Computed() {
			found = append(found, warn(path, "the sum of the minutes is too low without it", "%s does not say how many minutes it takes", item.ID))
		}
	}
	return found
}

// reservedGates finds scenarios that block but are not asked unless somebody
// chooses them.
func reservedGates(q *Questionnaire) []Mistake {
	var found []Mistake
	for path, item := range q.each() {
		if item.Reserve && len(item.GateAt) > 0 {
			found = append(found, warn(path+".reserve", "", "%s is a gate, but blocks nobody where it was not chosen from the reserve", item.ID))
		}
	}
	return found
}

// conditionalDomains finds conditions of domains that change nothing.
func conditionalDomains(q *Questionnaire) []Mistake {
	var found []Mistake
	unasked := q.unasked()
	for d, domain := range q.Domains {
		path := fmt.Sprintf("domains[%d].when", d)
		switch q.outcome(domain.When, unasked) {
		case never:
			found = append(found, warn(path, "", "domain %s is never asked, because this is never true", domain.ID))
		case always:
			found = append(found, warn(path, "leave it out", "domain %s is always asked, because this is always true", domain.ID))
		}
		if use := q.usage(domain.When); use != nil {
			for _, strange := range use.strange() {
				strange.Path = path
				found = append(found, strange)
			}
		}
	}
	return found
}
