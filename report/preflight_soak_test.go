//go:build soak

package report_test

import (
	"testing"

	"assay/report/pdf/pdftest"
)

// The validator of PDFBox knows PDF/A-1b only. It may name what PDF/A-3 permits, and
// nothing else. It is not in the default run, because Java takes longer to start than
// all other programs of the acceptance list together.
func TestPreflightFindsNoErrorOfAnArchivalFile(t *testing.T) {
	allowed := map[string]bool{
		"1.4.7 : Trailer Syntax error, EmbeddedFile entry is present in the Names dictionary":                                 true,
		"1.2.9 : Body Syntax error, EmbeddedFile entry is present in a FileSpecification dictionary":                          true,
		"7.11.2 : Error on MetaData, part must be 1":                                                                          true,
		"5.3.1 : Invalid field value in an annotation definition, widget annotation lacks an appearance dictionary":           true,
		"5.3.1 : Invalid field value in an annotation definition, widget annotation lacks an appearance dictionary on page 1": true,
	}
	found := pdftest.Preflight(t, pdftest.Save(t, "report.pdf", accepted(t).sealed))
	for _, line := range found {
		if !allowed[line] {
			t.Error(line)
		}
	}
	if len(found) < 3 {
		t.Errorf("preflight did not read the file: %q", found)
	}
}
