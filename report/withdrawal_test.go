package report_test

import (
	"strings"
	"testing"

	"assay/assessment"
	"assay/report/pdf/pdftest"
)

// A report of a withdrawn assessment says so on its first page.
func TestAWithdrawnAssessmentSaysSo(t *testing.T) {
	j := story(t)
	j.append(assessment.Entry{ID: "w1", At: at(15, 1), By: "Ruth Ortiz", Change: assessment.Withdrawn{Reason: "opened twice"}})
	text, ok := pdftest.Tool(t, "pdftotext", "-raw", "-enc", "UTF-8", "-l", "1", pdftest.Save(t, "report.pdf", rendered(t, input(j.snapshot()))), "-")
	if !ok {
		t.Fatal(text)
	}
	if front := strings.Join(strings.Fields(text), " "); !strings.Contains(front, "Withdrawn The assessment was withdrawn on 2026-11-22 by Ruth Ortiz: opened twice.") {
		t.Errorf("the first page says:\n%s", front)
	}
}
