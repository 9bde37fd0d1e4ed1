package store

import (
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/hostile"
)

// leastIDPrefix is the shortest beginning of an id that can name it.
const leastIDPrefix = 6

// Named is the names of a thing to which people refer.
type Named struct {
	ID     string
	Names  []string
	Label  string // tells it apart from others with the same name; empty for name and id
	Closed bool   // it comes after those that are open
}

// Pick finds the one thing that ref names: by an id, a whole name, or a
// beginning of either that fits nothing else. Names are compared in the form of
// [hostile.Fold]. An error lists candidates.
func Pick[T any](noun, ref string, all []T, named func(T) Named) (picked T, err error) {
	low := hostile.Fold(ref)
	fitting := func(fits func(Named) bool) []T {
		return slices.DeleteFunc(slices.Clone(all), func(one T) bool { return !fits(named(one)) })
	}
	whole := func(n Named) bool {
		return low != "" && (strings.ToLower(n.ID) == low || n.hasName(func(name string) bool { return name == low }))
	}
	begins := func(n Named) bool {
		return len(low) >= leastIDPrefix && strings.HasPrefix(strings.ToLower(n.ID), low) ||
			low != "" && n.hasName(func(name string) bool { return strings.HasPrefix(name, low) })
	}
	for _, fits := range []func(Named) bool{whole, func(n Named) bool { return !n.Closed && begins(n) }, begins} {
		switch found := fitting(fits); len(found) {
		case 0:
		case 1:
			return found[0], nil
		default:
			return picked, assessment.Errorf(assessment.Ambiguous, "%q names more than one %s", ref, noun).Because(assessment.NameFitsSeveral, labels(found, named)...)
		}
	}
	near := fitting(func(n Named) bool {
		return n.hasName(func(name string) bool { return low != "" && strings.Contains(name, low) })
	})
	if len(near) == 0 {
		near = fitting(func(n Named) bool { return !n.Closed })
	}
	return picked, assessment.Errorf(assessment.NotFound, "no %s is named %q", noun, ref).Because(assessment.NameFitsNone, labels(near, named)...)
}

func (n Named) hasName(fits func(string) bool) bool {
	return slices.ContainsFunc(n.Names, func(name string) bool { return fits(hostile.Fold(name)) })
}

// fewLabels is the largest number of candidates in an error.
const fewLabels = 5

// labels names the first few things.
func labels[T any](all []T, named func(T) Named) []string {
	var texts []string
	for _, one := range all[:min(fewLabels, len(all))] {
		switch n := named(one); {
		case n.Label != "":
			texts = append(texts, n.Label)
		case len(n.Names) > 0:
			texts = append(texts, n.Names[0]+" ("+n.ID+")")
		default:
			texts = append(texts, n.ID)
		}
	}
	if len(all) > fewLabels {
		texts = append(texts, "…")
	}
	return texts
}
