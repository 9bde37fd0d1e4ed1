package store

import (
	"slices"
	"strings"

	"assay/assessment"
)

// leastIDPrefix is the length from which on the beginning of an id names it.
const leastIDPrefix = 6

// named is something that people refer to by its id or by a name.
type named struct {
	id    string
	names []string
	label string // tells it from others of the same name
}

// pick finds the one thing that ref names: an id, a whole name, or the
// beginning of either that fits nothing else. Names are read without regard to
// case. The hint of a failure lists what there is.
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
		return "", assessment.Errorf(assessment.Ambiguous, "it could be "+labels(found), "%q names several of the %ss", ref, noun)
	}
	near := only(all, func(n named) bool {
		return n.hasName(func(name string) bool { return low != "" && strings.Contains(name, low) })
	})
	if len(near) == 0 {
		near = all
	}
	hint := "there is none yet"
	if len(near) > 0 {
		hint = "there is " + labels(near)
	}
	return "", assessment.Errorf(assessment.NotFound, hint, "no %s is named %q", noun, ref)
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

// fewLabels is how many things a hint names.
const fewLabels = 5

// labels lists a few of the things.
func labels(all []named) string {
	var texts []string
	for _, n := range all[:min(fewLabels, len(all))] {
		texts = append(texts, n.label)
	}
	if len(all) > fewLabels {
		texts = append(texts, "…")
	}
	return strings.Join(texts, ", ")
}
