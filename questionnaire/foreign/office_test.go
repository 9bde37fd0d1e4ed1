package foreign_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"assay/questionnaire"
	"assay/questionnaire/foreign"
	"assay/questionnaire/grid"
)

// workbook writes an XLSX file with these sheets.
func workbook(t testing.TB, sheets map[string][][]any, more func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, rows := range sheets {
		_, err := f.NewSheet(name)
		must(err)
		for n, row := range rows {
			must(f.SetSheetRow(name, fmt.Sprintf("A%d", n+1), &row))
		}
	}
	must(f.DeleteSheet("Sheet1"))
	if more != nil {
		more(f)
	}
	var file bytes.Buffer
	must(f.Write(&file))
	return file.Bytes()
}

// A workbook with a section that is merged over its rows, figures as figures, a sheet
// with nothing but notes, and one that repeats the questions.
func TestAWorkbook(t *testing.T) {
	file := workbook(t, map[string][][]any{
		"Vendor": {
			{"Section", "No", "Question", "Weight", "Answer"},
			{"Access", 1, "Do you disable accounts within one day?", 10, nil},
			{nil, 2, "How do you review access?", 5, nil},
			{"Backup", 3, "Do you restore backups?", 2, nil},
		},
		"Summary": {{"Question", "Score"}, {"Do you disable accounts within one day?", 3}, {"Do you restore backups?", 4}},
		"Read me": {{"Please return by Friday"}},
	}, func(f *excelize.File) {
		if err := f.MergeCell("Vendor", "A2", "A3"); err != nil {
			t.Fatal(err)
		}
	})
	read, err := grid.Workbook(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	result, err := foreign.Import(read, foreign.Request{Source: "vendor.xlsx"})
	if err != nil {
		t.Fatal(err)
	}
	lintedClean(t, result)
	got := told(result.Questionnaire)
	for _, item := range []string{"[ACC Access, 8]", " gate 5: Do you disable accounts within one day? | 1", " control 3: How do you review access? | 2", "[BAC Backup, 1]", " gate 1: Do you restore backups? | 3"} {
		if !strings.Contains(got, item) {
			t.Errorf("%q is missing:\n%s", item, got)
		}
	}
	for _, loss := range []string{"Read me A1", "Summary B2", "Summary A2"} {
		if !strings.Contains(lost(result), loss) {
			t.Errorf("%s is missing:\n%s", loss, lost(result))
		}
	}
	if only, err := foreign.Import(read, foreign.Request{Source: "vendor.xlsx", Sheet: "summary"}); err != nil || only.Questionnaire.Count() != 2 {
		t.Errorf("one sheet: %v", err)
	}
}

// A document has a heading above each of its tables, and one table goes on without its
// headings.
func TestTheTablesOfADocument(t *testing.T) {
	table := func(rows ...string) string {
		all := ""
		for _, row := range rows {
			all += "<w:tr>"
			for cell := range strings.SplitSeq(row, "|") {
				all += "<w:tc><w:p><w:r><w:t>" + cell + "</w:t></w:r></w:p></w:tc>"
			}
			all += "</w:tr>"
		}
		return "<w:tbl>" + all + "</w:tbl>"
	}
	words := func(text string) string { return "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>" }
	var file bytes.Buffer
	w := zip.NewWriter(&file)
	part, err := w.Create("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	body := words("Questions for vendors") + words("Please answer all of them.") + words("Access") + table("No|Question", "1|Do you log access?", "2|Who reads the log?") +
		table("3|Do you keep it for six years?") + words("Backups") + table("No|Question", "4|Do you test them?") + words("Thank you.")
	if _, err := io.WriteString(part, `<w:document xmlns:w="w"><w:body>`+body+`</w:body></w:document>`); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	read, err := grid.Document(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	result, err := foreign.Import(read, foreign.Request{Source: "questions.docx"})
	if err != nil {
		t.Fatal(err)
	}
	lintedClean(t, result)
	if q := result.Questionnaire; q.Count() != 4 || q.Title != "Questions for vendors" || !strings.Contains(told(q), "[BAC Backups, 3]") || strings.Count(told(q), "\n[") > 1 {
		t.Errorf("%s: %s", q.Title, told(q))
	}
	same(t, "losses", lost(result), `
Table 1 "Please answer all of them.": a text outside of the tables
"Thank you.": the sheet has no row of headings with a column for the questions
`)
}

// large is a workbook of 500 questions with eight columns.
func large(t testing.TB) []byte {
	t.Helper()
	rows := [][]any{{"ID", "Section", "Question", "Answer type", "Importance", "HIPAA", "Guidance", "Evidence required"}}
	for n := range 500 {
		rows = append(rows, []any{
			fmt.Sprintf("S%c-%02d", 'A'+n/50, n%50+1), fmt.Sprintf("Section %c", 'A'+n/50), fmt.Sprintf("Do you protect system number %d of ours against loss?", n),
			[]string{"Yes/No", "Text", "1-5", "Choice: red; green; blue"}[n%4], []string{"High", "Medium", "Low"}[n%3], "§ 164.308(a)(7)(ii)(A)",
			"Say who does it, how often, and where the record is kept. " + strings.Repeat("More words of guidance. ", 10), "Policy; Test report",
		})
	}
	return workbook(t, map[string][][]any{"Questions": rows}, nil)
}

func importLarge(t testing.TB, file []byte) *questionnaire.Questionnaire {
	t.Helper()
	read, err := grid.Workbook(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	result, err := foreign.Import(read, foreign.Request{Source: "large.xlsx"})
	if err != nil {
		t.Fatal(err)
	}
	if _, mistakes, err := questionnaire.NewLibrary().Lint(bytes.NewReader(result.File)); err != nil || len(mistakes) > 0 {
		t.Fatal(err, mistakes)
	}
	return result.Questionnaire
}

func TestFiveHundredQuestions(t *testing.T) {
	if q := importLarge(t, large(t)); q.Count() != 500 || len(q.Domains) != 10 || len(q.Evidence) != 2 {
		t.Errorf("%d items in %d domains, %d kinds of evidence", q.Count(), len(q.Domains), len(q.Evidence))
	}
}

// BenchmarkImport reads, imports, reads back and lints a workbook of 500 questions. It
// must stay below a second.
func BenchmarkImport(b *testing.B) {
	file := large(b)
	for b.Loop() {
		importLarge(b, file)
	}
}
