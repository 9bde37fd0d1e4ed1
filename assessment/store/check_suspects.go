package store

import (
	"fmt"
	"strings"

	"assay/assessment"
)

// mostSuspects is how many places one finding names.
const mostSuspects = 8

// suspectsIn looks for patient data in the bodies of a journal. It names the places
// and what the text looks like, never the text.
func suspectsIn(about, id string, links []link) []Finding {
	places, count := map[string][]string{}, map[string]int{}
	var kinds []string
	for n := range links {
		l := &links[n]
		for _, s := range assessment.SuspectsIn(l.Body) {
			if count[s.What]++; count[s.What] == 1 {
				kinds = append(kinds, s.What)
			}
			if count[s.What] <= mostSuspects {
				places[s.What] = append(places[s.What], fmt.Sprintf("event %d (%s, %s)", l.seq, l.kind, s.Place))
			}
		}
	}
	var findings []Finding
	for _, what := range kinds {
		text := fmt.Sprintf("something that looks like %s is in %s: %s", what, about, strings.Join(places[what], ", "))
		if more := count[what] - mostSuspects; more > 0 {
			text += fmt.Sprintf(", and %d more", more)
		}
		f := doubtful("patient data", text)
		f.Case, f.About = assessment.LooksLikePatientData, []string{id}
		findings = append(findings, f)
	}
	return findings
}
