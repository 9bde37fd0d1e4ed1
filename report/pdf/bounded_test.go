package pdf_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
	"testing"

	"assay/assessment/input/inputtest"
	"assay/report/pdf"
)

// packed is a stream of so many equal bytes, compressed.
func packed(n int) string {
	var w bytes.Buffer
	z, _ := zlib.NewWriterLevel(&w, zlib.BestSpeed)
	for range n >> 20 {
		if _, err := z.Write(make([]byte, 1<<20)); err != nil {
			panic(err)
		}
	}
	z.Close()
	return fmt.Sprintf("<</Length %d /Filter /FlateDecode>>\nstream\n%s\nendstream", w.Len(), w.Bytes())
}

// The most costly files of the permitted size.
func TestHostileFilesStayCheap(t *testing.T) {
	const most = 64 << 20
	fill := func(before, of, after string) []byte {
		return file("<</Type /Catalog /A " + before + strings.Repeat(of, most/len(of)) + after + ">>")
	}
	table := strings.Repeat("0000000009 00000 n \n", most/20)
	for name, hostile := range map[string][]byte{
		"numbers":           fill("[", "1 ", "]"),
		"arrays":            fill("[", "[]", "]"),
		"dictionaries":      fill("[", "<<>>", "]"),
		"nested arrays":     fill("", "[", ""),
		"names":             fill("[", "/", "]"),
		"strings":           fill("[", "()", "]"),
		"one string":        fill("(", `\777`, ")"),
		"open parentheses":  fill("", "(", ""),
		"open hexadecimals": fill("[", "<", "]"),
		"keys":              fill("<<", "/A 1", ">>"),
		"a long table":      fmt.Appendf(nil, "%%PDF-1.7\n1 0 obj\n<<>>\nendobj\nxref\n1 %d\n%strailer\n<</Size 2 /Root 1 0 R>>\nstartxref\n29\n%%%%EOF\n", most/20, table),
		"a loop of tables":  []byte("%PDF-1.7\nxref\n0 0\ntrailer\n<</Prev 9>>\nstartxref\n9\n%%EOF\n"),
	} {
		inputtest.Bounded(t, func() {
			if _, err := pdf.Parse(hostile); err == nil && name != "one string" {
				t.Errorf("%s: accepted", name)
			}
		})
	}
}

func TestAPackedAttachmentIsNotUnpackedWhole(t *testing.T) {
	d := parse(t, file(
		"<</Type /Catalog /Names <</EmbeddedFiles <</Names [(x) 2 0 R]>>>>>>",
		"<</Type /Filespec /F (x) /UF (x) /EF <</F 3 0 R /UF 3 0 R>>>>",
		packed(1<<29),
	))
	inputtest.Bounded(t, func() {
		if data, err := d.Attachment("x"); err == nil {
			t.Errorf("%d bytes", len(data))
		}
	})
}
