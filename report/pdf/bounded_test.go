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
		"long strings":      fill("[", "("+strings.Repeat("x", 600)+")", "]"),
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

// The parts of a report that other parts are compared with stay small. Only the data of streams may be large.
func TestALargeObjectIsRefused(t *testing.T) {
	catalog := func(strings int) string {
		return "<</Type /Catalog /A [" + repeated("<"+repeated("ff", 500_000, "")+">", strings, " ") + "]>>"
	}
	stream := func(strings int) string {
		return fmt.Sprintf("<</A [%s] /Length %d>>\nstream\n%s\nendstream", repeated("<"+repeated("ff", 500_000, "")+">", strings, " "), 5<<20, repeated("x", 5<<20, ""))
	}
	for name, test := range map[string]struct {
		objects []string
		refused bool
	}{
		"large, but not too large":       {[]string{catalog(4), stream(1)}, false},
		"a large object":                 {[]string{catalog(5), stream(1)}, true},
		"a large dictionary of a stream": {[]string{catalog(1), stream(5)}, true},
	} {
		_, err := pdf.Parse(file(test.objects...))
		if refused := err != nil; refused != test.refused || refused && !strings.Contains(err.Error(), "has more than") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func repeated(text string, n int, between string) string {
	return strings.TrimSuffix(strings.Repeat(text+between, n), between)
}
