//go:build soak

package handback_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// bulky are replies of the largest permitted size, made to take as much memory as they can.
func bulky(t testing.TB) map[string][]byte {
	book := func(strings, rows string) []byte {
		return zipped(t, entry{name: "[Content_Types].xml", content: "<Types/>"},
			entry{name: "_rels/.rels", content: `<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
			entry{name: "xl/workbook.xml", content: `<workbook><sheets><sheet name="Questions" id="r1"/></sheets></workbook>`},
			entry{name: "xl/_rels/workbook.xml.rels", content: `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="sheet1.xml"/><Relationship Id="r2" Type="x/sharedStrings" Target="strings.xml"/></Relationships>`},
			entry{name: "xl/strings.xml", content: "<sst>" + strings + "</sst>"},
			entry{name: "xl/sheet1.xml", content: "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"})
	}
	object := func(number int, content string) string { return fmt.Sprintf("%d 0 obj\n%s\nendobj\n", number, content) }
	document := func(objects ...string) []byte {
		var w bytes.Buffer
		w.WriteString("%PDF-1.4\n")
		table := "0000000000 65535 f \n"
		for n, o := range objects {
			table += fmt.Sprintf("%010d 00000 n \n", w.Len())
			w.WriteString(object(n+1, o))
		}
		start := w.Len()
		fmt.Fprintf(&w, "xref\n0 %d\n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table, len(objects)+1, start)
		return w.Bytes()
	}
	var long []any
	for n := range 200 {
		long = append(long, map[string]any{"item": fmt.Sprintf("BAA-%03d", n), "asked": "Why?", "offered": []string{}, "choices": []string{}, "words": strings.Repeat("漢", 16_000)})
	}
	widths := strings.Repeat(`"",`, 190_000)
	return map[string][]byte{
		"many strings":     book(strings.Repeat("<si><t/></si>", 1_500_000), ""),
		"many cells":       book("", strings.Repeat("<row><c t=\"n\"><v>1</v></c></row>", 390_000)+strings.Repeat("<row/>", 400_000)),
		"long answers":     zipped(t, entry{name: "answers.json", content: string(answers(t, func(s map[string]any) { s["answers"] = long }))}),
		"many choices":     zipped(t, entry{name: "answers.json", content: strings.Replace(string(answers(t, nil)), `"offered":[]`, `"offered":[`+widths+`""]`, 1)}),
		"PDF, many values": document("<< /Type /Catalog /AcroForm << /Fields ["+strings.Repeat("0 ", 7_000_000)+"] >> >>", "<<>>"),
		"PDF, one string":  document("<< /Type /Catalog /AcroForm << /Fields [<< /T (a) /FT /Tx /V ("+strings.Repeat("a", 15_000_000)+") >>] >> >>", "<<>>"),
		"PDF, many fields": document("<< /Type /Catalog /AcroForm << /Fields [" + strings.Repeat("<< /T (EV-01) /Kids [<< /T (answer) /FT /Tx /V (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) >>] >> ", 9_990) + "] >> >>"),
	}
}

// Each takes seconds.
func TestReadingAnyReplyTakesLittleMemory(t *testing.T) {
	for name, file := range bulky(t) {
		t.Run(name, func(t *testing.T) { takesLittle(t, file) })
	}
}
