package questionnaire

import (
	"fmt"
	"slices"
)

// conditionRules check the possible results of conditions.
func conditionRules() []rule {
	return []rule{unknownWords, idleConditions, idleFlags, conditionalDomains}
}

// outcome is the result of an expression for every possible answer.
type outcome int

const (
	undecided outcome = iota // both, or it is not known
	always
	never
)

// mostCases is how many combinations of answers are tried for one expression.
const mostCases = 5000

// conditionsOf gives the conditions of an item by their key.
func conditionsOf(item *Item) map[string]string {
	all := map[string]string{"when": item.When, "na_when": item.NotApplicableWhen}
	for n, flag := range item.RedFlags {
		all[fmt.Sprintf("red_flags[%d].when", n)] = flag.When
	}
	return all
}

// unknownWords finds comparisons with a word that the item never has as its
// answer.
func unknownWords(q *Questionnaire) []Mistake {
	var found []Mistake
	for path, item := range q.each() {
		for key, expression := range conditionsOf(item) {
			use := q.usage(expression)
			if use == nil {
				continue
			}
			for _, strange := range use.strange() {
				strange.Path = path + "." + key
				found = append(found, strange)
			}
		}
	}
	return found
}

// idleConditions finds items that are never asked or always set aside, and
// conditions that change nothing.
func idleConditions(q *Questionnaire) []Mistake {
	var found []Mistake
	unasked := q.unasked()
	for path, item := range q.each() {
		if q.outcome(q.domains[item.ID].When, unasked) == never {
			continue // the domain is warned about
		}
		switch q.outcome(item.When, unasked) {
		case never:
			found = append(found, warn(path+".when", "", "%s is never asked, because this is never true", item.ID))
		case always:
			found = append(found, warn(path+".when", "leave it out", "%s is always asked, because this is always true", item.ID))
		}
		switch q.outcome(item.NotApplicableWhen, unasked) {
		case always:
			found = append(found, warn(path+".na_when", "", "%s never counts, because this is always true and sets it aside", item.ID))
		case never:
			found = append(found, warn(path+".na_when", "leave it out", "%s is never set aside, because this is never true", item.ID))
		}
	}
	return found
}

// idleFlags finds red flags that can never raise themselves, and flags that
// always do. A flag that a missing fact raises is right: an unknown counts
// as its worst.
func idleFlags(q *Questionnaire) []Mistake {
	var found []Mistake
	unasked := q.unasked()
	for path, item := range q.each() {
		if unasked[item.ID] {
			continue // its flags go with it
		}
		for n, flag := range item.RedFlags {
			at := fmt.Sprintf("%s.red_flags[%d].when", path, n)
			switch q.outcome(flag.When, unasked) {
			case never:
				found = append(found, warn(at, "", "this flag of %s never raises itself, because this is never true", item.ID))
			case always:
				found = append(found, warn(at, "", "this flag of %s always raises itself, because this is always true", item.ID))
			}
		}
	}
	return found
}

// answers are kept texts by item.
type answers map[string]string

// AnswerText implements [Known].
func (a answers) AnswerText(item string) string { return a[item] }

// Shown implements [Known]. Conditions that ask it are not tried: see
// [usage.listable].
func (a answers) Shown(string) bool { return false }

// outcome runs an expression over every combination of answers that it can
// tell apart. It stays undecided where these are too many, or cannot be listed.
// Items that are never asked have no answer.
func (q *Questionnaire) outcome(expression string, unasked map[string]bool) outcome {
	use := q.usage(expression)
	if use == nil || !use.listable() {
		return undecided
	}
	var ids []string
	choices := map[string][]string{}
	cases := 1
	for _, id := range q.conditions[expression].reads {
		if choices[id] != nil {
			continue
		}
		ids = append(ids, id)
		choices[id] = []string{""}
		if !unasked[id] {
			choices[id] = use.answersOf(q.items[id])
		}
		if cases *= len(choices[id]); cases == 0 || cases > mostCases {
			return undecided
		}
	}
	result := undecided
	for n := range cases {
		known := answers{}
		for _, id := range ids {
			known[id] = choices[id][n%len(choices[id])]
			n /= len(choices[id])
		}
		holds, err := q.Holds(expression, known)
		here := never
		if holds {
			here = always
		}
		if err != nil || result != undecided && result != here {
			return undecided
		}
		result = here
	}
	return result
}

// unasked are the items whose own condition never holds.
func (q *Questionnaire) unasked() map[string]bool {
	unasked := map[string]bool{}
	for _, item := range q.each() {
		unasked[item.ID] = slices.ContainsFunc(q.AskedWhen(item), func(rule string) bool { return q.outcome(rule, nil) == never })
	}
	return unasked
}
