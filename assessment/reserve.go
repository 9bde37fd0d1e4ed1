package assessment

import (
	"slices"
	"strings"

	"assay/questionnaire"
)

// ChooseReserve checks a choice of scenarios of the reserve and returns it in the
// order of the questionnaire.
func ChooseReserve(q *questionnaire.Questionnaire, ids []string) ([]string, error) {
	reserve := q.ReserveScenarios()
	for _, id := range ids {
		switch {
		case len(reserve) == 0:
			return nil, invalid("%s has no reserve, so %q cannot be chosen", q.ID, id)
		case !slices.Contains(reserve, id):
			return nil, invalid("%q is not in the reserve of %s, which has %s", id, q.ID, strings.Join(reserve, ", "))
		}
	}
	return slices.DeleteFunc(reserve, func(id string) bool { return !slices.Contains(ids, id) }), nil
}

// FollowReserve is a choice under another questionnaire. A scenario that is not
// in the reserve there is left out.
func FollowReserve(from, to *questionnaire.Questionnaire, chosen []string) []string {
	var kept []string
	former := questionnaire.Former(from, to)
	for _, id := range to.ReserveScenarios() {
		if slices.Contains(chosen, former[id]) {
			kept = append(kept, id)
		}
	}
	return kept
}
