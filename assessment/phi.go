package assessment

import "regexp"

// Patterns of data that does not belong in an assessment. They only warn: a
// person reads the warning and decides.
var patientPatterns = []struct {
	what    string
	pattern *regexp.Regexp
}{
	{"a social security number", regexp.MustCompile(`\b\d{3}-\d{2}-\d{4}\b`)},
	{"a medical record number", regexp.MustCompile(`(?i)\b(mrn|medical record (no|number))\b\D{0,4}\d{4,}`)},
	{"a birth date", regexp.MustCompile(`(?i)\b(dob|born|date of birth|birth ?date)\b[^\d\n]{0,12}\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}`)},
}

// PatientData names the parts of a text that look like patient data, for a
// warning before it is saved.
func PatientData(text string) []string {
	var found []string
	for _, p := range patientPatterns {
		if p.pattern.MatchString(text) {
			found = append(found, p.what)
		}
	}
	return found
}
