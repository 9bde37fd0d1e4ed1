package written_test

import (
	"slices"
	"strings"
	"testing"

	"assay/assessment/written"
)

func TestPatientDataInAttachedFiles(t *testing.T) {
	long := strings.Repeat("2026-03-04;open;The backup of site 7 was restored in 41 minutes\n", 3_000)
	for name, test := range map[string]struct {
		file, content string
		want          []string
	}{
		"nothing":           {"plan.txt", "Restored on 2026-03-04.", nil},
		"in the name":       {"MRN 4471902.pdf", "%PDF-1.7", []string{"a medical record number"}},
		"after many lines":  {"cases.csv", long + "Maria Lopez, DOB 04/12/1961\n" + long, []string{"a birth date"}},
		"no text":           {"scan.png", "\x89PNG\x00MRN 4471902", nil},
		"after a long line": {"one.txt", strings.Repeat("x ", 9_995) + "\nMRN 4471902\n", []string{"a medical record number"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := written.PatientDataIn(test.file, strings.NewReader(test.content))
			if err != nil || !slices.Equal(got, test.want) {
				t.Errorf("got %q, %v, want %q", got, err, test.want)
			}
		})
	}
}

func BenchmarkPatientDataIn(b *testing.B) {
	text := strings.Repeat("2026-03-04;open;The backup of site 7 was restored in 41 minutes\n", 15_000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := written.PatientDataIn("plan.txt", strings.NewReader(text)); err != nil {
			b.Fatal(err)
		}
	}
}
