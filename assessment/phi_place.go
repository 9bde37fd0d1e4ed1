package assessment

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Suspect is a place with text that looks like patient data. It does not hold the
// text, so that a list of suspects may be shown and kept.
type Suspect struct {
	Place string // within the change, as answer.note or answer.quotes[0].text
	What  string // a birth date, for example
}

// Suspects lists the places of a change with text that looks like patient data. It
// looks at every text, also at names and reasons.
func Suspects(change Change) []Suspect {
	form, err := json.Marshal(change)
	if err != nil {
		return nil
	}
	var tree any
	if err := json.Unmarshal(form, &tree); err != nil {
		return nil
	}
	return suspectsIn("", tree)
}

func suspectsIn(place string, node any) []Suspect {
	var found []Suspect
	look := func(place, text string) {
		for _, what := range PatientData(text) {
			found = append(found, Suspect{place, what})
		}
	}
	switch v := node.(type) {
	case string:
		look(place, v)
	case []any:
		for n, element := range v {
			found = append(found, suspectsIn(fmt.Sprintf("%s[%d]", place, n), element)...)
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			inner := key
			if len(PatientData(key)) > 0 {
				inner = "…" // such as a name that somebody typed
			}
			if place != "" {
				inner = place + "." + inner
			}
			look(inner, key)
			found = append(found, suspectsIn(inner, v[key])...)
		}
	}
	return found
}
