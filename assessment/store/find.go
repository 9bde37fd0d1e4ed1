package store

import (
	"slices"
	"strings"

	"assay/assessment"
)

// leastIDPrefix is the shortest beginning of an id that can name it.
const leastIDPrefix = 6

// named is a thing that people refer to by id or name.
type named struct {
	id    string
	names []string
	label string // tells it apart from others with the same name
}

// pick finds the one thing that ref names: by an id, a whole name, or a
// beginning of either that fits nothing else. Case does not matter in names.
// An error lists candidates.
func pick(noun, ref string, all []named) (string, error) {
	low := strings.ToLower(strings.TrimSpace(ref))
	whole := func(n named) bool {
		return strings.ToLower(n.id) == low || n.hasName(func(name string) bool { return name == low })
	}
	begins := func(n named) bool {
		return len(low) >= leastIDPrefix && strings.HasPrefix(strings.ToLower(n.id), low) ||
			low != "" && n.hasName(func(name string) bool { return strings.HasPrefix(name, low) })
	}
	for _, fits := range []func(named) bool{whole, begins} {
		found := only(all, fits)
		switch len(found) {
		case 0:
			continue
		case 1:
			return found[0].id, nil
		}
		return "", assessment.Errorf(assessment.Ambiguous, "%q names more than one %s", ref, noun).Because(assessment.NameFitsSeveral, labels(found)...)
	}
	near := only(all, func(n named) bool {
		return n.hasName(func(name string) bool { return low != "" && strings.Contains(name, low) })
	})
	if len(near) == 0 {
		near = all
	}
	return "", assessment.Errorf(assessment.NotFound, "no %s is named %q", noun, ref).Because(assessment.NameFitsNone, labels(near)...)
}

func (n named) hasName(fits func(string) bool) bool {
	return slices.ContainsFunc(n.names, func(name string) bool { return fits(strings.ToLower(name)) })
}

func only(all []named, fits func(named) bool) []named {
	var found []named
	for _, n := range all {
		if fits(n) {
			found = append(found, n)
		}
	}
	return found
}

// fewLabels is the largest number of candidates in an error.
const fewLabels = 5

// labels names the first few things.
func labels(all []named) []string {
	var texts []string
	for _, n := range all[:min(fewLabels, len(all))] {
		texts = append(texts, n.label)
	}
	if len(all) > fewLabels {
		texts = append(texts, "…")
	}
	return texts
}
