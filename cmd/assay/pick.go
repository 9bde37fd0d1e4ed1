package main

import (
	"slices"
	"strings"

	"assay/assessment"
)

// named is something that a person refers to by its id, by the first six or more
// characters of the id, by its name, or by the beginning of the name.
type named struct {
	id, name string
	closed   bool // it comes after those that are open
}

// pick finds the one thing that ref names. Its error lists the candidates.
func pick(noun, ref string, all []named) (string, error) {
	const leastPrefix = 6
	low := strings.ToLower(strings.TrimSpace(ref))
	whole := func(n named) bool {
		return low != "" && (strings.EqualFold(n.id, low) || strings.ToLower(n.name) == low)
	}
	begins := func(n named) bool {
		return len(low) >= leastPrefix && strings.HasPrefix(n.id, low) || low != "" && strings.HasPrefix(strings.ToLower(n.name), low)
	}
	for _, fits := range []func(named) bool{whole, func(n named) bool { return !n.closed && begins(n) }, begins} {
		switch found := only(all, fits); len(found) {
		case 0:
		case 1:
			return found[0].id, nil
		default:
			return "", assessment.Errorf(assessment.Ambiguous, "%q names more than one %s", ref, noun).Because(assessment.NameFitsSeveral, labels(found)...)
		}
	}
	open := only(all, func(n named) bool { return !n.closed })
	return "", assessment.Errorf(assessment.NotFound, "there is no %s %q", noun, ref).Because(assessment.NameFitsNone, labels(open)...)
}

func only(all []named, fits func(named) bool) []named {
	return slices.DeleteFunc(slices.Clone(all), func(n named) bool { return !fits(n) })
}

func labels(all []named) []string {
	return each(all, func(one named) string {
		if one.name == "" {
			return one.id
		}
		return one.name + " (" + one.id + ")"
	})
}
