package main

import (
	"slices"
	"strings"

	"assay/assessment"
)

// named is a part of an assessment that a person refers to by its id, by the first
// six or more characters of the id, by its name, or by the beginning of the name.
type named struct{ id, name string }

// pick finds the one part that ref names. Its error lists the candidates.
func pick(noun, ref string, all []named) (string, error) {
	const leastPrefix = 6
	low := strings.ToLower(strings.TrimSpace(ref))
	for _, fits := range []func(named) bool{
		func(n named) bool { return low != "" && (n.id == low || strings.ToLower(n.name) == low) },
		func(n named) bool {
			return len(low) >= leastPrefix && strings.HasPrefix(n.id, low) || low != "" && strings.HasPrefix(strings.ToLower(n.name), low)
		},
	} {
		found := slices.DeleteFunc(slices.Clone(all), func(n named) bool { return !fits(n) })
		switch len(found) {
		case 0:
		case 1:
			return found[0].id, nil
		default:
			return "", failf(assessment.Ambiguous, "it could be "+labels(found), "%q names several %ss", ref, noun)
		}
	}
	hint := "there is none"
	if len(all) > 0 {
		hint = "there is " + labels(all)
	}
	return "", failf(assessment.NotFound, hint, "there is no %s %q", noun, ref)
}

func labels(all []named) string {
	texts := make([]string, len(all))
	for n, one := range all {
		texts[n] = one.name + " (" + one.id + ")"
	}
	return strings.Join(texts, ", ")
}
