package pdf_test

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"strings"
	"testing"

	"assay/report/pdf"
	"assay/report/pdf/pdftest"
)

// file returns a PDF whose objects 1, 2, … have these bodies.
func file(bodies ...string) []byte {
	var w bytes.Buffer
	w.WriteString("%PDF-1.7\n")
	table := "0000000000 65535 f \n"
	for i, body := range bodies {
		table += fmt.Sprintf("%010d 00000 n \n", w.Len())
		fmt.Fprintf(&w, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	at := w.Len()
	fmt.Fprintf(&w, "xref\n0 %d\n%strailer\n<</Size %[1]d /Root 1 0 R>>\nstartxref\n%[3]d\n%%%%EOF\n", len(bodies)+1, table, at)
	return w.Bytes()
}

func TestParseReadsEveryKindOfObject(t *testing.T) {
	d := parse(t, file(
		"<</Type /Catalog /A#20b [1 -2 +.5 true null 2 0 R] /S (a\\(b\\)\\101\\\r\nc(d)\r\n) /H <c3A9>>>",
		"<</Length 5>>stream\n\x00)>>%\nendstream",
	))
	catalog := d.Latest().Catalog()
	for key, want := range map[pdf.Name]pdf.Object{
		"A b": pdf.Array{pdf.Integer(1), pdf.Integer(-2), pdf.Real("+.5"), pdf.Boolean(true), pdf.Null{}, pdf.Reference(2)},
		"S":   pdf.String("a(b)Ac(d)\n"),
		"H":   pdf.String("é"),
	} {
		if got := catalog.Get(key); !pdf.Equal(got, want) {
			t.Errorf("/%s is %#v, want %#v", key, got, want)
		}
	}
	if s, ok := d.Latest().Object(2).(*pdf.Stream); !ok || string(s.Data) != "\x00)>>%" {
		t.Errorf("the stream is %#v", d.Latest().Object(2))
	}
}

func TestParseRefuses(t *testing.T) {
	good := string(file("<</Type /Catalog>>", "[1 2]"))
	if _, err := pdf.Parse([]byte(good)); err != nil {
		t.Fatal(err)
	}
	replace := func(old, new string) []byte {
		if !strings.Contains(good, old) {
			t.Fatalf("no %q to replace", old)
		}
		return []byte(strings.Replace(good, old, new, 1))
	}
	many := "<<" + strings.Repeat("/A<<", 70) + strings.Repeat(">>", 71)
	for _, c := range []struct {
		name string
		file []byte
		kind error
		want string
	}{
		{"an empty file", nil, pdf.ErrNotOurs, "does not begin like a PDF"},
		{"bytes before the header", []byte("\n" + good), pdf.ErrNotOurs, "does not begin like a PDF"},
		{"bytes after the end", []byte(good + "x"), pdf.ErrDamaged, "after the end"},
		{"another newline after the end", []byte(good + "\n"), pdf.ErrDamaged, "after the end"},
		{"a file cut off", []byte(good[:len(good)-20]), pdf.ErrDamaged, "does not end like a PDF"},
		{"a comment between objects", replace("\n2 0 obj", "\n%x\n2 0 obj"), pdf.ErrNotOurs, ""},
		{"an xref stream", replace("xref\n0", "3 0 obj\n"), pdf.ErrNotOurs, "classic"},
		{"a hybrid file", replace("/Root", "/XRefStm 9 /Root"), pdf.ErrNotOurs, "/XRefStm"},
		{"an encrypted file", replace("/Root", "/Encrypt 2 0 R /Root"), pdf.ErrNotOurs, "/Encrypt"},
		{"a forward /Prev", replace("/Root", "/Prev 9999 /Root"), pdf.ErrDamaged, "/Prev"},
		{"a negative /Prev", replace("/Root", "/Prev -1 /Root"), pdf.ErrDamaged, "/Prev"},
		{"a /Prev that is not a number", replace("/Root", "/Prev (x) /Root"), pdf.ErrDamaged, "/Prev"},
		{"a wrong /Size", replace("/Size 3", "/Size 4"), pdf.ErrDamaged, "/Size"},
		{"a missing root", replace("/Root 1", "/Root 7"), pdf.ErrDamaged, "does not name a catalog"},
		{"a generation", replace("00000 n", "00001 n"), pdf.ErrNotOurs, "generation"},
		{"a reference with a generation", file("<</A 2 1 R>>", "2"), pdf.ErrDamaged, ""},
		{"a key twice", file("<</A 1 /#41 2>>"), pdf.ErrDamaged, "twice"},
		{"a null value", file("<</A null>>"), pdf.ErrNotOurs, "null"},
		{"deep nesting", file(many), pdf.ErrNotOurs, "nested"},
		{"a hexadecimal number", file("<</A 0x10>>"), pdf.ErrDamaged, "not a PDF object"},
		{"an exponent", file("<</A 1e5>>"), pdf.ErrDamaged, "not a PDF object"},
		{"a comment in an object", file("<</A %x\n1>>"), pdf.ErrNotOurs, "comment"},
		{"an odd hexadecimal string", file("<</A <abc>>>"), pdf.ErrDamaged, "hexadecimal"},
		{"a stream in another file", file("<<>>", "<</Length 1 /F (x)>>stream\nx\nendstream"), pdf.ErrNotOurs, "elsewhere"},
		{"a stream with a length elsewhere", file("<<>>", "<</Length 3 0 R>>stream\nx\nendstream", "1"), pdf.ErrNotOurs, "elsewhere"},
		{"a stream with a length that is too large", file("<<>>", "<</Length 999>>stream\nx\nendstream"), pdf.ErrDamaged, "cut off"},
		{"a stream with a length that is too small", file("<<>>", "<</Length 1>>stream\nxy\nendstream"), pdf.ErrDamaged, "endstream"},
		{"an object that is a reference", file("<<>>", "1 0 R"), pdf.ErrNotOurs, "only a reference"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := pdf.Parse(c.file)
			if !errors.Is(err, c.kind) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want %v that says %q", err, c.kind, c.want)
			}
		})
	}
}

func TestParseRefusesAnObjectThatNoTableLists(t *testing.T) {
	hidden := file("<</Type /Catalog>>", "[1 2]")
	hidden = bytes.Replace(hidden, []byte("xref\n0 3"), []byte("xref\n0 2"), 1)
	end := bytes.Index(hidden, []byte("trailer"))
	hidden = append(hidden[:end-20], bytes.Replace(hidden[end:], []byte("/Size 3"), []byte("/Size 2"), 1)...)
	if _, err := pdf.Parse(hidden); !errors.Is(err, pdf.ErrDamaged) || !strings.Contains(err.Error(), "no object") {
		t.Errorf("error %v, want one about bytes that belong to no object", err)
	}
}

func TestUpdateKeepsTheBase(t *testing.T) {
	base := pdftest.Finished(t, 2)
	document := parse(t, base)
	update := document.Update()
	catalog := document.Latest().Catalog().Clone()
	catalog.Set("Lang", pdf.Text("fr"))
	update.Replace(document.Latest().CatalogReference(), catalog)
	added := update.Add(pdf.Array{pdf.Text("été")})
	updated := update.Bytes()

	if !bytes.HasPrefix(updated, base) {
		t.Error("the update changed the bytes of the base")
	}
	again := parse(t, updated)
	if got := again.AsOf(0).Catalog().Get("Lang"); got != pdf.Object(pdf.String("en")) {
		t.Errorf("the base now says %v", got)
	}
	if got := again.AsOf(1).Catalog().Get("Lang"); got != pdf.Object(pdf.String("fr")) {
		t.Errorf("the update says %v", got)
	}
	if got := again.Revisions[1].Numbers(); len(got) != 2 || got[1] != added {
		t.Errorf("the update holds the objects %v", got)
	}
	out, ok := pdftest.Tool(t, "qpdf", "--check", pdftest.Save(t, "updated.pdf", updated))
	if !ok || !strings.Contains(out, "No syntax or stream encoding errors") {
		t.Errorf("qpdf says:\n%s", out)
	}
}

func TestTooManyRevisionsAreRefused(t *testing.T) {
	current := file("<</Type /Catalog>>")
	for range 64 {
		update := parse(t, current).Update()
		update.Add(pdf.Integer(1))
		current = update.Bytes()
	}
	if _, err := pdf.Parse(current); !errors.Is(err, pdf.ErrNotOurs) {
		t.Errorf("error %v, want ErrNotOurs", err)
	}
}

func TestAnAttachmentCannotFillTheMemory(t *testing.T) {
	archive := pdftest.Archive()
	archive.Attachments[0].Data = make([]byte, 64<<20+1)
	if _, err := pdf.Finish(pdftest.Draw(t, 2), archive); err == nil {
		t.Error("Finish wrote an attachment over the limit")
	}
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	_, _ = z.Write(make([]byte, 1000))
	_ = z.Close()
	stream := pdf.Stream{
		Dictionary: pdf.NewDictionary(pdf.Name("Filter"), pdf.Name("FlateDecode")),
		Data:       packed.Bytes(),
	}
	if data, err := stream.Decode(1000); len(data) != 1000 || err != nil {
		t.Errorf("at the limit: %d bytes, %v", len(data), err)
	}
	if _, err := stream.Decode(999); err == nil || !strings.Contains(err.Error(), "larger than 999") {
		t.Errorf("past the limit: error %v", err)
	}
}

func TestPages(t *testing.T) {
	if pages, err := parse(t, pdftest.Finished(t, 5)).AsOf(0).Pages(); len(pages) != 5 || err != nil {
		t.Errorf("%d pages, %v", len(pages), err)
	}
	circle := file("<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Count 1 /Kids [2 0 R]>>")
	if _, err := parse(t, circle).AsOf(0).Pages(); err == nil {
		t.Error("Pages accepted a page tree that contains itself")
	}
}

func TestTextAndDates(t *testing.T) {
	for _, s := range []string{"", "plain (with) \\ signs", "Łódź — ✓", "clef 𝄞"} {
		if got := pdf.Text(s).Text(); got != s {
			t.Errorf("%q came back as %q", s, got)
		}
	}
	if got, err := pdf.Date(pdftest.When).Date(); err != nil || !got.Equal(pdftest.When) {
		t.Errorf("%v came back as %v, %v", pdftest.When, got, err)
	}
}

// FuzzParse looks for a panic, and for a file that Parse accepts only once: after an update it must accept the file
// again.
func FuzzParse(f *testing.F) {
	f.Add(file("<</A [1 2 0 R (x) <00> /N null]>>", "<</Length 1>>stream\nx\nendstream"))
	f.Add(file("<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Count 0 /Kids []>>"))
	f.Add([]byte("%PDF-1.7\nxref\n0 0\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		document, err := pdf.Parse(data)
		if err != nil {
			if !errors.Is(err, pdf.ErrDamaged) && !errors.Is(err, pdf.ErrNotOurs) {
				t.Fatalf("the error is neither ErrDamaged nor ErrNotOurs: %v", err)
			}
			return
		}
		_, _ = document.AsOf(0).Pages()
		_, _ = document.Attachment("x")
		update := document.Update()
		update.Add(pdf.Integer(1))
		if _, err := pdf.Parse(update.Bytes()); err != nil {
			t.Fatalf("Parse accepted the file, but not after an update: %v", err)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	report := pdftest.Finished(b, 40)
	b.SetBytes(int64(len(report)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := pdf.Parse(report); err != nil {
			b.Fatal(err)
		}
	}
}
