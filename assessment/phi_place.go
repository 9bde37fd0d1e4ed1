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
func Suspects(change Change) []Suspect { return suspectsIn("", treeOf(change), nil) }

// SuspectsIn lists the suspects of a body as the journal holds it. A body that
// cannot be read has none.
func SuspectsIn(body []byte) []Suspect {
	var tree any
	if json.Unmarshal(body, &tree) != nil {
		return nil
	}
	return suspectsIn("", tree, nil)
}

// NewSuspects lists the suspects of a change whose texts are not in the present
// answer of its item.
func NewSuspects(change Change, before Snapshot) []Suspect {
	known := map[string]bool{}
	textsIn(treeOf(before.Answers[itemOf(change)]), known)
	return suspectsIn("", treeOf(change), known)
}

// treeOf is a value as the journal holds it.
func treeOf(value any) any {
	var tree any
	if form, err := json.Marshal(value); err != nil || json.Unmarshal(form, &tree) != nil {
		return nil
	}
	return tree
}

// textsIn collects the texts of a tree.
func textsIn(node any, texts map[string]bool) {
	switch v := node.(type) {
	case string:
		texts[v] = true
	case []any:
		for _, element := range v {
			textsIn(element, texts)
		}
	case map[string]any:
		for key, element := range v {
			texts[key] = true
			textsIn(element, texts)
		}
	}
}

// suspectsIn looks at the texts that are not known.
func suspectsIn(place string, node any, known map[string]bool) []Suspect {
	var found []Suspect
	look := func(place, text string) {
		if known[text] {
			return
		}
		for _, what := range PatientData(text) {
			found = append(found, Suspect{place, what})
		}
	}
	switch v := node.(type) {
	case string:
		look(place, v)
	case []any:
		for n, element := range v {
			found = append(found, suspectsIn(fmt.Sprintf("%s[%d]", place, n), element, known)...)
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
			found = append(found, suspectsIn(inner, v[key], known)...)
		}
	}
	return found
}
