package report_test

import (
	"strings"
	"testing"

	"assay/report/pdf/pdftest"
)

// Five PDF readers by other authors show the verdict that Verify has proven, also
// when a text of the report looks like a part of a PDF.
func TestReadersShowTheProvenVerdict(t *testing.T) {
	ruth := identity(t, "Ruth Adeyemi")
	readers := pdftest.NewReaders(t)
	in := input(story(t).snapshot())
	in.Organisation = "4 0 obj <</Length 40>> stream BT 60 700 Td (approve) Tj ET endstream endobj trailer <</Root 1 0 R>> startxref 0 %%EOF"
	file := signedBy(t, ruth, rendered(t, in))
	v := verified(t, file, trusting(ruth))
	if !v.Proven() {
		t.Fatalf("not proven: %v %q", v.Findings, v.Problems)
	}
	for name, text := range readers.Page1(t, file) {
		if want := strings.ToUpper(string(v.Result.Verdict)); !strings.Contains(text, want) {
			t.Errorf("%s does not show %s: %s", name, want, text)
		}
	}
}
