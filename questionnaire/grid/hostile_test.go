package grid_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"testing"

	"assay/assessment/input/inputtest"
	"assay/questionnaire/grid"
)

// entry is one part of a packed file, with a header of its own.
func entry(t testing.TB, header *zip.FileHeader, text string) []byte {
	t.Helper()
	var file bytes.Buffer
	w := zip.NewWriter(&file)
	part, err := w.CreateHeader(header)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(part, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func link() *zip.FileHeader {
	header := &zip.FileHeader{Name: "xl/workbook.xml"}
	header.SetMode(fs.ModeSymlink | 0o777)
	return header
}

// Each refusal says why, and comes before the file can do harm.
func TestHostileFilesAreRefused(t *testing.T) {
	cell := func(text string) string { return `<row><c t="inlineStr"><is><t>` + text + `</t></is></c></row>` }
	doctype := `<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>`
	locked := workbook(t, "")
	locked[bytes.Index(locked, []byte("PK\x01\x02"))+8] |= 1
	many := []string{}
	for n := range 5001 {
		many = append(many, fmt.Sprintf("p%d", n), "")
	}
	compound := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600)
	for name, test := range map[string]struct {
		file []byte
		why  grid.Why
		says string
	}{
		"another zip":         {packed(t, "a", "b"), grid.Unknown, "neither a workbook nor a document"},
		"OpenDocument":        {packed(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", "<x/>"), grid.Unknown, "OpenDocument"},
		"PDF":                 {[]byte("%PDF-1.7\n"), grid.Unknown, "PDF"},
		"RTF":                 {[]byte(`{\rtf1 x}`), grid.Unknown, "RTF"},
		"a picture":           {append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), bytes.Repeat([]byte{1, 0, 7}, 40)...), grid.Unknown, "no file that assay can read"},
		"XLS":                 {[]byte(compound), grid.Old, "before 2007"},
		"with a password":     {[]byte(compound + "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"), grid.Locked, "password"},
		"locked part":         {locked, grid.Locked, "password"},
		"cut":                 {workbook(t, cell("x"))[:300], grid.Damaged, "damaged"},
		"climbing name":       {packed(t, "../../etc/passwd", "x"), grid.Dangerous, "leads elsewhere"},
		"absolute name":       {packed(t, "/etc/passwd", "x"), grid.Dangerous, "leads elsewhere"},
		"drive letter":        {packed(t, `C:\x`, "x"), grid.Dangerous, "leads elsewhere"},
		"name twice":          {packed(t, "a", "x", "a", "y"), grid.Dangerous, "two parts"},
		"name twice by case":  {packed(t, "xl/Workbook.xml", "x", "xl/workbook.xml", "y"), grid.Dangerous, "two parts"},
		"link":                {entry(t, link(), "/etc/passwd"), grid.Dangerous, "is a link"},
		"too many parts":      {packed(t, many...), grid.Large, "more than 5000 parts"},
		"entities":            {packed(t, "[Content_Types].xml", "", "_rels/.rels", rootRels, "xl/workbook.xml", doctype+bookXML), grid.Dangerous, "entities"},
		"unknown entity":      {workbook(t, cell("&b;")), grid.Damaged, "invalid character entity"},
		"UTF-7":               {workbook(t, "", "xl/sharedStrings.xml", `<?xml version="1.0" encoding="UTF-7"?><sst/>`), grid.Damaged, "not in UTF-8"},
		"deep":                {workbook(t, strings.Repeat("<row>", 70)+strings.Repeat("</row>", 70)), grid.Dangerous, "64 levels"},
		"not closed":          {packed(t, "[Content_Types].xml", "", "_rels/.rels", rootRels, "xl/workbook.xml", "<workbook><sheets>"), grid.Damaged, "damaged"},
		"crossed":             {workbook(t, "<row><c></row></c>"), grid.Damaged, "damaged"},
		"no such text":        {workbook(t, `<row><c t="s"><v>5</v></c></row>`), grid.Damaged, "refers to the text"},
		"negative text":       {workbook(t, `<row><c t="s"><v>-1</v></c></row>`), grid.Damaged, "refers to the text"},
		"no number":           {workbook(t, `<row><c><v>NaN</v></c></row>`), grid.Damaged, "number"},
		"unknown type":        {workbook(t, `<row><c t="x"><v>1</v></c></row>`), grid.Damaged, "unknown type"},
		"rows out of order":   {workbook(t, `<row r="2"/><row r="1"/>`), grid.Damaged, "not in order"},
		"cell of another row": {workbook(t, `<row r="2"><c r="A1"><v>1</v></c></row>`), grid.Damaged, "at another place"},
		"cell twice":          {workbook(t, `<row><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>`), grid.Damaged, "at another place"},
		"row beyond Excel":    {workbook(t, `<row r="9999999"/>`), grid.Damaged, "row 9999999"},
		"column beyond":       {workbook(t, `<row><c r="ZZZ1"><v>1</v></c></row>`), grid.Damaged, "column 18278"},
		"sheet missing":       {packed(t, "[Content_Types].xml", "", "_rels/.rels", rootRels, "xl/workbook.xml", bookXML), grid.Damaged, "does not have it"},
		"long cell":           {workbook(t, cell(strings.Repeat("x", 200_001))), grid.Large, "a cell"},
		"binary workbook":     {packed(t, "[Content_Types].xml", "", "_rels/.rels", strings.ReplaceAll(rootRels, ".xml", ".bin"), "xl/workbook.bin", "x"), grid.Unknown, "not an XLSX workbook"},
		"open quote":          {[]byte("a,b\n\"c,d\n"), grid.Damaged, "line 2"},
		"half a letter":       {[]byte("\xff\xfea"), grid.Damaged, "cut"},
		"false UTF-8":         {[]byte("\xef\xbb\xbfa\xff"), grid.Damaged, "UTF-8"},
		"deep document":       {word(t, strings.Repeat("<w:tbl><w:tr><w:tc>", 30)+strings.Repeat("</w:tc></w:tr></w:tbl>", 30)), grid.Dangerous, "64 levels"},
		"wide document":       {word(t, "<w:tbl><w:tr>"+strings.Repeat(`<w:tc><w:tcPr><w:gridSpan w:val="9999"/></w:tcPr></w:tc>`, 3)+"</w:tr></w:tbl>"), grid.Large, "columns"},
	} {
		_, err := read(test.file)
		if why(err) != test.why || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v (%s), want %s: %s", name, err, why(err), test.why, test.says)
		}
	}
}

// A small file that unpacks to a large one takes little memory before it is
// refused.
func TestZipBombsTakeLittleMemory(t *testing.T) {
	blanks := strings.Repeat(" ", 30_000_000)
	for name, file := range map[string][]byte{
		"blanks between rows":  workbook(t, blanks),
		"one text":             workbook(t, `<row><c t="inlineStr"><is><t>`+blanks+`</t></is></c></row>`),
		"one attribute":        workbook(t, `<row spans="`+blanks+`"/>`),
		"cells without number": workbook(t, strings.Repeat("<row>"+strings.Repeat("<c><v>1</v></c>", 4000)+"</row>", 101)),
		"one text everywhere": workbook(t, "<row>"+strings.Repeat(`<c t="s"><v>0</v></c>`, 10_000)+"</row>",
			"xl/sharedStrings.xml", "<sst><si><t>"+strings.Repeat("x", 100_000)+"</t></si></sst>"),
		"texts":    workbook(t, "", "xl/sharedStrings.xml", "<sst>"+strings.Repeat("<si><t>"+strings.Repeat("x", 100_000)+"</t></si>", 250)+"</sst>"),
		"document": word(t, strings.Repeat("<w:p><w:r><w:t>"+strings.Repeat("x", 100_000)+"</w:t></w:r></w:p>", 250)),
		"lines":    []byte(strings.Repeat("a,b\n", 400_001)),
	} {
		inputtest.Bounded(t, func() {
			if _, err := read(file); why(err) != grid.Large {
				t.Errorf("%s: %v", name, err)
			}
		})
	}
}

// A part whose list says less than it unpacks to is no way around the limit.
func TestTheListOfPartsIsNotBelieved(t *testing.T) {
	file := workbook(t, strings.Repeat(" ", 50_000_000))
	at := bytes.LastIndex(file, []byte("xl/worksheets/sheet1.xml")) - 46 + 24
	copy(file[at:], []byte{1, 0, 0, 0})
	if _, err := read(file); why(err) != grid.Damaged && why(err) != grid.Large {
		t.Errorf("%v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(workbook(f, `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" s="0"><v>45000.5</v></c></row>`, "xl/sharedStrings.xml", "<sst><si><t>x</t></si></sst>",
		"xl/styles.xml", `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[h]:mm;@"/></numFmts><cellXfs><xf numFmtId="164"/></cellXfs></styleSheet>`))
	f.Add(word(f, `<w:tbl><w:tr><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`))
	f.Add([]byte("a;b\n\"c\";d\n"))
	f.Add([]byte("\xff\xfea\x00,\x00b\x00"))
	f.Add([]byte("sep=,\na\"b\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		var sheets []grid.Sheet
		inputtest.Bounded(t, func() { sheets, _ = read(file) })
		for _, sheet := range sheets {
			last := 0
			for _, row := range sheet.Rows {
				if row.Number <= last || len(row.Cells) == 0 {
					t.Fatalf("row %d of %q follows row %d", row.Number, sheet.Name, last)
				}
				last = row.Number
				for n, cell := range row.Cells {
					if cell.Row != row.Number || n > 0 && cell.Column <= row.Cells[n-1].Column {
						t.Fatalf("cell %s of row %d", cell.Name(), row.Number)
					}
				}
			}
		}
	})
}

// The parts of a workbook are packed, so that a fuzzer of whole files rarely
// reaches their readers.
func FuzzSheet(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>`, "0", "d-mmm-yy")
	f.Add(`<row><c s="0"><f>1</f><v>1</v></c></row>`, "14", `[Red]"x"\d0.0%;`)
	f.Fuzz(func(t *testing.T, rows, id, code string) {
		var quoted bytes.Buffer
		fmt.Fprintf(&quoted, `<styleSheet><numFmts><numFmt numFmtId=%q formatCode=%q/></numFmts><cellXfs><xf numFmtId=%q/></cellXfs></styleSheet>`, id, code, id)
		if _, err := read(workbook(t, rows, "xl/styles.xml", quoted.String())); err != nil && why(err) == "" {
			t.Fatalf("an error that is no refusal: %v", err)
		}
	})
}
