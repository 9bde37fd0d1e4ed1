package handback_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"assay/assessment/input/inputtest"
	"assay/report/handback"
)

// most is the most memory that reading a reply may take.
const most = 100_000_000

// attached is a reply with ten files of so many bytes each, as the form in a browser saves it.
func attached(t testing.TB, size int) []byte {
	content := make([]byte, size)
	source := rand.NewChaCha8([32]byte{1})
	_, _ = source.Read(content)
	files := make([]any, 10)
	entries := []entry{{}}
	for n := range files {
		path := fmt.Sprintf("files/%02d-evidence.pdf", n+1)
		files[n] = map[string]any{"name": "evidence.pdf", "path": path, "size": size}
		entries = append(entries, entry{name: path, content: string(content), change: func(h *zip.FileHeader) { h.Method = zip.Store }})
	}
	entries[0] = entry{name: "answers.json", content: string(answers(t, func(s map[string]any) {
		s["documents"] = []any{map[string]any{"kind": "EV-01", "files": files}}
	}))}
	return zipped(t, entries...)
}

// takesLittle holds the reading of a file to its limit.
func takesLittle(t *testing.T, file []byte) {
	t.Helper()
	inputtest.Within(t, most, func() {
		if h, err := handback.Read("reply", bytes.NewReader(file), int64(len(file))); (h == nil) != (err != nil) {
			t.Errorf("a reply %v and the error %v", h, err)
		}
	})
}

func TestReadingTakesLittleMemory(t *testing.T) {
	takesLittle(t, attached(t, 11_000_000))
	takesLittle(t, filled(t))
	takesLittle(t, filledWorkbook(t))
}

// BenchmarkRead reads a reply with ten files of 2 MB.
func BenchmarkRead(b *testing.B) {
	file := attached(b, 2_000_000)
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := handback.Read("reply.zip", bytes.NewReader(file), int64(len(file))); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkReadPDF reads a filled form.
func BenchmarkReadPDF(b *testing.B) {
	file := filled(b)
	for b.Loop() {
		if _, err := handback.Read("form.pdf", bytes.NewReader(file), int64(len(file))); err != nil {
			b.Fatal(err)
		}
	}
}
