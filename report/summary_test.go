package report_test

import (
	"strings"
	"testing"

	"assay/assessment"
	"assay/report/pdf/pdftest"
)

// summarized is the story with a summary of two lines. Two people signed it off, and
// after one of them somebody changed an answer.
func summarized(t testing.TB) *journal {
	t.Helper()
	j := story(t)
	j.record("lead@hospital.example", 1, assessment.Summarized{Text: "Strong on people.\nNobody could show who holds the keys.", Replaces: assessment.Nothing})
	j.record("lead@hospital.example", 2, assessment.SignedOff{Role: "lead evaluator", Statement: "The rest is asked with the contract."})
	j.record("lead@hospital.example", 3, assessment.FlagRaised{Severity: "warning", Text: "late again"})
	j.record("Ruth Ortiz", 4, assessment.SignedOff{Role: "CISO", Statement: "Read against the folder."})
	return j
}

// Page 1 prints the summary under the verdict, with its author, and who signed off.
// The statements are beside the signatures.
func TestTheFirstPagePrintsTheSummary(t *testing.T) {
	file := pdftest.Save(t, "report.pdf", rendered(t, input(summarized(t).snapshot())))
	read := func(pages ...string) string {
		text, ok := pdftest.Tool(t, "pdftotext", append([]string{"-raw", "-enc", "UTF-8"}, append(pages, file, "-")...)...)
		if !ok {
			t.Fatal(text)
		}
		return strings.Join(strings.Fields(text), " ")
	}
	front := read("-l", "1")
	summary := strings.Index(front, "Summary Strong on people. Nobody could show who holds the keys. lead@hospital.example, 2026-11-22")
	if decided := strings.Index(front, "Decision"); summary < 0 || decided < 0 || summary < decided {
		t.Errorf("the first page does not print the summary after the decision:\n%s", front)
	}
	for _, want := range []string{
		"Signed off lead@hospital.example (lead evaluator), 2026-11-22, for award; changed since ",
		" by 1 event Ruth Ortiz (CISO), 2026-11-22, for award; unchanged since ",
	} {
		if !strings.Contains(front, want) {
			t.Errorf("the first page lacks %q:\n%s", want, front)
		}
	}
	if strings.Contains(front, "Read against the folder") {
		t.Error("the first page prints the statement")
	}
	if all := read(); !strings.Contains(all, "The record is complete, says Ruth Ortiz (CISO)") || !strings.Contains(all, ": Read against the folder.") {
		t.Error("the report lacks the statement")
	}
}
