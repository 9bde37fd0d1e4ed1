package report_test

import (
	"bytes"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/input/inputtest"
	"assay/questionnaire"
	"assay/questionnaire/kindtest"
	"assay/report"
	"assay/report/pdf"
	"assay/report/pdf/pdftest"
	"assay/report/sign"
)

// holding is a PDF of the form of a report with this text as its data, signed:
// nobody reads the data of a report whose signatures fail.
func holding(t testing.TB, ruth sign.Identity, data string) []byte {
	t.Helper()
	archive := pdftest.Archive()
	archive.Attachments[0].Name, archive.Attachments[0].Data = report.AttachmentName, []byte(data)
	file, err := pdf.Finish(pdftest.Draw(t, 2), archive)
	if err != nil {
		t.Fatal(err)
	}
	return signedBy(t, ruth, file)
}

// The data of a report is JSON of unknown origin, signed by a trusted hand. The most costly texts of the
// permitted size are refused cheaply.
func TestHostileDataStaysCheap(t *testing.T) {
	const most = 16 << 20
	fill := func(before, of, after string) string {
		return before + strings.TrimSuffix(strings.Repeat(of, (most-len(before)-len(after))/len(of)), ",") + after
	}
	ruth := identity(t, "Ruth Adeyemi")
	for name, data := range map[string]string{
		"numbers":       fill("[", "1,", "]"),
		"objects":       fill(`{"snapshot":{"events":[`, "{},", "]}}"),
		"answers":       fill(`{"snapshot":{"answers":{`, `"A":{},`, "}}}"),
		"nested lists":  fill("", "[", ""),
		"nested keys":   fill("", `{"a":`, ""),
		"one text":      fill(`{"engine":"`, "x", `"}`),
		"escaped text":  fill(`{"engine":"`, `\u0000`, `"}`),
		"one number":    fill(`{"as_of":`, "9", "}"),
		"items":         fill(`{"snapshot":{"questionnaire":{"domains":[{"items":[`, `{"id":"A"},`, `]}]}}}`),
		"all permitted": `{"snapshot":{"questionnaire":{"domains":[{"items":[` + strings.TrimSuffix(strings.Repeat(`{"id":"A","when":"1 == 1"},`, 30_000), ",") + `]}]}}}`,
	} {
		file := holding(t, ruth, data)
		inputtest.Bounded(t, func() {
			found, err := report.Verify(file, trusting(ruth))
			if err != nil || !found.Findings.Proven() || len(found.Problems) != 1 {
				t.Errorf("%s: %v %v %q", name, err, found.Findings.Problems, found.Problems)
			}
		})
	}
}

// Texts that take many lines or none are drawn in time that grows with their length.
func TestALongTextIsDrawnCheaply(t *testing.T) {
	const most = 1 << 20
	for name, of := range map[string]string{"one word": "w", "words": "word ", "letters beyond ASCII": "łó "} {
		in := input(long(t))
		answer := in.Snapshot.Answers["OPS-01"]
		answer.Note = strings.Repeat(of, most/len(of))
		in.Snapshot.Answers["OPS-01"] = answer
		inputtest.Bounded(t, func() {
			if _, err := report.Render(in); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		})
		answer.Note += of
		in.Snapshot.Answers["OPS-01"] = answer
		if _, err := report.Render(in); err == nil || !strings.Contains(err.Error(), "longer than a report can have") {
			t.Errorf("%s, longer: %v", name, err)
		}
	}
	in := input(long(t))
	answer := in.Snapshot.Answers["OPS-01"]
	answer.Note = strings.Repeat("\n", most/len(`\n`))
	in.Snapshot.Answers["OPS-01"] = answer
	inputtest.Bounded(t, func() {
		if _, err := report.Render(in); err == nil || !strings.Contains(err.Error(), "more than 2000 pages") {
			t.Errorf("empty lines: %v", err)
		}
	})
}

// FuzzVerify reads reports whose data is anything.
func FuzzVerify(f *testing.F) {
	q, err := questionnaire.Parse(bytes.NewReader(kindtest.File(questionnaire.Kinds()...)))
	if err != nil {
		f.Fatal(err)
	}
	in := input(newJournal(f, q, assessment.Vendor{Name: "Harbor"}, nil).snapshot())
	document, err := pdf.Parse(rendered(f, in))
	if err != nil {
		f.Fatal(err)
	}
	data, err := document.Attachment(report.AttachmentName)
	if err != nil {
		f.Fatal(err)
	}
	ruth := identity(f, "Ruth Adeyemi")
	f.Add(string(data))
	f.Add("{}")
	f.Fuzz(func(t *testing.T, data string) {
		inputtest.Bounded(t, func() {
			if found, err := report.Verify(holding(t, ruth, data), trusting(ruth)); err == nil && found.Proven() {
				t.Error("proven")
			}
		})
	})
}
