package report_test

import (
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"
	"assay/report/pdf/pdftest"
)

// A report tells which answers came in writing and from which file, and that a file
// was received and not read. It proves itself with them.
func TestAReportTellsOfReplies(t *testing.T) {
	const lead = "lead@hospital.example"
	j, reply := story(t), strings.Repeat("5f", 32)
	j.record(lead, 30, assessment.Asked{Form: strings.Repeat("0a", 16), Format: "html", File: strings.Repeat("1b", 32), Milestone: questionnaire.Award})
	j.record(lead, 31, assessment.Received{
		Name: "harbor.zip", SHA256: reply, Size: 90_000, Kept: &assessment.Kept{SHA256: strings.Repeat("3d", 32), Size: 80_000}, LeftOut: []string{"roster.pdf"},
		Format: "html", Form: strings.Repeat("0a", 16), Stated: assessment.Stated{Name: "Rosa Lim", Role: "COO", Day: today - 2}, Taken: []string{"TEC-01"}, Left: []string{"BAA-01"},
	})
	j.record(lead, 32, assessment.Answered{Answer: assessment.Answer{
		Item: "TEC-01", Value: "2", Assurance: assessment.Claimed,
		Quotes:   []assessment.Quote{{Text: "Each session is recorded.", Who: "Rosa Lim", Reply: reply, Written: today - 2}},
		Evidence: []assessment.Evidence{{Kind: "EV-31", File: "recording.pdf", SHA256: strings.Repeat("6a", 32), Size: 4_000, Unread: true}},
	}})
	in := input(j.snapshot())
	file := rendered(t, in)
	text, ok := pdftest.Tool(t, "pdftotext", "-raw", "-enc", "UTF-8", pdftest.Save(t, "report.pdf", file), "-")
	if !ok {
		t.Fatal(text)
	}
	text = strings.Join(strings.Fields(text), " ")
	for _, want := range []string{
		"“Each session is recorded.” (in writing, name as stated in the form: Rosa Lim, 2026-11-20)", "received, not read", "Replies of the vendor in writing", "harbor.zip (90 kB)", reply, "kept without roster.pdf", "1 taken, 1 left, kept without 1 file; name",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the report lacks %q:\n%s", want, text)
		}
	}
	ruth := identity(t, "Ruth Adeyemi")
	if v := verified(t, signedBy(t, ruth, file), trusting(ruth)); !v.Proven() {
		t.Errorf("the report does not prove itself: %+v", v.Problems)
	}
}
