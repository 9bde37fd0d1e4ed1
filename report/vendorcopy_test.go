package report_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"
	"assay/report"
	"assay/report/handout"
	"assay/report/pdf/pdftest"
	"assay/report/vendorcopy"
)

func staffing(t testing.TB) *questionnaire.Questionnaire {
	t.Helper()
	return shipped(t, "hipaa-staffing")
}

func copyFor(q *questionnaire.Questionnaire, milestone questionnaire.Milestone) vendorcopy.Copy {
	return vendorcopy.For(q, vendorcopy.Terms{
		Milestone: milestone, Made: today, Due: today + 12, Vendor: "Harbor Staffing, Inc.", From: "St. Elsewhere Hospital", Contact: "lead@hospital.example",
	})
}

func drawnCopy(t testing.TB, c vendorcopy.Copy, paper string) []byte {
	t.Helper()
	file, err := report.VendorCopy(c, paper)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestAVendorReadsWhatIsAskedAndNotHowItIsJudged(t *testing.T) {
	q := staffing(t)
	for _, milestone := range []questionnaire.Milestone{questionnaire.Award, questionnaire.Close} {
		c := copyFor(q, milestone)
		file := drawnCopy(t, c, "a4")
		if err := (handout.Copy{Copy: c}).Check(file, handout.PDF, q); err != nil {
			t.Errorf("%s: %v", milestone, err)
		}
		text := reading(t, file)
		for _, question := range c.Questions() {
			if !strings.Contains(text, question.ID+" "+question.Ask) {
				t.Errorf("%s: %s is not asked", milestone, question.ID)
			}
		}
		for _, document := range c.Documents {
			if !strings.Contains(text, document.ID+" "+document.Name) {
				t.Errorf("%s: %s is not asked for", milestone, document.ID)
			}
		}
		for d := range q.Domains {
			for i := range q.Domains[d].Items {
				item := &q.Domains[d].Items[i]
				told := append([]string{item.Why}, item.ListenFor...)
				told = append(append(told, item.Probes...), item.Anchors...)
				for _, flag := range item.RedFlags {
					told = append(told, flag.Text)
				}
				for _, secret := range told {
					if len(secret) > 24 && strings.Contains(text, secret) {
						t.Errorf("%s: %s tells %q", milestone, item.ID, secret)
					}
				}
			}
		}
	}
}

func TestACopyIsTheSameEveryTimeOnEitherPaper(t *testing.T) {
	q := staffing(t)
	c := copyFor(q, questionnaire.Award)
	for _, paper := range []string{"a4", "letter"} {
		file := drawnCopy(t, c, paper)
		if !bytes.Equal(file, drawnCopy(t, c, paper)) {
			t.Errorf("the same copy gave two different files on %s", paper)
		}
		if out, ok := pdftest.Tool(t, "qpdf", "--check", pdftest.Save(t, "copy.pdf", file)); !ok || strings.Contains(out, "WARNING") {
			t.Error(out)
		}
	}
}

func TestAnEvidenceRequestListsDocumentsAlone(t *testing.T) {
	q := staffing(t)
	c := copyFor(q, questionnaire.Award).DocumentsOnly()
	file := drawnCopy(t, c, "a4")
	if err := (handout.Copy{Copy: c}).Check(file, handout.PDF, q); err != nil {
		t.Error(err)
	}
	text := reading(t, file)
	for _, want := range []string{
		"Requested documents from Harbor Staffing, Inc.", "Please return by", "2026-12-04", "Return to", "lead@hospital.example",
		"EV-04 Signed register of the chain and its places How recent: 90 days", "File name and date", vendorcopy.PersonalNote,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("missing %q", want)
		}
	}
	if strings.Contains(text, "Who stands between us") {
		t.Error("an evidence request asks a question")
	}
}

// every is a copy with a question of each form, and texts that do not fit.
func every() vendorcopy.Copy {
	long := strings.TrimSpace(strings.Repeat("Do you know, and can you show it? ", 200))
	return vendorcopy.Copy{
		Terms: vendorcopy.Terms{Milestone: questionnaire.Access, Made: today, Vendor: strings.Repeat("Very Long Name Holdings ", 12), Form: strings.Repeat("0a", 16)},
		Title: "Every form of question", Questionnaire: "every 1.0.0", Pin: assessment.Pin{ID: "every", Version: "1.0.0", Hash: strings.Repeat("e", 64)},
		Sections: []vendorcopy.Section{{ID: "ALL", Name: "All forms", Questions: []vendorcopy.Question{
			{ID: "ALL-01", Ask: "Is it signed?", Form: vendorcopy.InPlace, Documents: []string{"EV-01"}},
			{ID: "abroad", Ask: "Is anyone abroad?", Form: vendorcopy.YesNo},
			{ID: "tool", Ask: "Which tool?", Form: vendorcopy.OneOf, Choices: []vendorcopy.Choice{{Value: "a", Label: "Bought (or leased)"}, {Value: "b", Label: "Home-made 😀"}}},
			{ID: "kinds", Ask: "Which data?", Form: vendorcopy.SomeOf, Choices: []vendorcopy.Choice{{Value: "icd.10", Label: "Diagnoses"}, {Value: "names", Label: "Names"}}},
			{ID: "start", Ask: "When?", Form: vendorcopy.Date},
			{ID: "ALL-02", Ask: long, Form: vendorcopy.InWords},
			{ID: "ALL-03", Ask: "And then?", Form: vendorcopy.InWords},
		}}},
		Documents: []vendorcopy.Document{{ID: "EV-01", Name: "Agreement", Freshness: "in force", IssuedBy: "third party", For: []string{"ALL-01"}}},
	}
}

// fillIn is what a person does to the second page in a reader: tick, choose, write.
const fillIn = `
var doc = new PDFDocument(scriptArgs[0]);
for (var n = 0; n < doc.countPages(); n++) {
	var page = doc.loadPage(n);
	var widgets = page.getWidgets();
	for (var i = 0; i < widgets.length; i++) {
		var kind = widgets[i].getFieldType();
		if (widgets[i].getFieldFlags() & 1) continue;
		if (kind == "text") widgets[i].setTextValue("Written here");
		else if (kind == "combobox") widgets[i].setChoiceValue("Bought (or leased)");
		else if (kind == "checkbox") widgets[i].toggle();
		else if (kind == "radiobutton" && i % 2 == 0) widgets[i].toggle();
		widgets[i].update();
	}
}
doc.save(scriptArgs[1], "incremental");
`

func TestAnotherProgramFillsTheFormIn(t *testing.T) {
	c := every()
	file := drawnCopy(t, c, "letter")
	if err := (handout.Copy{Copy: c}).Check(file, handout.PDF, staffing(t)); err != nil {
		t.Fatal(err)
	}
	script, filled := pdftest.Save(t, "fill.js", []byte(fillIn)), filepath.Join(t.TempDir(), "filled.pdf")
	if out, ok := pdftest.Tool(t, "mutool", "run", script, pdftest.Save(t, "copy.pdf", file), filled); !ok || strings.Contains(out, "rror") {
		t.Fatal(out)
	}
	if out, ok := pdftest.Tool(t, "qpdf", "--check", filled); !ok {
		t.Error(out)
	}
	saved, err := os.ReadFile(filled)
	if err != nil {
		t.Fatal(err)
	}
	text := reading(t, saved)
	fields := 0
	for _, input := range c.Inputs() {
		if input.Kind == "text" && input.Fixed == "" {
			fields++
		}
	}
	if got := strings.Count(text, "Written here"); got != fields {
		t.Errorf("of %d fields %d can be read once they are filled in", fields, got)
	}
	for _, want := range []string{"Is it signed?", "“Home-made [U+1F600]”", "Bought (or leased)"} {
		if !strings.Contains(text, want) {
			t.Errorf("missing %q", want)
		}
	}
	if got := fieldValue(t, filled, vendorcopy.FieldIdentity); got != c.Identity().String() {
		t.Errorf("the reply is to the form %q, want %q", got, c.Identity())
	}
	if !strings.Contains(text, "assay-form/1?form=0a0a0a") {
		t.Error("the page does not show the identity of the form")
	}
	if n := strings.Count(text, "Do you know,"); n != 200 {
		t.Errorf("of a question longer than a page %d of 200 sentences are there", n)
	}
}

// fieldValue is the value of a form field as qpdf reads it.
func fieldValue(t *testing.T, path, name string) string {
	t.Helper()
	out, _ := pdftest.Tool(t, "qpdf", "--json", "--json-key=acroform", path)
	var read struct {
		AcroForm struct {
			Fields []struct {
				FullName string `json:"fullname"`
				Value    any    `json:"value"`
			} `json:"fields"`
		} `json:"acroform"`
	}
	if err := json.Unmarshal([]byte(out), &read); err != nil {
		t.Fatal(err)
	}
	for _, field := range read.AcroForm.Fields {
		if field.FullName == name {
			text, _ := field.Value.(string)
			return strings.TrimPrefix(text, "u:")
		}
	}
	return ""
}

func BenchmarkVendorCopy(b *testing.B) {
	q := staffing(b)
	size := 0
	for b.Loop() {
		c := copyFor(q, questionnaire.Award)
		file := drawnCopy(b, c, "a4")
		if err := (handout.Copy{Copy: c}).Check(file, handout.PDF, q); err != nil {
			b.Fatal(err)
		}
		size = len(file)
	}
	b.ReportMetric(float64(size), "bytes/file")
}
