package main

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"assay/assessment"
)

// patientData is one place with text that looks like patient data.
type patientData struct {
	place string // answers.yaml:12, for example, or a flag
	what  string // "a birth date", for example
}

// allowPatientData shows text that looks like patient data before it is written. It
// refuses to write it unless a person says yes.
func (a *app) allowPatientData(ctx context.Context, found []patientData) error {
	if len(found) == 0 {
		return nil
	}
	var places []string
	for _, f := range found {
		a.note("%s: this looks like %s", f.place, f.what)
		places = append(places, f.place)
	}
	yes, err := a.confirm(ctx, "Patient data does not belong here. Write it anyway?")
	if err == nil && !yes {
		err = failf(assessment.Refused, "remove it, or add --yes if it is not patient data",
			"patient data does not belong here (see %s): %s", strings.Join(places, ", "), nothingWritten)
	}
	return err
}

// patientDataIn checks texts. Each comes with the name of its place.
func patientDataIn(texts [][2]string) []patientData {
	var found []patientData
	for _, text := range texts {
		for _, what := range assessment.PatientData(text[1]) {
			found = append(found, patientData{text[0], what})
		}
	}
	return found
}

// patientData checks every text that would be written. It names the line of the file
// where it can find the text there; an escaped or folded text it cannot find.
func (p preparedAnswers) patientData() []patientData {
	kinds := map[string]bool{} // found in a line of the file
	for _, entry := range p.entries {
		for _, suspect := range assessment.NewSuspects(entry.Change, p.snapshot) {
			kinds[suspect.What] = false
		}
	}
	var found []patientData
	for n, line := range bytes.Split(p.text, []byte("\n")) {
		for _, what := range assessment.PatientData(string(line)) {
			if _, written := kinds[what]; written {
				kinds[what] = true
				found = append(found, patientData{fmt.Sprintf("%s:%d", p.name, n+1), what})
			}
		}
	}
	for _, what := range slices.Sorted(maps.Keys(kinds)) {
		if !kinds[what] {
			found = append(found, patientData{p.name, what})
		}
	}
	return found
}
