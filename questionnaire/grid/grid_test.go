package grid_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"assay/questionnaire/grid"
)

// told is every cell of the sheets, one to a line.
func told(sheets []grid.Sheet) string {
	var all strings.Builder
	for _, sheet := range sheets {
		fmt.Fprintf(&all, "[%s]", sheet.Name)
		if sheet.Hidden {
			all.WriteString(" hidden")
		}
		for _, above := range sheet.Above {
			fmt.Fprintf(&all, " above: %q", above)
		}
		all.WriteString("\n")
		for _, row := range sheet.Rows {
			for _, cell := range row.Cells {
				fmt.Fprintf(&all, "%s %s %q", cell.Name(), cell.Form, cell.Text)
				if cell.Formula != "" {
					fmt.Fprintf(&all, " = %s", cell.Formula)
				}
				all.WriteString("\n")
			}
		}
	}
	return all.String()
}

func read(file []byte) ([]grid.Sheet, error) {
	return grid.Read(bytes.NewReader(file), int64(len(file)))
}

// packed is a ZIP file of the parts, given as name, text, name, text.
func packed(t testing.TB, parts ...string) []byte {
	t.Helper()
	var file bytes.Buffer
	w := zip.NewWriter(&file)
	for n := 0; n < len(parts); n += 2 {
		part, err := w.Create(parts[n])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(part, parts[n+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

const (
	contentTypes = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`
	office       = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	relations    = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	rootRels     = relations + `<Relationship Id="rId1" Type="` + office + `officeDocument" Target="xl/workbook.xml"/></Relationships>`
	bookRels     = relations + `<Relationship Id="rId1" Type="` + office + `worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="rId2" Type="` + office + `sharedStrings" Target="/xl/sharedStrings.xml"/>` +
		`<Relationship Id="rId3" Type="` + office + `styles" Target="styles.xml"/></Relationships>`
	bookXML = `<workbook xmlns:r="` + office + `"><sheets><sheet name="Answers" sheetId="7" r:id="rId1"/></sheets></workbook>`
)

// workbook is an XLSX file with one sheet of the given rows. Further parts may
// follow.
func workbook(t testing.TB, rows string, more ...string) []byte {
	t.Helper()
	parts := []string{
		"[Content_Types].xml", contentTypes, "_rels/.rels", rootRels, "xl/workbook.xml", bookXML, "xl/_rels/workbook.xml.rels", bookRels,
		"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>",
	}
	return packed(t, append(parts, more...)...)
}

func word(t testing.TB, body string) []byte {
	t.Helper()
	return packed(t, "[Content_Types].xml", contentTypes, "word/document.xml", `<w:document xmlns:w="w" xmlns:mc="mc"><w:body>`+body+`</w:body></w:document>`)
}

// A workbook that another library wrote says what its author typed.
func TestAWorkbookIsReadAsPeopleSeeIt(t *testing.T) {
	f := excelize.NewFile()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	style := func(format int, code string) int {
		as := &excelize.Style{NumFmt: format}
		if code != "" {
			as.CustomNumFmt = &code
		}
		id, err := f.NewStyle(as)
		must(err)
		return id
	}
	for at, value := range map[string]any{
		"A1": "Question", "B1": 12, "C1": 0.1 + 0.2, "D1": true, "E1": "a\nb & <c>", "F1": 0.25, "G1": 7, "H1": -3.5, "I1": 1e16,
	} {
		must(f.SetCellValue("Sheet1", at, value))
	}
	must(f.SetCellStyle("Sheet1", "F1", "F1", style(9, "")))
	must(f.SetCellStyle("Sheet1", "G1", "G1", style(0, "000")))
	moment := time.Date(2026, 12, 4, 14, 30, 0, 0, time.UTC)
	for at, days := range map[string]any{"A3": moment.Truncate(24 * time.Hour), "B3": moment, "C3": 0.6041666666666667, "D3": 60, "E3": 1, "F3": 45000} {
		must(f.SetCellValue("Sheet1", at, days))
	}
	must(f.SetCellStyle("Sheet1", "A3", "A3", style(14, "")))
	must(f.SetCellStyle("Sheet1", "B3", "B3", style(0, `[$-409]d-mmm-yy h:mm AM/PM;@`)))
	must(f.SetCellStyle("Sheet1", "C3", "C3", style(20, "")))
	must(f.SetCellStyle("Sheet1", "D3", "F3", style(0, `"day" dd/mm/yyyy`)))
	must(f.SetCellFormula("Sheet1", "A4", `=HYPERLINK("http://x")`))
	must(f.SetCellRichText("Sheet1", "B4", []excelize.RichTextRun{{Text: "rich "}, {Text: "text", Font: &excelize.Font{Bold: true}}}))
	must(f.MergeCell("Sheet1", "A6", "C7"))
	must(f.SetCellStr("Sheet1", "A6", "merged"))
	_, err := f.NewSheet("Data")
	must(err)
	must(f.SetCellStr("Data", "AB12", "far away"))
	must(f.SetSheetVisible("Data", false))
	var file bytes.Buffer
	must(f.Write(&file))
	sheets, err := read(file.Bytes())
	must(err)
	want := `[Sheet1]
A1 text "Question"
B1 number "12"
C1 number "0.3"
D1 bool "TRUE"
E1 text "a\nb & <c>"
F1 number "25%"
G1 number "007"
H1 number "-3.5"
I1 number "10000000000000000"
A3 date "2026-12-04"
B3 date "2026-12-04 14:30"
C3 date "14:30"
D3 number "60"
E3 date "1900-01-01"
F3 date "2023-03-15"
A4 formula "" = =HYPERLINK("http://x")
B4 text "rich text"
A6 text "merged"
[Data] hidden
AB12 text "far away"
`
	if got := told(sheets); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := fmt.Sprint(sheets[0].Merged); got != "[{6 1 7 3}]" {
		t.Errorf("merged cells: %s", got)
	}
}

// Other programs write the same cells in other ways.
func TestOtherSpellingsOfAWorkbook(t *testing.T) {
	file := workbook(t,
		`<row r="2"><c r="B2" t="s"><v>1</v></c><c t="inlineStr"><is><r><t>in</t></r><rPh><t>no</t></rPh><r><t xml:space="preserve"> line</t></r></is></c></row>`+
			`<row><c t="str"><f>A1&amp;"x"</f><v>saved</v></c><c t="e"><v>#N/A</v></c><c t="b"><v>0</v></c><c s="1"><v>1</v></c><c s="2"><v>0.5</v></c><c t="d"><v>2026-12-04T00:00:00</v></c><c s="99"><v>4</v></c></row>`+
			`<row r="9" hidden="1"><c r="C9" s="1"/><c r="D9"><f t="shared" si="0"/><v>3</v></c></row>`,
		"xl/sharedStrings.xml", `<sst><si><t>first</t></si><si><r><t>sec</t></r><r><t>ond_x000D_</t></r></si></sst>`,
		"xl/styles.xml", `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[h]:mm"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>`)
	sheets, err := read(file)
	want := `[Answers]
B2 text "second\r"
C2 text "in line"
A3 formula "saved" = A1&"x"
B3 error "#N/A"
C3 bool "FALSE"
D3 date "1900-01-01"
E3 date "12:00"
F3 date "2026-12-04"
G3 number "4"
D9 formula "3"
`
	if got := told(sheets); err != nil || got != want {
		t.Errorf("%v\n%s", err, got)
	}
	if rows := sheets[0].Rows; !rows[2].Hidden || rows[2].Text(4) != "3" || rows[2].Text(1) != "" || sheets[0].Columns() != 7 {
		t.Errorf("%+v", rows)
	}
}

func TestAWorkbookOfAMacintoshCountsFrom1904(t *testing.T) {
	file := packed(t, "[Content_Types].xml", contentTypes, "_rels/.rels", rootRels, "xl/_rels/workbook.xml.rels", bookRels,
		"xl/workbook.xml", `<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="S" r:id="rId1"/></sheets></workbook>`,
		"xl/styles.xml", `<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>`,
		"xl/worksheets/sheet1.xml", `<worksheet><sheetData><row><c s="0"><v>44898</v></c></row></sheetData></worksheet>`)
	sheets, err := read(file)
	if err != nil || sheets[0].Rows[0].Text(1) != "2026-12-04" {
		t.Errorf("%v, %s", err, told(sheets))
	}
}

func TestCSVInEverySpelling(t *testing.T) {
	wide := func(text string, big bool) string {
		var out []byte
		for _, r := range text {
			if big {
				out = append(out, byte(r>>8), byte(r))
			} else {
				out = append(out, byte(r), byte(r>>8))
			}
		}
		return string(out)
	}
	plain := "ID,Question\r\n1,\"Größe, in m\"\r\n"
	same := "[]\nA1 text \"ID\"\nB1 text \"Question\"\nA2 text \"1\"\nB2 text \"Größe, in m\"\n"
	for name, test := range map[string]struct{ file, want string }{
		"UTF-8":                 {plain, same},
		"with a mark":           {"\xef\xbb\xbf" + plain, same},
		"semicolons":            {"ID;Question\n1;Größe, in m\n", same},
		"tabs":                  {"ID\tQuestion\n1\tGröße, in m\n", same},
		"named separator":       {"sep=|\nID|Question\n1|Größe, in m\n", strings.NewReplacer("A2", "A3", "B2", "B3", "A1", "A2", "B1", "B2").Replace(same)},
		"Windows-1252":          {"ID,Question\r\n1,\"Gr\xf6\xdfe, in m\"\r\n", same},
		"UTF-16, little":        {"\xff\xfe" + wide(plain, false), same},
		"UTF-16, big":           {"\xfe\xff" + wide(plain, true), same},
		"UTF-16 without a mark": {wide(plain, false), same},
		"big without a mark":    {wide(plain, true), same},
		"one column":            {"Question\nWho?\n", "[]\nA1 text \"Question\"\nA2 text \"Who?\"\n"},
		"lines in a cell":       {"a,\"x\ny\"\nb,c\n", "[]\nA1 text \"a\"\nB1 text \"x\\ny\"\nA3 text \"b\"\nB3 text \"c\"\n"},
		"a bare quote":          {"size,5\" disk\nb,c\n", "[]\nA1 text \"size\"\nB1 text \"5\\\" disk\"\nA2 text \"b\"\nB2 text \"c\"\n"},
		"empty":                 {"", "[]\n"},
		"empty lines":           {"\n\na,b\n", "[]\nA3 text \"a\"\nB3 text \"b\"\n"},
	} {
		sheets, err := read([]byte(test.file))
		if got := told(sheets); err != nil || got != test.want {
			t.Errorf("%s: %v\n%s\nwant\n%s", name, err, got, test.want)
		}
	}
}

func TestTablesOfADocument(t *testing.T) {
	file := word(t, `<w:p><w:r><w:t>Section </w:t></w:r><w:r><w:t>one</w:t></w:r></w:p>
		<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>wide</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>right</w:t></w:r></w:p></w:tc></w:tr>
		<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>tall</w:t></w:r></w:p></w:tc>
			<w:tc><w:p><w:r><w:t>two</w:t><w:br/><w:t>lines</w:t></w:r></w:p><w:p><w:del><w:r><w:delText>gone</w:delText><w:t>gone</w:t></w:r></w:del><w:ins><w:r><w:t>kept</w:t></w:r></w:ins></w:p></w:tc></w:tr>
		<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:instrText>DDEAUTO cmd</w:instrText><w:t>field</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
		<w:p><w:r><mc:AlternateContent><mc:Choice><w:t>new</w:t></mc:Choice><mc:Fallback><w:t>old</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>
		<w:sdt><w:sdtContent><w:tbl><w:tr><w:sdt><w:sdtContent><w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>inner</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:tc></w:sdtContent></w:sdt></w:tr></w:tbl></w:sdtContent></w:sdt>
		<w:p><w:r><w:t>The end</w:t></w:r></w:p>`)
	sheets, err := read(file)
	want := `[Table 1] above: "Section one"
A1 text "wide"
C1 text "right"
A2 text "tall"
B2 text "two\nlines\nkept"
B3 text "field"
[Table 2] above: "new"
A1 text "inner"
[] above: "The end"
`
	if got := told(sheets); err != nil || got != want {
		t.Errorf("%v\n%s", err, got)
	}
	if got := fmt.Sprint(sheets[0].Merged); got != "[{1 1 1 2} {2 1 3 1}]" {
		t.Errorf("merged cells: %s", got)
	}
}

// Everything that acts is named, and nothing of it is read.
func TestActiveParts(t *testing.T) {
	file := workbook(t, `<row><c t="inlineStr"><is><t>x</t></is></c></row>`, "xl/vbaProject.bin", "x", "xl/connections.xml", "x", "xl/embeddings/oleObject1.bin", "x",
		"xl/externalLinks/externalLink1.xml", `<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>`)
	found, err := grid.Active(bytes.NewReader(file), int64(len(file)))
	if want := "[connections to data elsewhere embedded objects links to other files links to other programs macros]"; fmt.Sprint(found) != want || err != nil {
		t.Errorf("%v, %v", found, err)
	}
	quiet := workbook(t, "")
	if found, err := grid.Active(bytes.NewReader(quiet), int64(len(quiet))); len(found) != 0 || err != nil {
		t.Errorf("%v, %v", found, err)
	}
	if sheets, err := read(file); err != nil || told(sheets) != "[Answers]\nA1 text \"x\"\n" {
		t.Errorf("%v, %s", err, told(sheets))
	}
}

func why(err error) grid.Why {
	var refusal *grid.Refusal
	if errors.As(err, &refusal) {
		return refusal.Why
	}
	return ""
}

// LibreOffice made this file of a CSV file.
func TestAWorkbookOfLibreOffice(t *testing.T) {
	file, err := os.ReadFile("testdata/libreoffice.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	sheets, err := read(file)
	want := `[x]
A1 text "ID"
B1 text "Question"
C1 text "Answer"
A2 text "A-1"
B2 text "Größe, mit\nZeile"
C2 date "2026-12-04"
A3 text "A-2"
B3 formula "2" = 1+1
C3 number "50%"
`
	if got := told(sheets); err != nil || got != want {
		t.Errorf("%v\n%s", err, got)
	}
}
