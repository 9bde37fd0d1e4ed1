package assessment

import "regexp"

// Patterns of what does not belong in an assessment. They point out, they do
// not decide: a person reads the warning and may know better.
var patientPatterns = []struct {
	what    string
	pattern *regexp.Regexp
}{
	{"a social security number", regexp.MustCompile(`\b\d{3}-\d{2}-\d{4}\b`)},
	{"a medical record number", regexp.MustCompile(`(?i)\b(mrn|medical record (no|number))\b\D{0,4}\d{4,}`)},
	{"a birth date", regexp.MustCompile(`(?i)\b(dob|born|date of birth|birth ?date)\b[^\d\n]{0,12}\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}`)},
}

// PatientData names what in the text looks like patient data, so that it can be
// pointed out before it is saved. None is the usual answer.
func PatientData(text string) []string {
	var found []string
	for _, p := range patientPatterns {
		if p.pattern.MatchString(text) {
			found = append(found, p.what)
		}
	}
	return found
}
